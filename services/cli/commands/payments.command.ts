import { Command } from 'commander';
import { roublesText } from '#libs/money';
import { readAcquiringSettings, wordsOf } from '#libs/platform';
import { Rejection } from '#libs/kernel';
import { Acquiring, openAcquiring, reconcilePayments } from '#services/app';
import { RECONCILE_OUTCOMES, ReconciledPayment, ReconcileOutcome, ReconcileReport } from '#services/payments';
import { instantArgument } from '../arguments';
import { OpenedKvitok } from '../open-kvitok';
import { CommandFailure, wrongUsage } from '../output';
import { refusing, withCommonOptions, withKvitok } from './common';
import { officeOrigin, OfficeOptions } from './office-options';

/** Payments at the bank at which residents pay on the site. */
export function paymentsCommand(): Command {
  return new Command('payments')
    .description('payments at the bank of the site: reconcile with the bank’s own list')
    .addCommand(reconcileCommand());
}

interface ReconcileOptions extends OfficeOptions {
  readonly since: string;
  readonly dryRun?: boolean;
}

function reconcileCommand(): Command {
  return withCommonOptions(new Command('reconcile'))
    .description('after a restore: take the payments that the bank has made since the backup and the log does not know')
    .requiredOption('--since <instant>', 'when the backup was taken: an instant with its offset, or a date')
    .option('--dry-run', 'say what would be recorded, and record nothing')
    .option('--actor <name>', 'who acts; stands in the log', 'cli')
    .action(async (options: ReconcileOptions) => {
      const instant = instantArgument(options.since, '--since');
      const { actor } = officeOrigin(options);
      const acquiring = bankOfSettings();
      const work = async (kvitok: OpenedKvitok) => {
        const cause = { actor, correlationId: `cli:reconcile:${options.since}` };
        const asked = { since: instant(kvitok.timeZone), dryRun: options.dryRun === true, cause };
        const report = await reconcilePayments(kvitok, asked);
        await kvitok.settle();
        return report;
      };
      await withKvitok(
        options,
        'read models',
        (kvitok, output) =>
          refusing(async () => {
            const report = await work(kvitok);
            const isClean = report.outcomes.refused === 0 && report.unread === 0;
            const answer = { ok: isClean, ...report };
            if (isClean) output.result(options.json === true ? answer : reportInWords(report));
            else throw new CommandFailure(1, reportInWords(report), options.json === true ? answer : undefined);
          }),
        acquiring,
      );
    });
}

/** Throws CommandFailure(2) where the environment names no bank that keeps a list. */
function bankOfSettings(): Acquiring {
  const settings = readAcquiringSettings(process.env);
  const acquiring = openAcquiring(settings);
  if (acquiring === null || settings.kind === 'sandbox') {
    throw wrongUsage(
      'No bank can be asked: set KVITOK_ACQUIRER and the keys of the bank as the serving process has them. ' +
        'The training bank forgets everything with its process.',
    );
  }
  return acquiring;
}

const OUTCOME_WORDS: Readonly<Record<ReconcileOutcome, string>> = {
  known: 'известны и без того',
  gone_on: 'известны, но банк с тех пор продвинулся',
  recorded: 'записаны на лицевые счета',
  under_way: 'ещё не оплачены, банк спросят снова',
  set_aside: 'отложены до решения (kvitok suspense list)',
  nothing_paid: 'без денег',
  refused: 'противоречат известному',
};

const OUTCOME_OF_ONE: Readonly<Record<ReconcileOutcome, string>> = {
  known: 'известен',
  gone_on: 'подтверждён банком',
  recorded: 'записан',
  under_way: 'ещё не оплачен',
  set_aside: 'отложен',
  nothing_paid: 'без денег',
  refused: 'отказ',
};

export function reportInWords({ outcomes, payments, unread, dryRun }: ReconcileReport): string {
  const counted = RECONCILE_OUTCOMES.filter((outcome) => outcomes[outcome] > 0);
  const sums = counted.map((outcome) => `  ${OUTCOME_WORDS[outcome]}: ${outcomes[outcome]}`);
  return [
    ...payments.map(paymentInWords),
    dryRun ? 'Проба, ничего не записано. Платежи по списку банка:' : 'Платежи по списку банка:',
    ...(counted.length === 0 ? ['  нет'] : sums),
    ...(unread === 0 ? [] : [`  не рубли или не разобраны, посмотрите в кабинете банка: ${unread}`]),
  ].join('\n');
}

function paymentInWords(payment: ReconciledPayment): string {
  const { acquirerPaymentId, paidOn, amountKopecks, account, outcome, code, paymentId } = payment;
  const whose = account === null ? 'счёт не указан' : `счёт ${account}`;
  const why = code === null ? '' : ` (${code}: ${wordsOf(new Rejection(code, { paymentId: paymentId ?? '' }))})`;
  return `${acquirerPaymentId} ${paidOn} ${roublesText(amountKopecks)} ${whose}: ${OUTCOME_OF_ONE[outcome]}${why}`;
}

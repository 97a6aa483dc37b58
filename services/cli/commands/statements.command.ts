import { Command } from 'commander';
import { RejectedError, Rejection } from '#libs/kernel';
import { AgingQuery, AskedMoment, ExplainQuery, StatementsQuery } from '#services/billing';
import { accountArgument, dateArgument, instantArgument, periodArgument } from '../arguments';
import { CommonOptions, failureOf, refusing, requireAccount, single, withCommonOptions, withKvitok } from './common';

interface StatementsOptions extends CommonOptions {
  readonly from?: string;
  readonly to?: string;
  readonly knownAt?: string;
}

export function statementsCommand(): Command {
  return withCommonOptions(new Command('statements'))
    .description('statements of closed periods: kvitok-statements/1')
    .argument('[account]', 'one account; all where absent')
    .option('--from <period>', 'from this period')
    .option('--to <period>', 'to this period')
    .option('--known-at <time>', 'as known at an instant or at the end of a date')
    .action(async (account: string | undefined, options: StatementsOptions) => {
      const question = {
        account: account === undefined ? undefined : accountArgument(account),
        from: options.from === undefined ? undefined : periodArgument(options.from, '--from'),
        to: options.to === undefined ? undefined : periodArgument(options.to, '--to'),
      };
      const { from, to } = question;
      if (from !== undefined && to !== undefined && from > to) {
        throw failureOf(new RejectedError(new Rejection('BILLING_DATES_OUT_OF_ORDER', { from, to })));
      }
      const knownAt = options.knownAt === undefined ? null : instantArgument(options.knownAt, '--known-at');
      await withKvitok(options, 'billing', async (kvitok, output) => {
        const query = kvitok.app.get(StatementsQuery);
        if (question.account !== undefined) await requireAccount(kvitok, question.account);
        await output.stream(
          '{"format":"kvitok-statements/1","statements":[\n',
          query.all({ ...question, knownAt: knownAt?.(kvitok.timeZone) }),
          '\n]}\n',
        );
      });
    });
}

interface AgingOptions extends CommonOptions {
  readonly asOf: string;
  readonly knownAt?: string;
}

export function agingCommand(): Command {
  return withCommonOptions(new Command('aging'))
    .description('debts by line at the end of a day: kvitok-aging/1')
    .argument('[account]', 'one account; all where absent')
    .requiredOption('--as-of <date>', 'the end of this day')
    .option('--known-at <time>', 'as known at an instant or at the end of a date; default now')
    .action(async (account: string | undefined, options: AgingOptions) => {
      const asOf = dateArgument(options.asOf, '--as-of');
      const one = account === undefined ? null : accountArgument(account);
      const knownAt = options.knownAt === undefined ? null : instantArgument(options.knownAt, '--known-at');
      await withKvitok(options, 'billing', async (kvitok, output) => {
        const query = kvitok.app.get(AgingQuery);
        const until = knownAt?.(kvitok.timeZone);
        const head = `{"format":"kvitok-aging/1","asOf":"${asOf}","accounts":[\n`;
        await refusing(async () => {
          await query.assertAnswerable(asOf, until);
          const items = one === null ? query.all(asOf, until) : single(query.one(one, asOf, until));
          await output.stream(head, items, '\n]}\n');
        });
      });
    });
}

interface ExplainOptions extends CommonOptions {
  readonly utility?: string;
  readonly knownAt?: string;
}

export function explainCommand(): Command {
  return withCommonOptions(new Command('explain'))
    .description('every line of a period with its formula, its reason and the events behind it')
    .argument('<account>')
    .argument('<period>', 'YYYY-MM')
    .option('--utility <utility>', 'one utility only')
    .option('--known-at <time>', 'as known at an instant or at the end of a date')
    .action(async (account: string, text: string, options: ExplainOptions) => {
      const [one, period] = [accountArgument(account), periodArgument(text, 'PERIOD')];
      const knownAt = options.knownAt === undefined ? null : instantArgument(options.knownAt, '--known-at');
      await withKvitok(options, 'billing', async (kvitok, output) => {
        await requireAccount(kvitok, one);
        await refusing(async () => {
          // A mistyped utility is told as such: no lines would read as nothing charged.
          if (options.utility !== undefined) await kvitok.app.get(AskedMoment).requireUtility(options.utility);
          const query = kvitok.app.get(ExplainQuery);
          const question = { utility: options.utility, knownAt: knownAt?.(kvitok.timeZone) };
          output.result({ format: 'kvitok-explanation/1', ...(await query.explain(one, period, question)) });
        });
      });
    });
}

import { Command, Option } from 'commander';
import { sumKopecks } from '#libs/money';
import {
  DebtorsQuery,
  TURNOVER_GROUPS,
  TurnoverFigures,
  TurnoverGroup,
  TurnoverQuery,
  TurnoverSheetRow,
} from '#services/billing';
import { PERIODS_CLIENT, PeriodsClient } from '#services/billing/api/client';
import { accountArgument, dateArgument, instantArgument, periodArgument } from '../arguments';
import { wrongUsage } from '../output';
import { CommonOptions, refusing, requireAccount, withCommonOptions, withKvitok } from './common';

interface TurnoverOptions extends CommonOptions {
  readonly period?: string;
  readonly from?: string;
  readonly to?: string;
  readonly by: TurnoverGroup;
  readonly house?: string;
  readonly account?: string;
  readonly knownAt?: string;
}

export function turnoverCommand(): Command {
  return withCommonOptions(new Command('turnover'))
    .description('turnover sheet of closed periods: kvitok-turnover/1')
    .option('--period <period>', 'one period')
    .option('--from <period>', 'from this period, with --to')
    .option('--to <period>', 'to this period')
    .addOption(new Option('--by <group>', 'a row for each').choices(TURNOVER_GROUPS).default('account'))
    .option('--house <house>', 'one house only')
    .option('--account <account>', 'one account only')
    .option('--known-at <time>', 'only what was closed by an instant or the end of a date')
    .action(async (options: TurnoverOptions) => {
      const { from, to } = periodsOf(options);
      const account = options.account === undefined ? undefined : accountArgument(options.account);
      const knownAt = options.knownAt === undefined ? null : instantArgument(options.knownAt, '--known-at');
      await withKvitok(options, 'billing', async (kvitok, output) => {
        if (account !== undefined) await requireAccount(kvitok, account);
        const query = kvitok.app.get(TurnoverQuery);
        const { by, house } = options;
        const question = { from, to, by, house, account, knownAt: knownAt?.(kvitok.timeZone) };
        await refusing(async () => {
          await query.assertAnswerable(question);
          const total = new SheetTotal();
          const head = `{"format":"kvitok-turnover/1","from":"${from}","to":"${to}","by":"${by}","rows":[\n`;
          await output.stream(head, total.counting(query.rows(question)), () => `\n],"total":${total.text()}}\n`);
          const open = (await kvitok.app.get<PeriodsClient>(PERIODS_CLIENT, { strict: false }).standing())?.period;
          if (open !== undefined && to >= open) {
            output.say(
              `${open} is not closed yet: the sheet has closed periods only, of ${open} and later it shows nothing`,
            );
          }
        });
      });
    });
}

function periodsOf({ period, from, to }: TurnoverOptions): { readonly from: string; readonly to: string } {
  if (period !== undefined) {
    if (from !== undefined || to !== undefined) throw wrongUsage('Either --period or --from and --to');
    const one = periodArgument(period, '--period');
    return { from: one, to: one };
  }
  if (from === undefined || to === undefined) throw wrongUsage('Say which: --period, or --from and --to');
  const [first, last] = [periodArgument(from, '--from'), periodArgument(to, '--to')];
  if (first > last) throw wrongUsage(`--from ${first} is after --to ${last}`);
  return { from: first, to: last };
}

const FIGURES = [
  'openingKopecks',
  'chargedKopecks',
  'recalculatedKopecks',
  'penaltyKopecks',
  'paidKopecks',
  'returnedKopecks',
  'closingKopecks',
] as const satisfies readonly (keyof TurnoverFigures)[];

/** Sums up the rows that pass through. */
class SheetTotal {
  private readonly sums: Record<(typeof FIGURES)[number], number> = {
    openingKopecks: 0,
    chargedKopecks: 0,
    recalculatedKopecks: 0,
    penaltyKopecks: 0,
    paidKopecks: 0,
    returnedKopecks: 0,
    closingKopecks: 0,
  };

  async *counting(rows: AsyncIterable<TurnoverSheetRow>): AsyncGenerator<TurnoverSheetRow> {
    for await (const row of rows) {
      for (const figure of FIGURES) this.sums[figure] = sumKopecks([this.sums[figure], row[figure]]);
      yield row;
    }
  }

  text(): string {
    return JSON.stringify(this.sums);
  }
}

interface DebtorsOptions extends CommonOptions {
  readonly asOf: string;
  readonly house?: string;
  readonly knownAt?: string;
}

export function debtorsCommand(): Command {
  return withCommonOptions(new Command('debtors'))
    .description('who owes at the end of a day, by how long it is overdue: kvitok-debtors/1')
    .requiredOption('--as-of <date>', 'the end of this day')
    .option('--house <house>', 'one house only')
    .option('--known-at <time>', 'as known at an instant or at the end of a date; default now')
    .action(async (options: DebtorsOptions) => {
      const asOf = dateArgument(options.asOf, '--as-of');
      const knownAt = options.knownAt === undefined ? null : instantArgument(options.knownAt, '--known-at');
      await withKvitok(options, 'billing', async (kvitok, output) => {
        const query = kvitok.app.get(DebtorsQuery);
        const question = { asOf, house: options.house, knownAt: knownAt?.(kvitok.timeZone) };
        await refusing(async () => {
          await query.assertAnswerable(question);
          const head = `{"format":"kvitok-debtors/1","asOf":"${asOf}","debtors":[\n`;
          await output.stream(head, query.all(question), '\n]}\n');
        });
      });
    });
}

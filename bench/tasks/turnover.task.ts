import { join } from 'node:path';
import { addMonths } from '#libs/kernel';
import { TurnoverGroup, TurnoverQuery, TurnoverSheetRow } from '#services/billing';
import { BareRow, BareTurnover } from '../anchors/bare-turnover';
import { openCompany } from '../company/open-company';
import { MEASURED_PERIOD } from '../company/seed';
import { interleave, Round, timed } from '../measure/spread';

export interface TurnoverInput {
  readonly dataDir: string;
  /** Accounts with one closed month each. */
  readonly accounts: number;
  readonly rounds: number;
}

export interface TurnoverOutput {
  readonly byAccount: readonly Round[];
  readonly byUtility: readonly Round[];
}

const PERIOD = addMonths(MEASURED_PERIOD, -1);

/** The turnover sheet of a month of every account, beside a typed scan of the same rows. */
export async function measureTurnover({ dataDir, accounts, rounds }: TurnoverInput): Promise<TurnoverOutput> {
  const { kvitok } = await openCompany(dataDir);
  const query = kvitok.app.get(TurnoverQuery);
  const rows: BareRow[] = [];
  for await (const row of sheet(query, 'account')) rows.push(bareOf(row));
  if (rows.length !== accounts * 2) throw new Error(`The sheet has ${String(rows.length)} rows`);
  const bare = new BareTurnover(join(dataDir, 'bare-turnover.sqlite'), PERIOD, rows);
  const expected = bare.read(PERIOD).closingKopecks;
  const measured = (by: TurnoverGroup) =>
    interleave(
      rounds,
      () => timed(() => void bare.read(PERIOD)),
      () =>
        timed(async () => {
          let closingKopecks = 0;
          for await (const row of sheet(query, by)) closingKopecks += row.closingKopecks;
          if (closingKopecks !== expected) throw new Error(`The sheet by ${by} closes with ${String(closingKopecks)}`);
        }),
    );
  const output = { byAccount: await measured('account'), byUtility: await measured('utility') };
  bare.close();
  await kvitok.close();
  return output;
}

function sheet(query: TurnoverQuery, by: TurnoverGroup): AsyncIterable<TurnoverSheetRow> {
  return query.rows({ from: PERIOD, to: PERIOD, by });
}

function bareOf({ account, houseId, part, ...figures }: TurnoverSheetRow): BareRow {
  if (account === null || houseId === null || part !== null) throw new Error('Not a row of an account');
  return { account, houseId, ...figures };
}

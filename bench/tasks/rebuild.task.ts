import { join } from 'node:path';
import Database from 'better-sqlite3';
import { SqliteEventStore } from '#libs/event-store';
import { Projection, rebuild, SqliteReadModelStore } from '#libs/read-models';
import { BILLING_PROJECTIONS } from '#services/billing';
import { BarePostings } from '../anchors/bare-postings';
import { balanceProjection, changeOf } from '../company/balance.projection';
import { EVENTS_PER_ACCOUNT } from '../company/postings';
import { interleave, Round, timed } from '../measure/spread';

const PAGE_EVENTS = 5_000;
const AS_OF = '2026-04-20';

export interface RebuildInput {
  readonly dir: string;
  /** The log that is rebuilt from. */
  readonly file: string;
  readonly rounds: number;
  readonly events: number;
}

export interface RebuildOutput {
  readonly balance: readonly Round[];
  readonly posting: readonly Round[];
  /** Debt of every account as of a day from typed columns. */
  readonly debtOfAll: readonly Round[];
  readonly peakMemoryMb: number;
}

export async function measureRebuild(input: RebuildInput): Promise<RebuildOutput> {
  const { dir, file, rounds, events } = input;
  const store = new SqliteEventStore({ file });
  const accounts = events / EVENTS_PER_ACCOUNT;
  const balance = await measureBalance(store, input);
  const posting = BILLING_PROJECTIONS.find(({ name }) => name === 'billing.posting') as Projection;
  let postings: BarePostings | null = null;
  let models: SqliteReadModelStore | null = null;
  const postingRounds = await interleave(
    rounds,
    async (round) => {
      postings?.close();
      const bare = new BarePostings(join(dir, `rebuild-bare-${round}.sqlite`), file);
      postings = bare;
      return timed(() => bare.build());
    },
    async (round) => {
      await models?.close();
      const fresh = new SqliteReadModelStore(join(dir, `rebuild-posting-${round}.sqlite`));
      models = fresh;
      return timed(() => rebuildOne(posting, store, fresh));
    },
  );
  const peakMemoryMb = process.resourceUsage().maxRSS / 1024;
  const built: SqliteReadModelStore = models as unknown as SqliteReadModelStore;
  const bare: BarePostings = postings as unknown as BarePostings;
  const debtOfAll = await measureDebtOfAll(rounds, accounts, posting, built, bare);
  bare.close();
  await built.close();
  await store.close();
  return { balance, posting: postingRounds, debtOfAll, peakMemoryMb };
}

async function rebuildOne(projection: Projection, events: SqliteEventStore, store: SqliteReadModelStore) {
  const result = await rebuild(projection, { events, store });
  if (result.outcome !== 'switched') throw new Error(`The rebuild ended as ${result.outcome}`);
}

async function measureBalance(store: SqliteEventStore, { dir, file, rounds, events }: RebuildInput) {
  const totals = new Set<number>();
  const measured = await interleave(
    rounds,
    async () => {
      let total = 0;
      const ms = await timed(() => {
        const balances = bareFold(file);
        for (const owed of balances.values()) total += owed;
      });
      totals.add(total);
      return ms;
    },
    async (round) => {
      const models = new SqliteReadModelStore(join(dir, `rebuild-balance-${round}.sqlite`));
      const ms = await timed(() => rebuildOne(balanceProjection, store, models));
      const [sum] = await models.sum(balanceProjection, {
        groupBy: [],
        sums: ['owed_kopecks'],
      });
      if (sum?.count !== events / EVENTS_PER_ACCOUNT) throw new Error(`${String(sum?.count)} accounts were rebuilt`);
      totals.add(sum.sums['owed_kopecks'] ?? NaN);
      await models.close();
      return ms;
    },
  );
  if (totals.size !== 1) throw new Error(`Anchor and project found different balances: ${[...totals].join(', ')}`);
  return measured;
}

/** Pages of raw rows, parsed and folded into a map: nothing is written. */
function bareFold(file: string): Map<string, number> {
  const database = new Database(file, { readonly: true });
  const page = database
    .prepare<[number], [number, string, string]>(
      `SELECT position, type, data FROM events WHERE position > ? ORDER BY position LIMIT ${PAGE_EVENTS}`,
    )
    .raw(true);
  const balances = new Map<string, number>();
  let after = 0;
  for (;;) {
    const rows = page.all(after);
    for (const [, type, text] of rows) {
      const data = JSON.parse(text) as { account: string };
      balances.set(data.account, (balances.get(data.account) ?? 0) + changeOf(type, data));
    }
    const last = rows.at(-1);
    if (last === undefined) break;
    after = last[0];
  }
  database.close();
  return balances;
}

async function measureDebtOfAll(
  rounds: number,
  accounts: number,
  posting: Projection,
  models: SqliteReadModelStore,
  bare: BarePostings,
): Promise<Round[]> {
  const totals = new Set<number>();
  const take = (debts: readonly number[]) => {
    if (debts.length !== accounts) throw new Error(`${debts.length} debts of ${accounts} accounts`);
    totals.add(debts.reduce((sum, debt) => sum + debt, 0));
  };
  const measured = await interleave(
    Math.max(rounds, 5),
    () => timed(() => take(bare.debtsAsOf(AS_OF))),
    () =>
      timed(async () => {
        const where = { effective_on: { to: AS_OF } };
        const rows = await models.sum(posting, { where, groupBy: ['account'], sums: ['amount_kopecks'] });
        take(rows.map(({ sums }) => sums['amount_kopecks'] ?? NaN));
      }),
  );
  if (totals.size !== 1) throw new Error('Anchor and project found different debts');
  return measured;
}

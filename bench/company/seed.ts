import { EventStore, StreamAppend } from '#libs/event-store';
import { addMonths, BillingPeriod } from '#libs/kernel';
import { accountAppends, ACCOUNTS_PER_HOUSE, dwellingNumbers } from './accounts';
import { billedHistory, rulesOf } from './history';
import { referenceAppends } from './reference';
import { openCompany } from './open-company';

/** The period that the measured nights charge. */
export const MEASURED_PERIOD: BillingPeriod = '2026-03';
const APPENDS_PER_COMMIT = 1_000;

export interface SeedInput {
  readonly dataDir: string;
  readonly accounts: number;
  /** As many as there is room for where absent. */
  readonly accountsPerHouse?: number;
  /** Billed and closed months before the measured period. */
  readonly months: number;
}

/** Writes a company to a folder and folds its read models, ready for the nights of the measured period. */
export async function seedCompany(input: SeedInput): Promise<{ readonly events: number }> {
  const { dataDir, accounts, accountsPerHouse = ACCOUNTS_PER_HOUSE, months } = input;
  const company = await openCompany(dataDir);
  const { store } = company.kvitok.stack;
  const firstPeriod = addMonths(MEASURED_PERIOD, -months);
  const reference = referenceAppends(firstPeriod, Math.ceil(accounts / accountsPerHouse));
  await appendAll(store, reference);
  const rules = rulesOf(reference);
  let batch: StreamAppend[] = [];
  for (const number of dwellingNumbers(accounts, accountsPerHouse)) {
    batch.push(
      ...(months === 0 ? accountAppends(number, firstPeriod) : billedHistory(number, firstPeriod, months, rules)),
    );
    if (batch.length < APPENDS_PER_COMMIT) continue;
    await appendAll(store, batch);
    batch = [];
  }
  await appendAll(store, batch);
  await company.kvitok.stack.projector.catchUp();
  const events = await store.head();
  await company.kvitok.close();
  return { events };
}

async function appendAll(store: EventStore, appends: readonly StreamAppend[]): Promise<void> {
  for (const outcome of await store.appendMany(appends)) {
    if (outcome.kind !== 'appended') throw new Error(`A generated stream was not appended: ${outcome.kind}`);
  }
}

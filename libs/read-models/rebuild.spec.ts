import { MemoryReadModelStore } from './memory.read-models';
import { createProjector } from './projector';
import { Projection, ReadModelStore } from './read-models.port';
import { rebuild, rebuildAll, RebuildProgress } from './rebuild';
import { accountLog, AccountLog, balanceProjection, countProjection } from './testing/account-log';

const balance = balanceProjection();
const newer = balanceProjection('testing.balance', 2);

async function storeWithLive(
  log: AccountLog,
  projections: readonly Projection[] = [balance],
): Promise<MemoryReadModelStore> {
  const store = new MemoryReadModelStore();
  await createProjector({ events: log.events, store, projections }).catchUp();
  return store;
}

async function logOf(charges: number): Promise<AccountLog> {
  const log = accountLog();
  for (let number = 1; number <= charges; number += 1) await log.charge(`account-${number % 4}`, number);
  await log.close('account-0');
  return log;
}

async function statesOf(store: ReadModelStore): Promise<string[]> {
  return (await store.generations()).map(({ version, state, checkpoint }) => `${version} ${state} ${checkpoint}`);
}

/** Puts a wrong balance into the live documents, as a bug that was mended since would have. */
async function tamper(store: ReadModelStore): Promise<void> {
  const generation = await store.open(balance);
  const document = { account: 'account-1', balanceKopecks: 1, charges: 1 };
  const columns = { balanceKopecks: 1 };
  const { checkpoint } = generation;
  await store.write(
    generation,
    balance,
    [{ key: 'account-1', document, position: checkpoint, columns }],
    checkpoint,
    checkpoint,
  );
}

describe('a rebuild', () => {
  it('gives the same documents as folding day by day, and replaces the live ones by them', async () => {
    const log = await logOf(20);
    const store = await storeWithLive(log);
    const before = await store.find(balance, {});
    const result = await rebuild(balance, { events: log.events, store, pageEvents: 3 });
    expect(result).toMatchObject({ outcome: 'switched', comparison: 'equal', checkpoint: 21, rows: 3, failure: null });
    expect(result.builtSum).toBe(result.liveSum);
    expect(await store.find(balance, {})).toEqual(before);
    expect(await statesOf(store)).toEqual(['1 live 21']);
  });

  it('mends documents that are not what the log says, and tells that they were different', async () => {
    const log = await logOf(20);
    const store = await storeWithLive(log);
    const right = await store.get(balance, 'account-1');
    await tamper(store);
    const result = await rebuild(balance, { events: log.events, store });
    expect(result).toMatchObject({ outcome: 'switched', comparison: 'different' });
    expect(result.builtSum).not.toBe(result.liveSum);
    expect(await store.get(balance, 'account-1')).toEqual(right);
  });

  it('keeps different documents apart for a look where that is asked for, and switches when called again', async () => {
    const log = await logOf(20);
    const store = await storeWithLive(log);
    await tamper(store);
    const options = { events: log.events, store };
    expect(await rebuild(balance, { ...options, switchWhenDifferent: false })).toMatchObject({ outcome: 'kept' });
    expect(await statesOf(store)).toEqual(['1 live 21', '1 building 21']);
    const before = log.reads();
    expect(await rebuild(balance, options)).toMatchObject({ outcome: 'switched', comparison: 'different' });
    // What was built is not built again: only the end of the log is looked for.
    expect(log.reads() - before).toBeLessThan(4);
    expect(await statesOf(store)).toEqual(['1 live 21']);
  });

  it('can be a mere comparison that leaves nothing behind', async () => {
    const log = await logOf(20);
    const store = await storeWithLive(log);
    const result = await rebuild(balance, { events: log.events, store, afterwards: 'drop' });
    expect(result).toMatchObject({ outcome: 'dropped', comparison: 'equal', rows: 3 });
    expect(await statesOf(store)).toEqual(['1 live 21']);
  });

  it('brings a live projection that lags to its own place before comparing', async () => {
    const log = await logOf(20);
    const store = await storeWithLive(log);
    for (let number = 0; number < 5; number += 1) await log.charge('account-2', 7);
    expect(await rebuild(balance, { events: log.events, store })).toMatchObject({
      comparison: 'equal',
      checkpoint: 26,
    });
  });

  it('of a projection that was never built begins and switches without comparing', async () => {
    const log = await logOf(8);
    const store = new MemoryReadModelStore();
    const result = await rebuild(balance, { events: log.events, store });
    expect(result).toMatchObject({ outcome: 'switched', comparison: 'none', liveSum: null, rows: 3 });
    expect((await store.get(balance, 'account-1'))?.document.charges).toBe(2);
  });

  it('leaves readers with the live documents until the switch', async () => {
    const log = await logOf(20);
    const store = await storeWithLive(log);
    const before = await store.find(balance, {});
    const seen: unknown[] = [];
    const events = new Proxy(log.events, {
      get(target, name) {
        if (name !== 'readAll') return (Reflect.get(target, name) as () => unknown).bind(target);
        return async (...values: Parameters<typeof target.readAll>) => {
          seen.push(await store.find(balance, {}));
          return target.readAll(...values);
        };
      },
    });
    await rebuild(balance, { events, store, pageEvents: 4 });
    expect(seen.length).toBeGreaterThan(5);
    for (const documents of seen) expect(documents).toEqual(before);
  });

  it('tells how far it is', async () => {
    const log = await logOf(19);
    const progress: RebuildProgress[] = [];
    await rebuild(balance, {
      events: log.events,
      store: new MemoryReadModelStore(),
      pageEvents: 5,
      onProgress: (one) => progress.push(one),
    });
    expect(progress.map(({ position, head, events }) => [position, head, events])).toEqual([
      [5, 20, 5],
      [10, 20, 10],
      [15, 20, 15],
      [20, 20, 20],
    ]);
    expect(progress[0]?.projections).toEqual(['testing.balance']);
  });
});

describe('a rebuild that is cut short', () => {
  it('when cancelled keeps the live documents and what was built, and goes on from there', async () => {
    const log = await logOf(19);
    const store = await storeWithLive(log);
    const folded: number[] = [];
    const counting = countProjection(({ position }) => folded.push(position));
    const cancel = new AbortController();
    const options = { events: log.events, store, pageEvents: 5 };
    const cancelled = await rebuild(counting, {
      ...options,
      signal: cancel.signal,
      onProgress: ({ position }) => (position >= 10 ? cancel.abort() : undefined),
    });
    expect(cancelled).toMatchObject({ outcome: 'cancelled', checkpoint: 10 });
    expect(await statesOf(store)).toEqual(['1 live 20', '1 building 10']);
    const resumed = await rebuild(counting, options);
    expect(resumed).toMatchObject({ outcome: 'switched', checkpoint: 20 });
    expect(folded).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect((await store.get(counting, 'all'))?.document).toEqual({ count: 20 });
  });

  it('when started anew forgets what was built', async () => {
    const log = await logOf(9);
    const store = await storeWithLive(log);
    const options = { events: log.events, store };
    const wrong = { ...balance, evolve: () => ({ account: 'account-1', balanceKopecks: 0, charges: 0 }) };
    await rebuild(wrong, { ...options, afterwards: 'keep' });
    const result = await rebuild(balance, { ...options, restart: true });
    expect(result).toMatchObject({ outcome: 'switched', comparison: 'equal' });
    expect(await statesOf(store)).toEqual(['1 live 10']);
  });

  it('stands before an event that cannot be folded, and the live documents stay', async () => {
    const log = await logOf(9);
    const store = await storeWithLive(log);
    const bad = await log.spoil('account-1');
    await log.charge('account-1', 1);
    const result = await rebuild(balance, { events: log.events, store });
    expect(result).toMatchObject({
      outcome: 'failed',
      checkpoint: bad - 1,
      failure: { position: bad, type: 'ChargesCalculated', error: 'No amount for account-1' },
    });
    expect(await statesOf(store)).toEqual(['1 live 10', '1 building 10']);
    expect(await store.count(balance, {})).toBe(3);
  });
});

describe('a rebuild to a new version', () => {
  it('switches without comparing and keeps the replaced documents for the code that still reads them', async () => {
    const log = await logOf(9);
    const store = await storeWithLive(log);
    const result = await rebuild(newer, { events: log.events, store });
    expect(result).toMatchObject({ version: 2, outcome: 'switched', comparison: 'none' });
    expect((await store.get(newer, 'account-1'))?.document).toMatchObject({ version: 2 });
    expect((await store.get(balance, 'account-1'))?.document).not.toHaveProperty('version');
    expect(await statesOf(store)).toEqual(['1 retired 10', '2 live 10']);
    // The next rebuild finds nobody reading them.
    await rebuild(newer, { events: log.events, store });
    expect(await statesOf(store)).toEqual(['2 live 10']);
  });

  it('drops the replaced documents where nobody else can be reading them', async () => {
    const log = await logOf(9);
    const store = await storeWithLive(log);
    await rebuild(newer, { events: log.events, store, dropOlderVersion: true });
    expect(await statesOf(store)).toEqual(['2 live 10']);
  });
});

describe('a rebuild of several projections', () => {
  it('reads the log once for all', async () => {
    const log = await logOf(20);
    const options = { events: log.events, pageEvents: 3 };
    const before = log.reads();
    await rebuildAll([balance], { ...options, store: new MemoryReadModelStore() });
    const readsOfOne = log.reads() - before;
    const settling = 1;
    const projections = [balance, countProjection(), balanceProjection('testing.other')];
    const results = await rebuildAll(projections, { ...options, store: new MemoryReadModelStore() });
    expect(results.map(({ projection, outcome, rows }) => [projection, outcome, rows])).toEqual([
      ['testing.balance', 'switched', 3],
      ['testing.count', 'switched', 1],
      ['testing.other', 'switched', 3],
    ]);
    expect(log.reads() - before - readsOfOne).toBeLessThanOrEqual(readsOfOne + 2 * settling);
  });

  it('goes on with the others where one cannot fold an event', async () => {
    const log = await logOf(9);
    await log.spoil('account-1');
    const results = await rebuildAll([balance, countProjection()], {
      events: log.events,
      store: new MemoryReadModelStore(),
    });
    expect(results.map(({ outcome }) => outcome)).toEqual(['failed', 'switched']);
  });
});

it('two processes that rebuild the same projection at once end with one right live generation', async () => {
  const log = await logOf(40);
  const store = await storeWithLive(log);
  const options = { events: log.events, store, pageEvents: 3 };
  const outcomes = await Promise.all([rebuild(balance, options), rebuild(balance, options)]);
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(['switched', 'switched']);
  const live = (await store.generations()).filter(({ state }) => state === 'live');
  expect(live).toHaveLength(1);
  expect(await store.find(balance, {})).toEqual(await (await storeWithLive(log)).find(balance, {}));
});

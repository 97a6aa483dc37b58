import { createMemoryLog, MemoryEventStore } from '#libs/event-store';
import { MemoryReadModelStore } from './memory.read-models';
import { createProjector, Projector, ProjectorOptions } from './projector';
import { ReadModelStore } from './read-models.port';
import { rebuild } from './rebuild';
import { accountLog, AccountLog, balanceProjection, countProjection } from './testing/account-log';

const balance = balanceProjection();
const count = countProjection();

const made: Projector[] = [];

afterEach(async () => {
  for (const projector of made.splice(0)) await projector.stop();
});

function projectorOf(log: AccountLog, store: ReadModelStore, options: Partial<ProjectorOptions> = {}): Projector {
  const settings = { events: log.events, store, projections: [balance], pageEvents: 3, pollMs: 5, ...options };
  const projector = createProjector(settings);
  made.push(projector);
  return projector;
}

async function balanceOf(store: ReadModelStore, account: string): Promise<number | undefined> {
  return (await store.get(balance, account))?.document.balanceKopecks;
}

describe('catching up', () => {
  it('folds the whole log into documents and stands at its head', async () => {
    const log = accountLog();
    const store = new MemoryReadModelStore();
    for (let round = 1; round <= 5; round += 1) {
      await log.charge('A', 100 * round);
      await log.charge('B', round);
    }
    const head = await log.close('B');
    await projectorOf(log, store).catchUp();
    expect(await store.get(balance, 'A')).toEqual({
      key: 'A',
      position: 9,
      document: { account: 'A', balanceKopecks: 1_500, charges: 5 },
    });
    expect(await store.get(balance, 'B')).toBeNull();
    expect(await store.checkpoint(balance)).toBe(head);
  });

  it('goes on from the checkpoint and folds nothing twice', async () => {
    const log = accountLog();
    const store = new MemoryReadModelStore();
    const folded: number[] = [];
    const counting = countProjection(({ position }) => folded.push(position));
    const projections = [counting];
    await log.charge('A', 100);
    await projectorOf(log, store, { projections }).catchUp();
    await log.charge('A', 50);
    await projectorOf(log, store, { projections }).catchUp();
    await projectorOf(log, store, { projections }).catchUp();
    expect(folded).toEqual([1, 2]);
    expect((await store.get(counting, 'all'))?.document).toEqual({ count: 2 });
  });

  it('to a position leaves what stands behind it, and takes back nothing that is folded further', async () => {
    const log = accountLog();
    const store = new MemoryReadModelStore();
    for (let number = 0; number < 5; number += 1) await log.charge('A', 100);
    const asked = await log.events.head();
    for (let number = 0; number < 5; number += 1) await log.charge('A', 1);
    const projections = [balance, count];
    await projectorOf(log, store, { projections: [count] }).catchUp();
    const projector = projectorOf(log, store, { projections });
    // What is not built yet is built whole.
    await store.switchTo(await store.startBuilding(balance));
    await projector.catchUpTo(asked);
    expect(await balanceOf(store, 'A')).toBe(500);
    expect(await store.checkpoint(balance)).toBe(asked);
    expect((await store.get(count, 'all'))?.document).toEqual({ count: 10 });
  });

  it('to a position ends although somebody appends after every page', async () => {
    const log = accountLog();
    const store = new MemoryReadModelStore();
    for (let number = 0; number < 5; number += 1) await log.charge('A', 100);
    const projector = projectorOf(log, store);
    await projector.catchUp();
    for (let number = 0; number < 3; number += 1) await log.charge('A', 1);
    const asked = await log.events.head();
    const readAll = log.events.readAll.bind(log.events);
    let appended = 0;
    log.events.readAll = async (options) => {
      // Without an end this would go on until the test is given up.
      if ((appended += 1) <= 50) for (let number = 0; number < 3; number += 1) await log.charge('A', 1);
      return readAll(options);
    };
    await projector.catchUpTo(asked);
    expect(appended).toBe(1);
    expect(await balanceOf(store, 'A')).toBe(503);
  });

  it('moves the checkpoint past events that it does not handle', async () => {
    const log = accountLog();
    const store = new MemoryReadModelStore();
    await log.charge('A', 100);
    let head = 0;
    for (let number = 0; number < 10; number += 1) head = await log.note();
    await projectorOf(log, store).catchUp();
    expect(await store.checkpoint(balance)).toBe(head);
    const before = log.reads();
    await projectorOf(log, store).catchUp();
    expect(log.reads() - before).toBe(1);
  });

  it('reads each page once for all projections that stand at the same place', async () => {
    const log = accountLog();
    for (let number = 0; number < 9; number += 1) await log.charge('A', 1);
    const alone = new MemoryReadModelStore();
    await projectorOf(log, alone).catchUp();
    const readsOfOne = log.reads();
    const together = new MemoryReadModelStore();
    const projections = [balance, count, balanceProjection('testing.other')];
    await projectorOf(log, together, { projections }).catchUp();
    expect(log.reads() - readsOfOne).toBe(readsOfOne);
    expect((await together.get(count, 'all'))?.document).toEqual({ count: 9 });
    expect(await balanceOf(together, 'A')).toBe(9);
  });

  it('takes a projection that lags to the place of the others, and then reads on for all at once', async () => {
    const log = accountLog();
    const store = new MemoryReadModelStore();
    for (let number = 0; number < 6; number += 1) await log.charge('A', 1);
    await projectorOf(log, store).catchUp();
    for (let number = 0; number < 6; number += 1) await log.charge('A', 1);
    const before = log.reads();
    await projectorOf(log, store, { projections: [balance, count] }).catchUp();
    // Six events to the place of the other, then six for both, three a page.
    expect(log.reads() - before).toBeLessThanOrEqual(5);
    expect((await store.get(count, 'all'))?.document).toEqual({ count: 12 });
    expect(await balanceOf(store, 'A')).toBe(12);
    expect(await store.checkpoint(count)).toBe(12);
  });

  it('catches up one projection alone when asked to', async () => {
    const log = accountLog();
    const store = new MemoryReadModelStore();
    await log.charge('A', 1);
    await projectorOf(log, store, { projections: [balance, count] }).catchUp(count);
    expect(await store.checkpoint(count)).toBe(1);
    expect(await store.checkpoint(balance)).toBe(0);
  });

  it('an event at or below the position of a document is not folded into it again', async () => {
    const log = accountLog();
    const store = new MemoryReadModelStore();
    for (let number = 0; number < 4; number += 1) await log.charge('A', 10);
    // A store without transactions keeps the document and loses the checkpoint that belongs to it.
    const generation = await store.open(balance);
    const document = { account: 'A', balanceKopecks: 30, charges: 3 };
    await store.write(
      generation,
      balance,
      [{ key: 'A', document, position: 3, columns: { balanceKopecks: 30 } }],
      0,
      0,
    );
    await projectorOf(log, store).catchUp();
    expect(await balanceOf(store, 'A')).toBe(40);
  });

  it('two projectors at the same time fold every event once', async () => {
    const shared = createMemoryLog();
    const [first, second] = [1, 2].map(() => accountLog(new MemoryEventStore({ log: shared }))) as [
      AccountLog,
      AccountLog,
    ];
    const store = new MemoryReadModelStore();
    for (let number = 0; number < 50; number += 1) await first.charge(number % 2 ? 'A' : 'B', 1);
    const projectors = [projectorOf(first, store), projectorOf(second, store)];
    await Promise.all(projectors.map((projector) => projector.catchUp()));
    await first.charge('A', 1);
    await Promise.all(projectors.map((projector) => projector.catchUp()));
    expect([await balanceOf(store, 'A'), await balanceOf(store, 'B')]).toEqual([26, 25]);
  });
});

describe('an event that cannot be folded', () => {
  async function spoiltLog(): Promise<{ log: AccountLog; store: MemoryReadModelStore; bad: number }> {
    const log = accountLog();
    await log.charge('A', 1);
    await log.charge('B', 2);
    const bad = await log.spoil('C');
    await log.charge('A', 10);
    return { log, store: new MemoryReadModelStore(), bad };
  }

  it('stops its projection right before it, with the event named for every process', async () => {
    const { log, store, bad } = await spoiltLog();
    const failures: string[] = [];
    const projector = projectorOf(log, store, {
      onFailure: ({ name }, { eventId }) => failures.push(`${name} ${eventId}`),
    });
    await projector.catchUp();
    const failure = { position: bad, type: 'ChargesCalculated', error: 'No amount for C' };
    expect(await store.checkpoint(balance)).toBe(bad - 1);
    expect([await balanceOf(store, 'A'), await balanceOf(store, 'B')]).toEqual([1, 2]);
    expect(await projector.lag()).toMatchObject([{ state: 'failed', checkpoint: bad - 1, behind: 2, failure }]);
    expect(await store.generations()).toMatchObject([{ failure }]);
    const [, , event] = (await log.events.readAll({ after: 0, limit: 10 })).events;
    expect(failures).toEqual([`testing.balance ${event!.eventId}`]);
    // Another process sees it too, before it has folded anything itself.
    expect(await projectorOf(log, store).lag()).toMatchObject([{ state: 'failed', failure }]);
  });

  it('does not stop the others', async () => {
    const { log, store } = await spoiltLog();
    const projector = projectorOf(log, store, { projections: [balance, count] });
    await projector.catchUp();
    await log.charge('B', 5);
    await projector.catchUp();
    expect((await store.get(count, 'all'))?.document).toEqual({ count: 5 });
    expect((await projector.lag()).map(({ projection, state }) => [projection, state])).toEqual([
      ['testing.balance', 'failed'],
      ['testing.count', 'live'],
    ]);
  });

  it('is tried again after the projection was mended, and the failure is forgotten', async () => {
    const { log, store } = await spoiltLog();
    await projectorOf(log, store).catchUp();
    const mended = {
      ...balance,
      evolve: (...[document, event, key]: Parameters<typeof balance.evolve>) =>
        event.position === 3 ? document : balance.evolve(document, event, key),
    };
    await projectorOf(log, store, { projections: [mended] }).catchUp();
    expect(await balanceOf(store, 'A')).toBe(11);
    expect(await store.generations()).toMatchObject([{ failure: null }]);
  });

  it('is tried again by the same projector only when told to', async () => {
    const { log, store } = await spoiltLog();
    let isMended = false;
    const mendable = {
      ...balance,
      evolve: (...[document, event, key]: Parameters<typeof balance.evolve>) =>
        isMended && event.position === 3 ? document : balance.evolve(document, event, key),
    };
    const projector = projectorOf(log, store, { projections: [mendable] });
    await projector.catchUp();
    isMended = true;
    await projector.catchUp();
    expect(await balanceOf(store, 'A')).toBe(1);
    await projector.resume(mendable);
    await projector.catchUp();
    expect(await balanceOf(store, 'A')).toBe(11);
    expect(await projector.lag()).toMatchObject([{ state: 'live', behind: 0, failure: null }]);
  });
});

describe('following the log', () => {
  it('folds what this process appends, without being asked', async () => {
    const log = accountLog();
    const store = new MemoryReadModelStore();
    const projector = projectorOf(log, store, { pollMs: 60_000 });
    projector.start();
    const position = await log.charge('A', 100);
    expect(await projector.waitFor(balance, position, 2_000)).toEqual({ stale: false, checkpoint: position });
    expect(await balanceOf(store, 'A')).toBe(100);
    await projector.stop();
  });

  it('finds by polling what another process appends', async () => {
    const shared = createMemoryLog();
    const [own, other] = [1, 2].map(() => accountLog(new MemoryEventStore({ log: shared }))) as [
      AccountLog,
      AccountLog,
    ];
    const store = new MemoryReadModelStore();
    const projector = projectorOf(own, store);
    projector.start();
    await own.charge('A', 100);
    const position = await other.charge('A', 50);
    expect(await projector.waitFor(balance, position, 2_000)).toMatchObject({ stale: false });
    expect(await balanceOf(store, 'A')).toBe(150);
    await projector.stop();
  });

  it('after stop nothing moves any more, and it may start again', async () => {
    const log = accountLog();
    const store = new MemoryReadModelStore();
    const projector = projectorOf(log, store);
    projector.start();
    await projector.waitFor(balance, await log.charge('A', 1), 2_000);
    await projector.stop();
    const position = await log.charge('A', 1);
    expect(await projector.waitFor(balance, position, 50)).toEqual({ stale: true, checkpoint: position - 1 });
    projector.start();
    expect(await projector.waitFor(balance, position, 2_000)).toMatchObject({ stale: false });
    await projector.stop();
  });

  it('tries again after a store has failed', async () => {
    const log = accountLog();
    const store = new MemoryReadModelStore();
    const errors: unknown[] = [];
    const write = store.write.bind(store);
    let failures = 1;
    store.write = async (...values) => {
      if (failures-- > 0) throw new Error('disk full');
      return write(...values);
    };
    const position = await log.charge('A', 1);
    const projector = projectorOf(log, store, { onError: (error) => errors.push(error) });
    projector.start();
    expect(await projector.waitFor(balance, position, 5_000)).toMatchObject({ stale: false });
    await projector.stop();
    expect(errors).toEqual([new Error('disk full')]);
    expect(await balanceOf(store, 'A')).toBe(1);
  });
});

describe('waiting for a position', () => {
  it('answers at once where the projection is far enough', async () => {
    const log = accountLog();
    const store = new MemoryReadModelStore();
    const position = await log.charge('A', 1);
    const projector = projectorOf(log, store);
    await projector.catchUp();
    expect(await projector.waitFor(balance, position, 0)).toEqual({ stale: false, checkpoint: position });
  });

  it('times out truly when nobody folds', async () => {
    const log = accountLog();
    const position = await log.charge('A', 1);
    const before = performance.now();
    const waited = await projectorOf(log, new MemoryReadModelStore()).waitFor(balance, position, 60);
    expect(waited).toEqual({ stale: true, checkpoint: 0 });
    expect(performance.now() - before).toBeGreaterThanOrEqual(55);
    expect(performance.now() - before).toBeLessThan(2_000);
  });

  it('sees the progress of another process', async () => {
    const log = accountLog();
    const store = new MemoryReadModelStore();
    const position = await log.charge('A', 1);
    const waiting = projectorOf(log, store).waitFor(balance, position, 5_000);
    await projectorOf(log, store).catchUp();
    expect(await waiting).toEqual({ stale: false, checkpoint: position });
  });

  it('does not wait for a projection that stands still', async () => {
    const log = accountLog();
    const bad = await log.spoil('A');
    const projector = projectorOf(log, new MemoryReadModelStore());
    await projector.catchUp();
    expect(await projector.waitFor(balance, bad, 60_000)).toEqual({ stale: true, checkpoint: 0 });
  });
});

describe('a new version of a projection', () => {
  const newer = balanceProjection('testing.balance', 2);

  it('is built beside the old one and switched to by catching up', async () => {
    const log = accountLog();
    const store = new MemoryReadModelStore();
    await log.charge('A', 100);
    await projectorOf(log, store).catchUp();
    await log.charge('A', 50);
    const projector = projectorOf(log, store, { projections: [newer, count] });
    await projector.catchUp();
    expect((await store.get(newer, 'A'))?.document).toMatchObject({ balanceKopecks: 150, version: 2 });
    expect(await projector.lag()).toMatchObject([{ version: 2, state: 'live', behind: 0 }, { state: 'live' }]);
    // Code of the old version still finds its own documents.
    expect(await balanceOf(store, 'A')).toBe(100);
  });

  it('is built while following, and the other projections go on meanwhile', async () => {
    const log = accountLog();
    const store = new MemoryReadModelStore();
    for (let number = 0; number < 30; number += 1) await log.charge('A', 1);
    await projectorOf(log, store, { projections: [balance, count] }).catchUp();
    const projector = projectorOf(log, store, { projections: [newer, count] });
    projector.start();
    const position = await log.charge('A', 1);
    expect(await projector.waitFor(count, position, 5_000)).toMatchObject({ stale: false });
    expect(await projector.waitFor(newer, position, 5_000)).toMatchObject({ stale: false });
    await projector.stop();
    expect((await store.get(newer, 'A'))?.document.balanceKopecks).toBe(31);
  });

  it('stops the code of the old version, and only that', async () => {
    const log = accountLog();
    const store = new MemoryReadModelStore();
    await log.charge('A', 1);
    const old = projectorOf(log, store, { projections: [balance, count] });
    await old.catchUp();
    await projectorOf(log, store, { projections: [newer] }).catchUp();
    const position = await log.charge('A', 1);
    await old.catchUp();
    expect((await old.lag()).map(({ state }) => state)).toEqual(['superseded', 'live']);
    expect(await old.waitFor(balance, position, 60_000)).toMatchObject({ stale: true });
  });

  it('a rebuild of the same version under a running projector takes over where it is switched', async () => {
    const log = accountLog();
    const store = new MemoryReadModelStore();
    const projector = projectorOf(log, store);
    await log.charge('A', 1);
    await projector.catchUp();
    const result = await rebuild(balance, { events: log.events, store });
    expect(result).toMatchObject({ outcome: 'switched', comparison: 'equal' });
    await log.charge('A', 1);
    await projector.catchUp();
    expect(await balanceOf(store, 'A')).toBe(2);
    expect(await projector.lag()).toMatchObject([{ state: 'live', behind: 0 }]);
  });
});

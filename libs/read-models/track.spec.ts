import * as fc from 'fast-check';
import { RecordedEvent } from '#libs/kernel';
import { recorded } from '#libs/testing';
import { MemoryReadModelStore } from './memory.read-models';
import { Generation, ReadModelStore } from './read-models.port';
import { balanceProjection } from './testing/account-log';
import { CacheLimits, FLUSH_SLICE_DOCUMENTS, REBUILD_LIMITS, Track } from './track';

const balance = balanceProjection();

function charge(account: string, amountKopecks: number, position: number): RecordedEvent {
  return recorded('ChargesCalculated', { account, amountKopecks }, { position });
}

function close(account: string, position: number): RecordedEvent {
  return recorded('AccountClosed', { account }, { position });
}

/** The process dies at the n-th write of a store; what was written before stays. */
function dyingStore(store: ReadModelStore, atWrite: number): ReadModelStore {
  let writes = 0;
  return new Proxy(store, {
    get(target, name) {
      if (name !== 'write') return (Reflect.get(target, name) as () => unknown).bind(target);
      return async (...values: Parameters<ReadModelStore['write']>) => {
        writes += 1;
        if (writes === atWrite) throw new Error('killed');
        return target.write(...values);
      };
    },
  });
}

async function generationOf(store: ReadModelStore): Promise<Generation> {
  return store.startBuilding(balance);
}

async function rowsOf(store: ReadModelStore): Promise<number> {
  const [generation] = await store.generations();
  return store.countRows(generation as Generation);
}

/** Folds the events in pages into the building generation of the store, from its checkpoint to the end. */
async function build(
  store: ReadModelStore,
  events: readonly RecordedEvent[],
  limits: CacheLimits,
  page: number,
): Promise<void> {
  const track = new Track(store, balance, await generationOf(store), limits);
  while (track.position < events.length) {
    const upTo = Math.min(events.length, track.position + page);
    await track.fold(events.slice(track.position, upTo), upTo);
    if (track.isFull()) await track.flush();
  }
  await track.flush();
}

async function documentsOf(store: ReadModelStore): Promise<unknown> {
  const generation = await generationOf(store);
  const accounts = Array.from({ length: 8 }, (_, number) => String(number));
  const rows = await store.load(generation, balance, accounts);
  return [...rows].sort(([left], [right]) => (left < right ? -1 : 1));
}

const histories = fc
  .array(fc.record({ account: fc.integer({ min: 0, max: 7 }), closes: fc.integer({ min: 0, max: 4 }) }), {
    minLength: 1,
    maxLength: 60,
  })
  .map((facts) =>
    facts.map(({ account, closes }, index) =>
      closes === 0 ? close(String(account), index + 1) : charge(String(account), index + 1, index + 1),
    ),
  );
const limitsOfAllSizes = fc.record({
  documents: fc.integer({ min: 1, max: 10 }),
  characters: fc.integer({ min: 1, max: 600 }),
  events: fc.integer({ min: 1, max: 70 }),
  isUnread: fc.boolean(),
});

it('documents are the same however little fits into memory and however long a page is', async () => {
  const law = fc.asyncProperty(
    histories,
    limitsOfAllSizes,
    fc.integer({ min: 1, max: 20 }),
    async (events, limits, page) => {
      const roomy = new MemoryReadModelStore();
      await build(roomy, events, REBUILD_LIMITS, events.length);
      const cramped = new MemoryReadModelStore();
      await build(cramped, events, limits, page);
      expect(await documentsOf(cramped)).toEqual(await documentsOf(roomy));
    },
  );
  await fc.assert(law, { numRuns: 300 });
});

it('documents are the same after any number of kills at any write', async () => {
  const kills = fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 6 });
  const law = fc.asyncProperty(histories, limitsOfAllSizes, kills, async (events, limits, deaths) => {
    const calm = new MemoryReadModelStore();
    await build(calm, events, REBUILD_LIMITS, events.length);
    const store = new MemoryReadModelStore();
    for (const atWrite of deaths) {
      await build(dyingStore(store, atWrite), events, limits, 4).catch((error: unknown) => {
        expect(error).toEqual(new Error('killed'));
      });
    }
    await build(store, events, limits, 4);
    expect(await documentsOf(store)).toEqual(await documentsOf(calm));
  });
  await fc.assert(law, { numRuns: 300 });
});

describe('a flush of more documents than one transaction takes', () => {
  const accounts = FLUSH_SLICE_DOCUMENTS * 2 + 7;
  const events = Array.from({ length: accounts * 2 }, (_, index) => charge(`a${index % accounts}`, 1, index + 1));

  it('of a rebuild is cut, and a kill in its midst repeats nothing that was written', async () => {
    const store = new MemoryReadModelStore();
    await expect(build(dyingStore(store, 3), events, REBUILD_LIMITS, 9_999)).rejects.toThrow('killed');
    const [killed] = await store.generations();
    expect(killed).toMatchObject({ checkpoint: 0, isUntouched: false });
    expect(await rowsOf(store)).toBe(FLUSH_SLICE_DOCUMENTS * 2);
    await build(store, events, REBUILD_LIMITS, 9_999);
    const rows = await store.load(await generationOf(store), balance, ['a0', `a${accounts - 1}`]);
    expect([...rows.values()].map(({ document }) => document.charges)).toEqual([2, 2]);
    expect((await store.generations())[0]).toMatchObject({ checkpoint: events.length, isUntouched: false });
    expect(await rowsOf(store)).toBe(accounts);
  });

  it('of a live projection is one transaction, since it is read meanwhile', async () => {
    const store = new MemoryReadModelStore();
    const limits = { ...REBUILD_LIMITS, isUnread: false };
    await expect(build(dyingStore(store, 1), events, limits, events.length)).rejects.toThrow('killed');
    expect((await store.generations())[0]).toMatchObject({ checkpoint: 0, isUntouched: true });
    expect(await rowsOf(store)).toBe(0);
    await build(dyingStore(store, 2), events, limits, events.length);
    expect((await store.generations())[0]).toMatchObject({ checkpoint: events.length, isUntouched: false });
    expect(await rowsOf(store)).toBe(accounts);
  });
});

it('what a page that did not come to count has ended already is not folded again up to there', async () => {
  const memory = new MemoryReadModelStore();
  const folded: number[] = [];
  const projection: typeof balance = {
    ...balance,
    evolve(document, event, key) {
      folded.push(event.position);
      return balance.evolve(document, event, key);
    },
  };
  const generation = await memory.startBuilding(projection);
  await memory.write(generation, projection, [], 0, 8);
  const store = new Proxy(memory, {
    get: (target, name) =>
      name === 'load'
        ? () => Promise.resolve(new Map([['1', { key: '1', position: 10, document: null }]]))
        : (Reflect.get(target, name) as () => unknown).bind(target),
  });
  const track = new Track(store, projection, { ...generation, checkpoint: 8, isUntouched: false }, REBUILD_LIMITS);
  // It is closed at 10. Until there it changes no more, wherever the page ends.
  await track.fold([charge('1', 5, 9)], 9);
  await track.flush();
  await track.fold([close('1', 10), charge('1', 7, 11)], 11);
  await track.flush();
  expect(folded).toEqual([11]);
});

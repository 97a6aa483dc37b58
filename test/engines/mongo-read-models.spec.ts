import { mongo as driver } from 'mongoose';
import { Projection, ReadModelStore } from '#libs/read-models';
import { MongoReadModelStore } from '#libs/read-models/mongo';
import { readModelStoreContract } from '#libs/testing';
import { Engine, openMongo } from './engines';
import { MongoDatabases } from './mongo-databases';
import { until } from './until';

/** How long a writer that says nothing holds others off. */
const HELD_MS = 5_000;
const MINUTE_MS = 60_000;

let mongo: Engine<string>;
const databases = new MongoDatabases(() => mongo.address);
const newUrl = () => `${mongo.address}/${databases.newName()}`;

const COUNTS: Projection<{ count: number }> = {
  name: 'testing.counts',
  version: 1,
  handles: [],
  keysOf: () => [],
  evolve: (document) => document,
  columns: {},
  columnsOf: () => ({}),
  indexes: [],
};

const write = (key: string, count: number | null, position: number) => ({
  key,
  document: count === null ? null : { count },
  position,
  columns: {},
});

/** Milliseconds that the clock of the host goes ahead, for whatever is done there. */
let hostIsAheadMs = 0;
const present = Date.now.bind(Date);

beforeAll(async () => {
  mongo = await openMongo();
  jest.spyOn(Date, 'now').mockImplementation(() => present() + hostIsAheadMs);
}, 120_000);

afterEach(() => databases.closeAll());

afterAll(async () => {
  jest.restoreAllMocks();
  await mongo.release();
});

async function onHostAhead<Done>(milliseconds: number, work: () => Promise<Done>): Promise<Done> {
  const before = hostIsAheadMs;
  hostIsAheadMs = milliseconds;
  try {
    return await work();
  } finally {
    hostIsAheadMs = before;
  }
}

type Changes = { change(...given: unknown[]): Promise<unknown> };

/** Whoever puts something between the changes of a generation that a store asks for, which are counted from 1. */
function betweenChanges(store: ReadModelStore, before: (call: number) => Promise<void>): void {
  const { registry } = store as unknown as { registry: Changes };
  const change = registry.change.bind(registry);
  let calls = 0;
  registry.change = async (...given) => {
    await before((calls += 1));
    return change(...given);
  };
}

type Documents = driver.Collection<{ _id: string }>;

/** The same database, with something in the place of calls to the documents of read models. */
function overDocuments(database: driver.Db, calls: (documents: Documents) => Partial<Documents>): driver.Db {
  const collection = (name: string) => {
    const documents = database.collection<{ _id: string }>(name);
    return name.includes('@') ? Object.assign(Object.create(documents) as Documents, calls(documents)) : documents;
  };
  return Object.assign(Object.create(database) as driver.Db, { collection });
}

// MongoDB compares bytes of UTF-8; the server that stands in for it, texts of Java.
const textOrder = () => (mongo.local === null ? 'code points' : 'UTF-16 units');

readModelStoreContract('MongoDB', () => MongoReadModelStore.open({ url: newUrl(), documentsPerBulk: 100 }), textOrder);

readModelStoreContract(
  'MongoDB, where all collections hold what is gone',
  async () => {
    const deleteMany = () => Promise.resolve({ acknowledged: true, deletedCount: 0 });
    const database = overDocuments(await databases.open(), () => ({ deleteMany }));
    const store = MongoReadModelStore.over(database, { documentsPerBulk: 100 });
    const put = store.write.bind(store);
    const ofGone = ['', '6301000000', '6301000002,', 'я'].map((key) => write(key, null, 1));
    store.write = (generation, projection, writes, expected, checkpoint) =>
      put(generation, projection, [...ofGone, ...(writes as typeof ofGone)] as never, expected, checkpoint);
    return store;
  },
  textOrder,
);

describe.each([-10, 0, 10])('where the clock of the writing host is %i minutes ahead', (minutes) => {
  it('a page whose writer ended before its checkpoint moved is folded again after five seconds, without harm', async () => {
    const url = newUrl();
    let now = 1_000_000;
    const store = await MongoReadModelStore.open({ url, elapsed: () => now });
    const generation = await store.open(COUNTS);
    expect(await store.write(generation, COUNTS, [write('A', 1, 1), write('B', 1, 2)], 0, 2)).toBe(true);
    // A writer that ends after its documents and before its checkpoint: the server refuses to move it.
    const dying = await MongoReadModelStore.open({ url });
    betweenChanges(dying, (call) => (call === 2 ? Promise.reject(new Error('killed')) : Promise.resolve()));
    const writing = onHostAhead(minutes * MINUTE_MS, () =>
      dying.write(generation, COUNTS, [write('A', 2, 3), write('B', null, 4)], 2, 4),
    );
    await expect(writing).rejects.toThrow('killed');
    await dying.close();
    // What is stored: both are ahead of the checkpoint and say so.
    expect(await store.checkpointOf(generation)).toBe(2);
    const loaded = await store.load(generation, COUNTS, ['A', 'B']);
    expect([loaded.get('A'), loaded.get('B')]).toEqual([
      { key: 'A', position: 3, document: { count: 2 } },
      { key: 'B', position: 4, document: null },
    ]);
    // Nobody else writes until the writer is taken for gone, nor asks without a pause; then the page is written again.
    const again = () => store.write(generation, COUNTS, [write('A', 2, 3), write('B', null, 4)], 2, 4);
    const began = performance.now();
    expect(await again()).toBe(false);
    expect(performance.now() - began).toBeGreaterThan(15);
    now += HELD_MS / 2;
    expect(await again()).toBe(false);
    now += HELD_MS / 2;
    expect(await again()).toBe(true);
    expect((await store.find(COUNTS, {})).map(({ key, document }) => [key, document.count])).toEqual([['A', 2]]);
    await store.close();
  });

  it('a writer holds others off for as long as it puts one bulk after another', async () => {
    const url = newUrl();
    let now = 1_000_000;
    const other = await MongoReadModelStore.open({ url, elapsed: () => now });
    const generation = await other.open(COUNTS);
    const slow = await MongoReadModelStore.open({ url, documentsPerBulk: 1 });
    const ofOther: boolean[] = [];
    betweenChanges(slow, async (call) => {
      if (call === 1) return;
      for (let look = 0; look < 2; look += 1) {
        now += HELD_MS / 2 - 1;
        ofOther.push(await onHostAhead(0, () => other.write(generation, COUNTS, [write('A', 7, 1)], 0, 1)));
      }
    });
    const page = ['A', 'B', 'C', 'D'].map((key, index) => write(key, 1, index + 1));
    const writing = onHostAhead(minutes * MINUTE_MS, () => slow.write(generation, COUNTS, page, 0, 4));
    expect(await writing).toBe(true);
    // After each of three bulks, and before its place moves: 20 s in all.
    expect(ofOther).toEqual(Array.from({ length: 8 }, () => false));
    expect((await other.find(COUNTS, {})).map(({ document }) => document.count)).toEqual([1, 1, 1, 1]);
    await slow.close();
    await other.close();
  });
});

it('a writer holds others off while the server is at one long bulk of it, and is taken for gone when that has failed', async () => {
  const name = databases.newName();
  const database = await databases.open(name);
  let now = 1_000_000;
  const other = MongoReadModelStore.over(database, { elapsed: () => now });
  const generation = await other.open(COUNTS);
  const again = () => other.write(generation, COUNTS, [write('A', 2, 2)], 0, 2);
  let begins: () => void = () => undefined;
  let fails: (error: Error) => void = () => undefined;
  const hasBegun = new Promise<void>((resolve) => (begins = resolve));
  const bulk = new Promise<never>((_, reject) => (fails = reject));
  const ofSlow = overDocuments(await databases.open(name), () => ({
    bulkWrite: () => {
      begins();
      return bulk;
    },
  }));
  const writing = MongoReadModelStore.over(ofSlow).write(generation, COUNTS, [write('A', 1, 1)], 0, 1);
  writing.catch(() => undefined);
  await hasBegun;
  const noted = () => database.collection('read_model_projections').findOne({ _id: COUNTS.name as never });
  for (let look = 0; look < 4; look += 1) {
    expect(await again()).toBe(false);
    // By the clock of the one who waits the limit has passed twice in the end.
    now += HELD_MS / 2;
    const before = JSON.stringify(await noted());
    await until(async () => JSON.stringify(await noted()) !== before, Boolean, HELD_MS);
  }
  fails(new Error('The disk is gone'));
  await expect(writing).rejects.toThrow('The disk is gone');
  // A beat may still have been on its way.
  await until(async () => {
    now += HELD_MS / 2;
    return again();
  });
  expect(await other.get(COUNTS, 'A')).toMatchObject({ position: 2, document: { count: 2 } });
});

it('a writer that was noted with an hour, as it once was, holds others off for no longer', async () => {
  const name = databases.newName();
  const database = await databases.open(name);
  let now = 1_000_000;
  const store = await MongoReadModelStore.open({ url: `${mongo.address}/${name}`, elapsed: () => now });
  const generation = await store.open(COUNTS);
  const writer = { token: 'of-old', until: Date.now() + 60 * MINUTE_MS };
  const update = { $set: { 'generations.0.writer': writer } };
  await database.collection('read_model_projections').updateOne({ _id: COUNTS.name as never }, update);
  const answers: boolean[] = [];
  for (let look = 0; look < 3; look += 1, now += HELD_MS / 2) {
    answers.push(await store.write(generation, COUNTS, [write('A', 1, 1)], 0, 1));
  }
  expect(answers).toEqual([false, false, true]);
  await store.close();
});

describe('a writer that was taken for gone and wakes up', () => {
  type Page = Parameters<MongoReadModelStore['write']>[2];
  const first: Page = [write('A', 1, 4), write('X', 1, 5)];
  const asOnePage: Page = [write('A', 1, 4), write('X', null, 10)];
  it.each([
    [
      'in the page after its own',
      [
        [first, 5],
        [[write('X', null, 10)], 10],
      ] as const,
    ],
    ['in a page that holds its own', [[asOnePage, 10]] as const],
  ])('does not bring back what was deleted meanwhile %s', async (_, pages) => {
    const name = databases.newName();
    const database = await databases.open(name);
    let now = 1_000_000;
    const other = MongoReadModelStore.over(database, { elapsed: () => now });
    const generation = await other.open(COUNTS);
    // It sleeps before it looks what is there.
    let fallsAsleep: () => void = () => undefined;
    let wakesUp: () => void = () => undefined;
    const isAsleep = new Promise<void>((resolve) => (fallsAsleep = resolve));
    const isAwake = new Promise<void>((resolve) => (wakesUp = resolve));
    const ofAsleep = overDocuments(await databases.open(name), (documents) => ({
      find: ((filter: object, options: object) => ({
        toArray: async () => {
          fallsAsleep();
          await isAwake;
          return documents.find(filter, options).toArray();
        },
      })) as unknown as Documents['find'],
    }));
    const late = MongoReadModelStore.over(ofAsleep).write(generation, COUNTS, first, 0, 5);
    await isAsleep;
    let checkpoint = 0;
    for (const [page, to] of pages) {
      while (!(await other.write(generation, COUNTS, page, checkpoint, to))) now += HELD_MS / 2;
      checkpoint = to;
    }
    wakesUp();
    expect(await late).toBe(false);

    expect(await other.get(COUNTS, 'X')).toBeNull();
    expect((await other.find(COUNTS, {})).map(({ key }) => key)).toEqual(['A']);
    expect(await other.checkpointOf(generation)).toBe(10);
    // As from the log.
    const rebuilt = await other.startBuilding(COUNTS);
    await other.write(rebuilt, COUNTS, [write('A', 1, 4)], 0, 10);
    expect(await other.controlSum(generation)).toBe(await other.controlSum(rebuilt));
    expect([await other.countRows(generation), await other.countRows(rebuilt)]).toEqual([1, 1]);
    // What comes to be again is there again.
    expect(await other.write(generation, COUNTS, [write('X', 3, 12)], 10, 12)).toBe(true);
    expect(await other.get(COUNTS, 'X')).toMatchObject({ position: 12, document: { count: 3 } });
  });
});

it('what comes to be again while its end is swept away is there again', async () => {
  const name = databases.newName();
  const database = await databases.open(name);
  const store = MongoReadModelStore.over(database);
  const generation = await store.open(COUNTS);
  expect(await store.write(generation, COUNTS, [write('X', 1, 1)], 0, 1)).toBe(true);
  let beginsToSweep: () => void = () => undefined;
  let maySweep: () => void = () => undefined;
  const isSweeping = new Promise<void>((resolve) => (beginsToSweep = resolve));
  const isAllowed = new Promise<void>((resolve) => (maySweep = resolve));
  const ofSlow = overDocuments(await databases.open(name), (documents) => ({
    deleteMany: async (filter: object) => {
      beginsToSweep();
      await isAllowed;
      return documents.deleteMany(filter);
    },
  }));
  const ending = MongoReadModelStore.over(ofSlow).write(generation, COUNTS, [write('X', null, 2)], 1, 2);
  await isSweeping;
  // The next writer sees what stands for the end, which is swept away before it writes.
  const ofNext = overDocuments(await databases.open(name), (documents) => ({
    find: ((filter: object, options: object) => ({
      toArray: async () => {
        const found = await documents.find(filter, options).toArray();
        maySweep();
        await ending;
        return found;
      },
    })) as unknown as Documents['find'],
  }));
  expect(await MongoReadModelStore.over(ofNext).write(generation, COUNTS, [write('X', 3, 3)], 2, 3)).toBe(true);
  expect(await store.get(COUNTS, 'X')).toMatchObject({ position: 3, document: { count: 3 } });
});

it('what is gone leaves nothing behind where no writer was lost', async () => {
  const database = await databases.open();
  const store = MongoReadModelStore.over(database, { documentsPerBulk: 2 });
  const generation = await store.open(COUNTS);
  const keys = ['A', 'B', 'C', 'D', 'E'];
  const all = keys.map((key) => write(key, 1, 1));
  expect(await store.write(generation, COUNTS, all, 0, 1)).toBe(true);
  const gone = [...keys.slice(1), 'nobody'].map((key) => write(key, null, 2));
  expect(await store.write(generation, COUNTS, gone, 1, 2)).toBe(true);
  const stored = await database.collection(`${COUNTS.name}@1.${generation.generation}`).find().toArray();
  expect(stored.map(({ _id }) => _id as unknown)).toEqual(['A']);
});

it('a page costs few round trips', async () => {
  const client = await driver.MongoClient.connect(mongo.address, { monitorCommands: true });
  const store = MongoReadModelStore.over(client.db(databases.newName()));
  const generation = await store.open(COUNTS);
  let commands: string[] = [];
  client.on('commandStarted', ({ commandName }) => commands.push(commandName));
  const costs = async (work: () => Promise<unknown>) => {
    commands = [];
    await work();
    return commands.join(' ');
  };
  const page = (writes: Parameters<MongoReadModelStore['write']>[2], from: number) =>
    costs(() => store.write(generation, COUNTS, writes, from, from + 1));
  expect(await page([], 0)).toBe('find update');
  expect(await page([write('A', 1, 2), write('B', 1, 2)], 1)).toBe('find update find insert update');
  expect(await page([write('A', 2, 3)], 2)).toBe('find update find update update');
  expect(await page([write('A', 3, 4), write('B', null, 4)], 3)).toBe('find update find update update delete');
  expect(await costs(() => store.load(generation, COUNTS, ['A', 'B']))).toBe('find find');
  // Whether a process is well is asked every few seconds: it must not cost more the more documents there are.
  expect(await costs(() => store.generations())).toBe('find');
  await client.close();
});

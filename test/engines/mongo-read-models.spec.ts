import { randomUUID } from 'node:crypto';
import { Projection } from '#libs/read-models';
import { MongoReadModelStore } from '#libs/read-models/mongo';
import { readModelStoreContract } from '#libs/testing';
import { Engine, openMongo } from './engines';

let mongo: Engine<string>;

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

beforeAll(async () => {
  mongo = await openMongo();
}, 120_000);

afterAll(() => mongo.release());

readModelStoreContract(
  'MongoDB',
  () => MongoReadModelStore.open({ url: `${mongo.address}/kvitok_${randomUUID().slice(0, 8)}`, documentsPerBulk: 100 }),
  // MongoDB compares bytes of UTF-8; the server that stands in for it, texts of Java.
  () => (mongo.local === null ? 'code points' : 'UTF-16 units'),
);

it('a page whose writer ended before its checkpoint moved is folded again without harm', async () => {
  const url = `${mongo.address}/kvitok_${randomUUID().slice(0, 8)}`;
  let now = 1_000_000;
  const store = await MongoReadModelStore.open({ url, now: () => now });
  const generation = await store.open(COUNTS);
  expect(await store.write(generation, COUNTS, [write('A', 1, 1), write('B', 1, 2)], 0, 2)).toBe(true);
  // A writer that ends after its documents and before its checkpoint: the server refuses to move it.
  const dying = await MongoReadModelStore.open({ url, now: () => now });
  const registry = (dying as unknown as { registry: { change(...given: unknown[]): Promise<unknown> } }).registry;
  const change = registry.change.bind(registry);
  let calls = 0;
  registry.change = (...given) => ((calls += 1) === 2 ? Promise.reject(new Error('killed')) : change(...given));
  await expect(dying.write(generation, COUNTS, [write('A', 2, 3), write('B', null, 4)], 2, 4)).rejects.toThrow(
    'killed',
  );
  await dying.close();
  // What is stored: A is ahead of the checkpoint and says so, B is still there.
  expect(await store.checkpointOf(generation)).toBe(2);
  const loaded = await store.load(generation, COUNTS, ['A', 'B']);
  expect([loaded.get('A'), loaded.get('B')]).toEqual([
    { key: 'A', position: 3, document: { count: 2 } },
    { key: 'B', position: 2, document: { count: 1 } },
  ]);
  // Nobody else writes until the writer is taken for gone, nor asks without a pause; then the page is written again.
  const began = performance.now();
  expect(await store.write(generation, COUNTS, [write('B', null, 4)], 2, 4)).toBe(false);
  expect(performance.now() - began).toBeGreaterThan(15);
  now += 5_001;
  expect(await store.write(generation, COUNTS, [write('B', null, 4)], 2, 4)).toBe(true);
  expect((await store.find(COUNTS, {})).map(({ key, document }) => [key, document.count])).toEqual([['A', 2]]);
  await store.close();
});

it('a writer holds others off for as long as it puts one bulk after another', async () => {
  const url = `${mongo.address}/kvitok_${randomUUID().slice(0, 8)}`;
  let now = 1_000_000;
  const other = await MongoReadModelStore.open({ url, now: () => now });
  const generation = await other.open(COUNTS);
  const slow = await MongoReadModelStore.open({ url, documentsPerBulk: 1, now: () => now });
  const registry = (slow as unknown as { registry: { change(...given: unknown[]): Promise<unknown> } }).registry;
  const change = registry.change.bind(registry);
  const ofOther: boolean[] = [];
  let calls = 0;
  registry.change = async (...given) => {
    if ((calls += 1) > 1) {
      now += 3_000;
      ofOther.push(await other.write(generation, COUNTS, [write('A', 7, 1)], 0, 1));
    }
    return change(...given);
  };
  const page = ['A', 'B', 'C', 'D'].map((key, index) => write(key, 1, index + 1));
  expect(await slow.write(generation, COUNTS, page, 0, 4)).toBe(true);
  // After each of three bulks, and before its place moves: 12 s in all.
  expect(ofOther).toEqual([false, false, false, false]);
  expect((await other.find(COUNTS, {})).map(({ document }) => document.count)).toEqual([1, 1, 1, 1]);
  await slow.close();
  await other.close();
});

it('what a writer had still to remove is removed before a page that changes nothing moves the checkpoint', async () => {
  const url = `${mongo.address}/kvitok_${randomUUID().slice(0, 8)}`;
  const store = await MongoReadModelStore.open({ url });
  const generation = await store.open(COUNTS);
  expect(await store.write(generation, COUNTS, [write('A', 1, 1), write('B', 1, 2)], 0, 2)).toBe(true);
  // It ends between the move of its checkpoint and the removal that it has noted.
  const dying = await MongoReadModelStore.open({ url });
  const { deletions } = dying as unknown as { deletions: { finish(...given: unknown[]): Promise<void> } };
  const finish = deletions.finish.bind(deletions);
  let calls = 0;
  deletions.finish = (...given) => ((calls += 1) === 2 ? Promise.reject(new Error('killed')) : finish(...given));
  await expect(dying.write(generation, COUNTS, [write('B', null, 3)], 2, 3)).rejects.toThrow('killed');
  await dying.close();
  expect(await store.checkpointOf(generation)).toBe(3);
  expect(await store.write(generation, COUNTS, [], 3, 9)).toBe(true);
  expect((await store.find(COUNTS, {})).map(({ key }) => key)).toEqual(['A']);
  expect(await store.checkpointOf(generation)).toBe(9);
  // Of two that come with nothing from the same place, one moves it.
  expect(await store.write(generation, COUNTS, [], 3, 8)).toBe(false);
  await store.close();
});

import { MemoryEventStore, NO_STREAM } from '#libs/event-store';
import { createProjector, MemoryReadModelStore, Projection } from '#libs/read-models';
import { newEvent } from '#libs/testing';
import { compareReadModels } from './compare-read-models';

type Count = { readonly count: number };

function counting(name: string, evolve: Projection<Count>['evolve']): Projection<Count> {
  const columns = { columns: {}, indexes: [], columnsOf: () => ({}) };
  return { name, version: 1, handles: ['TestingCounted'], keysOf: () => ['all'], evolve, ...columns };
}

const sound = counting('testing.sound', (known) => ({ count: (known?.count ?? 0) + 1 }));
const broken = counting('testing.broken', () => {
  throw new Error('cannot be folded');
});

async function logOfOne() {
  const [store, readModelStore] = [new MemoryEventStore(), new MemoryReadModelStore()];
  const events = [newEvent('1', {}, 'TestingCounted')];
  await store.append({ stream: 'testing_fact-1', expectedRevision: NO_STREAM, events });
  return { store, readModelStore };
}

it('over a store without read models finds nothing that differs, says that none is built, and leaves none behind', async () => {
  const { store, readModelStore } = await logOfOne();
  const compared = await compareReadModels({ store, readModelStore, projections: [sound, broken] });
  // One that cannot be built is no less wrong because nobody has tried before.
  expect(compared).toEqual({ projections: 2, differing: ['testing.broken'], notBuilt: ['testing.sound'] });
  const kept = (await readModelStore.generations()).filter(({ projection }) => projection === 'testing.sound');
  expect(kept).toEqual([]);
});

it('compares live read models with the log, also where they are behind it', async () => {
  const { store, readModelStore } = await logOfOne();
  await createProjector({ events: store, store: readModelStore, projections: [sound] }).catchUp();
  const events = [newEvent('2', {}, 'TestingCounted')];
  await store.append({ stream: 'testing_fact-2', expectedRevision: NO_STREAM, events });
  const asked = { store, readModelStore };
  expect(await compareReadModels({ ...asked, projections: [sound] })).toEqual({
    projections: 1,
    differing: [],
    notBuilt: [],
  });
  const mended = counting('testing.sound', (known) => ({ count: (known?.count ?? 0) + 2 }));
  expect(await compareReadModels({ ...asked, projections: [mended] })).toMatchObject({ differing: ['testing.sound'] });
});

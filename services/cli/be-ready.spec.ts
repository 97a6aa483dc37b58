import { MemoryEventStore, NO_STREAM } from '#libs/event-store';
import { ConsumerPlaces, MemoryConsumerState, Transport } from '#libs/messaging';
import { createProjector, MemoryReadModelStore, Projection } from '#libs/read-models';
import { newEvent } from '#libs/testing';
import { beReady, Need } from './be-ready';

const BILLING = 'kvitok.billing';
const WAITS = { answerMilliseconds: 20, nightMilliseconds: 60 };

const facts: Projection<{ readonly count: number }> = {
  name: 'testing.facts',
  version: 1,
  handles: ['TestingCounted'],
  columns: {},
  keysOf: () => ['all'],
  columnsOf: () => ({}),
  evolve: (known) => ({ count: (known?.count ?? 0) + 1 }),
  indexes: [],
};

/** A command beside processes that are not there: a log of one fact, and a bus that says what it is asked to do. */
async function besideOthers(onPublish: (state: MemoryConsumerState, head: number) => unknown = () => undefined) {
  const [store, consumerState, readModels] = [
    new MemoryEventStore(),
    new MemoryConsumerState(),
    new MemoryReadModelStore(),
  ];
  const append = (id: string) =>
    store.append({
      stream: `testing_fact-${id}`,
      expectedRevision: NO_STREAM,
      events: [newEvent(id, {}, 'TestingCounted')],
    });
  await append('1');
  const published: string[] = [];
  const transport: Transport = {
    places: new ConsumerPlaces(consumerState),
    server: () => {
      throw new Error('A command asks for no server');
    },
    publish(services) {
      published.push(...services);
      void store.head().then((head) => onPublish(consumerState, head));
    },
    close: async () => undefined,
  };
  const projector = createProjector({ events: store, store: readModels, projections: [facts] });
  const said: string[] = [];
  const ready = (need: Need) => beReady({ store, transport, projector }, need, (text) => said.push(text), WAITS);
  const counted = async () => (await readModels.get(facts, 'all'))?.document.count ?? 0;
  const heard = async () => consumerState.saveCheckpoint(BILLING, await store.head());
  return { ready, said, published, counted, heard, append, consumerState, store };
}

describe('a command beside other processes', () => {
  it('that looks at the log folds nothing, tells nobody anything and waits for nobody', async () => {
    const { ready, said, published, counted } = await besideOthers();
    await ready('log');
    expect([await counted(), said, published]).toEqual([0, [], []]);
  });

  it('that reads what another service keeps folds it, and waits for nobody', async () => {
    const { ready, said, published, counted } = await besideOthers();
    await ready('read models');
    expect([await counted(), said, published]).toEqual([1, [], []]);
  });

  it('answers although billing has not heard of everything, and says so', async () => {
    const { ready, said, published, counted } = await besideOthers();
    await ready('billing');
    expect([await counted(), published]).toEqual([1, []]);
    expect(said).toEqual([expect.stringContaining('Billing has not heard of everything')]);
  });

  it('says nothing where billing has heard of everything, whoever else has not', async () => {
    const { ready, said, counted, heard } = await besideOthers();
    await heard();
    await ready('billing');
    expect([await counted(), said]).toEqual([1, []]);
  });

  it('sees what billing has recorded of what it was waited for', async () => {
    const { ready, said, counted, consumerState, store, append } = await besideOthers();
    const told = await store.head();
    const waiting = ready('billing');
    await append('2');
    await consumerState.saveCheckpoint(BILLING, told);
    await waiting;
    expect([await counted(), said]).toEqual([2, []]);
  });
});

describe('a night', () => {
  it('begins at once where billing has heard of everything, and tells nobody anything', async () => {
    const { ready, said, published, counted, heard } = await besideOthers();
    await heard();
    await ready('all of billing');
    expect([await counted(), said, published]).toEqual([1, [], []]);
  });

  it('tells billing what services that are away have told nobody, and begins when it has heard', async () => {
    const { ready, published, counted } = await besideOthers((state, head) => state.saveCheckpoint(BILLING, head));
    await ready('all of billing');
    expect([await counted(), published]).toEqual([1, expect.arrayContaining(['payments', 'metering'])]);
  });

  it('does nothing where billing has not heard in time, and says with which code', async () => {
    const { ready, said, counted } = await besideOthers();
    await expect(ready('all of billing')).rejects.toMatchObject({
      rejection: { code: 'CLI_BILLING_BEHIND', details: { minutes: 1 } },
    });
    expect(said).toEqual([expect.stringContaining('at most 1 minutes')]);
    expect(await counted()).toBe(0);
  });

  it('waits for what stood in the log when it began, not for those who go on writing', async () => {
    const { ready, store, consumerState, append, published } = await besideOthers();
    const stood = await store.head();
    const waiting = ready('all of billing');
    for (let number = 2; number < 20; number += 1) await append(String(number));
    await consumerState.saveCheckpoint(BILLING, stood);
    await waiting;
    expect(published).toEqual([]);
  });
});

import { MemoryEventStore, NO_STREAM } from '#libs/event-store';
import { ConsumerPlaces, MemoryConsumerState, Transport } from '#libs/messaging';
import { createProjector, MemoryReadModelStore, Projection } from '#libs/read-models';
import { newEvent } from '#libs/testing';
import { beReady, Need } from './be-ready';

const [PAYMENTS, BILLING] = ['kvitok.payments', 'kvitok.billing'];
const WAITS = { answerMilliseconds: 100, nightMilliseconds: 200 };

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
    announce: async () => undefined,
    announces: new Map(),
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
  const heard = async (consumers: readonly string[] = [PAYMENTS, BILLING]) => {
    for (const consumer of consumers) await consumerState.saveCheckpoint(consumer, await store.head());
  };
  return { ready, said, published, counted, heard, append, consumerState, store };
}

/** Places of services that have come far enough are seen. */
function afterLooks(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 5));
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

  it('says nothing where billing has heard of everything by way of payments, whoever else has not', async () => {
    const { ready, said, counted, heard } = await besideOthers();
    await heard();
    await ready('billing');
    expect([await counted(), said]).toEqual([1, []]);
  });

  it('says so too where payments has something to make of it yet', async () => {
    const { ready, said, heard } = await besideOthers();
    await heard([BILLING]);
    await ready('billing');
    expect(said).toEqual([expect.stringContaining('Billing has not heard of everything')]);
  });

  it('sees what billing has recorded of what it was waited for', async () => {
    const { ready, said, counted, consumerState, store, append, heard } = await besideOthers();
    const told = await store.head();
    await heard([PAYMENTS]);
    const waiting = ready('billing');
    await afterLooks();
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
    const { ready, published, counted } = await besideOthers(async (state, head) => {
      for (const consumer of [PAYMENTS, BILLING]) await state.saveCheckpoint(consumer, head);
    });
    await ready('all of billing');
    expect([await counted(), published]).toEqual([1, expect.arrayContaining(['payments', 'metering'])]);
  });

  it.each([
    ['billing has not heard', PAYMENTS],
    ['payments has not heard', BILLING],
  ])('does nothing where %s in time, and says with which code', async (_who, hasHeard) => {
    const { ready, said, counted, heard } = await besideOthers();
    await heard([hasHeard]);
    await expect(ready('all of billing')).rejects.toMatchObject({
      rejection: { code: 'CLI_BILLING_BEHIND', details: { minutes: 1 } },
    });
    expect(said).toEqual([expect.stringContaining('at most 1 minutes')]);
    expect(await counted()).toBe(0);
  });

  it('waits for what stood in the log when it began, not for those who go on writing', async () => {
    const { ready, store, consumerState, append, published, heard } = await besideOthers();
    const stood = await store.head();
    await heard([PAYMENTS]);
    const waiting = ready('all of billing');
    await afterLooks();
    for (let number = 2; number < 20; number += 1) await append(String(number));
    await consumerState.saveCheckpoint(BILLING, stood);
    await waiting;
    expect(published).toEqual([]);
  });
});

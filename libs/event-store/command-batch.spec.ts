import { NO_STREAM } from './event-store.port';
import { MemoryEventStore } from './memory.event-store';
import { requestOf, setUp, writeElsewhere } from './testing/counter';

describe('executing many commands', () => {
  it('answers each by itself, in the order of the requests', async () => {
    const { store, handler } = setUp();
    await handler.execute(requestOf('c-0', { raise: 60 }, { stream: 'counter-2' }));
    const results = await handler.executeMany([
      requestOf('c-1', { raise: 50, times: 2 }),
      requestOf('c-2', { raise: 60 }, { stream: 'counter-2' }),
      requestOf('c-3', { raise: 0 }, { stream: 'counter-3' }),
      requestOf('c-0', { raise: 60 }, { stream: 'counter-2' }),
      requestOf('c-0', { raise: 61 }, { stream: 'counter-4' }),
      requestOf('c-4', { raise: 7 }, { stream: 'counter-4' }),
    ]);
    expect(results).toMatchObject([
      { kind: 'done', revision: 1, position: 3, repeated: false },
      { kind: 'rejected', rejection: { code: 'COUNTER_TOO_HIGH' } },
      { kind: 'done', events: [] },
      { kind: 'done', repeated: true, position: 1 },
      { kind: 'rejected', rejection: { code: 'COMMAND_ID_REUSED' } },
      { kind: 'done', revision: 0, repeated: false },
    ]);
    expect(await store.head()).toBe(4);
    expect(await handler.executeMany([])).toEqual([]);
  });

  it('decides commands on one stream in their order, each on the events of the one before', async () => {
    const { store, handler } = setUp();
    const results = await handler.executeMany([
      requestOf('c-1', { raise: 60 }),
      requestOf('c-2', { raise: 60 }),
      requestOf('c-3', { raise: 40 }),
      requestOf('c-1', { raise: 60 }),
      requestOf('c-4', { close: true }),
      requestOf('c-5', { raise: 1 }),
    ]);
    expect(results).toMatchObject([
      { kind: 'done', revision: 0 },
      { kind: 'rejected', rejection: { code: 'COUNTER_TOO_HIGH', details: { sum: 60 } } },
      { kind: 'done', revision: 1 },
      { kind: 'done', revision: 0, repeated: true },
      { kind: 'done', revision: 2 },
      { kind: 'rejected', rejection: { code: 'COUNTER_CLOSED' } },
    ]);
    expect(await store.head()).toBe(3);
  });

  it('writes nothing when it is done a second time', async () => {
    const { store, handler } = setUp();
    const requests = Array.from({ length: 2_500 }, (_, index) =>
      requestOf(`night-${index}`, { raise: 1 }, { stream: `counter-${index}` }),
    );
    const first = await handler.executeMany(requests);
    const second = await handler.executeMany(requests);
    expect(first.every((result) => result.kind === 'done' && !result.repeated)).toBe(true);
    expect(second).toEqual(first.map((result) => ({ ...result, repeated: true })));
    expect(await store.head()).toBe(2_500);
  });

  it('decides anew only the commands that met a conflict, and gives up after the third retry', async () => {
    const store = new MemoryEventStore();
    const appendMany = store.appendMany.bind(store);
    const batches: string[][] = [];
    store.appendMany = async (appends) => {
      batches.push(appends.map((append) => append.stream));
      store.appendMany = appendMany;
      for (const { stream } of appends) {
        const isOnce = stream === 'counter-2' && batches.length === 1;
        if (isOnce || stream === 'counter-3') await writeElsewhere(store, `${stream}-${batches.length}`, stream);
      }
      store.appendMany = raced;
      return appendMany(appends);
    };
    const raced = store.appendMany;
    const { handler } = setUp(store);
    const known = { state: { sum: 0, isClosed: false }, revision: NO_STREAM };
    const results = await handler.executeMany([
      requestOf('c-1', { raise: 1 }, { known }),
      requestOf('c-2', { raise: 100 }, { stream: 'counter-2', known }),
      requestOf('c-3', { raise: 1 }, { stream: 'counter-3', known }),
      requestOf('c-4', { raise: 1 }, { stream: 'counter-4' }),
    ]);
    expect(batches).toEqual([
      ['counter-1', 'counter-2', 'counter-3', 'counter-4'],
      ['counter-3'],
      ['counter-3'],
      ['counter-3'],
    ]);
    expect(results).toMatchObject([
      { kind: 'done', revision: 0 },
      { kind: 'rejected', rejection: { code: 'COUNTER_TOO_HIGH', details: { sum: 1 } } },
      { kind: 'rejected', rejection: { code: 'EVENT_STORE_CONFLICT', details: { stream: 'counter-3', attempts: 4 } } },
      { kind: 'done', revision: 0 },
    ]);
  });

  it('confirms a rejection on a state that the caller brought', async () => {
    const { handler } = setUp();
    const known = { state: { sum: 100, isClosed: true }, revision: NO_STREAM };
    const results = await handler.executeMany([
      requestOf('c-1', { raise: 1 }, { known }),
      requestOf('c-2', { raise: 1 }, { known }),
    ]);
    expect(results).toMatchObject([
      { kind: 'done', revision: 0 },
      { kind: 'done', revision: 1 },
    ]);
  });
});

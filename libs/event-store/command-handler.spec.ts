import { RecordedEvent, Rejection } from '#libs/kernel';
import { eventIdOf, hashOfInput } from './event-id';
import { AppendOutcome, EventStore, NO_STREAM, StreamAppend } from './event-store.port';
import { MemoryEventStore } from './memory.event-store';
import { counter, requestOf, setUp, writeElsewhere } from './testing/counter';

/** A store that lets a test write to a stream just before an append arrives, as another process would. */
class RacedStore extends MemoryEventStore {
  reads = 0;
  appends = 0;
  constructor(private readonly before: (append: StreamAppend, attempt: number, store: EventStore) => Promise<void>) {
    super();
  }

  override async append(append: StreamAppend): Promise<AppendOutcome> {
    this.appends += 1;
    await this.before(append, this.appends, this);
    return (await super.appendMany([append]))[0] as AppendOutcome;
  }

  override async readStream(stream: string, fromRevision?: number): Promise<readonly RecordedEvent[]> {
    this.reads += 1;
    return super.readStream(stream, fromRevision);
  }
}

describe('executing a command', () => {
  it('appends what the decider decides, with the trace of the command', async () => {
    const { store, handler } = setUp();
    const result = await handler.execute(
      requestOf('c-1', { raise: 5, times: 2 }, { correlationId: 'request-9', causationId: 'message-3' }),
    );
    const stored = await store.readStream('counter-1');
    expect(result).toEqual({ kind: 'done', events: stored, position: 2, revision: 1, repeated: false });
    expect(stored.map((event) => event.eventId)).toEqual([eventIdOf('c-1', 0), eventIdOf('c-1', 1)]);
    expect(stored[1]?.metadata).toEqual({
      recordedAt: '2026-10-25T09:15:00.000Z',
      actor: 'staff:0017',
      correlationId: 'request-9',
      causationId: 'message-3',
      commandId: 'c-1',
      commandHash: hashOfInput({ times: 2, raise: 5 }),
    });
  });

  it('takes the command id for the correlation id when there is no other, and no cause', async () => {
    const { store, handler } = setUp();
    await handler.execute(requestOf('c-1', { raise: 5 }));
    expect((await store.readStream('counter-1'))[0]?.metadata).toMatchObject({
      correlationId: 'c-1',
      causationId: null,
    });
  });

  it('decides on the events of the stream', async () => {
    const { handler } = setUp();
    await handler.execute(requestOf('c-1', { raise: 60 }));
    expect(await handler.execute(requestOf('c-2', { raise: 60 }))).toEqual({
      kind: 'rejected',
      rejection: new Rejection('COUNTER_TOO_HIGH', { sum: 60 }),
    });
    expect(await handler.execute(requestOf('c-3', { raise: 40 }))).toMatchObject({ kind: 'done', revision: 1 });
  });

  it('appends nothing when nothing has to change, and says where the stream stands', async () => {
    const { store, handler } = setUp();
    expect(await handler.execute(requestOf('c-1', { raise: 0 }))).toEqual({
      kind: 'done',
      events: [],
      position: 0,
      revision: NO_STREAM,
      repeated: false,
    });
    await handler.execute(requestOf('c-2', { raise: 1 }));
    expect(await handler.execute(requestOf('c-3', { raise: 0 }))).toMatchObject({
      events: [],
      position: 1,
      revision: 0,
    });
    expect(await store.head()).toBe(1);
  });

  it('answers a command stated again with its earlier events, also when it would be refused now', async () => {
    const { store, handler } = setUp();
    const first = await handler.execute(requestOf('c-1', { close: true }));
    expect(await handler.execute(requestOf('c-1', { close: true }))).toEqual({ ...first, repeated: true });
    expect(await store.head()).toBe(1);
  });

  it('refuses a command id that was used with another input', async () => {
    const { store, handler } = setUp();
    await handler.execute(requestOf('c-1', { raise: 5 }));
    const reused = { kind: 'rejected', rejection: new Rejection('COMMAND_ID_REUSED', { commandId: 'c-1' }) };
    expect(await handler.execute(requestOf('c-1', { raise: 6 }))).toEqual(reused);
    expect(await handler.execute(requestOf('c-1', { raise: 6 }, { stream: 'counter-2' }))).toEqual(reused);
    expect(await store.head()).toBe(1);
  });

  it('compares what the caller asked for when that is not the whole command', async () => {
    const { handler } = setUp();
    await handler.execute(requestOf('c-1', { raise: 5 }, { input: { form: 1 } }));
    expect(await handler.execute(requestOf('c-1', { raise: 6 }, { input: { form: 1 } }))).toMatchObject({
      repeated: true,
    });
    expect(await handler.execute(requestOf('c-1', { raise: 5 }, { input: { form: 2 } }))).toMatchObject({
      kind: 'rejected',
    });
  });

  it('answers a command that was done on another stream with its events there', async () => {
    const { store, handler } = setUp();
    await handler.execute(requestOf('c-0', { raise: 1 }));
    await handler.execute(requestOf('c-1', { raise: 5 }));
    const again = await handler.execute(requestOf('c-1', { raise: 5 }, { stream: 'counter-2' }));
    expect(again).toMatchObject({ kind: 'done', repeated: true, position: 2, revision: 1 });
    expect(await store.readStream('counter-2')).toEqual([]);
  });

  it('refuses a command whose event id was taken by something that is no command', async () => {
    const { store, handler } = setUp();
    await writeElsewhere(store, eventIdOf('c-1', 0), 'counter-2');
    expect(await handler.execute(requestOf('c-1', { raise: 5 }))).toMatchObject({
      rejection: { code: 'COMMAND_ID_REUSED' },
    });
  });

  it('decides anew on what another process has written in between', async () => {
    const store = new RacedStore(async (_, attempt, raced) => {
      if (attempt <= 3) await writeElsewhere(raced, `other-${attempt}`);
    });
    const { handler } = setUp(store);
    expect(await handler.execute(requestOf('c-1', { raise: 97 }))).toMatchObject({ kind: 'done', revision: 3 });
    expect(store.appends).toBe(4);
  });

  it('is refused by what another process has written in between', async () => {
    const store = new RacedStore(async (_, attempt, raced) => writeElsewhere(raced, `other-${attempt}`));
    const { handler } = setUp(store);
    expect(await handler.execute(requestOf('c-1', { raise: 100 }))).toMatchObject({
      rejection: { code: 'COUNTER_TOO_HIGH', details: { sum: 1 } },
    });
  });

  it('gives up after the third retry', async () => {
    const store = new RacedStore(async (_, attempt, raced) => writeElsewhere(raced, `other-${attempt}`));
    const { handler } = setUp(store);
    expect(await handler.execute(requestOf('c-1', { raise: 1 }))).toEqual({
      kind: 'rejected',
      rejection: new Rejection('EVENT_STORE_CONFLICT', { stream: 'counter-1', attempts: 4 }),
    });
    expect((await store.readStream('counter-1')).map((event) => event.eventId)).not.toContain(eventIdOf('c-1', 0));
  });

  it('recognises that another process has done the same command in between', async () => {
    const store = new RacedStore(async (append, attempt, raced) => {
      if (attempt === 1) await raced.appendMany([append]);
    });
    const { handler } = setUp(store);
    expect(await handler.execute(requestOf('c-1', { raise: 5 }))).toMatchObject({
      kind: 'done',
      repeated: true,
      position: 1,
    });
    expect(await store.head()).toBe(1);
  });

  it('lets fifty concurrent commands on one stream all through, each exactly once', async () => {
    const { store, handler } = setUp();
    const commandIds = Array.from({ length: 50 }, (_, index) => `c-${index}`);
    const results = await Promise.all(
      [...commandIds, ...commandIds].map((id) => handler.execute(requestOf(id, { raise: 2 }))),
    );
    expect(results.filter((result) => result.kind === 'done' && !result.repeated)).toHaveLength(50);
    expect(results.filter((result) => result.kind === 'done' && result.repeated)).toHaveLength(50);
    const stream = await store.readStream('counter-1');
    expect(stream.map((event) => String(event.metadata.commandId)).sort(byText)).toEqual([...commandIds].sort(byText));
  });

  it('goes on with a stream after a command on it has failed', async () => {
    const { handler } = setUp();
    const broken: typeof counter = {
      ...counter,
      decide: () => {
        throw new Error('a mistake in a decider');
      },
    };
    const [failed, done] = await Promise.allSettled([
      handler.execute(requestOf('c-1', { raise: 1 }, { decider: broken })),
      handler.execute(requestOf('c-2', { raise: 1 })),
    ]);
    expect([failed.status, done.status]).toEqual(['rejected', 'fulfilled']);
  });
});

describe('executing a command on a state that the caller has', () => {
  const known = { state: { sum: 90, isClosed: false }, revision: 0 };

  it('does not read the stream', async () => {
    const store = new RacedStore(async () => undefined);
    const { handler } = setUp(store);
    await handler.execute(requestOf('c-1', { raise: 90 }));
    store.reads = 0;
    expect(await handler.execute(requestOf('c-2', { raise: 5 }, { known }))).toMatchObject({
      kind: 'done',
      revision: 1,
    });
    expect(await handler.execute(requestOf('c-3', { raise: 0 }, { known }))).toEqual({
      kind: 'done',
      events: [],
      position: 0,
      revision: 0,
      repeated: false,
    });
    expect(store.reads).toBe(0);
  });

  it('reads the stream after a conflict and decides on what is there', async () => {
    const { handler } = setUp();
    await handler.execute(requestOf('c-1', { raise: 90 }));
    await handler.execute(requestOf('c-2', { raise: 8 }));
    expect(await handler.execute(requestOf('c-3', { raise: 5 }, { known }))).toMatchObject({
      rejection: { code: 'COUNTER_TOO_HIGH', details: { sum: 98 } },
    });
    expect(await handler.execute(requestOf('c-4', { raise: 2 }, { known }))).toMatchObject({
      kind: 'done',
      revision: 2,
    });
  });

  it('recognises a command that was done before', async () => {
    const { handler } = setUp();
    await handler.execute(requestOf('c-1', { raise: 90 }));
    await handler.execute(requestOf('c-2', { raise: 5 }));
    const again = await handler.execute(requestOf('c-2', { raise: 5 }, { known }));
    expect(again).toMatchObject({ kind: 'done', repeated: true, position: 2 });
    expect(await handler.execute(requestOf('c-2', { raise: 6 }, { known }))).toMatchObject({
      rejection: { code: 'COMMAND_ID_REUSED' },
    });
  });

  it('confirms a rejection on the stream: the state may be old, or the command done before', async () => {
    const { handler } = setUp();
    await handler.execute(requestOf('c-1', { raise: 1 }));
    const tooHigh = { state: { sum: 100, isClosed: false }, revision: 0 };
    expect(await handler.execute(requestOf('c-2', { raise: 5 }, { known: tooHigh }))).toMatchObject({ kind: 'done' });
    const closed = { state: { sum: 6, isClosed: true }, revision: 1 };
    expect(await handler.execute(requestOf('c-2', { raise: 5 }, { known: closed }))).toMatchObject({ repeated: true });
  });
});

function byText(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}

import { setTimeout as sleep } from 'node:timers/promises';
import {
  createCommandHandler,
  EventIds,
  KURRENT_APPEND_BYTES,
  KurrentEventStore,
  KurrentEventStoreOptions,
  LogFollower,
  NO_STREAM,
  SqliteEventIds,
  StorageError,
} from '#libs/event-store';
import { Decider, DomainEvent } from '#libs/kernel';
import { newEvent } from '#libs/testing';
import { KurrentProtocolServer } from './kurrentdb/protocol-server';
import { until } from './until';

let server: KurrentProtocolServer;
const opened: KurrentEventStore[] = [];

beforeEach(async () => {
  server = await KurrentProtocolServer.start();
});

afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
  await server.remove();
});

async function open(
  ids: EventIds = new SqliteEventIds(':memory:', 'test'),
  more: Pick<KurrentEventStoreOptions, 'onInterrupted' | 'rememberedStreams'> = {},
): Promise<KurrentEventStore> {
  const options = { url: server.url, streamPrefix: 'test.', answersWithinMs: 5_000 };
  const store = await KurrentEventStore.open({ ...options, ids, ...more });
  opened.push(store);
  return store;
}

const appendOf = (stream: string, expectedRevision: number, ...ids: readonly string[]) => ({
  stream,
  expectedRevision,
  events: ids.map((id) => newEvent(id)),
});

type Kept = KurrentProtocolServer['log']['events'][number];

/** What somebody does who has the files of the server. */
function alter(stream: string, revision: number, change: (kept: Kept) => Kept): void {
  const { events } = server.log;
  const index = events.findIndex((kept) => kept.stream === `test.${stream}` && kept.revision === revision);
  const kept = events[index];
  if (kept === undefined) throw new Error('The event is not there');
  events[index] = change(kept);
}

function altered(metadata: Uint8Array, members: object): Buffer {
  return Buffer.from(JSON.stringify({ ...(JSON.parse(Buffer.from(metadata).toString()) as object), ...members }));
}

function readsOfStreams(): string[] {
  const reads: string[] = [];
  server.takesMs = (stream) => {
    reads.push(stream);
    return 0;
  };
  return reads;
}

async function idsOf(store: KurrentEventStore): Promise<string[]> {
  return (await store.readAll({ after: 0, limit: 100 })).events.map(({ eventId }) => eventId);
}

type Counted = DomainEvent<'Counted', { by: number }>;
const counter: Decider<number, { by: number }, Counted> = {
  initialState: () => 0,
  evolve: (sum, event) => sum + event.data.by,
  decide: ({ by }) => [{ type: 'Counted', version: 1, data: { by } }],
};

describe('the adapter of KurrentDB, over a server that speaks its protocol', () => {
  it.each(['before_it_is_written', 'after_it_was_written'] as const)(
    'writes an append once whose connection is cut %s',
    async (when) => {
      const store = await open();
      await store.append(appendOf('s-1', NO_STREAM, 'e1'));
      server.cutAtNextAppend(when);
      expect(await store.append(appendOf('s-1', 0, 'e2', 'e3'))).toMatchObject({ kind: 'appended', lastRevision: 2 });
      expect(await store.append(appendOf('s-1', 2, 'e4'))).toMatchObject({ kind: 'appended', lastRevision: 3 });
      expect(await idsOf(store)).toEqual(['e1', 'e2', 'e3', 'e4']);
      expect(await store.verify()).toMatchObject({ ok: true, events: 4 });
    },
  );

  it('writes an append once to which the server gave no answer', async () => {
    const store = await open();
    server.beSilentFor(1);
    expect(await store.append(appendOf('s-1', NO_STREAM, 'e1'))).toMatchObject({ kind: 'appended', lastRevision: 0 });
    expect(await idsOf(store)).toEqual(['e1']);
  });

  it('tells two writers of the same command apart: one has written it, the other is told so', async () => {
    const [left, right] = [await open(), await open()];
    const outcomes = await Promise.all([left, right].map((store) => store.append(appendOf('s-1', NO_STREAM, 'e1'))));
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['appended', 'duplicate']);
    expect(await idsOf(left)).toEqual(['e1']);
  });

  it('answers a repeated command as before, when its answer was lost with the server and that forgot its ids', async () => {
    const store = await open();
    const clock = { now: () => '2026-11-27T04:00:00.000Z' };
    const commands = createCommandHandler({ store, clock });
    const request = { stream: 'c-1', decider: counter, command: { by: 5 }, commandId: 'count-1', actor: 'night' };
    const first = await commands.execute(request);
    expect(first).toMatchObject({ kind: 'done', repeated: false, revision: 0 });
    server.stop();
    await expect(commands.execute({ ...request, commandId: 'count-2' })).rejects.toMatchObject({
      name: 'StorageError',
      isPassing: true,
    });
    await server.startAgain();
    expect(await commands.execute(request)).toMatchObject({ kind: 'done', repeated: true, revision: 0 });
    // The state that the caller brings is of before: the server refuses, and the stream tells that it was done.
    const known = { ...request, known: { state: 0, revision: NO_STREAM } };
    expect(await createCommandHandler({ store: await open(), clock }).execute(known)).toMatchObject({ repeated: true });
    expect(await commands.execute({ ...request, commandId: 'count-2' })).toMatchObject({
      repeated: false,
      revision: 1,
    });
    expect(await store.readStream('c-1')).toHaveLength(2);
  });

  it('follows the log over a restart from where it stood, without a gap and without anything twice', async () => {
    const writer = await open();
    const ids = new SqliteEventIds(':memory:', 'test');
    const reader = await open(ids);
    const seen: string[] = [];
    let place = 0;
    const follower = new LogFollower({
      events: reader,
      // So seldom that only the subscription can have told.
      pollMs: 3_600_000,
      async goToHead() {
        for (let isThere = false; !isThere;) {
          const page = await reader.readAll({ after: place, limit: 2 });
          seen.push(...page.events.map(({ eventId }) => eventId));
          [place, isThere] = [page.checkpoint, page.caughtUp];
        }
      },
    });
    follower.start();
    await writer.append(appendOf('s-1', NO_STREAM, 'e1'));
    await until(() => seen.length === 1);
    server.cut();
    await writer.append(appendOf('s-1', 0, 'e2', 'e3'));
    await until(() => seen.length === 3);
    server.stop();
    await sleep(300);
    await server.startAgain();
    await writer.append(appendOf('s-2', NO_STREAM, 'e4'));
    await until(() => seen.length === 4);
    await follower.close();
    expect(seen).toEqual(['e1', 'e2', 'e3', 'e4']);
    expect(['e1', 'e2', 'e3', 'e4'].map((id) => ids.find(id)?.stream)).toEqual(['s-1', 's-1', 's-1', 's-2']);
  });

  it('begins its subscription again when the place of a checkpoint cannot be noted, and leaves nothing out', async () => {
    const writer = await open();
    const ids = new SqliteEventIds(':memory:', 'test');
    const note = ids.note.bind(ids);
    const failure = new StorageError('full', 'The disk is full');
    let failures = 0;
    // This one only follows: whatever it notes without an event is where a checkpoint of its subscription stands.
    jest.spyOn(ids, 'note').mockImplementation((events, place) => {
      if (events.length > 0 || failures > 0) return note(events, place);
      failures += 1;
      throw failure;
    });
    const interruptions: unknown[] = [];
    await open(ids, { onInterrupted: (error) => void interruptions.push(error) });
    await writer.append(appendOf('s-1', NO_STREAM, 'e1', 'e2', 'e3', 'e4'));
    await until(() => interruptions.length > 0);
    expect(interruptions).toEqual([failure]);
    await writer.append(appendOf('s-2', NO_STREAM, 'e5'));
    await until(() => ids.find('e5') !== null);
    expect(['e1', 'e2', 'e3', 'e4'].map((id) => ids.find(id)?.stream)).toEqual(['s-1', 's-1', 's-1', 's-1']);
  });

  it('answers an append that was written as written where it cannot be noted, and recognises it later', async () => {
    const ids = new SqliteEventIds(':memory:', 'test');
    const note = ids.note.bind(ids);
    let isFull = false;
    jest.spyOn(ids, 'note').mockImplementation((events, place) => {
      if (isFull) throw new StorageError('full', 'The disk is full');
      note(events, place);
    });
    const store = await open(ids);
    isFull = true;
    // In another stream of the same batch, too.
    const batch = [appendOf('s-1', NO_STREAM, 'e1'), appendOf('s-2', NO_STREAM, 'e1'), appendOf('s-1', 0, 'e2')];
    expect((await store.appendMany(batch)).map(({ kind }) => kind)).toEqual(['appended', 'duplicate', 'appended']);
    // What is not known cannot be told apart: nothing is written until it can be noted again.
    await expect(store.append(appendOf('s-3', NO_STREAM, 'e1'))).rejects.toMatchObject({ fault: 'full' });
    expect(await idsOf(store)).toEqual(['e1', 'e2']);
    isFull = false;
    expect(await store.append(appendOf('s-3', NO_STREAM, 'e1'))).toMatchObject({ kind: 'duplicate', stream: 's-1' });
    expect(await store.append(appendOf('s-1', 1, 'e3'))).toMatchObject({ kind: 'appended', lastRevision: 2 });
    expect(await store.verify()).toMatchObject({ ok: true, events: 3 });
  });

  it.each([
    ['an append', { append: 1_000, event: Infinity }],
    ['an event', { append: Infinity, event: 1_000 }],
  ])(
    'says once what to set where %s is above what the server takes, and goes on with what it takes',
    async (_, takes) => {
      const store = await open();
      await store.append(appendOf('s-1', NO_STREAM, 'e1'));
      server.takes = takes;
      const large = { ...newEvent('large'), data: { note: 'я'.repeat(600) } };
      const batch = [{ stream: 's-2', expectedRevision: NO_STREAM, events: [large] }, appendOf('s-3', NO_STREAM, 'e3')];
      await expect(store.appendMany(batch)).rejects.toMatchObject({
        name: 'StorageError',
        fault: 'refused',
        isPassing: false,
        message: expect.stringContaining(`--max-append-size=${KURRENT_APPEND_BYTES}`) as unknown,
      });
      // Not repeated with growing pauses: no waiting mends it.
      expect(server.tooLarge).toBe(1);
      expect(await idsOf(store)).toEqual(['e1', 'e3']);
      server.takes = { append: Infinity, event: Infinity };
      expect((await store.appendMany(batch)).map(({ kind }) => kind)).toEqual(['appended', 'duplicate']);
    },
  );

  it('names the first event that somebody has altered', async () => {
    const store = await open();
    await store.append(appendOf('s-1', NO_STREAM, 'e1', 'e2'));
    alter('s-1', 1, (kept) => ({ ...kept, data: Buffer.from('{"note":"another"}') }));
    expect(await store.verify()).toMatchObject({ ok: false, fault: 'hash', stream: 's-1', revision: 1, eventId: 'e2' });
  });

  it('names an event of a stream that is gone as a whole, when it has heard of it', async () => {
    const store = await open();
    await store.append(appendOf('s-1', NO_STREAM, 'e1', 'e2'));
    await store.append(appendOf('s-2', NO_STREAM, 'e3'));
    await store.append(appendOf('s-3', NO_STREAM, 'e4'));
    server.log.deleteStream('test.s-2');
    server.log.scavenge();
    expect(await store.verify()).toMatchObject({ ok: false, fault: 'position', stream: 's-2' });
    // Whoever has never heard of it cannot know.
    expect(await (await open()).verify()).toMatchObject({ ok: true, events: 3 });
  });

  it('does not take an append to a stream that was deleted for one to a new stream', async () => {
    await (await open()).append(appendOf('s-1', NO_STREAM, 'e1', 'e2'));
    server.log.deleteStream('test.s-1');
    const store = await open();
    expect(await store.readStream('s-1')).toEqual([]);
    await expect(store.append(appendOf('s-1', NO_STREAM, 'e3'))).rejects.toMatchObject({
      name: 'StorageError',
      fault: 'damaged',
      isPassing: false,
      message: 'KurrentDB has continued s-1 at revision 2: the events before were deleted',
    });
    await expect(store.readStream('s-1')).rejects.toMatchObject({ fault: 'damaged' });
    // What was written there builds on nothing: the chain shows it.
    expect(await store.verify()).toMatchObject({ ok: false, fault: 'hash', stream: 's-1', revision: 2, eventId: 'e3' });
  });

  describe('that remembers fewer streams than there are while it reads the log through', () => {
    const STREAMS = 70;

    /** Three events in each stream, those of different streams next to each other, as months bring them. */
    async function filled() {
      const store = await open(new SqliteEventIds(':memory:', 'test'), { rememberedStreams: 7 });
      for (let revision = 0; revision < 3; revision += 1) {
        const append = (_: unknown, at: number) => appendOf(`m-${at}`, revision - 1, `m${at}-${revision}`);
        await store.appendMany(Array.from({ length: STREAMS }, append));
      }
      return store;
    }

    it('reads no stream for what stands in one page', async () => {
      const store = await filled();
      const reads = readsOfStreams();
      expect(await store.verify()).toMatchObject({ ok: true, events: 3 * STREAMS });
      expect(reads).toEqual([]);
    });

    it('reads the event before where it has forgotten it, few at a time, and checks against it', async () => {
      const store = await filled();
      const others = Array.from({ length: 2_000 }, (_, at) => appendOf(`x-${at}`, NO_STREAM, `x${at}`));
      await store.appendMany(others);
      await store.appendMany(Array.from({ length: STREAMS }, (_, at) => appendOf(`m-${at}`, 2, `m${at}-3`)));
      const reads = readsOfStreams();
      expect(await store.verify()).toMatchObject({ ok: true, events: 4 * STREAMS + 2_000 });
      expect(new Set(reads)).toEqual(new Set(Array.from({ length: STREAMS }, (_, at) => `test.m-${at}`)));
      expect(server.mostStreamReads).toBeLessThanOrEqual(32);
      alter('m-5', 3, (kept) => ({ ...kept, metadata: altered(kept.metadata, { previousHash: 'another' }) }));
      expect(await store.verify()).toMatchObject({ ok: false, fault: 'hash', stream: 'm-5', revision: 3 });
    });

    it('names an event before which one is missing', async () => {
      const store = await filled();
      const at = server.log.events.findIndex(({ stream, revision }) => stream === 'test.m-5' && revision === 1);
      server.log.events.splice(at, 1);
      expect(await store.verify()).toMatchObject({ ok: false, fault: 'revision', stream: 'm-5', revision: 2 });
    });
  });

  it('says what is wrong with an address without telling its password', async () => {
    const ids = new SqliteEventIds(':memory:', 'test');
    const opening = KurrentEventStore.open({ url: 'nonsense://admin:s3cret@host', ids });
    await expect(opening).rejects.toMatchObject({ name: 'StorageError', fault: 'refused', isPassing: false });
    await expect(opening).rejects.not.toThrow(/s3cret/);
  });
});

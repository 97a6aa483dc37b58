import { setTimeout as sleep } from 'node:timers/promises';
import {
  createCommandHandler,
  EventIds,
  KURRENT_APPEND_BYTES,
  KurrentEventStore,
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
  onInterrupted?: (error: unknown) => void,
): Promise<KurrentEventStore> {
  const options = { url: server.url, streamPrefix: 'test.', answersWithinMs: 5_000 };
  const store = await KurrentEventStore.open({ ...options, ids, onInterrupted });
  opened.push(store);
  return store;
}

const appendOf = (stream: string, expectedRevision: number, ...ids: readonly string[]) => ({
  stream,
  expectedRevision,
  events: ids.map((id) => newEvent(id)),
});

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
    await open(ids, (error) => void interruptions.push(error));
    await writer.append(appendOf('s-1', NO_STREAM, 'e1', 'e2', 'e3', 'e4'));
    await until(() => interruptions.length > 0);
    expect(interruptions).toEqual([failure]);
    await writer.append(appendOf('s-2', NO_STREAM, 'e5'));
    await until(() => ids.find('e5') !== null);
    expect(['e1', 'e2', 'e3', 'e4'].map((id) => ids.find(id)?.stream)).toEqual(['s-1', 's-1', 's-1', 's-1']);
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
    const index = server.log.events.findIndex(({ stream, revision }) => stream === 'test.s-1' && revision === 1);
    const kept = server.log.events[index];
    if (kept === undefined) throw new Error('The event is not there');
    const data = Buffer.from('{"note":"another"}');
    server.log.events[index] = { ...kept, data };
    expect(await store.verify()).toMatchObject({ ok: false, fault: 'hash', stream: 's-1', revision: 1, eventId: 'e2' });
  });

  it('says what is wrong with an address without telling its password', async () => {
    const ids = new SqliteEventIds(':memory:', 'test');
    const opening = KurrentEventStore.open({ url: 'nonsense://admin:s3cret@host', ids });
    await expect(opening).rejects.toMatchObject({ name: 'StorageError', fault: 'refused', isPassing: false });
    await expect(opening).rejects.not.toThrow(/s3cret/);
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  createCommandHandler,
  KurrentEventStore,
  KurrentEventStoreOptions,
  NO_STREAM,
  SqliteEventIds,
} from '#libs/event-store';
import { newEvent } from '#libs/testing';
import { KurrentProtocolServer } from './kurrentdb/protocol-server';
import { until } from './until';

let server: KurrentProtocolServer;
let folder: string;
const servers: KurrentProtocolServer[] = [];
const opened: KurrentEventStore[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kurrentdb-ids-'));
  server = await another();
});

afterEach(async () => {
  await closeAll();
  for (const one of servers.splice(0)) await one.remove();
  rmSync(folder, { recursive: true });
});

async function another(): Promise<KurrentProtocolServer> {
  const one = await KurrentProtocolServer.start();
  servers.push(one);
  return one;
}

async function closeAll(): Promise<void> {
  for (const store of opened.splice(0)) await store.close();
}

type Given = Partial<Pick<KurrentEventStoreOptions, 'ids' | 'eventsBeforeAppend' | 'answersWithinMs' | 'stopping'>>;

/** A process whose file of ids is the same each time; without one where `ids` are given. */
async function open(at = server, { ids = idsInFile(), ...rest }: Given = {}): Promise<KurrentEventStore> {
  const store = await KurrentEventStore.open({ url: at.url, streamPrefix: 'test.', ids, ...rest });
  opened.push(store);
  return store;
}

function idsInFile(log = 'test'): SqliteEventIds {
  return new SqliteEventIds(join(folder, 'ids.sqlite'), log);
}

const inMemory = () => new SqliteEventIds(':memory:', 'test');

const appendOf = (stream: string, expectedRevision: number, ...ids: readonly string[]) => ({
  stream,
  expectedRevision,
  events: ids.map((id) => newEvent(id)),
});

const elsewhere = (stream: string, id: string) => ({ ...appendOf(stream, NO_STREAM, id), mayStandElsewhere: true });

const clock = { now: () => '2026-11-28T08:00:00.000Z' };

/** A command that is recorded wherever its month is now. */
const crediting = (month: string) => ({
  stream: month,
  decider: {
    initialState: () => null,
    evolve: () => null,
    decide: () => [{ type: 'Credited', version: 1, data: { amountKopecks: 100 } }],
  },
  command: { amountKopecks: 100 },
  commandId: 'credit p1',
  actor: 'service:testing',
  mayStandElsewhere: true,
});

function credit(store: KurrentEventStore, month: string) {
  return createCommandHandler({ store, clock }).execute(crediting(month));
}

/** Whoever reads the log through is kept waiting, so that a process stays one that does not know it. */
function keepUnknowing(): void {
  server.keepWaiting('page', 1_000);
}

/** A process that has just been started and does not wait for what it does not know. */
function newcomer(): Promise<KurrentEventStore> {
  return open(server, { ids: inMemory(), eventsBeforeAppend: 0 });
}

/** One event in each of so many streams. */
async function fill(store: KurrentEventStore, count: number): Promise<void> {
  await store.appendMany(Array.from({ length: count }, (_, index) => appendOf(`f-${index}`, NO_STREAM, `f${index}`)));
}

describe('the file of ids beside a log in KurrentDB', () => {
  it('is gone on with where it is of this log: what stands before is not read again', async () => {
    const before = await open();
    await fill(before, 20);
    await before.knowAllStreams(new AbortController().signal);
    await closeAll();
    // It cannot read the log through, and before an append it does not look: whatever is known is known from the file.
    keepUnknowing();
    const store = await open(server, { eventsBeforeAppend: 0 });
    expect(await store.append(appendOf('s-1', NO_STREAM, 'f3'))).toMatchObject({ kind: 'duplicate', stream: 'f-3' });
    expect(await store.eventsBehind(0)).toBe(20);
  });

  it('of another log is forgotten, also where the same was written there at the same places', async () => {
    const other = await another();
    const first = await open();
    await first.append(appendOf('s-1', NO_STREAM, 'e1'));
    await first.append(appendOf('s-2', NO_STREAM, 'only-here'));
    await first.append(appendOf('s-3', NO_STREAM, 'e3'));
    await closeAll();
    const second = await open(other, { ids: inMemory() });
    await second.append(appendOf('s-1', NO_STREAM, 'e1'));
    await second.append(appendOf('s-2', NO_STREAM, 'only-then'));
    await second.append(appendOf('s-3', NO_STREAM, 'e3'));
    await closeAll();
    const store = await open(other);
    expect(await store.findEvent('only-here')).toBeNull();
    expect((await store.findEvent('only-then'))?.stream).toBe('s-2');
    expect(await store.append(appendOf('s-9', NO_STREAM, 'only-here'))).toMatchObject({ kind: 'appended' });
    expect(await store.eventsBehind(0)).toBe(4);
  });

  it('of a log of another name is forgotten', async () => {
    await fill(await open(), 3);
    await closeAll();
    const ids = idsInFile('other');
    expect([ids.find('f1'), ids.place, ids.newest]).toEqual([null, 0, null]);
    ids.close();
  });

  it('of a log that was put back to an older state is forgotten: what is gone can be written again', async () => {
    const store = await open();
    await fill(store, 3);
    const kept = server.log.events.length;
    await store.append(appendOf('s-1', NO_STREAM, 'lost'));
    await closeAll();
    server.log.goBackTo(kept);
    const again = await open();
    expect(await again.findEvent('lost')).toBeNull();
    expect(await again.append(appendOf('s-1', NO_STREAM, 'lost'))).toMatchObject({ kind: 'appended' });
    expect(await again.append(appendOf('s-2', NO_STREAM, 'f1'))).toMatchObject({ kind: 'duplicate', stream: 'f-1' });
  });

  it('knows what is written where events of others stood before the log was put back', async () => {
    const store = await open();
    await fill(store, 3);
    const kept = server.log.events.length;
    for (let index = 0; index < 9; index += 1) server.log.write('other.s', 'any', [strange(index)]);
    await store.append(appendOf('s-1', NO_STREAM, 'lost'));
    await closeAll();
    server.log.goBackTo(kept);
    const writer = await open(server, { ids: inMemory() });
    await writer.append(appendOf('s-2', NO_STREAM, 'e2'));
    const again = await open();
    expect(await again.append(appendOf('s-3', NO_STREAM, 'e2'))).toMatchObject({ kind: 'duplicate', stream: 's-2' });
  });

  it('is begun anew in a process that runs while the log is put back', async () => {
    const store = await open();
    await fill(store, 3);
    const kept = server.log.events.length;
    await store.append(appendOf('f-1', 0, 'lost'));
    server.stop();
    server.log.goBackTo(kept);
    await server.startAgain();
    await untilForgotten(store, 'lost');
    expect(await store.append(appendOf('f-1', 0, 'lost'))).toMatchObject({ kind: 'appended', lastRevision: 1 });
    expect(await store.verify()).toMatchObject({ ok: true, events: 4 });
  });
});

describe('a process that does not know the log yet', () => {
  it('appends before it has read it: the stream itself tells what was done', async () => {
    await fill(await open(), 50);
    keepUnknowing();
    const store = await newcomer();
    expect(await store.append(appendOf('f-1', 0, 'f1'))).toMatchObject({ kind: 'duplicate', stream: 'f-1' });
    expect(await store.append(appendOf('f-2', NO_STREAM, 'f2'))).toMatchObject({ kind: 'duplicate', stream: 'f-2' });
    expect(await store.append(appendOf('f-3', NO_STREAM, 'new'))).toEqual({ kind: 'conflict', actualRevision: 0 });
    expect(await store.append(appendOf('f-3', 0, 'e1', 'e2'))).toMatchObject({ kind: 'appended', lastRevision: 2 });
    expect(await store.append(appendOf('s-1', NO_STREAM, 'e3'))).toMatchObject({ kind: 'appended', lastRevision: 0 });
    server.answerWaiting();
    expect(await store.verify()).toMatchObject({ ok: true, events: 53 });
  });

  it('recognises in every stream what may have been done in another one', async () => {
    await fill(await open(), 50);
    const store = await newcomer();
    expect(await store.append(elsewhere('s-1', 'f3'))).toMatchObject({ kind: 'duplicate', stream: 'f-3' });
    expect(await store.readStream('s-1')).toEqual([]);
  });

  it('holds up nobody else while one of them has to know all streams first', async () => {
    await fill(await open(), 50);
    keepUnknowing();
    const store = await newcomer();
    const done: string[] = [];
    const noted = async (name: string, appending: Promise<unknown>) => {
      const outcome = await appending;
      done.push(name);
      return outcome;
    };
    const held = [
      noted('one', store.append(elsewhere('s-1', 'f3'))),
      noted('many', store.appendMany([elsewhere('s-2', 'f4'), elsewhere('s-3', 'e3')])),
    ];
    await until(() => server.waitingReads > 0);
    // Of the stream that the one that waits would write as well.
    const others = [appendOf('s-1', NO_STREAM, 'e1'), appendOf('s-1', 0, 'e2'), appendOf('s-4', NO_STREAM, 'e4')];
    expect(await noted('others', store.appendMany(others))).toMatchObject([
      { kind: 'appended', lastRevision: 0 },
      { kind: 'appended', lastRevision: 1 },
      { kind: 'appended', lastRevision: 0 },
    ]);
    expect(done).toEqual(['others']);
    server.answerWaiting();
    expect(await Promise.all(held)).toMatchObject([
      { kind: 'duplicate', stream: 'f-3' },
      [{ kind: 'duplicate', stream: 'f-4' }, { kind: 'appended' }],
    ]);
    expect(await store.verify()).toMatchObject({ ok: true, events: 54 });
  });

  it('writes at the very revision that was expected before it waited, or not at all', async () => {
    const writer = await open();
    await fill(writer, 50);
    keepUnknowing();
    const store = await newcomer();
    const held = [store.append(elsewhere('s-1', 'e1')), store.append(elsewhere('s-2', 'e2'))];
    await until(() => server.waitingReads > 0);
    // By this process and by another one, while it waits.
    await store.append(appendOf('s-1', NO_STREAM, 'mine'));
    const other = await newcomer();
    await other.append(appendOf('s-2', NO_STREAM, 'e2'));
    server.answerWaiting();
    expect(await Promise.all(held)).toEqual([
      { kind: 'conflict', actualRevision: 0 },
      { kind: 'duplicate', stream: 's-2', position: expect.any(Number) as unknown },
    ]);
  });

  it('does a command once that is stated again when its stream has become another one', async () => {
    const done = await credit(await open(), 'month-1');
    const [one, many] = [await newcomer(), await newcomer()];
    expect(await credit(one, 'month-2')).toEqual({ ...done, repeated: true });
    const again = createCommandHandler({ store: many, clock }).executeMany([crediting('month-2')]);
    expect(await again).toEqual([{ ...done, repeated: true }]);
    expect(await many.verify()).toMatchObject({ ok: true, events: 1 });
  });

  it('is told to wait until it knows the log, and not to wait any longer', async () => {
    await fill(await open(), 50);
    keepUnknowing();
    const store = await newcomer();
    await store.knowAllStreams(AbortSignal.abort());
    const behind = async () => store.eventsBehind(1);
    expect(await behind()).toBeNull();
    expect(await store.knownLog()).toEqual({ upTo: 0, eventsRead: 0 });
    server.answerWaiting();
    await store.knowAllStreams(new AbortController().signal);
    expect(await behind()).toBe(50);
    const head = await store.head();
    expect(await store.knownLog()).toEqual({ upTo: expect.any(Number) as number, eventsRead: 50 });
    expect((await store.knownLog()).upTo).toBeGreaterThanOrEqual(head);
  });

  it('writes a batch in its order, whichever stream is read first, and reads few streams at a time', async () => {
    await fill(await open(), 50);
    keepUnknowing();
    const store = await newcomer();
    // From here on appends go over one call that is there.
    await store.append(appendOf('s-0', NO_STREAM, 'e0'));
    const streams = Array.from({ length: 70 }, (_, index) => `n-${index}`);
    server.takesMs = (stream) => (stream === 'test.n-0' ? 200 : stream === 'test.n-34' ? 100 : 1);
    const outcomes = await store.appendMany(streams.map((stream) => appendOf(stream, NO_STREAM, `of ${stream}`)));
    expect(outcomes.map(({ kind }) => kind)).toEqual(streams.map(() => 'appended'));
    const written = server.log.events.map(({ stream }) => stream).filter((stream) => stream.startsWith('test.n-'));
    expect(written).toEqual(streams.map((stream) => `test.${stream}`));
    expect(server.mostStreamReads).toBeLessThanOrEqual(32);
  });

  it('writes two appends of one batch to a stream that it has not seen yet', async () => {
    await fill(await open(), 1);
    const store = await open(server, { ids: inMemory() });
    const outcomes = await store.appendMany([appendOf('f-0', 0, 'e1'), appendOf('f-0', 1, 'e2')]);
    expect(outcomes).toMatchObject([{ kind: 'appended' }, { kind: 'appended', lastRevision: 2 }]);
  });

  it('sees within a batch what another process has written to a stream of it meanwhile', async () => {
    const other = await open();
    await fill(other, 1);
    keepUnknowing();
    const store = await newcomer();
    await store.append(appendOf('s-0', NO_STREAM, 'e0'));
    server.takesMs = (stream) => (stream === 'test.slow' ? 500 : 0);
    const writing = store.appendMany([
      appendOf('slow', NO_STREAM, 'e1'),
      appendOf('f-0', 0, 'mine'),
      appendOf('f-0', 1, 'theirs'),
    ]);
    await sleep(100);
    expect(await other.append(appendOf('f-0', 0, 'theirs'))).toMatchObject({ kind: 'appended' });
    expect(await writing).toMatchObject([
      { kind: 'appended' },
      { kind: 'conflict', actualRevision: 1 },
      { kind: 'duplicate', stream: 'f-0' },
    ]);
  });

  it('finds an event whose position is said, and does not know how far behind anything is', async () => {
    const writer = await open();
    await fill(writer, 50);
    const place = (await writer.readStream('f-7'))[0]?.position ?? 0;
    keepUnknowing();
    const store = await newcomer();
    expect((await store.findEvent('f7', place))?.stream).toBe('f-7');
    expect(await store.eventsBehind(place)).toBeNull();
    expect(await store.eventsBehind(await store.head())).toBe(0);
  });

  it('looks into the log once for all who ask at the same time how far behind they are', async () => {
    await fill(await open(), 50);
    keepUnknowing();
    const store = await open(server, { ids: inMemory(), eventsBeforeAppend: 2 });
    const readsOf = async (places: readonly number[]) => {
      const before = server.logReads;
      await Promise.all(places.map((place) => store.eventsBehind(place)));
      return server.logReads - before;
    };
    const places = (await store.readAll({ after: 0, limit: 12 })).events.map(({ position }) => position);
    const alone = await readsOf(places.slice(0, 1));
    expect(alone).toBeGreaterThan(0);
    expect(places).toHaveLength(12);
    expect(await readsOf(places)).toBe(alone);
    // Whoever asks later looks again.
    expect(await readsOf(places.slice(0, 1))).toBe(alone);
  });

  it('knows all of it when it has read on: by events, of every stream', async () => {
    await fill(await open(), 50);
    keepUnknowing();
    const store = await open(server, { ids: inMemory(), eventsBeforeAppend: 10 });
    expect(await store.eventsBehind(0)).toBeNull();
    server.answerWaiting();
    for (const deadline = performance.now() + 30_000; (await store.eventsBehind(0)) === null; await sleep(20)) {
      expect(performance.now()).toBeLessThan(deadline);
    }
    expect(await store.eventsBehind(0)).toBe(50);
    expect(await store.append(appendOf('s-1', NO_STREAM, 'f9'))).toMatchObject({ kind: 'duplicate', stream: 'f-9' });
  });
});

describe('a process that is told to end while the server says nothing', () => {
  /** A client is back on its line long before, on a busy machine too. */
  const CUT_EVERY_MS = 5_000;
  /** Whatever waits for an answer waits for longer than this suite may take. */
  const answersWithinMs = 3_600_000;
  const refused = { name: 'StorageError', fault: 'closed' };

  /** One that waits for its log, in each way there is. */
  async function waiting(stopping?: AbortSignal) {
    await fill(await open(), 50);
    keepUnknowing();
    const store = await open(server, { ids: inMemory(), eventsBeforeAppend: 0, answersWithinMs, stopping });
    const all = [
      store.append(elsewhere('s-1', 'e1')),
      store.findEvent('e2'),
      store.knowAllStreams(new AbortController().signal),
    ].map((one) => one.catch((error: unknown) => error));
    await until(() => server.waitingReads > 0);
    return { store, all };
  }

  it('lets everybody go who waits to know the log, and writes what need not wait', async () => {
    const stopping = new AbortController();
    const { store, all } = await waiting(stopping.signal);
    stopping.abort();
    expect(await Promise.all(all)).toMatchObject([refused, refused, refused]);
    expect(await store.append(appendOf('s-2', NO_STREAM, 'e3'))).toMatchObject({ kind: 'appended' });
    await expect(store.append(elsewhere('s-3', 'e4'))).rejects.toMatchObject(refused);
    expect(await store.readStream('s-1')).toEqual([]);
  });

  it('closes its store, which lets go of them', async () => {
    const { store, all } = await waiting();
    await store.close();
    expect(await Promise.all(all)).toMatchObject([refused, refused, refused]);
  });

  it('closes its store while that looks whether the log is the one it knows', async () => {
    const store = await open(server, { ids: inMemory(), answersWithinMs });
    await fill(store, 3);
    server.keepWaiting('stream');
    // Again and again: a line on which it does not follow the log yet is cut without being missed.
    server.cut();
    const cutting = setInterval(() => server.cut(), CUT_EVERY_MS);
    await until(() => server.waitingReads > 0).finally(() => clearInterval(cutting));
    await store.close();
    await expect(store.head()).rejects.toMatchObject(refused);
  });

  it('does not begin to take messages: whoever gives up waiting has an end of it', async () => {
    await fill(await open(), 50);
    keepUnknowing();
    const store = await open(server, { ids: inMemory(), eventsBeforeAppend: 0, answersWithinMs });
    const givenUp = new AbortController();
    const knowing = store.knowAllStreams(givenUp.signal);
    await until(() => server.waitingReads > 0);
    givenUp.abort();
    expect(await knowing).toBeUndefined();
  });
});

function strange(index: number) {
  const nothing = new Uint8Array();
  return { id: `strange-${index}`, type: 'Other', contentType: 'application/json', data: nothing, metadata: nothing };
}

async function untilForgotten(store: KurrentEventStore, eventId: string): Promise<void> {
  for (const deadline = performance.now() + 30_000; performance.now() < deadline; await sleep(50)) {
    const found = await store.findEvent(eventId).catch(() => 'not yet');
    if (found === null) return;
  }
  throw new Error(`${eventId} was not forgotten`);
}

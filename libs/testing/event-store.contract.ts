import * as fc from 'fast-check';
import { createUpcasting, EventStore, NewEvent, NO_STREAM, StreamAppend, Upcasting } from '#libs/event-store';
import { EventMetadata, RecordedEvent } from '#libs/kernel';

/** One log of an adapter under test, which any number of stores may open at the same time or one after another. */
export interface EventStoreLog {
  open(options?: { readonly upcasting?: Upcasting }): Promise<EventStore>;
  /** Removes the log; every store on it is closed by then. */
  remove(): Promise<void>;
}

const METADATA: EventMetadata = {
  recordedAt: '2026-10-25T09:15:00.000Z',
  actor: 'staff:0017',
  correlationId: 'correlation-1',
  causationId: null,
  commandId: 'command-1',
  commandHash: 'ab'.repeat(32),
};

/** Makes an event whose id is its name. */
export function newEvent(eventId: string, data: object = { note: eventId }, type = 'ReadingAccepted'): NewEvent {
  return { eventId, type, version: 1, data, metadata: METADATA };
}

function appendOf(stream: string, expectedRevision: number, ...eventIds: readonly string[]): StreamAppend {
  return { stream, expectedRevision, events: eventIds.map((eventId) => newEvent(eventId)) };
}

function idsOf(events: readonly RecordedEvent[]): string[] {
  return events.map((event) => event.eventId);
}

async function readWholeLog(store: EventStore, limit = 100): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for (let after = 0; ;) {
    const page = await store.readAll({ after, limit });
    events.push(...page.events);
    if (page.caughtUp) return events;
    after = page.checkpoint;
  }
}

/** Gives a test its log and stores, and closes and removes them afterwards. */
type WithLog = (work: (open: EventStoreLog['open']) => Promise<void>) => Promise<void>;
/** States one rule, tried on a store with an empty log; `open` opens another store on the same log. */
type Rule = (title: string, work: (store: EventStore, open: EventStoreLog['open']) => Promise<void>) => void;

function ruleOn(withLog: WithLog): Rule {
  return (title, work) => it(title, () => withLog(async (open) => work(await open(), open)));
}

/** Sequences of appends that are tried at random; a store behind a network takes long over each. */
const RANDOM_SEQUENCES = 30;

/**
 * The rules that every adapter of the event store keeps. `createLog` makes an empty log; it is called for every test.
 */
export function eventStoreContract(
  name: string,
  createLog: () => Promise<EventStoreLog>,
  randomSequences = RANDOM_SEQUENCES,
): void {
  async function withLog(work: (open: EventStoreLog['open']) => Promise<void>): Promise<void> {
    const log = await createLog();
    const opened: EventStore[] = [];
    try {
      await work(async (options) => {
        const store = await log.open(options);
        opened.push(store);
        return store;
      });
    } finally {
      for (const store of opened) await store.close();
      await log.remove();
    }
  }

  describe(`the event store in ${name}`, () => {
    describe('appending', () => appendingRules(ruleOn(withLog), withLog));
    describe('concurrent appends', () => concurrencyRules(ruleOn(withLog), withLog, randomSequences));
    describe('reading', () => readingRules(ruleOn(withLog), withLog));
    describe('its life', () => lifeRules(ruleOn(withLog)));
  });
}

function appendingRules(rule: Rule, withLog: WithLog): void {
  rule('gives back an event as it was appended, with its place in stream and log', async (store) => {
    const data = {
      account: '6301000017',
      lines: [{ tariff: '45.88' }],
      note: 'Счёт № 1 "a\\b"\n\u0000😀',
      zero: null,
    };
    const events = [newEvent('e1', data), newEvent('e2', { amountKopecks: -5 }, 'PaymentReceived')];
    expect(await store.append({ stream: 's-1', expectedRevision: NO_STREAM, events })).toEqual({
      kind: 'appended',
      lastRevision: 1,
      lastPosition: 2,
    });
    expect(await store.readStream('s-1')).toEqual([
      { ...events[0], stream: 's-1', revision: 0, position: 1 },
      { ...events[1], stream: 's-1', revision: 1, position: 2 },
    ]);
  });

  rule('refuses an append at another revision than the stream has, and writes nothing of it', async (store) => {
    expect(await store.append(appendOf('s-1', 0, 'e0'))).toEqual({ kind: 'conflict', actualRevision: NO_STREAM });
    await store.append(appendOf('s-1', NO_STREAM, 'e1', 'e2'));
    expect(await store.append(appendOf('s-1', NO_STREAM, 'e3'))).toEqual({ kind: 'conflict', actualRevision: 1 });
    expect(await store.append(appendOf('s-1', 0, 'e3'))).toEqual({ kind: 'conflict', actualRevision: 1 });
    expect(await store.append(appendOf('s-1', 2, 'e3'))).toEqual({ kind: 'conflict', actualRevision: 1 });
    expect(idsOf(await readWholeLog(store))).toEqual(['e1', 'e2']);
    expect(await store.append(appendOf('s-1', 1, 'e3'))).toMatchObject({ kind: 'appended', lastRevision: 2 });
  });

  rule(
    'recognises an event id that it has, in this stream and in another, whatever the expected revision',
    async (store) => {
      await store.append(appendOf('s-1', NO_STREAM, 'e1', 'e2'));
      const duplicate = { kind: 'duplicate', stream: 's-1', position: 2 };
      expect(await store.append(appendOf('s-1', 1, 'e2'))).toEqual(duplicate);
      expect(await store.append(appendOf('s-1', NO_STREAM, 'e2'))).toEqual(duplicate);
      expect(await store.append(appendOf('s-2', NO_STREAM, 'e2'))).toEqual(duplicate);
      expect(await store.append(appendOf('s-2', NO_STREAM, 'e3', 'e2', 'e4'))).toEqual(duplicate);
      expect(idsOf(await readWholeLog(store))).toEqual(['e1', 'e2']);
    },
  );

  rule('recognises event ids that are UUIDs', async (store) => {
    const [first, second] = ['0b8e7a70-4d07-8a3b-8f6e-d1f1c9b3a001', '0b8e7a70-4d07-8a3b-8f6e-d1f1c9b3a002'];
    await store.append(appendOf('s-1', NO_STREAM, first));
    expect(await store.append(appendOf('s-2', NO_STREAM, second))).toMatchObject({ kind: 'appended' });
    expect(await store.append(appendOf('s-3', NO_STREAM, first))).toMatchObject({ kind: 'duplicate', position: 1 });
    expect((await store.findEvent(second))?.position).toBe(2);
  });

  rule('lets every append of a batch succeed or fail alone, in order', async (store) => {
    await store.append(appendOf('s-1', NO_STREAM, 'e1'));
    const outcomes = await store.appendMany([
      appendOf('s-2', NO_STREAM, 'e2', 'e3'),
      appendOf('s-1', NO_STREAM, 'e4'),
      appendOf('s-3', NO_STREAM, 'e5', 'e1'),
      appendOf('s-3', NO_STREAM, 'e5'),
      appendOf('s-4', NO_STREAM, 'e2'),
    ]);
    expect(outcomes).toEqual([
      { kind: 'appended', lastRevision: 1, lastPosition: 3 },
      { kind: 'conflict', actualRevision: 0 },
      { kind: 'duplicate', stream: 's-1', position: 1 },
      { kind: 'appended', lastRevision: 0, lastPosition: 4 },
      { kind: 'duplicate', stream: 's-2', position: 2 },
    ]);
    expect(idsOf(await readWholeLog(store))).toEqual(['e1', 'e2', 'e3', 'e5']);
    expect(await store.appendMany([])).toEqual([]);
  });

  rule('lets the appends of a batch to one stream see each other', async (store) => {
    const outcomes = await store.appendMany([
      appendOf('s-1', NO_STREAM, 'e1'),
      appendOf('s-1', 0, 'e2', 'e3'),
      appendOf('s-1', 0, 'e4'),
      appendOf('s-1', 2, 'e5'),
    ]);
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(['appended', 'appended', 'conflict', 'appended']);
    const stream = await store.readStream('s-1');
    expect(stream.map((event) => [event.revision, event.position, event.eventId])).toEqual([
      [0, 1, 'e1'],
      [1, 2, 'e2'],
      [2, 3, 'e3'],
      [3, 4, 'e5'],
    ]);
  });

  it.each<[string, StreamAppend]>([
    ['no event', appendOf('s-1', NO_STREAM)],
    ['an event id twice', appendOf('s-1', NO_STREAM, 'e1', 'e1')],
    ['an empty stream name', appendOf('', NO_STREAM, 'e1')],
    ['a stream name with a line break', appendOf('s\n1', NO_STREAM, 'e1')],
    ['a stream name of 201 characters', appendOf('s'.repeat(201), NO_STREAM, 'e1')],
    ['half of a character', appendOf('s-\ud800', NO_STREAM, 'e1')],
    ['a revision below that of no stream', appendOf('s-1', -2, 'e1')],
    ['a broken revision', appendOf('s-1', 0.5, 'e1')],
    ['version 0', { ...appendOf('s-1', NO_STREAM), events: [{ ...newEvent('e1'), version: 0 }] }],
    ['a list as payload', { ...appendOf('s-1', NO_STREAM), events: [newEvent('e1', [1])] }],
    ['a payload without JSON', { ...appendOf('s-1', NO_STREAM), events: [newEvent('e1', { kopecks: 1n })] }],
    ['a payload too long', { ...appendOf('s-1', NO_STREAM), events: [newEvent('e1', { x: 'x'.repeat(4_000_000) })] }],
  ])('refuses %s, and the appends beside it are written', (_, impossible) =>
    withLog(async (open) => {
      const store = await open();
      const [good, bad, alsoGood] = await Promise.allSettled([
        store.append(appendOf('s-7', NO_STREAM, 'g1')),
        store.append(impossible),
        store.append(appendOf('s-8', NO_STREAM, 'g2')),
      ]);
      expect([good.status, bad.status, alsoGood.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      // Errors of the runtime itself come from another realm under the test runner: their name is what tells.
      expect(['RangeError', 'TypeError']).toContain((bad as PromiseRejectedResult).reason.name);
      await expect(store.appendMany([appendOf('s-9', NO_STREAM, 'g3'), impossible])).rejects.toThrow();
      expect(idsOf(await readWholeLog(store))).toEqual(['g1', 'g2']);
    }),
  );

  rule('keeps what was appended, whatever the caller does to it later', async (store) => {
    const data = { account: '6301000017' };
    const appending = store.append({ stream: 's-1', expectedRevision: NO_STREAM, events: [newEvent('e1', data)] });
    data.account = 'another';
    await appending;
    const read = (await store.readStream('s-1'))[0] as RecordedEvent<string, { account: string }>;
    read.data.account = 'a third';
    expect((await store.findEvent('e1'))?.data).toEqual({ account: '6301000017' });
  });
}

function concurrencyRules(rule: Rule, withLog: WithLog, randomSequences: number): void {
  rule('accepts exactly one of the appends that expect the same revision at the same time', async (store) => {
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, writer) => store.append(appendOf('s-1', NO_STREAM, `e${writer}`))),
    );
    expect(outcomes.filter((outcome) => outcome.kind === 'appended')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome.kind === 'conflict')).toHaveLength(19);
    expect(await store.readStream('s-1')).toHaveLength(1);
  });

  rule('writes every event of fifty writers on one stream exactly once, without a gap', async (_, open) => {
    const stores = [await open(), await open()];
    const events = Array.from({ length: 50 }, (_, writer) => [`w${writer}-a`, `w${writer}-b`] as const);
    await Promise.all(events.map((ids, writer) => appendUntilAccepted(stores[writer % 2] as EventStore, ids)));
    const stream = await (stores[0] as EventStore).readStream('s-1');
    expect(idsOf(stream).sort()).toEqual(events.flat().sort());
    expect(stream.map((event) => event.revision)).toEqual(stream.map((_, index) => index));
    expect(stream.map((event) => event.position)).toEqual(stream.map((_, index) => index + 1));
    expect(await (stores[1] as EventStore).verify()).toEqual({ ok: true, events: 100, head: 100 });
  });

  rule('lets two stores on one log see each other', async (_, open) => {
    const [left, right] = [await open(), await open()];
    await left.append(appendOf('s-1', NO_STREAM, 'e1'));
    expect(await right.append(appendOf('s-1', NO_STREAM, 'e2'))).toEqual({ kind: 'conflict', actualRevision: 0 });
    expect(await right.append(appendOf('s-1', 0, 'e2'))).toMatchObject({ kind: 'appended', lastPosition: 2 });
    expect(await left.append(appendOf('s-2', NO_STREAM, 'e2'))).toMatchObject({ kind: 'duplicate', position: 2 });
    expect(await left.append(appendOf('s-2', NO_STREAM, 'e3'))).toMatchObject({ kind: 'appended', lastPosition: 3 });
    expect(idsOf(await readWholeLog(right))).toEqual(['e1', 'e2', 'e3']);
  });

  it('behaves like a plain list of events under any sequence of appends', async () => {
    const eventIds = fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 3 });
    const appends = fc.record({
      stream: fc.constantFrom('s-1', 's-2', 's-3'),
      expectedRevision: fc.integer({ min: NO_STREAM, max: 4 }),
      eventIds: eventIds.map((ids) => ids.map((id) => `e${id}`)),
    });
    const batches = fc.array(fc.array(appends, { minLength: 1, maxLength: 5 }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(batches, async (script) => {
        await withLog(async (open) => {
          const store = await open();
          const model: { stream: string; eventId: string }[] = [];
          for (const batch of script) {
            const expected = batch.map((append) => appendToModel(model, append));
            const outcomes = await store.appendMany(
              batch.map(({ stream, expectedRevision, eventIds: ids }) => appendOf(stream, expectedRevision, ...ids)),
            );
            expect(outcomes.map((outcome) => outcome.kind)).toEqual(expected);
          }
          const log = await readWholeLog(store, 3);
          expect(log.map(({ stream, eventId }) => ({ stream, eventId }))).toEqual(model);
          expect(log.map((event) => event.position)).toEqual(model.map((_, index) => index + 1));
          expect(await store.verify()).toEqual({ ok: true, events: model.length, head: model.length });
        });
      }),
      { numRuns: randomSequences },
    );
  }, 120_000);
}

async function appendUntilAccepted(store: EventStore, eventIds: readonly string[]): Promise<void> {
  for (;;) {
    const revision = (await store.readStream('s-1')).at(-1)?.revision ?? NO_STREAM;
    const outcome = await store.append(appendOf('s-1', revision, ...eventIds));
    if (outcome.kind === 'appended') return;
    expect(outcome.kind).toBe('conflict');
  }
}

function appendToModel(
  model: { stream: string; eventId: string }[],
  append: { stream: string; expectedRevision: number; eventIds: readonly string[] },
): string {
  const { stream, expectedRevision, eventIds } = append;
  if (model.some((event) => eventIds.includes(event.eventId))) return 'duplicate';
  if (model.filter((event) => event.stream === stream).length - 1 !== expectedRevision) return 'conflict';
  model.push(...eventIds.map((eventId) => ({ stream, eventId })));
  return 'appended';
}

function readingRules(rule: Rule, withLog: WithLog): void {
  rule('reads a stream from a revision, and nothing of a stream that is not there', async (store) => {
    await store.append(appendOf('s-1', NO_STREAM, 'e1', 'e2', 'e3'));
    expect(idsOf(await store.readStream('s-1', 1))).toEqual(['e2', 'e3']);
    expect(await store.readStream('s-1', 3)).toEqual([]);
    expect(await store.readStream('s-2')).toEqual([]);
  });

  rule('reads many streams at once and leaves out those that are not there', async (store) => {
    await store.appendMany([appendOf('s-1', NO_STREAM, 'e1', 'e2'), appendOf('s-2', NO_STREAM, 'e3')]);
    const streams = await store.readStreams(['s-2', 's-9', 's-1', 's-2']);
    expect([...streams.keys()].sort()).toEqual(['s-1', 's-2']);
    expect(streams.get('s-1')).toEqual(await store.readStream('s-1'));
    expect(idsOf(streams.get('s-2') ?? [])).toEqual(['e3']);
  });

  rule('reads the log in pages, each beginning behind the checkpoint of the one before', async (store) => {
    await store.append(appendOf('s-1', NO_STREAM, 'e1', 'e2', 'e3'));
    await store.append(appendOf('s-2', NO_STREAM, 'e4', 'e5'));
    const first = await store.readAll({ after: 0, limit: 2 });
    expect([idsOf(first.events), first.checkpoint, first.caughtUp]).toEqual([['e1', 'e2'], 2, false]);
    const second = await store.readAll({ after: 2, limit: 3 });
    expect([idsOf(second.events), second.checkpoint, second.caughtUp]).toEqual([['e3', 'e4', 'e5'], 5, true]);
    expect(await store.readAll({ after: 5, limit: 2 })).toEqual({ events: [], checkpoint: 5, caughtUp: true });
    expect(await store.readAll({ after: 9, limit: 2 })).toEqual({ events: [], checkpoint: 9, caughtUp: true });
  });

  rule('gives the same events from the log as from the streams, metadata included', async (store) => {
    await store.append(appendOf('s-1', NO_STREAM, 'e1', 'e2'));
    const { events } = await store.readAll({ after: 0, limit: 10 });
    expect(events.map((event) => ({ ...event, metadata: metadataFields(event.metadata) }))).toEqual(
      await store.readStream('s-1'),
    );
    expect(JSON.parse(JSON.stringify(events))).toEqual(await store.readStream('s-1'));
  });

  rule('reads only the types asked for, and moves the checkpoint past the others', async (store) => {
    const events = ['A', 'B', 'A', 'C', 'B', 'B'].map((type, index) => newEvent(`e${index + 1}`, {}, type));
    await store.append({ stream: 's-1', expectedRevision: NO_STREAM, events });
    const first = await store.readAll({ after: 0, limit: 2, types: ['A', 'C'] });
    expect([idsOf(first.events), first.checkpoint, first.caughtUp]).toEqual([['e1', 'e3'], 3, false]);
    const second = await store.readAll({ after: 3, limit: 2, types: ['A', 'C'] });
    expect([idsOf(second.events), second.checkpoint, second.caughtUp]).toEqual([['e4'], 6, true]);
    const none = await store.readAll({ after: 0, limit: 2, types: ['Z'] });
    expect([none.events, none.checkpoint, none.caughtUp]).toEqual([[], 6, true]);
    const noTypes = await store.readAll({ after: 0, limit: 2, types: [] });
    expect([noTypes.events, noTypes.checkpoint, noTypes.caughtUp]).toEqual([[], 6, true]);
  });

  rule('reads up to a position and calls that caught up', async (store) => {
    await store.append(appendOf('s-1', NO_STREAM, 'e1', 'e2', 'e3', 'e4'));
    const page = await store.readAll({ after: 1, limit: 10, upTo: 3 });
    expect([idsOf(page.events), page.checkpoint, page.caughtUp]).toEqual([['e2', 'e3'], 3, true]);
    const filtered = await store.readAll({ after: 0, limit: 10, upTo: 2, types: ['Z'] });
    expect([filtered.events, filtered.checkpoint, filtered.caughtUp]).toEqual([[], 2, true]);
    expect((await store.readAll({ after: 3, limit: 10, upTo: 2 })).checkpoint).toBe(3);
  });

  rule('reads what stands before an event and calls that caught up', async (store) => {
    await store.append(appendOf('s-1', NO_STREAM, 'e1', 'e2', 'e3', 'e4'));
    const page = await store.readAll({ after: 1, limit: 10, before: 4 });
    expect([idsOf(page.events), page.checkpoint, page.caughtUp]).toEqual([['e2', 'e3'], 3, true]);
    const cut = await store.readAll({ after: 0, limit: 2, before: 4 });
    expect([idsOf(cut.events), cut.checkpoint, cut.caughtUp]).toEqual([['e1', 'e2'], 2, false]);
    const filtered = await store.readAll({ after: 0, limit: 10, before: 3, types: ['Z'] });
    expect([filtered.events, filtered.caughtUp]).toEqual([[], true]);
    // How far the checkpoint goes past other types is the store's affair; never up to the event itself.
    expect(filtered.checkpoint).toBeLessThan(3);
  });

  it.each([
    { after: 0, limit: 0 },
    { after: 0, limit: 1.5 },
    { after: -1, limit: 1 },
  ])('refuses to read a page of %j', (options) =>
    withLog(async (open) => {
      const store = await open();
      await expect(store.readAll(options)).rejects.toThrow(RangeError);
    }),
  );

  rule('tells how many events stand behind a position, in events whatever its positions are', async (store, open) => {
    expect(await store.eventsBehind(0)).toBe(0);
    await store.append(appendOf('s-1', NO_STREAM, 'e1', 'e2'));
    await (await open()).append(appendOf('s-2', NO_STREAM, 'e3'));
    const places = [0, 1, 2, 3];
    expect(await Promise.all(places.map((place) => store.eventsBehind(place)))).toEqual([3, 2, 1, 0]);
    expect(await store.eventsBehind(4)).toBe(0);
  });

  rule('knows which events stand in any stream once it was asked to, whoever has written them', async (store, open) => {
    await store.append(appendOf('s-1', NO_STREAM, 'e1', 'e2'));
    await (await open()).append(appendOf('s-2', NO_STREAM, 'e3'));
    await store.knowAllStreams(new AbortController().signal);
    expect((await store.knownLog()).upTo).toBe(3);
  });

  rule('finds an event by its id, whether its position is said, or a wrong one, or none', async (store) => {
    await store.append(appendOf('s-1', NO_STREAM, 'e1', 'e2'));
    expect((await store.findEvent('e2', 2))?.eventId).toBe('e2');
    expect((await store.findEvent('e2', 1))?.eventId).toBe('e2');
    expect(await store.findEvent('e3', 1)).toBeNull();
    expect(await store.findEvent('e2')).toEqual((await store.readStream('s-1'))[1]);
    expect(await store.findEvent('e3')).toBeNull();
  });

  rule('lifts old events to their newest version, whichever way they are read', async (_, open) => {
    const writer = await open();
    const old = newEvent('e1', { litres: 1500 });
    await writer.append({ stream: 's-1', expectedRevision: NO_STREAM, events: [old, newEvent('e2', {}, 'Other')] });
    const upcasting = createUpcasting([
      { type: old.type, fromVersion: 1, upcast: (data) => ({ volumeM3: String(Number(data['litres']) / 1000) }) },
      { type: old.type, fromVersion: 2, upcast: (data) => ({ ...data, source: 'unknown' }) },
    ]);
    const store = await open({ upcasting });
    const read = [
      (await store.readStream('s-1'))[0],
      (await store.readStreams(['s-1'])).get('s-1')?.[0],
      (await store.readAll({ after: 0, limit: 1 })).events[0],
      (await store.readAll({ after: 0, limit: 1, types: [old.type] })).events[0],
      await store.findEvent('e1'),
    ];
    for (const event of read) {
      expect(event).toMatchObject({ version: 3, data: { volumeM3: '1.5', source: 'unknown' } });
    }
    expect(await store.findEvent('e2')).toMatchObject({ version: 1, data: {} });
    expect(await store.verify()).toMatchObject({ ok: true });
  });
}

function metadataFields(metadata: EventMetadata): EventMetadata {
  const { recordedAt, actor, correlationId, causationId, commandId, commandHash } = metadata;
  return { recordedAt, actor, correlationId, causationId, commandId, commandHash };
}

function lifeRules(rule: Rule): void {
  rule('begins empty', async (store) => {
    expect(await store.head()).toBe(0);
    expect(await store.lastEvent()).toBeNull();
    expect(await store.readAll({ after: 0, limit: 5 })).toEqual({ events: [], checkpoint: 0, caughtUp: true });
    expect(await store.verify()).toEqual({ ok: true, events: 0, head: 0 });
  });

  rule('has what was appended when it is opened again', async (_, open) => {
    const first = await open();
    await first.append(appendOf('s-1', NO_STREAM, 'e1', 'e2'));
    await first.close();
    const second = await open();
    expect(await second.head()).toBe(2);
    expect(await second.lastEvent()).toMatchObject({ eventId: 'e2', position: 2, revision: 1 });
    expect(await second.append(appendOf('s-1', 1, 'e3'))).toMatchObject({ lastRevision: 2, lastPosition: 3 });
    expect(await second.verify()).toEqual({ ok: true, events: 3, head: 3 });
  });

  rule('writes on closing what still waits, and refuses everything afterwards', async (store, open) => {
    const appending = store.append(appendOf('s-1', NO_STREAM, 'e1'));
    await store.close();
    expect(await appending).toMatchObject({ kind: 'appended' });
    const refusal = { code: 'EVENT_STORE_UNAVAILABLE', fault: 'closed' };
    await expect(store.append(appendOf('s-1', 0, 'e2'))).rejects.toMatchObject(refusal);
    await expect(store.readAll({ after: 0, limit: 1 })).rejects.toMatchObject(refusal);
    await expect(store.readStream('s-1')).rejects.toMatchObject(refusal);
    expect(idsOf(await (await open()).readStream('s-1'))).toEqual(['e1']);
  });

  rule('tells its listeners of appends until they stop, and not of appends that changed nothing', async (store) => {
    let calls = 0;
    const stop = store.onAppended(() => {
      calls += 1;
    });
    await store.append(appendOf('s-1', NO_STREAM, 'e1'));
    await turnsOfTheLoop();
    expect(calls).toBe(1);
    await store.append(appendOf('s-1', NO_STREAM, 'e2'));
    await turnsOfTheLoop();
    expect(calls).toBe(1);
    stop();
    await store.append(appendOf('s-1', 0, 'e2'));
    await turnsOfTheLoop();
    expect(calls).toBe(1);
  });
}

async function turnsOfTheLoop(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

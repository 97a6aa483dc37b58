import { AppendOutcome, EventStore, isStorageError, LogPage, ReadAllOptions } from '#libs/event-store';
import { RecordedEvent } from '#libs/kernel';

const WHOLE_LOG = 10_000;

/**
 * A store whose positions have gaps, seen with the place of each event in the order of the log instead of its position,
 * so that the rules for event stores can be said in numbers. What only such a store promises is checked on the way:
 * that positions grow, and that an append tells the position of each of its events.
 */
export function numberedEventStore(store: EventStore): EventStore {
  async function positions(): Promise<number[]> {
    const found: number[] = [];
    for (let after = 0; ;) {
      const page = await store.readAll({ after, limit: WHOLE_LOG });
      found.push(...page.events.map(({ position }) => position));
      if (page.caughtUp) break;
      after = page.checkpoint;
    }
    found.forEach((position, index) => expect(position).toBeGreaterThan(found[index - 1] ?? 0));
    return found;
  }
  /** The place of a position; 0 for none. */
  function placeOf(position: number, found: readonly number[]): number {
    const index = found.indexOf(position);
    if (position !== 0 && index === -1) throw new Error(`No event stands at position ${position}`);
    return index + 1;
  }
  /** The position at a place; one behind the end of the log stays behind it. */
  function positionAt(place: number, found: readonly number[]): number {
    if (place === 0) return 0;
    return found[place - 1] ?? (found.at(-1) ?? 0) + (place - found.length) * 1_000_000;
  }
  async function numbered(event: RecordedEvent | null | undefined): Promise<RecordedEvent | null> {
    return event ? { ...event, position: placeOf(event.position, await positions()) } : null;
  }
  async function numberedAll(events: readonly RecordedEvent[]): Promise<RecordedEvent[]> {
    const found = events.length === 0 ? [] : await positions();
    return events.map((event) => ({ ...event, position: placeOf(event.position, found) }));
  }
  async function outcomesOf(outcomes: readonly AppendOutcome[]): Promise<AppendOutcome[]> {
    const found = outcomes.every(({ kind }) => kind === 'conflict') ? [] : await positions();
    return outcomes.map((outcome): AppendOutcome => {
      if (outcome.kind === 'conflict') return outcome;
      if (outcome.kind === 'duplicate') return { ...outcome, position: placeOf(outcome.position, found) };
      const { kind, lastRevision, lastPosition, positions: told = [] } = outcome;
      const last = placeOf(lastPosition, found);
      expect(told.map((position) => placeOf(position, found))).toEqual(
        told.map((_, index) => last - told.length + 1 + index),
      );
      expect(told.at(-1)).toBe(lastPosition);
      return { kind, lastRevision, lastPosition: last };
    });
  }
  async function readAll(options: ReadAllOptions): Promise<LogPage> {
    // What the store refuses it refuses as it is given.
    if (!Number.isSafeInteger(options.after) || options.after < 0 || options.limit < 1) return store.readAll(options);
    const found = await positions();
    const after = positionAt(options.after, found);
    const upTo = options.upTo === undefined ? {} : { upTo: positionAt(options.upTo, found) };
    const before = options.before === undefined ? {} : { before: positionAt(options.before, found) };
    const page = await store.readAll({ ...options, after, ...upTo, ...before });
    const checkpoint = page.checkpoint === after ? options.after : placeOf(page.checkpoint, found);
    return { ...page, events: await numberedAll(page.events), checkpoint };
  }
  return {
    async append(append) {
      const outcome = await store.append(append);
      // Closed meanwhile: nobody can say where it stands.
      return (await orClosed(outcomesOf([outcome])))?.[0] ?? outcome;
    },
    appendMany: async (appends) => outcomesOf(await store.appendMany(appends)),
    readStream: async (stream, fromRevision) => numberedAll(await store.readStream(stream, fromRevision)),
    async readStreams(streams) {
      const found = await store.readStreams(streams);
      const all = [...found].map(async ([stream, events]) => [stream, await numberedAll(events)] as const);
      return new Map(await Promise.all(all));
    },
    readAll,
    async findEvent(eventId, at) {
      const position = at === undefined ? undefined : positionAt(at, await positions());
      return numbered(await store.findEvent(eventId, position));
    },
    eventsBehind: async (position) => store.eventsBehind(positionAt(position, await positions())),
    head: async () => placeOf(await store.head(), await positions()),
    knowAllStreams: (givenUp) => store.knowAllStreams(givenUp),
    async knownLog() {
      const { upTo, eventsRead } = await store.knownLog();
      return { upTo: (await positions()).filter((position) => position <= upTo).length, eventsRead };
    },
    lastEvent: async () => numbered(await store.lastEvent()),
    onAppended: (listener) => store.onAppended(listener),
    async verify(onProgress) {
      const result = await store.verify(onProgress);
      const found = await positions();
      if (!result.ok) return { ...result, position: placeOf(result.position, found) };
      return { ...result, head: placeOf(result.head, found) };
    },
    close: () => store.close(),
  };
}

async function orClosed<Answer>(work: Promise<Answer>): Promise<Answer | null> {
  try {
    return await work;
  } catch (error) {
    if (isStorageError(error) && error.fault === 'closed') return null;
    throw error;
  }
}

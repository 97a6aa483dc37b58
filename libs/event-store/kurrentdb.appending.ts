import type { AppendResult, ResolvedEvent } from '@kurrent/kurrentdb-client';
import { EventIds, NotedEvent, PlaceOfEvent } from './event-ids.port';
import { AppendOutcome, NO_STREAM } from './event-store.port';
import { ATTEMPTS_MAX, KurrentConnection } from './kurrentdb.connection';
import { isPassing, isWrongVersion } from './kurrentdb.errors';
import { eventIdOfKurrent, headOf, numberOf, positionOf, sealed, SealedAppend } from './kurrentdb.mapping';
import { KurrentReading, STREAMS_AT_ONCE } from './kurrentdb.reading';
import { StreamHeads } from './kurrentdb.stream-heads';
import { StorageError } from './storage-error';
import { PreparedAppend } from './stored-event';

export interface KurrentAppendingParts {
  readonly connection: KurrentConnection;
  readonly reading: KurrentReading;
  readonly heads: StreamHeads;
  readonly ids: EventIds;
  /** Whether the ids of everything in the log are known, after what others have written was read as far as is bearable. */
  isNear(): Promise<boolean>;
  /** Resolves when the ids of everything in the log are known. */
  knowAll(): Promise<void>;
  /** Events were written; the last stands at this position. */
  onWritten(position: number): void;
}

/** What a stream says of the events of an append: where they stand already, null where they do not, or why it could not be read. */
type Look = PromiseSettledResult<AppendOutcome | null>;

const NOT_THERE: Look = { status: 'fulfilled', value: null };

/**
 * Appends at exact expected revisions. Whatever the server answers, or does not answer, the stream says what happened:
 * on a conflict and after a lost answer it is read again, and the ids of its events are compared.
 */
export class KurrentAppending {
  /** Events of the batch under way that were written and could not be noted. */
  private notNoted = new Map<string, PlaceOfEvent>();

  constructor(private readonly parts: KurrentAppendingParts) {}

  /**
   * Sends appends over one call, without waiting for each: the server writes them in the order in which they come. An
   * append that another one before it may decide, by its stream or by an event id, waits for it. Whatever has to be read
   * is read before, so that the order of sending is that of the batch and not that in which reads end.
   */
  async write(appends: readonly PreparedAppend[]): Promise<readonly PromiseSettledResult<AppendOutcome>[]> {
    const { connection } = this.parts;
    // What the batch before could not note is read from the log here, or nothing is written.
    const areIdsKnown = await this.areIdsKnown(appends);
    this.notNoted = new Map();
    const looks = await this.lookIntoStreams(appends, areIdsKnown);
    const results: Promise<AppendOutcome>[] = [];
    const underWay = new Set<string>();
    for (const append of appends) {
      const names = [`stream ${append.stream}`, ...append.events.map(({ eventId }) => `event ${eventId}`)];
      if (names.some((name) => underWay.has(name)) || !connection.keepsOrder) {
        await Promise.allSettled(results);
        underWay.clear();
      }
      for (const name of names) underWay.add(name);
      // Meanwhile an append before it, or another process, may have written to its stream.
      const look = looks.get(append) ?? (await this.lookIntoItsStream(append, areIdsKnown));
      const result = this.writeOne(append, look);
      // A failure is told at the end, with the others; until then nobody may be waiting for it.
      result.catch(() => undefined);
      results.push(result);
    }
    return Promise.allSettled(results);
  }

  /**
   * A batch knows all ids as soon as one append of it needs them. That one waited for them before it was queued: what
   * is read here is what came since, unless the log has become another one meanwhile, which is read from its beginning.
   */
  private async areIdsKnown(appends: readonly PreparedAppend[]): Promise<boolean> {
    if (!appends.some(({ mayStandElsewhere }) => mayStandElsewhere)) return this.parts.isNear();
    await this.parts.knowAll();
    return true;
  }

  /** Sends before anything is waited for: the order of calls is the order of sending. */
  private async writeOne(append: PreparedAppend, look: Look): Promise<AppendOutcome> {
    const { heads, ids } = this.parts;
    for (const { eventId } of append.events) {
      const found = ids.find(eventId) ?? this.notNoted.get(eventId) ?? null;
      if (found !== null) return { kind: 'duplicate', stream: found.stream, position: found.position };
    }
    if (look.status === 'rejected') throw look.reason;
    if (look.value !== null) return look.value;
    const head = heads.of(append);
    if (head === null) return this.refusalOf(append, await this.behind(append));
    return this.send(append, sealed(append, head, this.parts.reading.names));
  }

  /** Looks into each stream for the first append to it, so many streams at a time; a failure is that of its append alone. */
  private async lookIntoStreams(
    appends: readonly PreparedAppend[],
    areIdsKnown: boolean,
  ): Promise<ReadonlyMap<PreparedAppend, Look>> {
    const firsts = new Map<string, PreparedAppend>();
    for (const append of appends) if (!firsts.has(append.stream)) firsts.set(append.stream, append);
    const looks = new Map<PreparedAppend, Look>();
    for (const rest = [...firsts.values()]; rest.length > 0;) {
      const some = rest.splice(0, STREAMS_AT_ONCE);
      await Promise.all(
        some.map(async (append) => looks.set(append, await this.lookIntoItsStream(append, areIdsKnown))),
      );
    }
    return looks;
  }

  /**
   * Knows afterwards on what the append builds. While not all ids are known the stream itself is asked for those of the
   * append: a command writes one stream, and one whose stream goes by the time says so (`mayStandElsewhere`).
   */
  private async lookIntoItsStream(append: PreparedAppend, areIdsKnown: boolean): Promise<Look> {
    const { stream, events } = append;
    try {
      await this.parts.heads.look(append);
      if (areIdsKnown) return NOT_THERE;
      const value = duplicateAmong(stream, events, await this.parts.reading.stream(stream, 0));
      return { status: 'fulfilled', value };
    } catch (reason) {
      return { status: 'rejected', reason };
    }
  }

  private async send(append: PreparedAppend, sent: SealedAppend): Promise<AppendOutcome> {
    const { connection, reading } = this.parts;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const result = await connection.append(reading.names.of(append.stream), sent.events, append.expectedRevision);
        requireExpected(append, result);
        return this.written(append, sent, await this.positionsOf(append, result));
      } catch (error) {
        const isLost = !isWrongVersion(error);
        if (isLost && (attempt >= ATTEMPTS_MAX || !isPassing(error))) throw error;
        if (isLost) await connection.pause(attempt);
        const behind = await this.behind(append);
        // The very events of this call: they were written, and only the answer was lost.
        if (behind[0]?.event?.id === sent.events[0]?.id) {
          return this.written(append, sent, behind.slice(0, sent.events.length).map(positionOf));
        }
        // Nothing was written, or not yet: sent again at the same revision, the events can be written once at most.
        if (isLost && behind.length === 0) continue;
        return this.refusalOf(append, behind);
      }
    }
  }

  /** What stands in the stream behind the revision that was expected. */
  private behind({ stream, expectedRevision }: PreparedAppend): Promise<ResolvedEvent[]> {
    return this.parts.reading.stream(stream, expectedRevision + 1);
  }

  private async refusalOf(append: PreparedAppend, behind: readonly ResolvedEvent[]): Promise<AppendOutcome> {
    const { stream, events } = append;
    const before = duplicateAmong(stream, events, behind);
    if (before !== null) return before;
    const last = behind.at(-1) ?? (await this.parts.reading.lastOfStream(stream));
    if (last === null) return { kind: 'conflict', actualRevision: NO_STREAM };
    const head = headOf(last);
    this.parts.heads.see(stream, head);
    return { kind: 'conflict', actualRevision: head.revision };
  }

  /** The server tells the position of the last event; those of several are read. Throws StorageError. */
  private async positionsOf(append: PreparedAppend, { position }: AppendResult): Promise<number[]> {
    const count = append.events.length;
    if (count === 1 && position !== undefined) return [numberOf(position.commit)];
    const written = await this.parts.reading.streamPage(append.stream, append.expectedRevision + 1, count);
    return written.map(positionOf);
  }

  private written(append: PreparedAppend, { head, events }: SealedAppend, positions: readonly number[]): AppendOutcome {
    const { heads, onWritten } = this.parts;
    const { stream, expectedRevision } = append;
    heads.see(stream, head);
    const noted = append.events.map(({ eventId }, index) => ({
      eventId,
      stream,
      revision: expectedRevision + 1 + index,
      position: positions[index] as number,
      writtenAs: events[index]?.id ?? '',
    }));
    this.note(noted);
    const lastPosition = positions.at(-1) as number;
    onWritten(lastPosition);
    return { kind: 'appended', lastRevision: head.revision, lastPosition, positions };
  }

  /**
   * What was written stands, also where it cannot be noted, such as on a disk that is full. The place up to which ids are
   * known lies before it: it is read again from the log, by the subscription, which says what is wrong, and before the next batch.
   */
  private note(events: readonly NotedEvent[]): void {
    try {
      this.parts.ids.note(events);
    } catch {
      for (const event of events) this.notNoted.set(event.eventId, event);
    }
  }
}

/**
 * A stream that somebody has deleted reads as one that never was, and is continued behind its old revisions. Throws
 * StorageError: what the append was decided on is not what the stream has been.
 */
function requireExpected({ stream, events, expectedRevision }: PreparedAppend, { nextExpectedRevision }: AppendResult) {
  if (nextExpectedRevision === BigInt(expectedRevision + events.length)) return;
  const message = `KurrentDB has continued ${stream} at revision ${nextExpectedRevision}: the events before were deleted`;
  throw new StorageError('damaged', message);
}

function duplicateAmong(
  stream: string,
  events: PreparedAppend['events'],
  written: readonly ResolvedEvent[],
): AppendOutcome | null {
  const ours = new Set(events.map(({ eventId }) => eventId));
  const found = written.find((resolved) => ours.has(eventIdOfKurrent(resolved)));
  return found === undefined ? null : { kind: 'duplicate', stream, position: positionOf(found) };
}

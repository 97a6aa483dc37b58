import { RecordedEvent } from '#libs/kernel';
import { AppendListeners } from './append-listeners';
import {
  AppendOutcome,
  EventStore,
  KnownLog,
  LogPage,
  ReadAllOptions,
  StreamAppend,
  VerifyResult,
} from './event-store.port';
import { endOfPage, pageLimit } from './read-all';
import { EventRow, recordedEventOf } from './recorded-event';
import { StorageError } from './storage-error';
import { EMPTY_STREAM, hashOfEvent, PreparedAppend, prepareAppend, StoredEvent, StreamHead } from './stored-event';
import { NO_UPCASTING, Upcasting } from './upcasting';
import { beginLogCheck } from './verification';

/** A log that several stores may share, as several processes share a file. */
export interface MemoryLog {
  readonly events: StoredEvent[];
  readonly streams: Map<string, StoredEvent[]>;
  readonly byId: Map<string, StoredEvent>;
}

export function createMemoryLog(): MemoryLog {
  return { events: [], streams: new Map(), byId: new Map() };
}

export interface MemoryEventStoreOptions {
  readonly upcasting?: Upcasting;
  /** The log to work on; a new one where absent. */
  readonly log?: MemoryLog;
}

/** The event store in memory, for tests and trials. It keeps payloads as text, so that it forgets what a file would forget. */
export class MemoryEventStore implements EventStore {
  private readonly upcasting: Upcasting;
  private readonly log: MemoryLog;
  private readonly listeners = new AppendListeners();
  private isClosed = false;

  constructor(options: MemoryEventStoreOptions = {}) {
    this.upcasting = options.upcasting ?? NO_UPCASTING;
    this.log = options.log ?? createMemoryLog();
  }

  async append(append: StreamAppend): Promise<AppendOutcome> {
    const outcomes = await this.appendMany([append]);
    return outcomes[0] as AppendOutcome;
  }

  async appendMany(appends: readonly StreamAppend[]): Promise<readonly AppendOutcome[]> {
    this.requireOpen();
    const prepared = appends.map(prepareAppend);
    const headBefore = this.log.events.length;
    const outcomes = prepared.map((append) => this.write(append));
    if (this.log.events.length > headBefore) this.listeners.tell();
    return outcomes;
  }

  async readStream(stream: string, fromRevision = 0): Promise<readonly RecordedEvent[]> {
    this.requireOpen();
    const events = this.log.streams.get(stream) ?? [];
    return events.slice(Math.max(0, fromRevision)).map((event) => this.recorded(event, false));
  }

  async readStreams(streams: readonly string[]): Promise<ReadonlyMap<string, readonly RecordedEvent[]>> {
    const found = new Map<string, readonly RecordedEvent[]>();
    for (const stream of new Set(streams)) {
      const events = await this.readStream(stream);
      if (events.length > 0) found.set(stream, events);
    }
    return found;
  }

  async readAll(options: ReadAllOptions): Promise<LogPage> {
    this.requireOpen();
    const { after } = options;
    const limit = pageLimit(options);
    const types = options.types === undefined ? null : new Set(options.types);
    const last = Math.min(endOfPage(options), this.log.events.length);
    if (after >= last) return { events: [], checkpoint: after, caughtUp: true };
    const events: RecordedEvent[] = [];
    let checkpoint = after;
    while (checkpoint < last && events.length < limit) {
      const event = this.log.events[checkpoint] as StoredEvent;
      if (types === null || types.has(event.type)) events.push(this.recorded(event, true));
      checkpoint += 1;
    }
    return { events, checkpoint, caughtUp: checkpoint >= last };
  }

  async findEvent(eventId: string): Promise<RecordedEvent | null> {
    this.requireOpen();
    const event = this.log.byId.get(eventId);
    return event === undefined ? null : this.recorded(event, false);
  }

  async head(): Promise<number> {
    this.requireOpen();
    return this.log.events.length;
  }

  async eventsBehind(position: number): Promise<number> {
    return Math.max(0, (await this.head()) - position);
  }

  async knowAllStreams(_givenUp: AbortSignal): Promise<void> {
    this.requireOpen();
  }

  async knownLog(): Promise<KnownLog> {
    return { upTo: await this.head(), eventsRead: 0 };
  }

  async lastEvent(): Promise<RecordedEvent | null> {
    this.requireOpen();
    const event = this.log.events.at(-1);
    return event === undefined ? null : this.recorded(event, false);
  }

  onAppended(listener: () => void): () => void {
    return this.listeners.add(listener);
  }

  async verify(onProgress?: (position: number) => void): Promise<VerifyResult> {
    this.requireOpen();
    const check = beginLogCheck(0, (stream, position) => this.headBefore(stream, position));
    for (const event of this.log.events) {
      const fault = check.check(event);
      if (fault !== null) return fault;
    }
    onProgress?.(check.position);
    return { ok: true, events: check.events, head: check.position };
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.listeners.clear();
  }

  private requireOpen(): void {
    if (this.isClosed) throw new StorageError('closed', 'The event store is closed');
  }

  private write(append: PreparedAppend): AppendOutcome {
    const stream = this.log.streams.get(append.stream) ?? [];
    for (const { eventId } of append.events) {
      const found = this.log.byId.get(eventId);
      if (found !== undefined) return { kind: 'duplicate', stream: found.stream, position: found.position };
    }
    let head: StreamHead = stream.at(-1) ?? EMPTY_STREAM;
    if (head.revision !== append.expectedRevision) return { kind: 'conflict', actualRevision: head.revision };
    for (const event of append.events) {
      const place = {
        stream: append.stream,
        revision: head.revision + 1,
        position: this.log.events.length + 1,
        previousHash: head.hash,
      };
      const stored: StoredEvent = { ...event, ...place, hash: hashOfEvent(event, place) };
      this.log.events.push(stored);
      this.log.byId.set(stored.eventId, stored);
      stream.push(stored);
      head = stored;
    }
    this.log.streams.set(append.stream, stream);
    return { kind: 'appended', lastRevision: head.revision, lastPosition: this.log.events.length };
  }

  private headBefore(stream: string, position: number): StreamHead {
    return this.log.streams.get(stream)?.findLast((event) => event.position < position) ?? EMPTY_STREAM;
  }

  private recorded(event: StoredEvent, lazily: boolean): RecordedEvent {
    const row: EventRow = [
      event.position,
      event.eventId,
      event.stream,
      event.revision,
      event.type,
      event.version,
      event.metadata,
      event.data,
    ];
    return recordedEventOf(row, this.upcasting, lazily);
  }
}

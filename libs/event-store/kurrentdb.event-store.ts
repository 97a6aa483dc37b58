import type { AllStreamResolvedEvent, ResolvedEvent } from '@kurrent/kurrentdb-client';
import { RecordedEvent } from '#libs/kernel';
import { AppendListeners } from './append-listeners';
import { EventIds } from './event-ids.port';
import {
  AppendOutcome,
  EventStore,
  KnownLog,
  LogPage,
  ReadAllOptions,
  StreamAppend,
  VerifyResult,
} from './event-store.port';
import { AppendQueue } from './kurrentdb.append-queue';
import { KurrentAppending } from './kurrentdb.appending';
import { KurrentConnection } from './kurrentdb.connection';
import { KurrentLogFollowing } from './kurrentdb.log-following';
import { eventIdOfKurrent, headOf, KurrentNames, recordedEventOfKurrent } from './kurrentdb.mapping';
import { KurrentReading, STREAMS_AT_ONCE } from './kurrentdb.reading';
import { StreamHeads } from './kurrentdb.stream-heads';
import { verifyKurrentLog } from './kurrentdb.verification';
import { endOfPage, pageLimit } from './read-all';
import { StorageError } from './storage-error';
import { prepareAppend } from './stored-event';
import { NO_UPCASTING, Upcasting } from './upcasting';

const DEFAULT_PREFIX = 'kvitok.';
/** Events behind a position are counted so far. */
const COUNTED_EVENTS = 100_000;

export interface KurrentEventStoreOptions {
  /** `kurrentdb://user:password@host:2113`, as the client of KurrentDB takes it. */
  readonly url: string;
  /** The ids of the events of this log; the store closes it. Its place is that of this log and no other. */
  readonly ids: EventIds;
  readonly upcasting?: Upcasting;
  /** What the names of all streams begin with, a dot at its end; one log of one installation. */
  readonly streamPrefix?: string;
  readonly answersWithinMs?: number | undefined;
  /** How many events whose ids are not known yet are read before an append; further behind, its stream alone is asked. */
  readonly eventsBeforeAppend?: number | undefined;
  /** How many streams `verify` remembers; of others it reads the event before. As many as over SQLite where absent. */
  readonly rememberedStreams?: number | undefined;
  /** The subscription to the log has ended and is begun again. */
  readonly onInterrupted?: ((error: unknown) => void) | undefined;
  /** The process is to end: whoever waits for the store to know its log is refused, and the rest goes on until `close`. */
  readonly stopping?: AbortSignal | undefined;
}

/**
 * The event store in KurrentDB, for any number of processes on any machines. The log is `$all`, a position is a commit
 * position: positions grow and have gaps. Every append is at an exact expected revision; whether a command was done before
 * is told by ids in the stream and, for other streams, by an index of ids that follows the log.
 */
export class KurrentEventStore implements EventStore {
  readonly hasGaps = true;
  private readonly upcasting: Upcasting;
  private readonly reading: KurrentReading;
  private readonly heads: StreamHeads;
  private readonly following: KurrentLogFollowing;
  private readonly queue: AppendQueue;
  private readonly listeners = new AppendListeners();
  /** Whoever tells how far behind things are asks for many at the same time, and many append: one look is enough for all. */
  private readonly headOfThisMoment = sharedWhileUnderWay(() => this.reading.head());
  private readonly isNearAtThisMoment = sharedWhileUnderWay(() => this.following.isNear());
  private readonly knowsAllOfThisMoment = sharedWhileUnderWay(() => this.following.sync());
  private toldOf = 0;
  private isClosed = false;

  private constructor(
    private readonly connection: KurrentConnection,
    private readonly options: KurrentEventStoreOptions,
  ) {
    const { ids, onInterrupted } = options;
    this.upcasting = options.upcasting ?? NO_UPCASTING;
    const reading = new KurrentReading(connection, new KurrentNames(options.streamPrefix ?? DEFAULT_PREFIX));
    const heads = new StreamHeads(reading);
    const tell = (position: number): void => this.tellOf(position);
    const { eventsBeforeAppend, stopping } = options;
    const onOtherLog = () => this.beginAnew();
    const follows = { onSeen: tell, onInterrupted, onOtherLog, eventsBeforeAppend, stopping };
    const following = new KurrentLogFollowing({ connection, reading, ids, ...follows });
    const knows = { isNear: () => following.isNear(), knowAll: () => following.sync() };
    const appending = new KurrentAppending({ connection, reading, heads, ids, ...knows, onWritten: tell });
    this.queue = new AppendQueue((appends) => appending.write(appends));
    [this.reading, this.heads, this.following] = [reading, heads, following];
  }

  /** Rejects with StorageError when the server does not answer or is not to be used. */
  static async open(options: KurrentEventStoreOptions): Promise<KurrentEventStore> {
    const connection = await KurrentConnection.open(options.url, options);
    const store = new KurrentEventStore(connection, options);
    try {
      await store.reading.head();
      await store.following.recognise();
    } catch (error) {
      await connection.close();
      throw error;
    }
    store.following.start();
    return store;
  }

  async append(append: StreamAppend): Promise<AppendOutcome> {
    const outcomes = await this.appendMany([append]);
    return outcomes[0] as AppendOutcome;
  }

  /** Appends that need not know all streams are queued in the order of the calls. One that has to queues when it knows them. */
  async appendMany(appends: readonly StreamAppend[]): Promise<readonly AppendOutcome[]> {
    this.requireOpen();
    if (appends.length === 0) return [];
    const prepared = appends.map(prepareAppend);
    if (prepared.some(({ mayStandElsewhere }) => mayStandElsewhere)) {
      // In the queue it would hold up everybody behind it, for as long as the log is read. What came since is read there.
      await this.knowsAllOfThisMoment();
      this.requireOpen();
    }
    return this.queue.add(prepared);
  }

  async readStream(stream: string, fromRevision = 0): Promise<readonly RecordedEvent[]> {
    this.requireOpen();
    const events = await this.reading.stream(stream, fromRevision);
    const last = events.at(-1);
    if (last !== undefined) this.heads.see(stream, headOf(last));
    return events.map((event) => this.recorded(event));
  }

  async readStreams(streams: readonly string[]): Promise<ReadonlyMap<string, readonly RecordedEvent[]>> {
    this.requireOpen();
    const found = new Map<string, readonly RecordedEvent[]>();
    const rest = [...new Set(streams)];
    while (rest.length > 0) {
      const read = rest
        .splice(0, STREAMS_AT_ONCE)
        .map(async (stream) => [stream, await this.readStream(stream)] as const);
      for (const [stream, events] of await Promise.all(read)) if (events.length > 0) found.set(stream, events);
    }
    return found;
  }

  async readAll(options: ReadAllOptions): Promise<LogPage> {
    this.requireOpen();
    const { after, types } = options;
    const limit = pageLimit(options);
    // The head is read first: everything at or below it is in the log, and what comes later is for the next page.
    const head = await this.reading.head();
    const last = Math.min(endOfPage(options), head);
    if (after >= last) return { events: [], checkpoint: after, caughtUp: true };
    // A checkpoint is a place where an event begins: the end below `before` is none.
    const end = options.before === undefined || options.before > head ? last : null;
    if (types?.length === 0) return { events: [], checkpoint: end ?? after, caughtUp: true };
    const page = await this.reading.page(after, limit, types);
    const events = page.events.map((event) => this.recorded(event)).filter(({ position }) => position <= last);
    const isWhole = page.isLast || page.seenTo >= last;
    if (isWhole) return { events, checkpoint: end ?? events.at(-1)?.position ?? after, caughtUp: true };
    return { events, checkpoint: page.seenTo, caughtUp: false };
  }

  async findEvent(eventId: string, at?: number): Promise<RecordedEvent | null> {
    this.requireOpen();
    const { ids } = this.options;
    if (at !== undefined && ids.find(eventId) === null) {
      const event = await this.reading.at(at);
      if (event !== null && eventIdOfKurrent(event) === eventId) return this.recorded(event);
    }
    if (ids.find(eventId) === null) await this.following.sync();
    const place = ids.find(eventId);
    if (place === null) return null;
    const found = await this.reading.at(place.position);
    if (found === null)
      throw new StorageError('damaged', `KurrentDB has no event at position ${place.position} any more`);
    return this.recorded(found);
  }

  async head(): Promise<number> {
    this.requireOpen();
    return this.reading.head();
  }

  async eventsBehind(position: number): Promise<number | null> {
    this.requireOpen();
    if (position >= (await this.headOfThisMoment())) return 0;
    // Positions are bytes: only who knows the ids of all events can count them.
    return (await this.isNearAtThisMoment()) ? this.options.ids.countBehind(position, COUNTED_EVENTS) : null;
  }

  async knowAllStreams(givenUp: AbortSignal): Promise<void> {
    this.requireOpen();
    await this.following.sync(givenUp);
  }

  async knownLog(): Promise<KnownLog> {
    this.requireOpen();
    return { upTo: this.options.ids.place, eventsRead: this.following.eventsRead };
  }

  async lastEvent(): Promise<RecordedEvent | null> {
    this.requireOpen();
    const last = await this.reading.last();
    return last === null ? null : this.recorded(last);
  }

  /** Here others' appends are told as well, as soon as the subscription brings them. */
  onAppended(listener: () => void): () => void {
    return this.listeners.add(listener);
  }

  async verify(onProgress?: (position: number) => void): Promise<VerifyResult> {
    this.requireOpen();
    await this.queue.idle();
    const { rememberedStreams, ids } = this.options;
    return verifyKurrentLog(this.reading, { rememberedStreams, ids, onProgress });
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    // First of all whoever waits to know the log is let go: what is queued may be waiting for the rest of it.
    const followed = this.following.close();
    await this.queue.idle();
    this.listeners.clear();
    await followed;
    await this.connection.close();
    this.options.ids.close();
  }

  /** The log is another one: what was remembered of the streams of the old one is nothing. */
  private beginAnew(): void {
    this.heads.forget();
    this.toldOf = 0;
  }

  private requireOpen(): void {
    if (this.isClosed) throw new StorageError('closed', 'The event store is closed');
  }

  /** Once of each append: of an own one when it is answered, and not again when the subscription brings it. */
  private tellOf(position: number): void {
    if (position <= this.toldOf) return;
    this.toldOf = position;
    this.listeners.tell();
  }

  private recorded(event: ResolvedEvent | AllStreamResolvedEvent): RecordedEvent {
    return recordedEventOfKurrent(event, this.reading.names, this.upcasting);
  }
}

/** Calls that come while the work is under way share its answer, or its failure; the next call begins it anew. */
function sharedWhileUnderWay<Answer>(work: () => Promise<Answer>): () => Promise<Answer> {
  let underWay: Promise<Answer> | null = null;
  return () => {
    underWay ??= work().finally(() => {
      underWay = null;
    });
    return underWay;
  };
}

import { EventMetadata, RecordedEvent } from '#libs/kernel';

/** The revision of a stream that has no event yet. */
export const NO_STREAM = -1;

/** An event on its way into the store. `eventId` is deterministic: derived from the command id (see `event-id.ts`). */
export interface NewEvent {
  readonly eventId: string;
  readonly type: string;
  readonly version: number;
  readonly data: object;
  readonly metadata: EventMetadata;
}

/** Events for one stream, written as a whole or not at all. */
export interface StreamAppend {
  readonly stream: string;
  /** The revision of the stream's last event as the writer knows it; `NO_STREAM` for a new stream. */
  readonly expectedRevision: number;
  readonly events: readonly NewEvent[];
  /**
   * True where these events may stand in another stream already: they are looked for in all of them, however long a store
   * takes to know them. Else a store that does not know all streams yet looks into this one alone.
   */
  readonly mayStandElsewhere?: boolean | undefined;
}

export type AppendOutcome =
  /** The events of one append stand next to each other in the log and end at `lastPosition`. */
  | {
      readonly kind: 'appended';
      readonly lastRevision: number;
      readonly lastPosition: number;
      /** The position of each event, from a store with gaps between its positions; else they follow from the last. */
      readonly positions?: readonly number[];
    }
  /** The stream is not at the expected revision: somebody else wrote. Re-read and decide again. */
  | { readonly kind: 'conflict'; readonly actualRevision: number }
  /** An event with one of these ids is in the store already, in this or another stream: the command was done before. */
  | { readonly kind: 'duplicate'; readonly stream: string; readonly position: number };

export interface ReadAllOptions {
  /** Events with a position above this one, which the store has given: of an event, a checkpoint or the head; 0 reads from the beginning. */
  readonly after: number;
  /** At least 1. A page may hold fewer events than asked for and even none before the log is caught up. */
  readonly limit: number;
  /** Only these event types; all where absent. */
  readonly types?: readonly string[];
  /** Events at or below this position, which the store has given, only. */
  readonly upTo?: number;
  /** Events below this position, which is one of an event, only. */
  readonly before?: number;
}

/** A page of the log. */
export interface LogPage {
  readonly events: readonly RecordedEvent[];
  /**
   * The checkpoint after this page: the last position that was looked at, also when a type filter skipped it,
   * so that a quiet reader does not read history again.
   */
  readonly checkpoint: number;
  /** True when the log, as far as `upTo` or `before`, had nothing beyond this page at the moment of reading. */
  readonly caughtUp: boolean;
}

/** How far a store knows which events stand where. */
export interface KnownLog {
  /** Of every event up to this position; at or above the head it knows all. */
  readonly upTo: number;
  /** Events that it had to read for that since it was opened; 0 where it always knows. */
  readonly eventsRead: number;
}

/**
 * The event store. Methods throw StorageError when the store itself fails, and RangeError or TypeError on an append
 * that no store could keep; then nothing of the call is written, except that a store behind a network may have written
 * an append whose answer was lost: whoever repeats it is told so. Every adapter passes the same contract
 * suite (`libs/testing/event-store.contract.ts`). Events come back upcast to their newest version: reading is the
 * single place where that happens. Metadata of the events of `readAll` is parsed when somebody looks: its members
 * are getters, which a spread does not copy.
 */
export interface EventStore {
  /** True where numbers are missing between the positions of neighbours: only the order of positions means something. */
  readonly hasGaps?: boolean | undefined;
  /** Appends to one stream durably; concurrent callers share one commit. Resolves after the commit. */
  append(append: StreamAppend): Promise<AppendOutcome>;
  /** Appends to many streams with one wait for the disk; each append succeeds or fails alone, in order. */
  appendMany(appends: readonly StreamAppend[]): Promise<readonly AppendOutcome[]>;
  /** The events of a stream, from its beginning or from a revision; empty when there is no such stream. */
  readStream(stream: string, fromRevision?: number): Promise<readonly RecordedEvent[]>;
  /** The events of many streams, by stream name; streams that do not exist are absent. */
  readStreams(streams: readonly string[]): Promise<ReadonlyMap<string, readonly RecordedEvent[]>>;
  readAll(options: ReadAllOptions): Promise<LogPage>;
  /** The event with this id, or null. Whoever knows its position says so: a store without an index of ids then need not read the log. */
  findEvent(eventId: string, at?: number): Promise<RecordedEvent | null>;
  /** The position of the last event; 0 when the log is empty. */
  head(): Promise<number>;
  /**
   * How many events stand behind a position: how far behind is who has come to it. A store that has to count them may stop
   * at a hundred thousand; null where it does not know yet.
   */
  eventsBehind(position: number): Promise<number | null>;
  /**
   * Resolves when the store knows which events stand in any stream at this moment, or when waiting was given up; at once
   * where it always knows. Whoever is handed messages waits for it before: one that comes again may have been dealt with in
   * another stream. Throws StorageError.
   */
  knowAllStreams(givenUp: AbortSignal): Promise<void>;
  /** How far `knowAllStreams` has come, for whoever watches the process. */
  knownLog(): Promise<KnownLog>;
  /** The last event of the log, or null when it is empty. */
  lastEvent(): Promise<RecordedEvent | null>;
  /** Calls back, soon after, when this process has appended; returns how to stop. Others' appends are found by polling. */
  onAppended(listener: () => void): () => void;
  /** Checks hashes, revisions, positions and typed columns against the payloads; names the first bad event. */
  verify(onProgress?: (position: number) => void): Promise<VerifyResult>;
  close(): Promise<void>;
}

export type VerifyResult =
  | { readonly ok: true; readonly events: number; readonly head: number }
  | {
      readonly ok: false;
      readonly position: number;
      readonly stream: string | null;
      readonly revision: number | null;
      readonly eventId: string | null;
      /** `hash`, `revision`, `position`, `payload`, `typed_column`, `file`: what does not hold. */
      readonly fault: string;
      readonly reason: string;
    };

import { EventMetadata, RecordedEvent } from '#libs/kernel';
import { StorageError } from './storage-error';
import { Upcasting } from './upcasting';

/** What reading an event needs of its row, in the order of the columns that every adapter asks for. */
export type EventRow = readonly [
  position: number,
  eventId: string,
  stream: string,
  revision: number,
  type: string,
  version: number,
  metadata: string,
  data: string,
];

/**
 * Metadata that is parsed when somebody looks. Projections seldom do, and parsing it costs a rebuild as much as
 * parsing the payload. Its members are getters: name those you want, a spread copies none of them.
 */
class LazyMetadata implements EventMetadata {
  #parsed: EventMetadata | undefined;

  constructor(private readonly text: string) {}

  get recordedAt(): string {
    return this.read().recordedAt;
  }
  get actor(): string {
    return this.read().actor;
  }
  get correlationId(): string {
    return this.read().correlationId;
  }
  get causationId(): string | null {
    return this.read().causationId;
  }
  get commandId(): string | null {
    return this.read().commandId;
  }
  get commandHash(): string | null {
    return this.read().commandHash;
  }

  toJSON(): EventMetadata {
    return this.read();
  }

  private read(): EventMetadata {
    this.#parsed ??= JSON.parse(this.text) as EventMetadata;
    return this.#parsed;
  }
}

/**
 * The single place where a stored event becomes an event again: it is parsed and lifted to its newest version here,
 * whichever adapter and whichever way of reading. `lazily` leaves the metadata unparsed.
 * Throws StorageError when the payload is no JSON, or of a version above the newest known.
 */
export function recordedEventOf(row: EventRow, upcasting: Upcasting, lazily: boolean): RecordedEvent {
  let data: object;
  let metadata: EventMetadata;
  try {
    data = JSON.parse(row[7]) as object;
    metadata = lazily ? new LazyMetadata(row[6]) : (JSON.parse(row[6]) as EventMetadata);
  } catch (error) {
    throw new StorageError('damaged', `The event at position ${row[0]} cannot be read`, { cause: error });
  }
  const [position, eventId, stream, revision, type, version] = row;
  return lifted({ type, version, data, eventId, stream, revision, position, metadata }, upcasting);
}

/** The event at the newest version of its type. */
export function lifted(event: RecordedEvent, upcasting: Upcasting): RecordedEvent {
  const { version, data } = upcasting.upcast(event.type, event.version, event.data);
  // Most events are at their newest version: they are not copied.
  return data === event.data && version === event.version ? event : { ...event, version, data };
}

import { randomUUID } from 'node:crypto';
import type { AllStreamResolvedEvent, EventData, ResolvedEvent } from '@kurrent/kurrentdb-client';
import { EventMetadata, RecordedEvent } from '#libs/kernel';
import { NotedEvent } from './event-ids.port';
import { lifted } from './recorded-event';
import { StorageError } from './storage-error';
import { hashOfEvent, PreparedAppend, StreamHead, typedColumnsOf } from './stored-event';
import { Upcasting } from './upcasting';
import { UncheckedEvent } from './verification';

/** An event as KurrentDB gives it, from a stream or from the log. */
export type KurrentEvent = AllStreamResolvedEvent | ResolvedEvent;

/** What stands in the metadata of an event in KurrentDB. */
interface KeptMetadata {
  readonly eventId: string;
  readonly version: number;
  /** The hash of the event before it in its stream; empty text for the first. */
  readonly previousHash: string;
  readonly hash: string;
  /** The metadata of the event itself. */
  readonly about: EventMetadata;
}

/** The position is given by the server when the event is written, and cannot be under the hash. */
export const HASHED_POSITION = 0;

/** Events ready to be sent: with ids of this attempt alone, and sealed behind the head of their stream. */
export interface SealedAppend {
  readonly events: EventData[];
  readonly head: StreamHead;
}

/**
 * The ids under which KurrentDB keeps the events are those of this attempt, so that it takes nobody else's event for
 * ours: whether a command was done before is told by the event's own id, which stands in the metadata.
 */
export function sealed(append: PreparedAppend, before: StreamHead, names: KurrentNames): SealedAppend {
  let head = before;
  const events = append.events.map((event): EventData => {
    const place = {
      stream: append.stream,
      revision: head.revision + 1,
      position: HASHED_POSITION,
      previousHash: head.hash,
    };
    const hash = hashOfEvent(event, place);
    const metadata: KeptMetadata = {
      eventId: event.eventId,
      version: event.version,
      previousHash: head.hash,
      hash,
      about: JSON.parse(event.metadata) as EventMetadata,
    };
    head = { revision: place.revision, hash };
    return {
      id: randomUUID(),
      contentType: 'application/json',
      type: names.of(event.type),
      data: JSON.parse(event.data) as Record<string, unknown>,
      metadata: metadata as unknown as Record<string, unknown>,
    };
  });
  return { events, head };
}

/** The names of streams and types in KurrentDB: those of one installation begin alike, so that a filter tells them from others. */
export class KurrentNames {
  constructor(readonly prefix: string) {
    if (!/^[a-z][a-z0-9-]{0,30}\.$/.test(prefix)) throw new RangeError(`Not a prefix of streams: ${prefix}`);
  }

  of(name: string): string {
    return this.prefix + name;
  }

  isOurs(name: string | undefined): name is string {
    return name !== undefined && name.startsWith(this.prefix);
  }

  /** The name as this program says it. A name of others stays as it is. */
  without(name: string): string {
    return name.startsWith(this.prefix) ? name.slice(this.prefix.length) : name;
  }
}

/** Throws StorageError for a position that no number holds exactly, or a server that tells none. */
export function positionOf({ event, commitPosition }: KurrentEvent): number {
  const position = event?.position?.commit ?? commitPosition;
  if (position === undefined)
    throw new StorageError('refused', 'KurrentDB tells no positions: 22.10 or newer is needed');
  return numberOf(position);
}

/** Throws StorageError for what no number holds exactly: the log is beyond eight thousand terabytes, or damaged. */
export function numberOf(value: bigint): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw new StorageError('damaged', `Position ${value} of KurrentDB is beyond what this program can count`);
  }
  return Number(value);
}

function keptMetadataOf(resolved: KurrentEvent): KeptMetadata {
  const metadata = resolved.event?.metadata as Partial<KeptMetadata> | undefined;
  if (typeof metadata?.eventId === 'string' && typeof metadata.hash === 'string' && metadata.about !== undefined) {
    return metadata as KeptMetadata;
  }
  const at = `${String(resolved.event?.revision)}@${String(resolved.event?.streamId)}`;
  throw new StorageError('damaged', `The event ${at} was not written by this program: it has not its metadata`);
}

export function eventIdOfKurrent(resolved: KurrentEvent): string {
  return keptMetadataOf(resolved).eventId;
}

/** The event as an index of ids keeps it. */
export function notedEventOf(resolved: KurrentEvent, names: KurrentNames): NotedEvent {
  return {
    eventId: eventIdOfKurrent(resolved),
    stream: names.without(resolved.event?.streamId ?? ''),
    revision: numberOf(resolved.event?.revision ?? 0n),
    position: positionOf(resolved),
    writtenAs: resolved.event?.id ?? '',
  };
}

export function headOf(resolved: KurrentEvent): StreamHead {
  return { revision: numberOf(resolved.event?.revision ?? 0n), hash: keptMetadataOf(resolved).hash };
}

export function recordedEventOfKurrent(
  resolved: KurrentEvent,
  names: KurrentNames,
  upcasting: Upcasting,
): RecordedEvent {
  const { eventId, version, about } = keptMetadataOf(resolved);
  const event = resolved.event as NonNullable<KurrentEvent['event']>;
  if (typeof event.data !== 'object' || !event.isJson) {
    throw new StorageError('damaged', `The event at position ${positionOf(resolved)} cannot be read`);
  }
  const recorded: RecordedEvent = {
    type: names.without(event.type),
    version,
    data: event.data,
    eventId,
    stream: names.without(event.streamId),
    revision: numberOf(event.revision),
    position: positionOf(resolved),
    metadata: about,
  };
  return lifted(recorded, upcasting);
}

/** The event as the check of the log wants it; what is not there is not there, and the check says so. */
export function uncheckedEventOf(resolved: KurrentEvent, names: KurrentNames): UncheckedEvent {
  const { event } = resolved;
  const metadata = (event?.metadata ?? {}) as Partial<Record<keyof KeptMetadata, unknown>>;
  const data: unknown = event?.data;
  const isObject = typeof data === 'object' && data !== null && event?.isJson === true;
  return {
    position: positionOf(resolved),
    eventId: metadata.eventId,
    stream: names.without(event?.streamId ?? ''),
    revision: Number(event?.revision ?? -1n),
    type: names.without(event?.type ?? ''),
    version: metadata.version,
    previousHash: metadata.previousHash,
    hash: metadata.hash,
    metadata: JSON.stringify(metadata.about),
    data: isObject ? JSON.stringify(data) : String(data),
    ...typedColumnsOf(isObject ? data : {}),
  };
}

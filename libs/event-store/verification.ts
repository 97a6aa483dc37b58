import { VerifyResult } from './event-store.port';
import { EMPTY_STREAM, hashOfEvent, StoredEvent, StreamHead, typedColumnsOf } from './stored-event';

export type VerifyFault = Extract<VerifyResult, { ok: false }>;

/** What kind of thing does not hold; `newer`: nothing is damaged, a later release has written the file. */
export type FaultKind = 'hash' | 'revision' | 'position' | 'payload' | 'typed_column' | 'file' | 'newer';

/** A stored event as a damaged file may give it back: any column may hold anything. */
export type UncheckedEvent = { readonly [Column in keyof StoredEvent]: unknown };

/** Streams whose last event is remembered while the log is checked; beyond it they are looked up again. */
const REMEMBERED_STREAMS = 200_000;

/** Checks one event after another, in the order of their positions. */
export interface LogCheck {
  /** The fault of this event, or null. After a fault the check is over. */
  check(event: UncheckedEvent): VerifyFault | null;
  /** The last event of a stream as far as it is remembered: `headBefore` is asked for those of others. */
  remembered(stream: string): StreamHead | null;
  readonly events: number;
  /** The last position found good. */
  readonly position: number;
}

/** What the positions of a store are. */
export interface PlacesOfEvents {
  /** Each position is one above the one before it. */
  readonly isDense: boolean;
  /** The position under which the hash of an event was made, before it had its own. */
  hashedPosition(position: number): number;
  /** How many streams are remembered at most; 200,000 where absent. */
  readonly rememberedStreams?: number | undefined;
}

/**
 * Begins a check of the log behind `after` (0: the whole log). `headBefore` finds the last event of a stream below
 * a position, for streams that the check does not remember.
 */
export function beginLogCheck(
  after: number,
  headBefore: (stream: string, position: number) => StreamHead,
  places: PlacesOfEvents = { isDense: true, hashedPosition: (position) => position },
): LogCheck {
  const heads = new Map<string, StreamHead>();
  let remembersAll = after === 0;
  let position = after;
  let events = 0;

  function headOf(stream: string): StreamHead {
    return heads.get(stream) ?? (remembersAll ? EMPTY_STREAM : headBefore(stream, position + 1));
  }

  return {
    remembered: (stream) => heads.get(stream) ?? null,
    check(candidate) {
      const shape = faultOfShape(candidate, position, places);
      if (shape !== null) return shape;
      const event = candidate as StoredEvent;
      const fault = faultOfPlace(event, headOf(event.stream)) ?? faultOfContent(event, places);
      if (fault !== null) return fault;
      if (heads.size >= (places.rememberedStreams ?? REMEMBERED_STREAMS)) {
        heads.clear();
        remembersAll = false;
      }
      heads.set(event.stream, { revision: event.revision, hash: event.hash });
      position = event.position;
      events += 1;
      return null;
    },
    get events() {
      return events;
    },
    get position() {
      return position;
    },
  };
}

export function faultAt(position: number, fault: FaultKind, reason: string, event?: UncheckedEvent): VerifyFault {
  return {
    ok: false,
    position,
    stream: typeof event?.stream === 'string' ? event.stream : null,
    revision: typeof event?.revision === 'number' ? event.revision : null,
    eventId: typeof event?.eventId === 'string' ? event.eventId : null,
    fault,
    reason,
  };
}

const TEXT_COLUMNS = ['eventId', 'stream', 'type', 'metadata', 'data', 'previousHash', 'hash'] as const;

function faultOfShape(event: UncheckedEvent, before: number, { isDense }: PlacesOfEvents): VerifyFault | null {
  const isBehind = Number.isSafeInteger(event.position) && (event.position as number) > before;
  const expectedPosition = !isDense && isBehind ? (event.position as number) : before + 1;
  if (event.position !== expectedPosition) {
    const reason = `Position ${String(event.position)} stands where ${expectedPosition} belongs`;
    return faultAt(expectedPosition, 'position', reason, event);
  }
  if (!Number.isSafeInteger(event.revision)) {
    return faultAt(expectedPosition, 'revision', 'The revision is no whole number', event);
  }
  const notText = TEXT_COLUMNS.find((column) => typeof event[column] !== 'string');
  if (notText !== undefined) return faultAt(expectedPosition, 'hash', `The column of ${notText} holds no text`, event);
  return null;
}

function faultOfPlace(event: StoredEvent, head: StreamHead): VerifyFault | null {
  if (event.revision !== head.revision + 1) {
    const reason = `Revision ${event.revision} follows revision ${head.revision} of its stream`;
    return faultAt(event.position, 'revision', reason, event);
  }
  if (event.previousHash !== head.hash) {
    return faultAt(event.position, 'hash', 'The hash of the event before it in its stream is another one', event);
  }
  return null;
}

/** The payload is judged first: it says more than that some byte is not what it was. */
function faultOfContent(event: StoredEvent, { hashedPosition }: PlacesOfEvents): VerifyFault | null {
  const hashHolds = hashOfEvent(event, { ...event, position: hashedPosition(event.position) }) === event.hash;
  const data = parsedObject(event.data);
  if (data === null) return faultAt(event.position, 'payload', 'The payload is no JSON object', event);
  // Metadata under a hash that holds is what was written, and that was JSON.
  if (!hashHolds && parsedObject(event.metadata) === null) {
    return faultAt(event.position, 'payload', 'The metadata is no JSON object', event);
  }
  if (!hashHolds) return faultAt(event.position, 'hash', 'The hash does not follow from what is stored', event);
  const typed = typedColumnsOf(data);
  for (const column of ['account', 'period', 'amountKopecks', 'effectiveOn'] as const) {
    if (event[column] !== typed[column]) {
      const reason = `The column of ${column} says ${String(event[column])}, the payload ${String(typed[column])}`;
      return faultAt(event.position, 'typed_column', reason, event);
    }
  }
  return null;
}

function parsedObject(text: string): object | null {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

import { hash as hashOf } from 'node:crypto';
import { NewEvent, NO_STREAM, StreamAppend } from './event-store.port';

/** The longest stream name, event id or event type, in characters. */
export const NAME_LIMIT = 200;
/** The longest payload, in characters of JSON: a bigger fact belongs into several events. */
export const PAYLOAD_LIMIT = 4_000_000;

/** Fields of the payload that also stand in columns of their own, so that they can be compared without parsing. */
export interface TypedColumns {
  readonly account: string | null;
  readonly period: string | null;
  readonly amountKopecks: number | null;
  readonly effectiveOn: string | null;
}

/** An event whose payload is text already: what happens before a write transaction begins. */
export interface PreparedEvent extends TypedColumns {
  readonly eventId: string;
  readonly type: string;
  readonly version: number;
  readonly metadata: string;
  readonly data: string;
}

export interface PreparedAppend {
  readonly stream: string;
  readonly expectedRevision: number;
  readonly events: readonly PreparedEvent[];
  readonly mayStandElsewhere: boolean;
}

/** An event at its place in the log, sealed by its hash. */
export interface StoredEvent extends PreparedEvent {
  readonly stream: string;
  readonly revision: number;
  readonly position: number;
  /** The hash of the event before it in its stream; empty text for the first. */
  readonly previousHash: string;
  readonly hash: string;
}

/** The last event of a stream, as far as the next one needs it. */
export interface StreamHead {
  readonly revision: number;
  readonly hash: string;
}

export const EMPTY_STREAM: StreamHead = { revision: NO_STREAM, hash: '' };

/** No control characters and no halves of surrogate pairs: such text would not come back from a file as it was. */
const NAME = new RegExp(`^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,${NAME_LIMIT}}$`, 'u');
/** Nearly every name is plain ASCII, and that is quicker to see. */
const PLAIN_NAME = new RegExp(`^[\\x20-\\x7e]{1,${NAME_LIMIT}}$`);

/**
 * Checks an append and turns its payloads into text, so that what the caller does to them later changes nothing.
 * Throws RangeError or TypeError on what no store could keep: no event, a bad name, a payload that is no JSON object.
 */
export function prepareAppend(append: StreamAppend): PreparedAppend {
  requireName('stream', append.stream);
  if (!Number.isSafeInteger(append.expectedRevision) || append.expectedRevision < NO_STREAM) {
    throw new RangeError(`Not a revision: ${append.expectedRevision}`);
  }
  if (append.events.length === 0) throw new RangeError(`An append to ${append.stream} holds no event`);
  const events = append.events.map(prepareEvent);
  if (events.length > 1 && new Set(events.map((event) => event.eventId)).size < events.length) {
    throw new RangeError(`An append to ${append.stream} holds one event id twice`);
  }
  const { stream, expectedRevision, mayStandElsewhere = false } = append;
  return { stream, expectedRevision, events, mayStandElsewhere };
}

function prepareEvent(event: NewEvent): PreparedEvent {
  requireName('event id', event.eventId);
  requireName('event type', event.type);
  if (!Number.isSafeInteger(event.version) || event.version < 1) {
    throw new RangeError(`Not a version of ${event.type}: ${event.version}`);
  }
  const data = JSON.stringify(event.data) as string | undefined;
  if (data === undefined || !data.startsWith('{')) throw new RangeError(`The payload of ${event.type} is no object`);
  if (data.length > PAYLOAD_LIMIT) throw new RangeError(`The payload of ${event.type} is above ${PAYLOAD_LIMIT}`);
  const { account, period, amountKopecks, effectiveOn } = typedColumnsAsWritten(event.data, data);
  return {
    eventId: event.eventId,
    type: event.type,
    version: event.version,
    metadata: JSON.stringify(event.metadata),
    data,
    account,
    period,
    amountKopecks,
    effectiveOn,
  };
}

function requireName(what: string, text: string): void {
  if (typeof text === 'string' && (PLAIN_NAME.test(text) || NAME.test(text))) return;
  throw new RangeError(`Not a name of a ${what}: ${String(text)}`);
}

/** The typed columns of a parsed payload: text and whole amounts at its top level, null for anything else. */
export function typedColumnsOf(data: object): TypedColumns {
  const { account, period, amountKopecks, effectiveOn } = data as Record<string, unknown>;
  return {
    account: typeof account === 'string' ? account : null,
    period: typeof period === 'string' ? period : null,
    // Adding zero turns -0, which JSON does not know, into 0.
    amountKopecks: Number.isSafeInteger(amountKopecks) ? (amountKopecks as number) + 0 : null,
    effectiveOn: typeof effectiveOn === 'string' ? effectiveOn : null,
  };
}

/**
 * The columns must follow from the text that is kept. For a plain object its fields say the same as the text;
 * for an object with a prototype or fields with their own idea of JSON only the text tells.
 */
function typedColumnsAsWritten(data: object, text: string): TypedColumns {
  const fields = data as Record<string, unknown>;
  const isPlain =
    Object.getPrototypeOf(data) === Object.prototype &&
    fields['toJSON'] === undefined &&
    isPrimitive(fields['account']) &&
    isPrimitive(fields['period']) &&
    isPrimitive(fields['amountKopecks']) &&
    isPrimitive(fields['effectiveOn']);
  return typedColumnsOf(isPlain ? data : (JSON.parse(text) as object));
}

function isPrimitive(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}

/** The place of an event: what it gets when it is written, besides its hash. */
export interface EventPlace {
  readonly stream: string;
  readonly revision: number;
  readonly position: number;
  readonly previousHash: string;
}

/**
 * The hash of an event at its place. The lengths stand before the texts, so that no two different events have the
 * same serialisation: no byte can move from one field to the next unseen. The typed columns are not in it because
 * they follow from the payload; verification compares them.
 */
export function hashOfEvent(event: Omit<PreparedEvent, keyof TypedColumns>, place: EventPlace): string {
  return hashOf(
    'sha256',
    `${place.previousHash}\n${place.position}\n${place.revision}\n${event.version}\n` +
      `${place.stream.length} ${event.eventId.length} ${event.type.length} ${event.metadata.length}\n` +
      place.stream +
      event.eventId +
      event.type +
      event.metadata +
      event.data,
    'hex',
  );
}

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AllStreamResolvedEvent } from '@kurrent/kurrentdb-client';
import { EventIds } from './event-ids.port';
import { VerifyResult } from './event-store.port';
import { HASHED_POSITION, headOf, numberOf, positionOf, uncheckedEventOf } from './kurrentdb.mapping';
import { KurrentReading, STREAMS_AT_ONCE } from './kurrentdb.reading';
import { EMPTY_STREAM, StreamHead } from './stored-event';
import { beginLogCheck, faultAt, LogCheck, VerifyFault } from './verification';

const EVENTS_PER_PAGE = 2_000;

export interface KurrentVerification {
  /** How many streams are remembered; of another one the event before is read. As many as over SQLite where absent. */
  readonly rememberedStreams?: number | undefined;
  /** What the log has told before: an event of it that the log has no longer was taken away. */
  readonly ids: Pick<EventIds, 'placesBetween'>;
  onProgress?: ((position: number) => void) | undefined;
}

/** Checks the log up to its end at this moment, with as much memory however long it is. Throws StorageError. */
export async function verifyKurrentLog(
  reading: KurrentReading,
  { rememberedStreams, ids, onProgress }: KurrentVerification,
): Promise<VerifyResult> {
  const head = await reading.head();
  let before: Map<string, StreamHead> = new Map();
  const check = beginLogCheck(0, (stream) => before.get(stream) ?? EMPTY_STREAM, {
    isDense: false,
    hashedPosition: () => HASHED_POSITION,
    rememberedStreams,
  });
  for (let after = 0; after < head;) {
    const page = await reading.page(after, EVENTS_PER_PAGE);
    const events = page.events.filter((event) => positionOf(event) <= head);
    before = await headsBefore(reading, check, events);
    const seenTo = page.isLast ? head : Math.min(page.seenTo, head);
    const fault = checkPage(reading, check, events, before) ?? faultOfMissing(ids, after, seenTo, events);
    if (fault !== null) return fault;
    onProgress?.(check.position);
    after = seenTo;
    await nextTurn();
  }
  return { ok: true, events: check.events, head: check.position };
}

/** Within the page as well the check may cease to remember a stream: what it has found good is kept for as long. */
function checkPage(
  reading: KurrentReading,
  check: LogCheck,
  events: readonly AllStreamResolvedEvent[],
  before: Map<string, StreamHead>,
): VerifyFault | null {
  for (const event of events) {
    const unchecked = uncheckedEventOf(event, reading.names);
    const fault = check.check(unchecked);
    if (fault !== null) return fault;
    before.set(unchecked.stream as string, {
      revision: unchecked.revision as number,
      hash: unchecked.hash as string,
    });
  }
  return null;
}

/**
 * A stream that is gone as a whole leaves neither a broken chain nor a missing revision, and positions have gaps anyway:
 * only what this process has noted of the log tells that it was there.
 */
function faultOfMissing(
  ids: KurrentVerification['ids'],
  after: number,
  seenTo: number,
  events: readonly AllStreamResolvedEvent[],
): VerifyFault | null {
  const found = new Set(events.map(positionOf));
  for (const { stream, position } of ids.placesBetween(after, seenTo)) {
    if (found.has(position)) continue;
    const reason = `An event of ${stream} that stood at position ${position} is not in the log any more`;
    return { ...faultAt(position, 'position', reason), stream };
  }
  return null;
}

/** On what the first event of each stream of a page builds: as it is remembered, or as the stream has it; not where it has none. */
async function headsBefore(
  reading: KurrentReading,
  check: LogCheck,
  events: readonly AllStreamResolvedEvent[],
): Promise<Map<string, StreamHead>> {
  const heads = new Map<string, StreamHead>();
  const sought = new Map<string, AllStreamResolvedEvent>();
  for (const event of events) {
    const stream = reading.names.without(event.event?.streamId ?? '');
    if (heads.has(stream) || sought.has(stream)) continue;
    const remembered = check.remembered(stream);
    if (remembered === null) sought.set(stream, event);
    else heads.set(stream, remembered);
  }
  for (const rest = [...sought]; rest.length > 0;) {
    const some = rest.splice(0, STREAMS_AT_ONCE);
    const found = await Promise.all(some.map(([stream, event]) => headBefore(reading, stream, event)));
    for (const [index, [stream]] of some.entries()) {
      const head = found[index] ?? null;
      if (head !== null) heads.set(stream, head);
    }
  }
  return heads;
}

/** The event before one in its stream; null where it has none, or not before it in the log. */
async function headBefore(
  reading: KurrentReading,
  stream: string,
  event: AllStreamResolvedEvent,
): Promise<StreamHead | null> {
  const revision = numberOf(event.event?.revision ?? 0n) - 1;
  if (revision < 0) return null;
  const [found] = await reading.streamPage(stream, revision, 1);
  if (found === undefined || found.event?.revision !== BigInt(revision)) return null;
  return positionOf(found) < positionOf(event) ? headOf(found) : null;
}

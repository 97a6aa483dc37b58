import { createHash } from 'node:crypto';
import { EventStore, hashOfInput } from '#libs/event-store';
import { CivilDate, RejectedError, Rejection } from '#libs/kernel';
import { nightRunStream } from '#services/billing';
import { DatedFact } from './dated-fact';

/** A short name of a history: two packages with one name say the same. */
export function fingerprintOf(facts: readonly DatedFact[]): string {
  const hash = createHash('sha256');
  for (const { on, stream, command, commandId } of facts) {
    hash.update(JSON.stringify([on, stream, commandId, hashOfInput(command)]));
  }
  return hash.digest('hex');
}

/**
 * The last of these days whose night has begun: its facts and those of all days before are recorded and have been
 * delivered. Null before the first night.
 */
export async function lastPlayedDay(store: EventStore, days: readonly CivilDate[]): Promise<CivilDate | null> {
  const nights = await store.readStreams(days.map(nightRunStream));
  return days.findLast((day) => nights.has(nightRunStream(day))) ?? null;
}

/** Streams that are read at once while a history is compared. */
const STREAMS_PER_PAGE = 500;

/**
 * A day that was played is history: a package that says anything else about it, or more, is refused before anything
 * is written. Throws RejectedError IMPORT_HISTORY_CHANGED.
 */
export async function assertHistoryUnchanged(store: EventStore, facts: readonly DatedFact[]): Promise<void> {
  const byStream = new Map<string, DatedFact[]>();
  for (const fact of facts) byStream.set(fact.stream, [...(byStream.get(fact.stream) ?? []), fact]);
  const streams = [...byStream.keys()];
  for (let first = 0; first < streams.length; first += STREAMS_PER_PAGE) {
    const page = streams.slice(first, first + STREAMS_PER_PAGE);
    const recorded = await store.readStreams(page);
    for (const stream of page) {
      const known = new Map(
        (recorded.get(stream) ?? []).map((event) => [event.metadata.commandId, event.metadata.commandHash]),
      );
      for (const fact of byStream.get(stream) ?? []) {
        if (known.get(fact.commandId) === hashOfInput(fact.command)) continue;
        throw new RejectedError(new Rejection('IMPORT_HISTORY_CHANGED', { fact: fact.commandId, on: fact.on }));
      }
    }
  }
}

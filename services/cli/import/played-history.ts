import { createHash } from 'node:crypto';
import { EventStore, hashOfInput } from '#libs/event-store';
import { CivilDate, RejectedError, Rejection } from '#libs/kernel';
import { nightRunStream } from '#services/billing';
import { DatedFact } from './dated-fact';
import { factInWords } from './fact-words';

/** A short name of a history: two packages with one name say the same. */
export function fingerprintOf(facts: readonly DatedFact[]): string {
  const hash = createHash('sha256');
  for (const { on, stream, command, commandId } of facts) {
    hash.update(JSON.stringify([on, stream, commandId, hashOfInput(command)]));
  }
  return hash.digest('hex');
}

/** How far a history has been played: every day before this one is over, its night too. */
export interface ReachedDay {
  readonly day: CivilDate;
  /** In the night all facts of the day are recorded and delivered; before it perhaps some of them. */
  readonly stage: 'facts' | 'night';
}

/** Streams that are read at once while a history is compared. */
const STREAMS_PER_PAGE = 500;

/**
 * The day that playing had reached when it ended or was stopped; null before the first fact. A night that found nothing
 * to do leaves no trace, so that the facts of a later day have to say that it is over: done again after them it would
 * charge on what nobody knew that evening.
 */
export async function reachedDay(
  store: EventStore,
  days: readonly CivilDate[],
  facts: readonly DatedFact[],
): Promise<ReachedDay | null> {
  const nights = await store.readStreams(days.map(nightRunStream));
  const night = days.findLast((day) => nights.has(nightRunStream(day))) ?? null;
  let begun: CivilDate | null = null;
  for await (const fact of recordedOf(
    store,
    facts.filter(({ on }) => night === null || on > night),
  )) {
    if (begun === null || fact.on > begun) begun = fact.on;
  }
  if (begun !== null) return { day: begun, stage: 'facts' };
  return night === null ? null : { day: night, stage: 'night' };
}

/** True for a fact of a day that is history: it and all of its day are recorded. */
export function isPlayed(fact: DatedFact, reached: ReachedDay | null): boolean {
  if (reached === null) return false;
  return fact.on < reached.day || (fact.on === reached.day && reached.stage === 'night');
}

/** Those of the facts that are recorded, whatever was recorded under their ids. */
async function* recordedOf(store: EventStore, facts: readonly DatedFact[]): AsyncGenerator<DatedFact> {
  for await (const { fact, hash } of withRecordedHashes(store, facts)) if (hash !== undefined) yield fact;
}

/** Each fact with the hash of what was recorded under its id. */
async function* withRecordedHashes(
  store: EventStore,
  facts: readonly DatedFact[],
): AsyncGenerator<{ readonly fact: DatedFact; readonly hash: string | null | undefined }> {
  const byStream = new Map<string, DatedFact[]>();
  for (const fact of facts) {
    const sameStream = byStream.get(fact.stream);
    if (sameStream) sameStream.push(fact);
    else byStream.set(fact.stream, [fact]);
  }
  const streams = [...byStream.keys()];
  for (let first = 0; first < streams.length; first += STREAMS_PER_PAGE) {
    const page = streams.slice(first, first + STREAMS_PER_PAGE);
    const recorded = await store.readStreams(page);
    for (const stream of page) {
      const known = new Map(
        (recorded.get(stream) ?? []).map((event) => [event.metadata.commandId, event.metadata.commandHash]),
      );
      for (const fact of byStream.get(stream) ?? []) yield { fact, hash: known.get(fact.commandId) };
    }
  }
}

/**
 * A day that was played is history: a package that says anything else about it, or more, is refused before anything
 * is written. Throws RejectedError IMPORT_HISTORY_CHANGED.
 */
export async function assertHistoryUnchanged(store: EventStore, facts: readonly DatedFact[]): Promise<void> {
  for await (const { fact, hash } of withRecordedHashes(store, facts)) {
    if (hash === hashOfInput(fact.command)) continue;
    const details = { fact: fact.commandId, record: factInWords(fact.commandId), on: fact.on };
    throw new RejectedError(new Rejection('IMPORT_HISTORY_CHANGED', details));
  }
}

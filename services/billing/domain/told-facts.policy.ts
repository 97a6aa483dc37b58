import { BillingPeriod, later, nextPeriod } from '#libs/kernel';
import { postedFrom } from './absence-recalculation.policy';
import { Correction, Dossier } from './dossier';
import { knownFrom } from './reading-correction.policy';

/** A fact that the first close to know of it posts, by its place in the stream of its account. */
export interface ToldFact {
  /** As the fact itself names it. */
  readonly eventId: string;
  readonly revision: number;
}

/** Facts that no close has known of yet, with the history that they reach back to. */
export interface ToldFacts {
  /** Corrected readings and absences; what else a close posts by itself, it names one by one. */
  readonly told: readonly ToldFact[];
  /** The period whose close deals with a correction of a reading that the dossier has forgotten; null without one. */
  readonly wholeHistoryUpTo: BillingPeriod | null;
}

/** In order of the month that knows of them first, then of the day; what is equal in the order in which it was told. */
export function inOrderOfKnowledge(corrections: readonly Correction[]): readonly Correction[] {
  const placeOf = (one: Correction) => `${knownFrom(one)}|${one.correctedOn}`;
  return [...corrections].sort((left, right) => {
    const [one, other] = [placeOf(left), placeOf(right)];
    return one === other ? 0 : one < other ? -1 : 1;
  });
}

/**
 * The dossier after a close, before which facts were told that its calculation did not know: they are for the month that
 * is open next, as though they had been told after the close. Where the close does not say what it knew, it knew all.
 */
export function carryUnknown<Kept extends Dossier & ToldFacts>(
  dossier: Kept,
  { period, factsUpTo }: { readonly period: BillingPeriod; readonly factsUpTo?: number | undefined },
): Kept {
  const told = factsUpTo === undefined ? [] : dossier.told.filter(({ revision }) => revision > factsUpTo);
  if (told.length === 0) return { ...dossier, told };
  const unknown = new Set(told.map(({ eventId }) => eventId));
  const found = new Set<string>();
  const recordedIn = nextPeriod(period);
  const carried = <Fact extends { readonly eventId: string }>(fact: Fact, from: BillingPeriod): Fact => {
    if (!unknown.has(fact.eventId)) return fact;
    found.add(fact.eventId);
    return from > period ? fact : { ...fact, recordedIn };
  };
  const absences = dossier.absences.map((absence) => carried(absence, postedFrom(absence)));
  const readings = dossier.readings.map((reading) => {
    if (!reading.corrections.some(({ eventId }) => unknown.has(eventId))) return reading;
    const corrections = reading.corrections.map((correction) => carried(correction, knownFrom(correction)));
    return { ...reading, corrections: inOrderOfKnowledge(corrections) };
  });
  // The reading of such a correction is not at hand.
  const isForgotten = told.some(({ eventId }) => !found.has(eventId));
  const { wholeHistoryUpTo } = dossier;
  return {
    ...dossier,
    told,
    absences,
    readings,
    wholeHistoryUpTo: isForgotten ? later(wholeHistoryUpTo ?? recordedIn, recordedIn) : wholeHistoryUpTo,
  };
}

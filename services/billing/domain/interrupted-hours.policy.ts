import { addDays, BillingPeriod, CivilDate, daysBetween, firstDayOf, Rejection } from '#libs/kernel';
import { Rational } from '#libs/money';
import { EarlierRecalculations } from './earlier-recalculations.policy';
import { RecalculationGrounds, Spell } from './recalculation';

type Quality = Extract<RecalculationGrounds, { kind: 'interruption' | 'cold' }>;

const HOURS_OF_DAY = 24;
const MINUTES_OF_HOUR = 60;

/** Hours since the beginning of a month, `until` not included. */
interface Span {
  readonly from: Rational;
  readonly until: Rational;
}

/** The hours that grounds are about, as far as they say which; a cold dwelling of old says only how many. */
export function spellsOf(grounds: Quality): readonly Spell[] {
  if (grounds.kind === 'interruption') return grounds.acts;
  const { startedOn, startedAt, hours } = grounds;
  return startedOn === undefined ? [] : [{ startedOn, startedAt, hours }];
}

/**
 * Hours from the beginning of the month to the beginning of a spell. One that began in an earlier month is no longer
 * recorded; where it was, its hours are those of the month from its first day on.
 */
export function hoursBefore({ startedOn, startedAt }: Spell, period: BillingPeriod): Rational {
  const first = firstDayOf(period);
  if (startedOn < first) return Rational.ZERO;
  const [hour, minute] = (startedAt ?? '00:00').split(':').map(Number) as [number, number];
  return Rational.of(daysBetween(first, startedOn) * HOURS_OF_DAY + hour).plus(Rational.of(minute, MINUTES_OF_HOUR));
}

/**
 * The same hours are given back once, whatever degrees are told of them: BILLING_RECALCULATION_OVERLAPS where an earlier
 * recalculation of the kind and utility holds them, BILLING_RECALCULATION_ACTS_OVERLAP where the acts hold them twice. What
 * was taken back holds none.
 */
export function faultOfOverlaps(account: string, grounds: Quality, earlier: EarlierRecalculations): Rejection | null {
  const { kind, utility, period } = grounds;
  const spans = spellsOf(grounds).map((spell) => spanOf(spell, period));
  for (const [recalculation, { grounds: one, reversed, recordedOn }] of Object.entries(earlier)) {
    if (reversed || (one.kind !== 'interruption' && one.kind !== 'cold')) continue;
    if (one.kind !== kind || one.utility !== utility || one.period !== period) continue;
    for (const held of spellsOf(one).map((spell) => spanOf(spell, period))) {
      const common = spans.map((span) => commonOf(span, held)).find((span) => span !== null);
      if (!common) continue;
      const details = { account, utility, recalculation, recordedOn, ...inDays(common, period) };
      return new Rejection('BILLING_RECALCULATION_OVERLAPS', details);
    }
  }
  for (const [place, span] of spans.entries()) {
    const common = spans
      .slice(place + 1)
      .map((other) => commonOf(span, other))
      .find((one) => one !== null);
    if (common) return new Rejection('BILLING_RECALCULATION_ACTS_OVERLAP', { account, ...inDays(common, period) });
  }
  return null;
}

function spanOf(spell: Spell, period: BillingPeriod): Span {
  const from = hoursBefore(spell, period);
  return { from, until: from.plus(Rational.parse(spell.hours)) };
}

function commonOf(one: Span, other: Span): Span | null {
  const from = one.from.compare(other.from) > 0 ? one.from : other.from;
  const until = one.until.compare(other.until) < 0 ? one.until : other.until;
  return from.compare(until) < 0 ? { from, until } : null;
}

/** The hours as days and times of days; what begins or ends within a minute is said by the whole minute around it. */
function inDays({ from, until }: Span, period: BillingPeriod) {
  const begun = momentOf(from.times(Rational.of(MINUTES_OF_HOUR)).floor(), period);
  const ended = momentOf(-until.times(Rational.of(MINUTES_OF_HOUR)).negated().floor(), period);
  return {
    ...{ on: begun.on, at: begun.at, untilOn: ended.on, untilAt: ended.at },
    hours: until.minus(from).toDecimal(2),
  };
}

function momentOf(minutes: bigint, period: BillingPeriod): { readonly on: CivilDate; readonly at: string } {
  const days = Number(Rational.of(minutes, HOURS_OF_DAY * MINUTES_OF_HOUR).floor());
  const ofDay = Number(minutes) - days * HOURS_OF_DAY * MINUTES_OF_HOUR;
  const hour = Number(Rational.of(ofDay, MINUTES_OF_HOUR).floor());
  const two = (value: number) => String(value).padStart(2, '0');
  return { on: addDays(firstDayOf(period), days), at: `${two(hour)}:${two(ofDay - hour * MINUTES_OF_HOUR)}` };
}

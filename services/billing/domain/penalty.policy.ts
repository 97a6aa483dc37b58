import { addDays, CivilDate, dayNumber, later } from '#libs/kernel';
import { Kopecks, Rational } from '#libs/money';
import { Suspension } from './penalty-suspension.policy';
import { Payee } from './reference-book';

/** Days after the due day that bear no penalty. ЖК РФ ст. 155 ч. 14, 14.1. */
export const FREE_DAYS = 30;
/** The last day that bears 1/300; from the next day 1/130. ЖК РФ ст. 155 ч. 14. */
const DAYS_AT_ONE_THREE_HUNDREDTH = 90;

/** The yearly rate in percent that is in force on a day: the key rate, capped. Throws BILLING_NO_RULE_IN_FORCE. */
export type RateOn = (day: CivilDate) => Rational;

/** A part of a debt that ended (was paid) on a day, or is still open on the day of calculation. */
export interface DebtPart {
  readonly amountKopecks: Kopecks;
  readonly end: CivilDate;
}

export interface PenaltyTerms {
  readonly dueOn: CivilDate;
  /** Capital repair bears 1/300 without end (ЖК РФ ст. 155 ч. 14.1). */
  readonly payee: Payee;
  readonly rateOn: RateOn;
  /** Only days from this one on count: earlier ones were posted by the system before. Null: all days. */
  readonly countedFrom: CivilDate | null;
  /** Days that count as overdue and bear nothing; none where absent. */
  readonly suspended?: readonly Suspension[] | undefined;
}

/**
 * The penalty of one debt line in exact kopecks: every part of the debt with the rate of the day it ended, days 31–90
 * after the due day at 1/300, later ones at 1/130. The day of payment bears penalty. Nothing is rounded here.
 * ЖК РФ ст. 155 ч. 14, 14.1; the cap by ПП РФ 474.
 */
export function accruePenalty(parts: readonly DebtPart[], terms: PenaltyTerms): Rational {
  let total = Rational.ZERO;
  for (const part of parts) {
    if (part.amountKopecks === 0) continue;
    const days = penaltyDays(terms, part.end);
    if (days.isZero()) continue;
    const rate = terms.rateOn(part.end).dividedBy(Rational.of(100));
    total = total.plus(Rational.of(part.amountKopecks).times(rate).times(days));
  }
  return total;
}

/** Days / 300 + days / 130 that a part bears until its end. */
function penaltyDays(terms: PenaltyTerms, end: CivilDate): Rational {
  const due = dayNumber(terms.dueOn);
  const first = terms.countedFrom === null ? 1 : dayNumber(terms.countedFrom) - due;
  let [atThreeHundredth, late] = [0, 0];
  for (const run of bearingRuns({ first, last: dayNumber(end) - due }, terms.suspended ?? [], due)) {
    const isAllEarly = terms.payee === 'capital_repair';
    const early = isAllEarly ? run.last : Math.min(run.last, DAYS_AT_ONE_THREE_HUNDREDTH);
    atThreeHundredth += Math.max(0, early - Math.max(run.first, FREE_DAYS + 1) + 1);
    if (!isAllEarly) late += Math.max(0, run.last - Math.max(run.first, DAYS_AT_ONE_THREE_HUNDREDTH + 1) + 1);
  }
  return Rational.of(atThreeHundredth, 300).plus(Rational.of(late, 130));
}

/** Days after the due day, both ends included. */
interface DayRun {
  readonly first: number;
  readonly last: number;
}

/** What is left of a run of days without those that are suspended. */
function bearingRuns(whole: DayRun, suspended: readonly Suspension[], due: number): readonly DayRun[] {
  let runs: readonly DayRun[] = [whole];
  for (const { from, until } of suspended) {
    const before = dayNumber(from) - due - 1;
    const after = until === null ? Infinity : dayNumber(until) - due + 1;
    runs = runs.flatMap(({ first, last }) =>
      [
        { first, last: Math.min(last, before) },
        { first: Math.max(first, after), last },
      ].filter((run) => run.first <= run.last),
    );
  }
  return runs;
}

/**
 * The penalty of one unpaid debt by the rate of each single day (policy PER_DAY: not the statute, kept for companies
 * whose contract says so and for checks). Exact kopecks.
 */
export function accruePenaltyPerDay(part: DebtPart, terms: PenaltyTerms): Rational {
  let total = Rational.ZERO;
  const first = later(addDays(terms.dueOn, 1), terms.countedFrom ?? terms.dueOn);
  for (let day = first; day <= part.end; day = addDays(day, 1)) {
    total = total.plus(
      accruePenalty([{ amountKopecks: part.amountKopecks, end: day }], { ...terms, countedFrom: day }),
    );
  }
  return total;
}

import { CivilDate, daysBetween } from '#libs/kernel';
import { Rational } from '#libs/money';
import { ReadingDoubt, RegisterValues } from './meter.events';
import { greatestCount } from './register-values.policy';
import { implausibleRegister, StepRules } from './register-step.policy';

/** What the registers showed on a day. */
export interface Shown {
  readonly on: CivilDate;
  readonly values: RegisterValues;
}

/** So many marks, two steps between them, are needed before anything can be called usual. */
const MARKS_LEAST = 3;
/** The usual is the mean over the steps between so many latest marks. */
const MARKS_MOST = 7;
/** A growth a day of more than so many times the usual is asked about. */
const TIMES_USUAL = 3;

/**
 * What makes a reading doubtful, compared with everything that was shown before it, the last one last. A doubt is a
 * question to the person, never a refusal: people do have guests, and meters do begin again at nought.
 */
export function doubtsOf(now: Shown, before: readonly Shown[], rules: StepRules): ReadingDoubt[] {
  const last = before.at(-1);
  if (last === undefined) return [];
  if (implausibleRegister(last.values, now.values, rules) !== null) return ['below_previous'];
  const doubts: ReadingDoubt[] = [];
  if (now.values.some((value, register) => isBelow(value, last.values[register]))) doubts.push('rollover');
  if (farAboveUsual(now, before, rules.digits) !== null) doubts.push('far_above_usual');
  return doubts;
}

function isBelow(value: string, previous: string | undefined): boolean {
  return previous !== undefined && Rational.parse(value).compare(Rational.parse(previous)) < 0;
}

/** A register that has grown far more than it usually does in so many days. */
export interface Jump {
  /** From 1. */
  readonly register: number;
  readonly growth: Rational;
  /** What it usually grows by in as many days. */
  readonly usual: Rational;
}

/**
 * The first register that jumps; null where none does. Growth a day against growth a day, multiplied out so that nothing
 * is divided: now × usual days > 3 × usual × days.
 */
export function farAboveUsual(now: Shown, before: readonly Shown[], digits: number): Jump | null {
  const marks = before.slice(-MARKS_MOST);
  const [first, last] = [marks[0], marks.at(-1)];
  if (marks.length < MARKS_LEAST || first === undefined || last === undefined) return null;
  const usualDays = Rational.of(daysBetween(first.on, last.on));
  const days = Rational.of(Math.max(daysBetween(last.on, now.on), 1));
  for (const [register, value] of now.values.entries()) {
    const growth = grown(last.values[register], value, digits);
    const usual = marks
      .slice(1)
      .map((mark, index) => grown(marks[index]?.values[register], mark.values[register], digits))
      .reduce((sum, step) => sum.plus(step), Rational.of(0));
    if (growth.times(usualDays).compare(usual.times(days).times(Rational.of(TIMES_USUAL))) <= 0) continue;
    const ofSoManyDays = usualDays.isZero() ? Rational.ZERO : usual.times(days).dividedBy(usualDays);
    return { register: register + 1, growth, usual: ofSoManyDays };
  }
  return null;
}

/** The growth of a register, over its greatest number where it began again. */
function grown(before: string | undefined, now: string | undefined, digits: number): Rational {
  const growth = Rational.parse(now ?? '0').minus(Rational.parse(before ?? '0'));
  return growth.isNegative() ? growth.plus(greatestCount(digits)) : growth;
}

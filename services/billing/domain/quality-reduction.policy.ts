import { Kopecks, Rational, roundKopecks } from '#libs/money';

/** Hours without a utility within a month. */
export interface Interruption {
  readonly hours: Rational;
  /** Hours of a month that bear no reduction, by the annex. */
  readonly allowedHours: Rational;
  /** The part of the month's charge for an hour above them, 0.0015 by the annex. */
  readonly ratePerHour: Rational;
}

/** Hours in which the air of a dwelling was too cold, and by how much. */
export interface ColdHours {
  readonly hours: Rational;
  readonly degreesBelow: Rational;
  /** The part of the month's charge for an hour and a degree, 0.0015 by the annex. */
  readonly ratePerHourAndDegree: Rational;
}

/**
 * The reduction of a month's charge for interruptions beyond the allowed hours, at or below zero, kopecks: never more
 * than was charged. ПП РФ 354 прил. 1.
 */
export function reduceForInterruption(chargedKopecks: Kopecks, interruption: Interruption): Kopecks {
  const above = interruption.hours.minus(interruption.allowedHours);
  return reduction(chargedKopecks, above.times(interruption.ratePerHour));
}

/**
 * The reduction of a month's charge for heating below the lawful temperature (18 °C, 20 °C in a corner room), at or
 * below zero, kopecks: never more than was charged. ПП РФ 354 прил. 1.
 */
export function reduceForCold(chargedKopecks: Kopecks, cold: ColdHours): Kopecks {
  return reduction(chargedKopecks, cold.hours.times(cold.degreesBelow).times(cold.ratePerHourAndDegree));
}

function reduction(chargedKopecks: Kopecks, part: Rational): Kopecks {
  if (chargedKopecks <= 0 || !part.isPositive()) return 0;
  const whole = part.compare(Rational.ONE) >= 0;
  return roundKopecks(
    Rational.of(chargedKopecks)
      .times(whole ? Rational.ONE : part)
      .negated(),
  );
}

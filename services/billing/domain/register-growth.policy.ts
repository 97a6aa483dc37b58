import { Rational } from '#libs/money';

/**
 * The growth of one register between two values, in its unit. A lower value means that the register went over its
 * greatest number: 10^digits − before + now. Whether that is plausible was decided when the reading was accepted.
 */
export function registerGrowth(before: Rational, now: Rational, digits: number): Rational {
  const growth = now.minus(before);
  return growth.isNegative() ? growth.plus(Rational.of(10n ** BigInt(digits))) : growth;
}

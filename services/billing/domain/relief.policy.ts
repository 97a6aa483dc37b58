import { Kopecks, Rational, roundToKopecks } from '#libs/money';
import { numeral } from './line.policy';

export interface Relief {
  /** What was charged: square metres, or the volume of a utility before any raising coefficient. */
  readonly quantity: Rational;
  /** The social norm of area, or the norm of consumption of the persons entitled; null where there is no limit. */
  readonly limit: Rational | null;
  readonly tariff: Rational;
  readonly percent: Rational;
}

export interface ReliefAmount {
  readonly amountKopecks: Kopecks;
  readonly formula: string;
  readonly exact: string;
}

/**
 * The relief of a line: min(actual, norm) × T × %, rounded once. The excess by the raising coefficient is not covered,
 * which is why the quantity is the one before it. ЖК РФ ст. 160, 169 ч. 2.1; the limits are regional.
 * Throws RangeError unless the percentage is from 0 to 100.
 */
export function reliefOf({ quantity, limit, tariff, percent }: Relief): ReliefAmount {
  if (percent.isNegative() || percent.compare(Rational.of(100)) > 0)
    throw new RangeError('A relief is 0 to 100 percent');
  const covered = limit !== null && limit.compare(quantity) < 0 ? limit : quantity;
  const exact = covered.times(tariff).times(percent).dividedBy(Rational.of(100));
  return {
    amountKopecks: roundToKopecks(exact),
    formula: `${numeral(covered)} * ${numeral(tariff)} * ${numeral(percent)} / 100`,
    exact: exact.toText(),
  };
}

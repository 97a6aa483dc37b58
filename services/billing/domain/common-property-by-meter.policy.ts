import { Kopecks, Rational, roundToKopecks } from '#libs/money';
import { numeral } from './line.policy';

/** What is done when the premises together used more than the house meter counted (setting `soi.negative`). */
export type NegativeCommonProperty = 'CARRY' | 'DISTRIBUTE';

export interface CommonPropertyMonth {
  /** What the house meter counted. */
  readonly houseVolume: Rational;
  /** Metered, averaged and norm volumes of all premises together. */
  readonly premisesVolume: Rational;
  /** What earlier months left below zero, at or below zero. */
  readonly carriedVolume: Rational;
  readonly negative: NegativeCommonProperty;
}

export interface CommonPropertyVolume {
  /** What is distributed this month; below zero only where it is distributed. */
  readonly volume: Rational;
  /** What the next month begins with, at or below zero. */
  readonly carriedVolume: Rational;
}

/**
 * The volume of a resource for the common property by the house meter. A month below zero is charged as zero and is
 * taken off the following months, unless the house has chosen to give it back at once.
 * ЖК РФ ст. 156 ч. 9.2, 9.3; ПП РФ 354 ф. 11–14.
 */
export function commonPropertyVolume(month: CommonPropertyMonth): CommonPropertyVolume {
  const volume = month.houseVolume.minus(month.premisesVolume).plus(month.carriedVolume);
  if (!volume.isNegative() || month.negative === 'DISTRIBUTE') return { volume, carriedVolume: Rational.ZERO };
  return { volume: Rational.ZERO, carriedVolume: volume };
}

export interface CommonPropertyShare {
  readonly quantity: Rational;
  readonly amountKopecks: Kopecks;
  readonly formula: string;
  readonly exact: string;
}

/**
 * The part of one dwelling: volume × S / S_об × T, rounded once; S_об are all premises without the common property. The shares of all premises add up to the volume.
 * Throws RangeError for a house without area.
 */
export function shareOfCommonProperty(
  volume: Rational,
  areaM2: Rational,
  houseAreaM2: Rational,
  tariff: Rational,
): CommonPropertyShare {
  const quantity = volume.times(areaM2).dividedBy(houseAreaM2);
  const exact = quantity.times(tariff);
  return {
    quantity,
    amountKopecks: roundToKopecks(exact),
    formula: `${numeral(volume)} * ${numeral(areaM2)} / ${numeral(houseAreaM2)} * ${numeral(tariff)}`,
    exact: exact.toText(),
  };
}

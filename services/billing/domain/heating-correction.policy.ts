import { Kopecks, Rational, roundToKopecks, subtractKopecks } from '#libs/money';
import { numeral } from './line.policy';

/** A year of heating charged by the mean of the year before. */
export interface HeatedYear {
  readonly areaM2: Rational;
  /** S_об: all premises of the house without the common property. */
  readonly houseAreaM2: Rational;
  /** What the house meter counted in the year. */
  readonly houseVolumeGcal: Rational;
  readonly tariff: Rational;
  /** What the twelve months were charged. */
  readonly chargedKopecks: Kopecks;
}

export interface HeatingCorrection {
  readonly factKopecks: Kopecks;
  /** Above zero: charged in addition; below zero: given back. */
  readonly amountKopecks: Kopecks;
  readonly formula: string;
  readonly exact: string;
}

/**
 * The yearly correction of heating that is paid evenly over the year, posted in the first quarter of the next one:
 * S / S_об × V_year × T, rounded once, less what was charged. ПП РФ 354 п. 42(1), прил. 2 ф. 3(4).
 * Throws RangeError for a house without area.
 */
export function correctHeatingOfYear(year: HeatedYear): HeatingCorrection {
  const fact = year.areaM2.times(year.houseVolumeGcal).dividedBy(year.houseAreaM2).times(year.tariff);
  const factKopecks = roundToKopecks(fact);
  const charged = Rational.of(year.chargedKopecks, 100);
  const share = `${numeral(year.areaM2)} * ${numeral(year.houseVolumeGcal)} / ${numeral(year.houseAreaM2)}`;
  return {
    factKopecks,
    amountKopecks: subtractKopecks(factKopecks, year.chargedKopecks),
    formula: `${share} * ${numeral(year.tariff)} - ${numeral(charged)}`,
    exact: fact.minus(charged).toText(),
  };
}

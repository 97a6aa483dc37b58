import { addDays, BillingPeriod, CivilDate, daysBetween, firstDayOf, lastDayOf, later } from '#libs/kernel';
import { Kopecks, Rational, roundToKopecks, sumKopecks } from '#libs/money';
import { numeral } from './line.policy';
import { DatedValue, inForce, noRuleInForce } from './reference-book';
import { registerGrowth } from './register-growth.policy';

/**
 * Tariffs that change where the billing month does not: by calendar days for what is charged by norm or area, by days
 * between readings or by a control reading for what is metered. ПП РФ 354 п. 38 says only "the tariff in force"; which
 * of these a company uses is its setting `tariff_change` (BILLING_MONTH, BY_DAYS, CONTROL_READING).
 * Rows of a tariff are in order of `from`, as the reference book keeps them.
 */

/** A run of days of one tariff. */
export interface TariffStretch {
  /** The first and the last day, both included. */
  readonly first: CivilDate;
  readonly last: CivilDate;
  readonly days: number;
  readonly tariff: DatedValue;
}

/** The tariffs of the days from `first` to `last`. Throws BILLING_NO_RULE_IN_FORCE for a day without one. */
export function tariffStretches(rows: readonly DatedValue[], first: CivilDate, last: CivilDate): TariffStretch[] {
  const starting = inForce(rows, first);
  if (!starting) throw noRuleInForce('tariff', first);
  const inOrder = [starting, ...rows.filter((row) => row.from > first && row.from <= last)];
  return inOrder.map((tariff, index) => {
    const from = later(first, tariff.from);
    const next = inOrder[index + 1];
    const to = next ? addDays(next.from, -1) : last;
    return { first: from, last: to, days: daysBetween(from, to) + 1, tariff };
  });
}

/** An amount with the arithmetic that gives it, in roubles. */
export interface TariffAmount {
  readonly quantity: Rational;
  readonly amountKopecks: Kopecks;
  readonly formula: string;
  readonly exact: string;
}

/**
 * A month's quantity (by norm, persons or area) at the tariffs of the month weighted by calendar days:
 * V × Σ T_i × d_i / D, one line, rounded once. Throws BILLING_NO_RULE_IN_FORCE.
 */
export function chargeByDaysOfMonth(
  quantity: Rational,
  rows: readonly DatedValue[],
  period: BillingPeriod,
): TariffAmount {
  const stretches = tariffStretches(rows, firstDayOf(period), lastDayOf(period));
  const daysOfMonth = daysBetween(firstDayOf(period), lastDayOf(period)) + 1;
  const weighted = Rational.sum(
    stretches.map(({ tariff, days }) => Rational.parse(tariff.value).times(Rational.of(days))),
  );
  const exact = quantity.times(weighted).dividedBy(Rational.of(daysOfMonth));
  const terms = stretches.map(({ tariff, days }) => `${tariff.value} * ${days}`);
  return {
    quantity,
    amountKopecks: roundToKopecks(exact),
    formula: `${numeral(quantity)} * (${terms.join(' + ')}) / ${daysOfMonth}`,
    exact: exact.toText(),
  };
}

/** A value of one register on a day. */
export interface DatedReading {
  readonly takenOn: CivilDate;
  readonly value: Rational;
}

/** One printed line for each tariff: the part of the growth that falls to it, rounded by itself. */
export interface TariffPart extends TariffAmount {
  readonly tariff: DatedValue;
}

export interface SplitCharge {
  readonly parts: readonly TariffPart[];
  /** The sum of the rounded parts. */
  readonly amountKopecks: Kopecks;
}

/**
 * The growth between two readings, split over the tariffs by days: the day of the first reading does not count, that
 * of the second does. Throws BILLING_NO_RULE_IN_FORCE; RangeError when the second reading is not of a later day.
 */
export function chargeGrowthByDays(
  before: DatedReading,
  now: DatedReading,
  digits: number,
  rows: readonly DatedValue[],
): SplitCharge {
  return partsByTariff(growthShares(before, now, digits, rows));
}

/**
 * The growth over readings of which some were taken at a change of the tariff (control readings): a reading on the
 * eve of the change, or else on the very day, divides the growth there; a change without one is split by days.
 * Readings in order of their days, at least two.
 * Throws BILLING_NO_RULE_IN_FORCE; RangeError when the readings are too few or out of order.
 */
export function chargeGrowthByControlReadings(
  readings: readonly DatedReading[],
  digits: number,
  rows: readonly DatedValue[],
): SplitCharge {
  if (readings.length < 2) throw new RangeError('A growth needs two readings');
  const days = new Set(readings.map((reading) => reading.takenOn));
  const divided = rows.map((row) => {
    const onTheDay = days.has(row.from) && !days.has(addDays(row.from, -1));
    return onTheDay ? { ...row, from: addDays(row.from, 1) } : row;
  });
  const shares = readings
    .slice(1)
    .flatMap((now, index) => growthShares(readings[index] as DatedReading, now, digits, divided));
  return partsByTariff(shares);
}

interface GrowthShare {
  readonly tariff: DatedValue;
  readonly quantity: Rational;
  readonly formula: string;
}

function growthShares(
  before: DatedReading,
  now: DatedReading,
  digits: number,
  rows: readonly DatedValue[],
): GrowthShare[] {
  const allDays = daysBetween(before.takenOn, now.takenOn);
  if (allDays <= 0) throw new RangeError(`The reading of ${now.takenOn} does not follow that of ${before.takenOn}`);
  const growth = registerGrowth(before.value, now.value, digits);
  return tariffStretches(rows, addDays(before.takenOn, 1), now.takenOn).map(({ tariff, days }) => ({
    tariff,
    quantity: growth.times(Rational.of(days, allDays)),
    formula: days === allDays ? numeral(growth) : `${numeral(growth)} * ${days} / ${allDays}`,
  }));
}

/** Shares of one tariff are one line; lines in order of their tariffs. */
function partsByTariff(shares: readonly GrowthShare[]): SplitCharge {
  const byFrom = new Map<CivilDate, GrowthShare[]>();
  for (const share of shares) {
    const known = byFrom.get(share.tariff.from);
    if (known) known.push(share);
    else byFrom.set(share.tariff.from, [share]);
  }
  const parts = [...byFrom.values()].map((same): TariffPart => {
    const { tariff } = same[0] as GrowthShare;
    const quantity = Rational.sum(same.map((share) => share.quantity));
    const exact = quantity.times(Rational.parse(tariff.value));
    const growth = same.map((share) => share.formula).join(' + ');
    return {
      tariff,
      quantity,
      amountKopecks: roundToKopecks(exact),
      formula: `${same.length > 1 ? `(${growth})` : growth} * ${tariff.value}`,
      exact: exact.toText(),
    };
  });
  return { parts, amountKopecks: sumKopecks(parts.map((part) => part.amountKopecks)) };
}

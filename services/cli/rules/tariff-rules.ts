import { Rational, roublesText, sumKopecks } from '#libs/money';
import { chargeByTiers } from '../../billing/domain/consumption-tiers.policy';
import { Component } from '../../billing/domain/reference-book';
import {
  chargeByDaysOfMonth,
  chargeGrowthByControlReadings,
  chargeGrowthByDays,
  DatedReading,
  SplitCharge,
} from '../../billing/domain/tariff-change.policy';
import { areaLine } from './area-rules';
import { linesAndTotal, RuleEvaluation } from './case-answer';
import { Field } from './case-field';
import {
  chargesOf,
  connected,
  dated,
  dossierOf,
  meterOf,
  onlyLine,
  readingIn,
  referenceBook,
  utility,
} from './case-world';
import { DIGITS_MAX, digitsOf, periodOfCase, tariffRows } from './case-readers';
import { normLine } from './norm-rules';

/** A month charged by area, norm or persons whose tariff changes inside it. */
const byDaysOfMonth: RuleEvaluation = (input) => {
  const charge = chargeByDaysOfMonth(monthlyQuantity(input), tariffRows(input), input.get('period').period());
  return roublesText(charge.amountKopecks);
};

/** The quantity that the month's line would have, whatever its price. */
function monthlyQuantity(input: Field): Rational {
  const given = input.anyOf('volume', 'volumeM3', 'volumeKwh', 'quantity');
  if (given.isGiven) return given.rational();
  const price = [dated('0')];
  const line = (() => {
    if (input.get('normPerM2Year').isGiven) return areaLine(input, 'waste_area', price);
    if (input.get('normM3PersonYear').isGiven) return areaLine(input, 'waste_persons', price);
    if (input.get('norm').isGiven) return normLine(input, price);
    return areaLine(input, 'area', price);
  })();
  return Rational.parse(line.quantity);
}

/** The tariff of the first day of the billing month for the whole volume, whenever the readings were taken. */
const byBillingMonth: RuleEvaluation = (input) => {
  const period = periodOfCase(input);
  const volume = input.anyOf('volume', 'volumeKwh', 'volumeM3', 'quantity').decimal();
  const book = referenceBook({
    firstPeriod: period,
    utilities: [utility('metered', 'metered')],
    tariffs: { 'metered||': tariffRows(input) },
  });
  const dossier = dossierOf([connected('metered', true)], {
    meters: [meterOf('metered', ['0'], { digits: DIGITS_MAX })],
    readings: [readingIn(period, [volume])],
  });
  return roublesText(onlyLine(chargesOf(dossier, book, period)).amountKopecks);
};

function readingOf([takenOn, value]: [Field, Field]): DatedReading {
  return { takenOn: takenOn.date(), value: value.rational() };
}

function splitAnswer({ parts, amountKopecks }: SplitCharge): string[] {
  return linesAndTotal(
    parts.map((part) => part.amountKopecks),
    amountKopecks,
  );
}

const byDaysBetweenReadings: RuleEvaluation = (input) => {
  const before = readingOf(input.get('prev').pair());
  const now = readingOf(input.get('curr').pair());
  return splitAnswer(chargeGrowthByDays(before, now, digitsOf(input), tariffRows(input)));
};

const byControlReading: RuleEvaluation = (input) => {
  const readings = input.get('readings').pairs().map(readingOf);
  return splitAnswer(chargeGrowthByControlReadings(readings, digitsOf(input), tariffRows(input)));
};

/** The zones of a meter by the names that a case gives their volumes and prices. */
const ZONES: Readonly<Record<number, readonly (readonly [Component, readonly string[], readonly string[]])[]>> = {
  2: [
    ['day', ['day'], ['tDay']],
    ['night', ['night'], ['tNight']],
  ],
  3: [
    ['peak', ['peak'], ['tPeak']],
    ['half_peak', ['halfPeak', 'half_peak'], ['tHalfPeak', 'tHalf_peak']],
    ['night', ['night'], ['tNight']],
  ],
};

const byZones: RuleEvaluation = (input) => {
  const zones = ZONES[input.get('peak').isGiven ? 3 : 2] ?? [];
  const period = periodOfCase(input);
  const book = referenceBook({
    firstPeriod: period,
    utilities: [utility('electricity', 'metered', { unit: 'kWh' })],
    tariffs: Object.fromEntries(
      zones.map(([zone, , prices]) => [`electricity|${zone}|`, [dated(input.anyOf(...prices).decimal())]]),
    ),
  });
  const dossier = dossierOf([connected('electricity', true)], {
    meters: [
      meterOf(
        'electricity',
        zones.map(() => '0'),
        { digits: DIGITS_MAX },
      ),
    ],
    readings: [
      readingIn(
        period,
        zones.map(([, volumes]) => input.anyOf(...volumes).decimal()),
      ),
    ],
  });
  const lines = chargesOf(dossier, book, period).map((line) => line.amountKopecks);
  return linesAndTotal(lines, sumKopecks(lines));
};

/** Tiers `[last unit or null, price]`. */
const byTiers: RuleEvaluation = (input) => {
  const tiers = input
    .get('tiers')
    .pairs()
    .map(([upTo, price]) => ({ upTo: upTo.isGiven ? upTo.rational() : null, price: price.rational() }));
  const charge = chargeByTiers(input.anyOf('volumeKwh', 'volume', 'volumeM3').rational(), tiers);
  return linesAndTotal(
    charge.parts.map((part) => part.amountKopecks),
    charge.amountKopecks,
  );
};

export const TARIFF_RULES: readonly (readonly [string, RuleEvaluation])[] = [
  ['tariff.mid_month.by_days', byDaysOfMonth],
  ['tariff.first_of_month', byBillingMonth],
  ['tariff.readings_straddle.by_days', byDaysBetweenReadings],
  ['tariff.control_reading', byControlReading],
  ['tariff.billing_month_default', byBillingMonth],
  ['tariff.zones', byZones],
  ['tariff.tiers', byTiers],
];

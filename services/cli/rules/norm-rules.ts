import { addMonths, BillingPeriod, later, periodOf, periodsBetween, previousPeriod, lastDayOf } from '#libs/kernel';
import { Rational, roublesText, subtractKopecks, sumKopecks } from '#libs/money';
import { fullDaysAway } from '../../billing/domain/absence-recalculation.policy';
import { Calculation, ChargeLine } from '../../billing/domain/calculation';
import { Dossier } from '../../billing/domain/dossier';
import { DatedValue, ReferenceBook } from '../../billing/domain/reference-book';
import { totalTrueUps } from '../../billing/domain/true-up-total.policy';
import { quantityText, RuleEvaluation } from './case-answer';
import { Field } from './case-field';
import { digitsOf, periodOfCase, tariffRows } from './case-readers';
import {
  ALWAYS,
  averagedRecord,
  BookPlan,
  chargeMonths,
  chargesOf,
  connected,
  dated,
  dossierOf,
  meterOf,
  onlyLine,
  readingIn,
  referenceBook,
  residents,
  utility,
} from './case-world';

/** The utility of a case: cold water unless the case prices the water of a two-part one. */
const WATER = 'water';

function personsOfCase(input: Field): Dossier['residents'] {
  const owners = input.get('owners').isGiven ? input.get('owners').count() : 0;
  return [residents(ALWAYS, input.anyOf('persons', 'registered').count(), owners)];
}

function waterBook(input: Field, prices: readonly DatedValue[], plan: BookPlan = {}): ReferenceBook {
  return referenceBook({
    firstPeriod: periodOfCase(input),
    utilities: [utility(WATER, 'metered', { raiseAfterFailure: true })],
    tariffs: { [`${WATER}||`]: prices },
    norms: input.get('norm').isGiven ? { [`${WATER}|person_month|`]: [dated(input.get('norm').decimal())] } : {},
    coefficients: input.get('coef').isGiven ? { [WATER]: [dated(input.get('coef').decimal())] } : {},
    ...plan,
  });
}

function unmetered(persons: Dossier['residents'], meterPossible = false): Dossier {
  return dossierOf([connected(WATER, meterPossible)], { residents: persons });
}

/** A month by norm without a meter. */
export function normLine(input: Field, prices: readonly DatedValue[]): ChargeLine {
  input.get('norm').decimal();
  const dossier = unmetered(personsOfCase(input));
  return onlyLine(chargesOf(dossier, waterBook(input, prices), periodOfCase(input)));
}

const personsChangeInMonth: RuleEvaluation = (input) => {
  const rows = input
    .get('persons')
    .pairs()
    .map(([from, persons]) => residents(from.date(), persons.count(), 0))
    .sort((left, right) => (left.from < right.from ? -1 : 1));
  const last = rows.at(-1) ?? input.get('persons').fail('at least one row');
  const period = input.get('period').isGiven ? input.get('period').period() : periodOf(last.from);
  const book = waterBook(input, tariffRows(input), { firstPeriod: period });
  return roublesText(onlyLine(chargesOf(unmetered(rows), book, period)).amountKopecks);
};

/** No meter though one could be installed: the water of a two-part utility bears the coefficient, its heat does not. */
const normRaised: RuleEvaluation = (input) => {
  input.get('coef').decimal();
  const priceOf = (name: string) => (input.get(name).isGiven ? tariffOf(input.get(name)) : [dated('0')]);
  const heatNorm = input.get('qGcalPerM3');
  const book = waterBook(input, [], {
    utilities: [utility(WATER, 'metered_two_part', { raiseAfterFailure: true })],
    tariffs: { [`${WATER}|water|`]: tariffRows(input, 'tWater'), [`${WATER}|heat|`]: priceOf('tHeat') },
    norms: {
      [`${WATER}|person_month|`]: [dated(input.get('norm').decimal())],
      [`${WATER}|gcal_per_m3|`]: [dated(heatNorm.isGiven ? heatNorm.decimal() : '0')],
    },
  });
  const lines = chargesOf(unmetered(personsOfCase(input), true), book, periodOfCase(input));
  return roublesText(onlyLine(lines.filter((line) => line.component === 'water')).amountKopecks);
};

function tariffOf(field: Field): DatedValue[] {
  return [dated(field.decimal())];
}

/** Actual months before the case, oldest first. */
function historyBefore(period: BillingPeriod, volumes: readonly string[]): Dossier['volumeHistory'] {
  return {
    [WATER]: volumes.map((volume, index) => ({
      period: addMonths(period, index - volumes.length),
      volumes: [volume],
    })),
  };
}

/** A meter in order whose reading did not come: the mean of the last actual months. */
const average: RuleEvaluation = (input) => {
  const period = periodOfCase(input);
  const volumes = input
    .get('volumes')
    .items()
    .map((volume) => volume.decimal());
  const priced = input.anyOf('tariff', 'tariffs').isGiven;
  const book = waterBook(input, priced ? tariffRows(input) : [dated('0')], { settings: averageSettings(input) });
  const dossier = dossierOf([connected(WATER, true)], {
    residents: input.get('persons').isGiven ? personsOfCase(input) : [residents(ALWAYS, 1, 1)],
    meters: [meterOf(WATER, ['0'])],
    volumeHistory: historyBefore(period, volumes),
  });
  const line = onlyLine(chargesOf(dossier, book, period));
  const volume = quantityText(line.quantity);
  return priced ? { volume, amount: roublesText(line.amountKopecks) } : volume;
};

function averageSettings(input: Field): NonNullable<BookPlan['settings']> {
  const settings: Record<string, DatedValue[]> = {};
  if (input.get('minMonths').isGiven)
    settings['average_min_months'] = [dated(String(input.get('minMonths').upTo(600)))];
  if (input.get('months').isGiven) settings['average_months'] = [dated(String(input.get('months').upTo(600)))];
  return settings;
}

/** Volumes of months of which a case says only how many there are; they never reach a line that is charged by norm. */
const UNKNOWN_VOLUME = '1';
const USUAL_HISTORY = 6;
const MONTHS_MAX = 600;

function historyOfCase(input: Field, months: number): readonly string[] {
  const volumes = input.get('volumes');
  return volumes.isGiven
    ? volumes.items().map((volume) => volume.decimal())
    : Array.from({ length: months }, () => UNKNOWN_VOLUME);
}

/** The line of the case, which may be an average only where the case gave the volumes. */
function estimatedLine(input: Field, line: ChargeLine): ChargeLine {
  if (line.basis === 'average') input.get('volumes').items();
  return line;
}

/** Too few actual months for an average. */
const shortHistory: RuleEvaluation = (input) => {
  const period = periodOfCase(input);
  const dossier = dossierOf([connected(WATER, true)], {
    residents: personsOfCase(input),
    meters: [meterOf(WATER, ['0'])],
    volumeHistory: historyBefore(period, historyOfCase(input, input.get('historyMonths').upTo(MONTHS_MAX))),
  });
  const book = waterBook(input, tariffRows(input), { settings: averageSettings(input) });
  const line = estimatedLine(input, onlyLine(chargesOf(dossier, book, period)));
  return { volume: quantityText(line.quantity), amount: roublesText(line.amountKopecks) };
};

/** Months without a reading one after another; the answer is the last one's line. */
function lastOfGap(input: Field, months: number, verifiedUntil: (first: BillingPeriod) => string): ChargeLine {
  if (months === 0) input.get('missedMonths').fail('at least one month');
  const period = periodOfCase(input);
  const first = addMonths(period, 1 - months);
  const dossier = dossierOf([connected(WATER, true)], {
    residents: personsOfCase(input),
    meters: [meterOf(WATER, ['0'], { verifiedUntil: verifiedUntil(first) })],
    volumeHistory: historyBefore(first, historyOfCase(input, USUAL_HISTORY)),
  });
  const book = waterBook(input, tariffRows(input), { firstPeriod: first });
  const last = chargeMonths(dossier, book, first, period).at(-1) as Calculation;
  return estimatedLine(input, onlyLine(last.charges));
}

const noReading: RuleEvaluation = (input) => {
  const line = lastOfGap(input, input.get('missedMonths').upTo(MONTHS_MAX), () => '9999-12-31');
  return roublesText(line.amountKopecks);
};

/** The verification ran out before the first month of the gap; the name of the rule says which month is asked. */
const MONTH_OF_RULE = 4;

const verificationExpired: RuleEvaluation = (input) => {
  input.get('coef').decimal();
  const missed = input.get('missedMonths');
  const months = missed.isGiven ? missed.upTo(MONTHS_MAX) : MONTH_OF_RULE;
  const line = lastOfGap(input, months, (first) => lastDayOf(previousPeriod(first)));
  return {
    total: roublesText(line.amountKopecks),
    base: roublesText(subtractKopecks(line.amountKopecks, line.excessKopecks)),
    excess: roublesText(line.excessKopecks),
  };
};

/** A reading after months charged by average: what it adds, or gives back to those months. */
const trueUp: RuleEvaluation = (input) => {
  const period = periodOfCase(input);
  const averaged = input
    .get('averagedVolumes')
    .items()
    .map((volume) => volume.decimal());
  const first = addMonths(period, -averaged.length);
  const months = averaged.length === 0 ? [] : periodsBetween(first, previousPeriod(period));
  const prices = tariffRows(input);
  const book = waterBook(input, prices, { firstPeriod: first });
  const records = months.map((month, index) =>
    averagedRecord(
      month,
      averaged[index] as string,
      book.tariff(WATER, null, 'house', month).text,
      months.slice(0, index + 1),
    ),
  );
  const dossier = dossierOf([connected(WATER, true)], {
    meters: [meterOf(WATER, [input.get('lastActual').decimal()], { digits: digitsOf(input) })],
    readings: [readingIn(period, [input.get('newReading').decimal()])],
    records: { [WATER]: records },
  });
  const calculation = chargeMonths(dossier, book, period, period)[0] as Calculation;
  const charge = onlyLine(calculation.charges);
  const returned = totalTrueUps(calculation.recalculations);
  const volume = Rational.sum([Rational.parse(charge.quantity), ...returned.map((line) => line.quantity)]);
  const amounts = [charge.amountKopecks, ...returned.map((line) => line.amountKopecks)];
  return { volume: quantityText(volume), amount: roublesText(sumKopecks(amounts)) };
};

/** Recalculations of all months of an absence, by the application made on the day of return unless the case says when. */
const absence: RuleEvaluation = (input) => {
  const leftOn = input.get('left').date();
  const returnedOn = input.get('returned').dayAfter(leftOn);
  const appliedOn = input.get('appliedOn').isGiven ? input.get('appliedOn').dayAfter(leftOn) : returnedOn;
  if (returnedOn <= leftOn) input.get('returned').fail('a later day than that of leaving');
  const from = periodOf(leftOn);
  const book = waterBook(input, tariffRows(input), { firstPeriod: from });
  const meterPossible = input.get('meterPossible').isGiven && input.get('meterPossible').flag();
  const dossier: Dossier = {
    ...unmetered(personsOfCase(input), meterPossible),
    absences: [{ leftOn, returnedOn, persons: input.get('absent').count(), appliedOn, eventId: 'case' }],
  };
  const months = chargeMonths(dossier, book, from, later(periodOf(returnedOn), periodOf(appliedOn)));
  const lines = months.flatMap((month) => month.recalculations);
  return {
    fullDays: fullDaysAway({ leftOn, returnedOn }),
    recalc: roublesText(sumKopecks(lines.map((line) => line.amountKopecks))),
  };
};

export const NORM_RULES: readonly (readonly [string, RuleEvaluation])[] = [
  ['avg.6_months', average],
  ['avg.short_history_ok', average],
  ['norm.short_history', shortHistory],
  ['no_reading.month4', noReading],
  ['verification_expired.month4.cold_water', verificationExpired],
  ['no_meter.hot_water', normRaised],
  ['true_up', trueUp],
  ['absence', absence],
  ['persons_change_mid_month', personsChangeInMonth],
];

import { isRejection, RejectedError } from '#libs/kernel';
import { roublesText, sumKopecks } from '#libs/money';
import { ChargeLine } from '../../billing/domain/calculation';
import { implausibleRegister } from '../../metering/domain/register-step.policy';
import { registerValues } from '../../metering/domain/register-values.policy';
import { linesAndTotal, quantityText, RuleEvaluation } from './case-answer';
import { Field } from './case-field';
import { DIGITS_MAX, digitsOf, periodOfCase, tariffRows } from './case-readers';
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

/** How cases write that a value is below the one before it and no plausible rollover. */
const BELOW_PREVIOUS = 'REJECT_LOWER_THAN_PREVIOUS';

const UTILITY = 'metered';

/** As a submitted reading is judged: values that the register can show, and a step that is plausible. */
function isAccepted(input: Field, before: Field, now: Field): boolean {
  const max = input.get('maxMonthly');
  const digits = digitsOf(input);
  const [from, to] = [before, now].map((value) => {
    const values = registerValues([value.decimal()], 1, digits, {});
    if (isRejection(values)) throw new RejectedError(values);
    return values;
  }) as [readonly string[], readonly string[]];
  return implausibleRegister(from, to, { digits, maxMonthly: max.isGiven ? max.decimal() : null }) === null;
}

/** The charge of a month on one meter from a value to a value. */
function lineOfGrowth(input: Field, before: Field, now: Field): ChargeLine {
  const period = periodOfCase(input);
  const priced = input.anyOf('tariff', 'tariffs').isGiven;
  const book = referenceBook({
    firstPeriod: period,
    utilities: [utility(UTILITY, 'metered')],
    tariffs: { [`${UTILITY}||`]: priced ? tariffRows(input) : [dated('0')] },
  });
  const dossier = dossierOf([connected(UTILITY, true)], {
    meters: [meterOf(UTILITY, [before.decimal()], { digits: digitsOf(input) })],
    readings: [readingIn(period, [now.decimal()])],
  });
  return onlyLine(chargesOf(dossier, book, period));
}

const simpleReading: RuleEvaluation = (input) => {
  const [before, now] = [input.get('prev'), input.get('curr')];
  if (!isAccepted(input, before, now)) return BELOW_PREVIOUS;
  tariffRows(input);
  return roublesText(lineOfGrowth(input, before, now).amountKopecks);
};

/** A reading that may have run over the greatest number of its register. */
const readingOverRollover: RuleEvaluation = (input) => {
  const [before, now] = [input.get('prev'), input.get('curr')];
  if (!isAccepted(input, before, now)) return BELOW_PREVIOUS;
  const line = lineOfGrowth(input, before, now);
  const volume = quantityText(line.quantity);
  if (!input.anyOf('tariff', 'tariffs').isGiven) return { volume };
  return { volume, amount: roublesText(line.amountKopecks) };
};

/** The old meter to its final value and the new one from its start value, billed as one. */
const replacement: RuleEvaluation = (input) => {
  const [old, successor] = [input.get('old'), input.get('new')];
  const period = periodOfCase(input);
  if (!isAccepted(input, old.get('prev'), old.get('final'))) return BELOW_PREVIOUS;
  if (!isAccepted(input, successor.get('start'), successor.get('curr'))) return BELOW_PREVIOUS;
  const book = referenceBook({
    firstPeriod: period,
    utilities: [utility(UTILITY, 'metered')],
    tariffs: { [`${UTILITY}||`]: tariffRows(input) },
  });
  const replacedOn = `${period}-10`;
  const digits = digitsOf(input);
  const dossier = dossierOf([connected(UTILITY, true)], {
    meters: [
      meterOf(UTILITY, [old.get('prev').decimal()], {
        digits,
        removedOn: replacedOn,
        finalValues: [old.get('final').decimal()],
      }),
      meterOf(UTILITY, [successor.get('start').decimal()], {
        meterId: 'successor',
        digits,
        installedOn: replacedOn,
        replaces: 'meter',
      }),
    ],
    readings: [readingIn(period, [successor.get('curr').decimal()], 'successor')],
  });
  const line = onlyLine(chargesOf(dossier, book, period));
  return { volume: quantityText(line.quantity), amount: roublesText(line.amountKopecks) };
};

/** Water and the heat for it, each its own line. */
const twoPartHotWater: RuleEvaluation = (input) => {
  const period = periodOfCase(input);
  const book = referenceBook({
    firstPeriod: period,
    utilities: [utility(UTILITY, 'metered_two_part')],
    tariffs: {
      [`${UTILITY}|water|`]: [dated(input.get('tWater').decimal())],
      [`${UTILITY}|heat|`]: [dated(input.get('tHeat').decimal())],
    },
    norms: { [`${UTILITY}|gcal_per_m3|`]: [dated(input.get('qGcalPerM3').decimal())] },
  });
  const dossier = dossierOf([connected(UTILITY, true)], {
    meters: [meterOf(UTILITY, ['0'], { digits: DIGITS_MAX })],
    readings: [readingIn(period, [input.get('volume').decimal()])],
  });
  const lines = chargesOf(dossier, book, period).map((line) => line.amountKopecks);
  return linesAndTotal(lines, sumKopecks(lines));
};

/** Sewage by what flowed in: cold and hot water as their meters counted them. */
const sewageBySum: RuleEvaluation = (input) => {
  const period = periodOfCase(input);
  const sources = ['cold', 'hot'].filter((source) => input.get(source).isGiven);
  if (sources.length === 0) input.get('cold').fail('a volume');
  const book = referenceBook({
    firstPeriod: period,
    utilities: [...sources.map((source) => utility(source, 'metered')), utility('sewage', 'sewage', { sources })],
    tariffs: {
      ...Object.fromEntries(sources.map((source) => [`${source}||`, [dated('0')]])),
      'sewage||': tariffRows(input),
    },
  });
  const dossier = dossierOf([...sources.map((source) => connected(source, true)), connected('sewage')], {
    meters: sources.map((source) => meterOf(source, ['0'], { meterId: source, digits: DIGITS_MAX })),
    readings: sources.map((source) => readingIn(period, [input.get(source).decimal()], source)),
  });
  const lines = chargesOf(dossier, book, period).filter((line) => line.utility === 'sewage');
  return roublesText(onlyLine(lines).amountKopecks);
};

export const METER_RULES: readonly (readonly [string, RuleEvaluation])[] = [
  ['meter.simple', simpleReading],
  ['meter.replacement', replacement],
  ['meter.rollover', readingOverRollover],
  ['meter.lower_reading_rejected', readingOverRollover],
  ['hot_water.two_component', twoPartHotWater],
  ['sewage.sum', sewageBySum],
];

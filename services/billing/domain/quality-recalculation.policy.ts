import { addKopecks, Kopecks, Rational, roublesText, subtractKopecks } from '#libs/money';
import { RecalculationLine } from './calculation';
import { numeral } from './line.policy';
import { reduceForCold, reduceForInterruption } from './quality-reduction.policy';
import { ChargedPeriod, InterruptedSupply, RecalculationGrounds } from './recalculation';
import { standingCharge, StandingCharge } from './standing-charge.policy';

/** Hours of a month that a supply may be interrupted, together. ПП РФ 354 прил. 1. */
export const ALLOWED_HOURS: Readonly<Record<InterruptedSupply, string>> = {
  water: '8',
  sewage: '8',
  electricity_two_feeds: '2',
  electricity_one_feed: '24',
  gas: '4',
  heating: '24',
};
/** The part of the month's charge for an hour above them, and for an hour and a degree. ПП РФ 354 прил. 1. */
export const RATE = '0.0015';

export type Interruption = Extract<RecalculationGrounds, { kind: 'interruption' }>;
export type Cold = Extract<RecalculationGrounds, { kind: 'cold' }>;

/** What was granted for the same utility and month before. */
export interface GrantedBefore {
  /** Of interruptions recorded before: the allowance of a month is used up once. */
  readonly hours: readonly string[];
  /** What they have reduced, at or below zero. */
  readonly interruptionKopecks: Kopecks;
  /** All reductions of the utility and month, at or below zero: together never more than was charged. */
  readonly reducedKopecks: Kopecks;
  /** What brought the month to the volume or price that is right: of that fee the reduction is a part. */
  readonly putRight: readonly RecalculationLine[];
}

export const NOTHING_GRANTED: GrantedBefore = { hours: [], interruptionKopecks: 0, reducedKopecks: 0, putRight: [] };

/**
 * The reduction for interruptions: 0.15 % of the month's fee for each hour above the allowed ones of the month, less
 * what earlier acts of the month have given, never more than the fee. The fee is what the month stands at: a volume that
 * was corrected since is not paid, and is not lowered. ПП РФ 354 п. 98, прил. 1.
 */
export function recalculateInterruption(
  grounds: Interruption,
  charged: ChargedPeriod,
  before: GrantedBefore,
): RecalculationLine | null {
  const hours = [...before.hours, ...grounds.acts.map((act) => act.hours)]
    .map((text) => Rational.parse(text))
    .reduce((sum, one) => sum.plus(one), Rational.ZERO);
  const allowed = ALLOWED_HOURS[grounds.supply];
  const fee = standingCharge({ utility: grounds.utility }, [charged], before.putRight);
  const interruption = { hours, allowedHours: Rational.parse(allowed), ratePerHour: Rational.parse(RATE) };
  const whole = reduceForInterruption(fee.kopecks, interruption);
  const above = hours.minus(interruption.allowedHours);
  const formula = `(${allowed} - ${numeral(hours)}) * ${RATE} * ${fee.text}`;
  return reductionLine(grounds, charged, {
    fee,
    wholeKopecks: whole,
    earlierKopecks: before.interruptionKopecks,
    reducedKopecks: before.reducedKopecks,
    units: above,
    formula,
    exact: above.times(Rational.parse(RATE)).times(Rational.of(fee.kopecks, 100)).negated(),
    why: {
      code: 'interruption',
      details: { hours: hours.toDecimal(2), allowed, percent: '0.15' },
    },
    inputs: [
      { name: 'hours', value: hours.toText(), eventId: null },
      { name: 'allowed_hours', value: allowed, eventId: null },
    ],
  });
}

/**
 * The reduction for a cold dwelling: 0.15 % of the month's fee for each hour and degree below the norm, never more than
 * the fee. ПП РФ 354 прил. 1.
 */
export function recalculateCold(
  grounds: Cold,
  charged: ChargedPeriod,
  before: GrantedBefore,
): RecalculationLine | null {
  const [hours, degreesBelow] = [Rational.parse(grounds.hours), Rational.parse(grounds.degreesBelow)];
  const fee = standingCharge({ utility: grounds.utility }, [charged], before.putRight);
  const whole = reduceForCold(fee.kopecks, { hours, degreesBelow, ratePerHourAndDegree: Rational.parse(RATE) });
  const units = hours.times(degreesBelow);
  return reductionLine(grounds, charged, {
    fee,
    wholeKopecks: whole,
    earlierKopecks: 0,
    reducedKopecks: before.reducedKopecks,
    units,
    formula: `(0 - ${numeral(hours)}) * ${numeral(degreesBelow)} * ${RATE} * ${fee.text}`,
    exact: units.times(Rational.parse(RATE)).times(Rational.of(fee.kopecks, 100)).negated(),
    why: {
      code: 'cold',
      details: {
        ...startDetail(grounds),
        ...{ hours: hours.toDecimal(2), degrees: degreesBelow.toDecimal(2), percent: '0.15' },
      },
    },
    inputs: [
      { name: 'hours', value: hours.toText(), eventId: null },
      { name: 'degrees_below', value: degreesBelow.toText(), eventId: null },
    ],
  });
}

/** By which one spell of a month is told from another. */
function startDetail({ startedOn, startedAt }: Cold): { readonly startedOn?: string; readonly startedAt?: string } {
  return { ...(startedOn === undefined ? {} : { startedOn }), ...(startedAt === undefined ? {} : { startedAt }) };
}

interface Reduction extends Pick<RecalculationLine, 'formula' | 'why' | 'inputs'> {
  readonly fee: StandingCharge;
  /** What all acts together give, at or below zero. */
  readonly wholeKopecks: Kopecks;
  /** What acts of the same kind have given of it. */
  readonly earlierKopecks: Kopecks;
  readonly reducedKopecks: Kopecks;
  /** Hours, or hours times degrees. */
  readonly units: Rational;
  readonly exact: Rational;
}

/** The line of a reduction; null where nothing is left to reduce. */
function reductionLine(
  { utility, kind, period }: Interruption | Cold,
  charged: ChargedPeriod,
  reduction: Reduction,
): RecalculationLine | null {
  const { fee, wholeKopecks, earlierKopecks, reducedKopecks, units, exact, why } = reduction;
  const { kopecks } = fee;
  const due = subtractKopecks(wholeKopecks, earlierKopecks);
  const left = -addKopecks(kopecks, reducedKopecks);
  const amountKopecks = Math.max(due, Math.min(left, 0));
  if (amountKopecks >= 0) return null;
  const payee = charged.charges.find((line) => line.utility === utility)?.payee ?? 'main';
  const head = { utility, payee, component: null, source: null, reason: kind, ofPeriod: period } as const;
  const inputs = [...reduction.inputs, ...fee.inputs];
  const isPlain = earlierKopecks === 0 && amountKopecks === wholeKopecks && !isWhole(wholeKopecks, kopecks);
  if (isPlain) {
    const tariff = Rational.of(kopecks, 100).times(Rational.parse(RATE)).toText();
    const figures = { quantity: units.negated().toText(), tariff, amountKopecks };
    return { ...head, ...figures, formula: reduction.formula, exact: exact.toText(), why, inputs };
  }
  // What is left after earlier acts, or of the charge: the units have lost their meaning, the sum is what it is.
  const formula =
    amountKopecks === due && !isWhole(wholeKopecks, kopecks)
      ? `round(${reduction.formula}) - ${numeral(Rational.of(earlierKopecks, 100))}`
      : `0 - ${roublesText(-left)}`;
  return {
    ...head,
    quantity: '-1',
    tariff: roublesText(-amountKopecks),
    amountKopecks,
    formula,
    exact: Rational.of(amountKopecks, 100).toText(),
    why,
    inputs,
  };
}

/** True where the reduction has come to its end, the whole fee. */
function isWhole(wholeKopecks: Kopecks, feeKopecks: Kopecks): boolean {
  return -wholeKopecks === feeKopecks;
}

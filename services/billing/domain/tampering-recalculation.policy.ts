import { addMonths, BillingPeriod, periodOf, periodsBetween, previousPeriod } from '#libs/kernel';
import { Rational, roublesText, roundToKopecks, subtractKopecks } from '#libs/money';
import { ChargeLine, RecalculationLine } from './calculation';
import { numeral } from './line.policy';
import { ChargedPeriod, RecalculationFacts, RecalculationGrounds } from './recalculation';
import { standingDetail, standingCharge, standingQuantity } from './standing-charge.policy';

export type Tampering = Extract<RecalculationGrounds, { kind: 'tampering' }>;

/** So many norms stand in place of what was charged. ПП РФ 354 п. 62. */
const NORMS = '10';
/** An act reaches back so far, at most. ПП РФ 354 п. 62. */
export const TAMPERING_MONTHS_MAX = 3;

/** The months before that of the act that are charged anew, oldest first. */
export function periodsOfTampering({ foundOn, months }: Pick<Tampering, 'foundOn' | 'months'>): BillingPeriod[] {
  const last = previousPeriod(periodOf(foundOn));
  return periodsBetween(addMonths(last, 1 - months), last);
}

/**
 * A month in which a meter was tampered with: n × N × 10 × T in place of what was charged by it, which counts no more.
 * ПП РФ 354 п. 62, 63. Null where that is no more than was charged.
 */
export function recalculateTampering(
  { foundOn }: Tampering,
  line: ChargeLine,
  charged: ChargedPeriod,
  { norm, persons }: RecalculationFacts['norms'][string],
  putRight: readonly RecalculationLine[],
): RecalculationLine | null {
  const quantity = Rational.parse(norm.value).times(Rational.parse(persons)).times(Rational.parse(NORMS));
  const tariff = Rational.parse(line.tariff);
  const { utility, payee, component } = line;
  const standing = standingCharge({ utility, component }, [charged], putRight);
  const amountKopecks = subtractKopecks(roundToKopecks(quantity.times(tariff)), standing.kopecks);
  if (amountKopecks <= 0) return null;
  const tenfold = `${numeral(persons)} * ${numeral(norm.value)} * ${NORMS} * ${numeral(tariff)}`;
  const tariffEventId = line.inputs.find(({ name }) => name === 'tariff')?.eventId ?? null;
  return {
    utility,
    payee,
    component,
    source: null,
    reason: 'tampering',
    ofPeriod: charged.period,
    quantity: quantity.minus(standingQuantity(line, charged, putRight)).toText(),
    tariff: tariff.toText(),
    amountKopecks,
    formula: `round(${tenfold}) - ${standing.text}`,
    exact: Rational.of(amountKopecks, 100).toText(),
    why: {
      code: 'tampering',
      details: { foundOn, charged: roublesText(standing.chargedKopecks), ...standingDetail(standing) },
    },
    inputs: [
      { name: 'norm', value: norm.value, eventId: norm.eventId },
      { name: 'persons', value: persons, eventId: null },
      { name: 'tariff', value: line.tariff, eventId: tariffEventId },
      ...standing.inputs,
    ],
  };
}

import { Kopecks, Rational, roublesText, roundToKopecks, subtractKopecks } from '#libs/money';
import { ChargeLine, RecalculationLine } from './calculation';
import { numeral } from './line.policy';
import { ChargedPeriod, RecalculationGrounds } from './recalculation';
import { reliefOf } from './relief.policy';
import { standingDetail, standingCharge, standingQuantity } from './standing-charge.policy';

export type ProviderError = Extract<RecalculationGrounds, { kind: 'provider_error' }>;
export type ReliefOnBill = Extract<RecalculationGrounds, { kind: 'relief' }>;

/** The part of what was charged too much that the provider owes as a fine on a claim. ЖК РФ ст. 157 ч. 6. */
const FINE = '0.5';

/** What is right for the line, exact roubles. */
export function rightRoubles({ rightQuantity, rightTariff }: ProviderError): Rational {
  return Rational.parse(rightQuantity).times(Rational.parse(rightTariff));
}

/**
 * A line that was charged wrongly, brought to what is right: from what it stands at, so that nothing is given back twice
 * that the monthly run, or an earlier recalculation, has put right. Where it was too much and the consumer has claimed it
 * before it was put right, half of the excess besides, as a fine. ЖК РФ ст. 157 ч. 6.
 */
export function correctProviderError(
  grounds: ProviderError,
  line: ChargeLine,
  charged: ChargedPeriod,
  putRight: readonly RecalculationLine[],
): RecalculationLine[] {
  const { period, rightQuantity, rightTariff, claimedOn } = grounds;
  const [quantity, tariff] = [Rational.parse(rightQuantity), Rational.parse(rightTariff)];
  const { utility, component } = line;
  const standing = standingCharge({ utility, component }, [charged], putRight);
  const amountKopecks = subtractKopecks(roundToKopecks(rightRoubles(grounds)), standing.kopecks);
  if (amountKopecks === 0) return [];
  const head = headOf(line, period);
  const inputs = [
    { name: 'right_quantity', value: rightQuantity, eventId: null },
    { name: 'right_tariff', value: rightTariff, eventId: null },
    ...standing.inputs,
  ];
  const lines: RecalculationLine[] = [
    {
      ...head,
      reason: 'provider_error',
      quantity: quantity.minus(standingQuantity(line, charged, putRight)).toText(),
      tariff: tariff.toText(),
      amountKopecks,
      formula: `round(${numeral(quantity)} * ${numeral(tariff)}) - ${standing.text}`,
      exact: Rational.of(amountKopecks, 100).toText(),
      why: {
        code: 'provider_error',
        details: { charged: roublesText(standing.chargedKopecks), ...standingDetail(standing) },
      },
      inputs,
    },
  ];
  if (amountKopecks < 0 && claimedOn !== null) lines.push(fineOf(head, -amountKopecks, claimedOn, inputs));
  return lines;
}

function fineOf(
  head: ReturnType<typeof headOf>,
  excessKopecks: Kopecks,
  claimedOn: string,
  inputs: RecalculationLine['inputs'],
): RecalculationLine {
  const excess = roublesText(excessKopecks);
  const exact = Rational.parse(FINE).times(Rational.of(excessKopecks, 100)).negated();
  return {
    ...head,
    reason: 'provider_fine',
    quantity: Rational.parse(FINE).negated().toText(),
    tariff: Rational.of(excessKopecks, 100).toText(),
    amountKopecks: roundToKopecks(exact),
    formula: `(-${FINE}) * ${excess}`,
    exact: exact.toText(),
    why: { code: 'provider_fine', details: { excess, claimedOn } },
    inputs,
  };
}

/**
 * A relief that is given on the bill: the percentage of what was charged, at most of the norm; the excess by the
 * raising coefficient is not covered. What the monthly run has corrected since is no volume of the month any more, and
 * neither is what an error of the provider has; the tariff is the one that such an error says. ЖК РФ ст. 160.
 */
export function recalculateRelief(
  { period, percent, limit }: ReliefOnBill,
  line: ChargeLine,
  charged: ChargedPeriod,
  putRight: readonly RecalculationLine[],
): RecalculationLine | null {
  const { utility, component } = line;
  const errors = putRight.filter(({ reason }) => reason === 'provider_error');
  const quantity = standingQuantity(line, charged, errors);
  if (!quantity.isPositive()) return null;
  const norm = limit === null ? null : Rational.parse(limit);
  const error = errors.findLast(
    (one) => one.utility === utility && one.component === component && one.ofPeriod === period,
  );
  const tariff = Rational.parse(error?.tariff ?? line.tariff);
  const relief = reliefOf({ quantity, limit: norm, tariff, percent: Rational.parse(percent) });
  if (relief.amountKopecks === 0) return null;
  const covered = norm !== null && norm.compare(quantity) < 0 ? norm : quantity;
  const share = covered.times(Rational.parse(percent)).dividedBy(Rational.of(100));
  return {
    ...headOf(line, period),
    reason: 'relief',
    quantity: share.negated().toText(),
    tariff: tariff.toText(),
    amountKopecks: -relief.amountKopecks,
    formula: `0 - ${relief.formula}`,
    exact: Rational.parse(relief.exact).negated().toText(),
    why: { code: 'relief', details: { percent, covered: covered.toDecimal(6) } },
    inputs: [
      { name: 'percent', value: percent, eventId: null },
      ...(limit === null ? [] : [{ name: 'limit', value: limit, eventId: null }]),
      ...standingCharge({ utility, component }, [charged], errors).inputs,
    ],
  };
}

function headOf({ utility, payee, component }: ChargeLine, ofPeriod: string) {
  return { utility, payee, component, source: null, ofPeriod } as const;
}

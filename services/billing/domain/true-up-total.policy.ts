import { BillingPeriod } from '#libs/kernel';
import { Kopecks, Rational, roundToKopecks } from '#libs/money';
import { RecalculationLine } from './calculation';
import { Component } from './reference-book';

/** A true-up as one printed line for all months that were charged at the same tariff. */
export interface TrueUpTotal {
  readonly utility: string;
  readonly component: Component | null;
  readonly source: string | null;
  readonly tariff: string;
  readonly ofPeriods: readonly BillingPeriod[];
  readonly quantity: Rational;
  /** The exact amount of all months together, rounded once. */
  readonly amountKopecks: Kopecks;
}

/**
 * Joins the true-up lines of one gap: months charged at one tariff are one quantity and are rounded once, so that the
 * line reads as "what the meter shows less what was charged" (ПП РФ 354 п. 59, 61). Where the tariff changed within
 * the gap, every tariff keeps its line. Lines of other reasons are left out.
 */
export function totalTrueUps(lines: readonly RecalculationLine[]): TrueUpTotal[] {
  const groups = new Map<string, RecalculationLine[]>();
  for (const line of lines.filter(({ reason }) => reason === 'true_up')) {
    const key = [line.utility, line.component, line.source, line.tariff].join('|');
    const known = groups.get(key);
    if (known) known.push(line);
    else groups.set(key, [line]);
  }
  return [...groups.values()].map((same) => {
    const { utility, component, source, tariff } = same[0] as RecalculationLine;
    return {
      utility,
      component,
      source,
      tariff,
      ofPeriods: same.map((line) => line.ofPeriod),
      quantity: Rational.sum(same.map((line) => Rational.parse(line.quantity))),
      amountKopecks: roundToKopecks(Rational.sum(same.map((line) => Rational.parse(line.exact)))),
    };
  });
}

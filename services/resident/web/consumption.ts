import { Rational } from '#libs/money';
import { PrintedCharge, PrintedStatement } from '#services/billing/api/client';
import { MonthOfUtility } from './pages/consumption.page';
import { sum } from './sums';

/** The months of one utility, oldest first: volumes of its registers together, roubles of all its lines. */
export function historyOf(statements: readonly PrintedStatement[], utility: string): MonthOfUtility[] {
  const unit = statements
    .flatMap(({ payees }) => payees.flatMap(({ charges }) => charges))
    .find((line) => line.utility === utility && line.component !== 'heat')?.unit;
  return statements.flatMap(({ period, payees }) => {
    const lines = payees.flatMap(({ charges }) => charges.filter((line) => line.utility === utility));
    const recalculated = payees.flatMap(({ recalculations }) =>
      recalculations.filter((line) => line.utility === utility),
    );
    // A month with a recalculation alone counts in roubles, though nothing was consumed in it.
    if (lines.length === 0 && recalculated.length === 0) return [];
    // A utility of two parts prints water and its heat: the volume is that of the water.
    const measured = lines.filter(({ component }) => component !== 'heat');
    const volume = measured.reduce((total, { quantity }) => total.plus(Rational.parse(quantity)), Rational.of(0));
    return [
      {
        period,
        volume: volume.toDecimal(6),
        unit: measured[0]?.unit ?? unit ?? '',
        bases: [...new Set(measured.map(({ basis }: PrintedCharge) => basis))],
        amountKopecks: sum(lines.map(({ amountKopecks }) => amountKopecks)),
        recalculatedKopecks: sum(recalculated.map(({ amountKopecks }) => amountKopecks)),
      },
    ];
  });
}

import { BillingPeriod, later, periodOf, periodsBetween } from '#libs/kernel';
import { Rational, roublesText } from '#libs/money';
import { calculateCharges } from '../calculate-charges.policy';
import { Calculation, ChargeLine, RecalculationLine } from '../calculation';
import { Dossier, UtilityRecord } from '../dossier';
import { ordersAfterClose, ordersOf } from '../order-charge.policy';
import { correctRecord } from '../record-correction';
import { ReferenceBook } from '../reference-book';

/** The dossier after a period was closed with this calculation: what the projection of closed periods does. */
export function withClosedPeriod(dossier: Dossier, calculation: Calculation, period: BillingPeriod): Dossier {
  const records: Record<string, readonly UtilityRecord[]> = { ...dossier.records };
  for (const correction of calculation.recordCorrections) {
    records[correction.utility] = (records[correction.utility] ?? []).map((record) =>
      correctRecord(record, correction),
    );
  }
  for (const [utility, record] of Object.entries(calculation.records)) {
    records[utility] = [...(records[utility] ?? []), record];
  }
  const orders = ordersAfterClose(dossier.orders, { period, orders: ordersOf(calculation) });
  return { ...dossier, records, orders };
}

/** An account charged and closed month by month, as a spec reads it. */
export interface ChargedMonths {
  readonly dossier: Dossier;
  calculation(period: BillingPeriod): Calculation;
  /** Charge lines in words: `cold_water meter 5 m3 x 44.86 = 224.30`. */
  charges(period: BillingPeriod, utility?: string): string[];
  /** Recalculation lines in words: `cold_water true_up of 2026-04: -3.75 x 44.86 = -168.23`. */
  recalculations(period: BillingPeriod, utility?: string): string[];
}

/** Charges and closes every month from the first that is computed to `last`. */
export function chargeMonths(dossier: Dossier, book: ReferenceBook, last: BillingPeriod): ChargedMonths {
  const calculations = new Map<BillingPeriod, Calculation>();
  let state = dossier;
  for (const period of periodsBetween(later(book.firstPeriod, periodOf(dossier.openedOn)), last)) {
    const calculation = calculateCharges(state, book, period);
    calculations.set(period, calculation);
    state = withClosedPeriod(state, calculation, period);
  }
  const calculation = (period: BillingPeriod): Calculation => {
    const found = calculations.get(period);
    if (!found) throw new Error(`${period} was not charged`);
    return found;
  };
  const wanted = (utility?: string) => (line: { utility: string }) => utility === undefined || line.utility === utility;
  return {
    dossier: state,
    calculation,
    charges: (period, utility) => calculation(period).charges.filter(wanted(utility)).map(inWords),
    recalculations: (period, utility) =>
      calculation(period).recalculations.filter(wanted(utility)).map(recalculationInWords),
  };
}

function nameOf(line: { utility: string; component: string | null }): string {
  return line.component === null ? line.utility : `${line.utility}/${line.component}`;
}

const printed = (exact: string): string => Rational.parse(exact).toDecimal();

export function inWords(line: ChargeLine): string {
  const raised = line.coefficient === null ? '' : ` x ${line.coefficient}`;
  const excess = line.excessKopecks === 0 ? '' : ` (excess ${roublesText(line.excessKopecks)})`;
  const quantity = `${printed(line.quantity)} ${line.unit}`;
  return `${nameOf(line)} ${line.basis} ${quantity} x ${line.tariff}${raised} = ${roublesText(line.amountKopecks)}${excess}`;
}

export function recalculationInWords(line: RecalculationLine): string {
  const over = line.source === null ? '' : ` over ${line.source}`;
  const quantity = `${printed(line.quantity)} x ${line.tariff}`;
  return `${nameOf(line)} ${line.reason}${over} of ${line.ofPeriod}: ${quantity} = ${roublesText(line.amountKopecks)}`;
}

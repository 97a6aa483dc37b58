import { BillingPeriod, periodsBetween } from '#libs/kernel';
import { recalculateAbsences } from './absence-recalculation.policy';
import { RecalculationLine } from './calculation';
import { Dossier } from './dossier';
import { correctReadings } from './reading-correction.policy';
import { ReferenceBook } from './reference-book';

/**
 * What the closes of the periods `from` to `to`, none of them closed yet, will give back or charge of closed months by
 * themselves for readings that were corrected and absences: no calculation of the open period has to know of them yet.
 * Throws BILLING_NO_RULE_IN_FORCE where a norm of such a month is not known.
 */
export function pendingRecalculations(
  dossier: Dossier,
  book: ReferenceBook,
  from: BillingPeriod,
  to: BillingPeriod,
): readonly RecalculationLine[] {
  let { records } = dossier;
  return periodsBetween(from, to).flatMap((period) => {
    const corrected = correctReadings({ ...dossier, records }, book, period);
    records = corrected.records;
    return [...corrected.lines, ...recalculateAbsences(dossier, book, period, records)];
  });
}

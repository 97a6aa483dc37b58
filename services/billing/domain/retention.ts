import { addMonths, BillingPeriod } from '#libs/kernel';

/**
 * How long the working state of an account remembers what is settled. Older lines, payments, records and readings
 * stand in the log alone and are folded from there in the rare case that a fact of today reaches back to them, so that
 * a night costs the same after ten years as after one.
 */
export const RETENTION = {
  /** Months for which settled debt lines, spent payments, records of charges and readings stay at hand. */
  months: 13,
  /** Actual monthly volumes for averages that stay at hand, however old they are. */
  averageMonths: 24,
};

/** Up to this period, included, what is settled may leave the working state at the close of `closed`. */
export function forgettableUpTo(closed: BillingPeriod): BillingPeriod {
  return addMonths(closed, -RETENTION.months);
}

import { BillingPeriod } from '#libs/kernel';
import { Kopecks, subtractKopecks } from '#libs/money';
import { LinePart } from './ledger';
import { allocateToUtilities } from './utility-allocation.policy';

/** Money of a payment on a part of the debt of a month, with the utilities of the month that it paid. */
export interface SharedPart {
  readonly period: BillingPeriod;
  readonly part: LinePart;
  readonly amountKopecks: Kopecks;
  /** Empty for penalty, and for a month from before the books, of which utilities are not known. */
  readonly byUtility: readonly { readonly utility: string; readonly amountKopecks: Kopecks }[];
}

export interface BilledUtility {
  readonly utility: string;
  readonly amountKopecks: Kopecks;
}

/**
 * Shares the parts of payments among the utilities of their months, payment after payment: each takes of what the ones
 * before have left, in proportion to it. The shares of a part add up to it. A rule of the company where the payer has named
 * no utility.
 */
export function sharePayments(
  payments: readonly (readonly Omit<SharedPart, 'byUtility'>[])[],
  billedIn: (period: BillingPeriod) => readonly BilledUtility[],
): readonly (readonly SharedPart[])[] {
  const open = new Map<BillingPeriod, readonly BilledUtility[]>();
  return payments.map((parts) =>
    parts.map((part) => {
      if (part.part === 'penalty') return { ...part, byUtility: [] };
      const left = open.get(part.period) ?? billedIn(part.period).filter(({ amountKopecks }) => amountKopecks > 0);
      const { parts: shares, restKopecks } = allocateToUtilities(
        part.amountKopecks,
        left.map(({ utility, amountKopecks }) => ({ utility, openKopecks: amountKopecks })),
      );
      // More than was billed by utility, as where a month was brought forward in one sum: then no share is true.
      if (restKopecks > 0) return { ...part, byUtility: [] };
      open.set(
        part.period,
        left.map(({ utility, amountKopecks }, index) => ({
          utility,
          amountKopecks: subtractKopecks(amountKopecks, shares[index]?.amountKopecks ?? 0),
        })),
      );
      return { ...part, byUtility: shares.filter(({ amountKopecks }) => amountKopecks > 0) };
    }),
  );
}

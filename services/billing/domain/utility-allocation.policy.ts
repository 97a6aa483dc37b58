import { Kopecks, Rational, splitByLargestRemainder, subtractKopecks, sumKopecks } from '#libs/money';

/** What is open for one utility of a debt line. */
export interface OpenUtility {
  readonly utility: string;
  readonly openKopecks: Kopecks;
}

export interface UtilityAllocation {
  readonly parts: readonly { readonly utility: string; readonly amountKopecks: Kopecks }[];
  /** What exceeds everything that is open. */
  readonly restKopecks: Kopecks;
}

/**
 * Puts a payment on the utilities of one period in proportion to what is open, by the largest remainder, ties to the
 * earlier utility: no utility gets more than is open for it, and the parts add up to the payment.
 * A rule of the company where the payer has named no utility. Throws RangeError when an amount is below zero.
 */
export function allocateToUtilities(paymentKopecks: Kopecks, open: readonly OpenUtility[]): UtilityAllocation {
  const total = sumKopecks(open.map(({ openKopecks }) => openKopecks));
  const paid = Math.min(paymentKopecks, total);
  const parts =
    total === 0
      ? open.map(() => 0)
      : splitByLargestRemainder(
          paid,
          open.map(({ openKopecks }) => Rational.of(openKopecks)),
        );
  return {
    parts: open.map(({ utility }, index) => ({ utility, amountKopecks: parts[index] as Kopecks })),
    restKopecks: subtractKopecks(paymentKopecks, paid),
  };
}

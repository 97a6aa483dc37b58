import { Kopecks, Rational, splitByLargestRemainder } from '#libs/money';

/**
 * Splits an amount between co-owners by their shares p/q, to whole kopecks by the largest remainder, ties to the
 * earlier share, so that the parts add up to the amount. An amount below zero is split like one above zero.
 * ГК РФ ст. 249: co-owners pay by their shares. Throws RangeError unless the shares are above zero and make up one
 * whole.
 */
export function splitByShares(amountKopecks: Kopecks, shares: readonly Rational[]): Kopecks[] {
  if (shares.some((share) => !share.isPositive())) throw new RangeError('A share is not above zero');
  if (!Rational.sum(shares).equals(Rational.ONE)) throw new RangeError('The shares do not make up one whole');
  if (amountKopecks >= 0) return splitByLargestRemainder(amountKopecks, shares);
  return splitByLargestRemainder(-amountKopecks, shares).map((part) => (part === 0 ? 0 : -part));
}

import { addKopecks, Kopecks, kopecks } from './kopecks';
import { Rational } from './rational';

/**
 * Splits a sum in proportion to weights by the largest remainder; ties go to the earlier weight.
 * The parts are whole kopecks and add up to the sum. Weights are at or above zero and not all zero;
 * the sum is at or above zero. Throws RangeError otherwise.
 */
export function splitByLargestRemainder(total: Kopecks, weights: readonly Rational[]): Kopecks[] {
  if (total < 0) throw new RangeError('A negative sum is not split');
  if (weights.some((weight) => weight.isNegative())) throw new RangeError('A weight is below zero');
  const sum = Rational.sum(weights);
  if (sum.isZero()) throw new RangeError('All weights are zero');
  const exact = weights.map((weight) => Rational.of(total).times(weight).dividedBy(sum));
  const parts = exact.map((share) => kopecks(share.floor()));
  let spare = total - parts.reduce(addKopecks, 0);
  const byRemainder = exact
    .map((share, index) => ({ index, remainder: share.minus(Rational.of(share.floor())) }))
    .sort((left, right) => right.remainder.compare(left.remainder) || left.index - right.index);
  for (const { index } of byRemainder) {
    if (spare === 0) break;
    parts[index] = addKopecks(parts[index] as Kopecks, 1);
    spare -= 1;
  }
  return parts;
}

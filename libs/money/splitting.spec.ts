import fc from 'fast-check';
import { Rational } from './rational';
import { splitByLargestRemainder } from './splitting';

const weights = (...texts: string[]): Rational[] => texts.map((text) => Rational.parse(text));

describe('a sum split in proportion to weights', () => {
  it('gives exact shares where they are whole', () => {
    expect(splitByLargestRemainder(10000, weights('1', '3'))).toEqual([2500, 7500]);
  });

  it('gives spare kopecks to the largest remainders', () => {
    // 1000.00 over 235.52 + 833.03 + 1234.45 = 2303.00: shares 102.2666…, 361.7152…, 536.0182… roubles;
    // floors 102.26 + 361.71 + 536.01 = 999.98; remainders .66, .52, .82 → the third and the first get one more.
    expect(splitByLargestRemainder(100000, weights('235.52', '833.03', '1234.45'))).toEqual([10227, 36171, 53602]);
  });

  it('gives ties to the earlier weight', () => {
    // 744.17 / 3 = 248.05⅔: two spare kopecks, three equal remainders.
    expect(splitByLargestRemainder(74417, weights('1', '1', '1'))).toEqual([24806, 24806, 24805]);
    expect(splitByLargestRemainder(1, weights('1', '1'))).toEqual([1, 0]);
  });

  it('gives nothing for a weight of zero and nothing of nothing', () => {
    expect(splitByLargestRemainder(100, weights('0', '2', '0'))).toEqual([0, 100, 0]);
    expect(splitByLargestRemainder(0, weights('1', '2'))).toEqual([0, 0]);
  });

  it('adds up to the sum, and no part is a whole kopeck away from its exact share', () => {
    const anyWeights = fc
      .array(fc.tuple(fc.integer({ min: 0, max: 100_000 }), fc.integer({ min: 1, max: 13 })), {
        minLength: 1,
        maxLength: 8,
      })
      .map((pairs) => pairs.map(([top, bottom]) => Rational.of(top, bottom)))
      .filter((values) => values.some((value) => value.isPositive()));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 11 }), anyWeights, (total, values) => {
        const parts = splitByLargestRemainder(total, values);
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(total);
        const sum = Rational.sum(values);
        values.forEach((weight, index) => {
          const error = Rational.of(parts[index] as number).minus(Rational.of(total).times(weight).dividedBy(sum));
          expect(error.compare(Rational.ONE)).toBe(-1);
          expect(error.compare(Rational.of(-1))).toBe(1);
        });
      }),
    );
  });

  it('is refused where there is nothing to go by', () => {
    expect(() => splitByLargestRemainder(-1, weights('1'))).toThrow(new RangeError('A negative sum is not split'));
    expect(() => splitByLargestRemainder(1, weights('2', '-1'))).toThrow(new RangeError('A weight is below zero'));
    expect(() => splitByLargestRemainder(1, weights('0', '0'))).toThrow(new RangeError('All weights are zero'));
    expect(() => splitByLargestRemainder(1, [])).toThrow(new RangeError('All weights are zero'));
  });
});

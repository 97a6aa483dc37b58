import fc from 'fast-check';
import { Rational, sumKopecks } from '#libs/money';
import { splitByShares } from './share-split.policy';

const split = (amount: number, ...shares: string[]) => splitByShares(amount, shares.map(Rational.parse));

describe('an amount between co-owners', () => {
  it('gives spare kopecks to the largest remainders, ties to the earlier share', () => {
    // 74417 / 3 = 24805⅔ each
    expect(split(74417, '1/3', '1/3', '1/3')).toEqual([24806, 24806, 24805]);
  });

  it('goes by unequal shares', () => {
    // 5000.5, 2500.25, 2500.25
    expect(split(10001, '1/2', '1/4', '0.25')).toEqual([5001, 2500, 2500]);
  });

  it('is split below zero as above it', () => {
    expect(split(-74417, '1/3', '1/3', '1/3')).toEqual([-24806, -24806, -24805]);
    expect(split(-1, '1/2', '1/2')).toEqual([-1, 0]);
  });

  it('is not split by shares that do not make up one whole', () => {
    expect(() => split(100, '1/2', '1/3')).toThrow(RangeError);
    expect(() => split(100, '1', '0')).toThrow(RangeError);
    expect(() => split(100)).toThrow(RangeError);
  });

  it('is never more or less than its parts, and no part is a kopeck off its share', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1_000_000, max: 1_000_000 }),
        fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 8 }),
        (amount, weights) => {
          const whole = weights.reduce((sum, weight) => sum + weight, 0);
          const shares = weights.map((weight) => Rational.of(weight, whole));
          const parts = splitByShares(amount, shares);
          expect(sumKopecks(parts)).toBe(amount);
          for (const [index, part] of parts.entries()) {
            const off = Rational.of(part).minus(Rational.of(amount).times(shares[index] as Rational));
            expect(off.times(off).compare(Rational.ONE)).toBeLessThan(0);
          }
        },
      ),
    );
  });
});

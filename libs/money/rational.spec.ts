import fc from 'fast-check';
import { Rational } from './rational';

/** A fraction as two whole numbers: the reference that the arithmetic is checked against, by cross-multiplication. */
interface Fraction {
  readonly top: bigint;
  readonly bottom: bigint;
}

const anyFraction: fc.Arbitrary<Fraction> = fc.record({
  top: fc.oneof(fc.bigInt({ min: -1000n, max: 1000n }), fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n })),
  bottom: fc.oneof(fc.bigInt({ min: 1n, max: 400n }), fc.bigInt({ min: 1n, max: 10n ** 30n })),
});
const rational = ({ top, bottom }: Fraction): Rational => Rational.of(top, bottom);

function expectFraction(value: Rational, top: bigint, bottom: bigint): void {
  const match = /^(-?\d+)(?:\/(\d+))?$/.exec(value.times(Rational.of(10n ** 60n)).toText());
  if (!match) throw new Error(`${value.toText()} is no fraction`);
  const [valueTop, valueBottom] = [BigInt(match[1] as string), BigInt(match[2] ?? 1n) * 10n ** 60n];
  expect(valueTop * bottom).toBe(top * valueBottom);
}

const text = (value: string): string => Rational.parse(value).toText();

describe('a rational number', () => {
  it('adds, subtracts, multiplies and divides as fractions do', () => {
    fc.assert(
      fc.property(anyFraction, anyFraction, (left, right) => {
        const [one, other] = [rational(left), rational(right)];
        expectFraction(one.plus(other), left.top * right.bottom + right.top * left.bottom, left.bottom * right.bottom);
        expectFraction(one.minus(other), left.top * right.bottom - right.top * left.bottom, left.bottom * right.bottom);
        expectFraction(one.times(other), left.top * right.top, left.bottom * right.bottom);
        if (right.top !== 0n) {
          expectFraction(one.dividedBy(other), left.top * right.bottom, left.bottom * right.top);
        }
        expectFraction(one.negated(), -left.top, left.bottom);
      }),
    );
  });

  it('adds and subtracts fractions of one denominator too', () => {
    expect(Rational.of(1, 7).plus(Rational.of(2, 7)).toText()).toBe('3/7');
    expect(Rational.of(1, 7).minus(Rational.of(3, 7)).toText()).toBe('-2/7');
    expect(Rational.of(1, 7).plus(Rational.of(6, 7)).toText()).toBe('1');
  });

  it('keeps the laws of arithmetic exactly', () => {
    fc.assert(
      fc.property(anyFraction, anyFraction, anyFraction, (first, second, third) => {
        const [a, b, c] = [rational(first), rational(second), rational(third)];
        expect(a.plus(b).equals(b.plus(a))).toBe(true);
        expect(
          a
            .plus(b)
            .plus(c)
            .equals(a.plus(b.plus(c))),
        ).toBe(true);
        expect(a.times(b.plus(c)).equals(a.times(b).plus(a.times(c)))).toBe(true);
        expect(a.minus(b).plus(b).equals(a)).toBe(true);
        expect(a.plus(a.negated()).isZero()).toBe(true);
        if (!b.isZero()) expect(a.dividedBy(b).times(b).equals(a)).toBe(true);
        expect(Rational.sum([a, b, c]).equals(a.plus(b).plus(c))).toBe(true);
      }),
    );
  });

  it('compares by value, whatever the form', () => {
    fc.assert(
      fc.property(anyFraction, anyFraction, fc.bigInt({ min: 1n, max: 9n }), (left, right, times) => {
        const cross = left.top * right.bottom - right.top * left.bottom;
        const [one, other] = [rational(left), rational(right)];
        expect(Math.sign(one.compare(other))).toBe(cross < 0n ? -1 : cross > 0n ? 1 : 0);
        expect(one.equals(other)).toBe(cross === 0n);
        expect(one.equals(Rational.of(left.top * times, left.bottom * times))).toBe(true);
        expect([one.isNegative(), one.isZero(), one.isPositive()]).toEqual([
          left.top < 0n,
          left.top === 0n,
          left.top > 0n,
        ]);
      }),
    );
  });

  it('takes a minus in the denominator as one of the number', () => {
    expect(Rational.of(1, -4).toText()).toBe('-0.25');
    expect(Rational.of(-1, -4).toText()).toBe('0.25');
    expect(Rational.of(3).dividedBy(Rational.of(-4)).toText()).toBe('-0.75');
    expect(Rational.of(1, -4).isNegative()).toBe(true);
  });

  it('has no zero denominator and is not divided by zero', () => {
    expect(() => Rational.of(1, 0)).toThrow(new RangeError('A rational number has no zero denominator'));
    expect(() => Rational.parse('1/0')).toThrow(RangeError);
    expect(() => Rational.ONE.dividedBy(Rational.ZERO)).toThrow(new RangeError('Division by zero'));
  });

  it('has a zero, a one and an empty sum', () => {
    expect(Rational.ZERO.toText()).toBe('0');
    expect(Rational.ONE.toText()).toBe('1');
    expect(Rational.sum([]).isZero()).toBe(true);
    expect(Rational.of(0, 7).equals(Rational.ZERO)).toBe(true);
  });

  it('keeps small operands through long arithmetic', () => {
    let value = Rational.of(1, 3);
    for (let step = 0; step < 400; step += 1) value = value.plus(Rational.of(step, 7)).times(Rational.of(9, 10));
    for (let step = 0; step < 400; step += 1) value = value.dividedBy(Rational.of(9, 10)).times(Rational.of(9, 10));
    // In lowest terms the denominator is at most 3 × 7 × 10^400; unreduced it would be that times 90^400.
    expect(denominatorOf(value)).toBeLessThan(10n ** 403n);
    expect(denominatorOf(Rational.of(0, 10n ** 30n))).toBe(1n);
  });
});

function denominatorOf(value: Rational): bigint {
  return (value as unknown as { bottom: bigint }).bottom;
}

describe('a rational number as text', () => {
  it.each([
    ['12', '12'],
    ['-3.75', '-3.75'],
    ['0.500', '0.5'],
    ['007.10', '7.1'],
    ['-0.0', '0'],
    ['-0.25', '-0.25'],
    ['25/6', '25/6'],
    ['-50/12', '-25/6'],
    ['6/4', '1.5'],
    ['1/8', '0.125'],
    ['1/50', '0.02'],
    ['1/25', '0.04'],
    ['14/7', '2'],
    ['0/5', '0'],
    ['-7/4', '-1.75'],
    ['100', '100'],
    ['100/3', '100/3'],
  ])('%s is written %s: a decimal where it ends, otherwise lowest terms', (read, written) => {
    expect(text(read)).toBe(written);
    expect(JSON.stringify({ value: Rational.parse(read) })).toBe(`{"value":"${written}"}`);
  });

  it.each([
    '',
    ' 1',
    '1 ',
    '+1',
    '1.',
    '.5',
    '1,5',
    '1e3',
    '--1',
    '1/-2',
    '1/2/3',
    'x1/2',
    '1/2x',
    '1.5/2',
    'x1',
    '/2',
    '1/',
  ])('does not read "%s"', (bad) => {
    expect(() => Rational.parse(bad)).toThrow(new RangeError(`Not a number: ${bad}`));
  });

  it('is read back as the same number', () => {
    fc.assert(
      fc.property(anyFraction, (fraction) => {
        const value = rational(fraction);
        expect(Rational.parse(value.toText()).equals(value)).toBe(true);
        expect(text(value.toText())).toBe(value.toText());
      }),
    );
  });

  it('reads and writes more places than usual', () => {
    const long = `0.${'0'.repeat(44)}25`;
    expect(text(long)).toBe(long);
    expect(text(`1/${10n ** 45n}`)).toBe(`0.${'0'.repeat(44)}1`);
  });
});

describe('rounding', () => {
  it.each([
    ['0.5', 1n],
    ['-0.5', -1n],
    ['1.5', 2n],
    ['2.5', 3n],
    ['-2.5', -3n],
    ['0.49', 0n],
    ['-0.49', 0n],
    ['1/3', 0n],
    ['2/3', 1n],
    ['-2/3', -1n],
    ['7', 7n],
    ['-7', -7n],
  ])('takes %s to %s: the nearest whole number, a half away from zero', (value, whole) => {
    expect(Rational.parse(value).roundHalfAwayFromZero()).toBe(whole);
  });

  it('is never further than a half, and a half goes outwards', () => {
    fc.assert(
      fc.property(anyFraction, (fraction) => {
        const value = rational(fraction);
        const error = Rational.of(value.roundHalfAwayFromZero()).minus(value);
        const outwards = value.isNegative() ? error.negated() : error;
        expect(outwards.compare(Rational.of(1, 2))).toBeLessThanOrEqual(0);
        expect(outwards.compare(Rational.of(-1, 2))).toBe(1);
      }),
    );
  });

  it.each([
    ['1.9', 1n],
    ['-1.1', -2n],
    ['-2', -2n],
    ['-4/2', -2n],
    ['0', 0n],
    ['1/3', 0n],
    ['-1/3', -1n],
  ])('downwards takes %s to %s', (value, whole) => {
    expect(Rational.parse(value).floor()).toBe(whole);
  });

  it.each([
    ['168.225', 2, '168.23'],
    ['-168.225', 2, '-168.23'],
    ['-0.004', 2, '0'],
    ['0.1234565', 6, '0.123457'],
    ['-0.1234565', 6, '-0.123457'],
    ['2/3', 6, '0.666667'],
    ['1.250000', 6, '1.25'],
    ['120', 6, '120'],
    ['0.05', 1, '0.1'],
    ['-1/3', 6, '-0.333333'],
    ['9.9999999', 6, '10'],
    ['1234.5', 0, '1235'],
    ['-12', 0, '-12'],
    ['0.4', 0, '0'],
  ])('prints %s with at most %s places as %s', (value, places, printed) => {
    expect(Rational.parse(value).toDecimal(places)).toBe(printed);
  });

  it('prints six places unless told', () => {
    expect(Rational.of(1, 3).toDecimal()).toBe('0.333333');
  });
});

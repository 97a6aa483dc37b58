import fc from 'fast-check';
import {
  addKopecks,
  kopecks,
  kopecksFromRoubles,
  roublesText,
  roundKopecks,
  roundToKopecks,
  subtractKopecks,
  sumKopecks,
} from './kopecks';
import { Rational } from './rational';

const LARGEST = Number.MAX_SAFE_INTEGER;
const anyAmount = fc.integer({ min: -(10 ** 13), max: 10 ** 13 });

describe('an amount of money', () => {
  it('is a whole number of kopecks in the exact range', () => {
    expect(kopecks(34282)).toBe(34282);
    expect(kopecks(-34282n)).toBe(-34282);
    expect(kopecks(LARGEST)).toBe(LARGEST);
  });

  it.each([0.5, NaN, Infinity, LARGEST + 1, -LARGEST - 1, 2n ** 53n])('is not %s', (value) => {
    expect(() => kopecks(value)).toThrow(new RangeError(`Not an exact amount of kopecks: ${value}`));
  });

  it('has one zero', () => {
    expect(Object.is(kopecks(-0), 0)).toBe(true);
    expect(Object.is(subtractKopecks(-0, 0), 0)).toBe(true);
  });

  it('is added, subtracted and summed', () => {
    expect(addKopecks(34282, -8288)).toBe(25994);
    expect(subtractKopecks(34282, 8288)).toBe(25994);
    expect(sumKopecks([34282, -8288, 6])).toBe(26000);
    expect(sumKopecks([])).toBe(0);
  });

  it('refuses to leave the exact range', () => {
    expect(() => addKopecks(LARGEST, 1)).toThrow(RangeError);
    expect(() => subtractKopecks(-LARGEST, 1)).toThrow(RangeError);
    expect(() => sumKopecks([LARGEST, 1, -1])).toThrow(RangeError);
  });
});

describe('roubles', () => {
  it.each([
    ['1234.5', 123450],
    ['1234', 123400],
    ['0.05', 5],
    ['0.50', 50],
    ['-0.01', -1],
    ['-12.30', -1230],
    ['999999999.99', 99999999999],
    ['007', 700],
    ['-0', 0],
  ])('%s are %s kopecks', (text, amount) => {
    expect(kopecksFromRoubles(text)).toBe(amount);
  });

  it.each(['', '1.', '.5', '1.234', '1,5', '+1', '1 000', 'x1', '1x', '--1', '1e3'])('are not "%s"', (text) => {
    expect(() => kopecksFromRoubles(text)).toThrow(new RangeError(`Not an amount in roubles: ${text}`));
  });

  it.each([
    [123450, '1234.50'],
    [5, '0.05'],
    [50, '0.50'],
    [-1, '-0.01'],
    [-123456, '-1234.56'],
    [0, '0.00'],
    [100, '1.00'],
  ])('%s kopecks are written %s', (amount, text) => {
    expect(roublesText(amount)).toBe(text);
  });

  it('are read back as the same amount', () => {
    fc.assert(fc.property(anyAmount, (amount) => expect(kopecksFromRoubles(roublesText(amount))).toBe(amount)));
  });

  it('are not written from what is no amount', () => {
    expect(() => roublesText(1.5)).toThrow(RangeError);
  });
});

describe('rounding to the kopeck', () => {
  // −3.75 m³ × 44.86 = −168.225; 9.25 × 44.86 = 414.955; 1/3 of a rouble is 33 kopecks and a third.
  it.each([
    ['168.225', 16823],
    ['-168.225', -16823],
    ['414.955', 41496],
    ['1/3', 33],
    ['2/3', 67],
    ['-0.004', 0],
    ['0.005', 1],
    ['-0.005', -1],
  ])('takes %s roubles to %s kopecks, half away from zero', (roubles, amount) => {
    expect(Object.is(roundToKopecks(Rational.parse(roubles)), amount)).toBe(true);
  });

  it('takes exact kopecks to whole ones in the same way', () => {
    expect(roundKopecks(Rational.parse('158.5'))).toBe(159);
    expect(roundKopecks(Rational.parse('-158.5'))).toBe(-159);
    expect(roundKopecks(Rational.parse('475/3'))).toBe(158);
  });
});

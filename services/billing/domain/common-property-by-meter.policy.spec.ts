import fc from 'fast-check';
import { Rational } from '#libs/money';
import { commonPropertyVolume, NegativeCommonProperty, shareOfCommonProperty } from './common-property-by-meter.policy';

const q = (text: string) => Rational.parse(text);

function month(house: string, premises: string, carried = '0', negative: NegativeCommonProperty = 'CARRY') {
  const result = commonPropertyVolume({
    houseVolume: q(house),
    premisesVolume: q(premises),
    carriedVolume: q(carried),
    negative,
  });
  return [result.volume.toText(), result.carriedVolume.toText()];
}

describe('the volume for the common property by the house meter', () => {
  it('is what the premises did not use', () => {
    expect(month('1260', '1203.5')).toEqual(['56.5', '0']);
  });

  it('is nothing below zero, and the rest is carried', () => {
    expect(month('1200', '1203.5')).toEqual(['0', '-3.5']);
  });

  it('is lessened by what was carried', () => {
    expect(month('1260', '1203.5', '-3.5')).toEqual(['53', '0']);
  });

  it('is carried on when the month does not make up for it', () => {
    expect(month('1205', '1203.5', '-3.5')).toEqual(['0', '-2']);
  });

  it('is given back at once where the house has chosen so', () => {
    expect(month('1200', '1203.5', '0', 'DISTRIBUTE')).toEqual(['-3.5', '0']);
  });
});

describe('the share of a dwelling', () => {
  it('goes by its area among all premises', () => {
    // 56.5 × 54.2 / 8450.3 × 44.86 = 16.2568…
    const share = shareOfCommonProperty(q('56.5'), q('54.2'), q('8450.3'), q('44.86'));
    expect(share.amountKopecks).toBe(1626);
    expect(share.quantity.toDecimal(5)).toBe('0.36239');
  });

  it('is one of shares that add up to the volume of the house', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 20_000 }), { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 0, max: 10_000_000 }),
        (areas, volume) => {
          const house = Rational.sum(areas.map((area) => Rational.of(area, 100)));
          const shares = areas.map((area) =>
            shareOfCommonProperty(Rational.of(volume, 1000), Rational.of(area, 100), house, q('44.86')),
          );
          const total = Rational.sum(shares.map((share) => share.quantity));
          expect(total.equals(Rational.of(volume, 1000))).toBe(true);
        },
      ),
    );
  });
});

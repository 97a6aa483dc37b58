import { Rational } from '#libs/money';
import { chargeByTiers } from './consumption-tiers.policy';

const q = (text: string) => Rational.parse(text);
const tier = (upTo: string | null, price: string) => ({ upTo: upTo === null ? null : q(upTo), price: q(price) });

const TWO = [tier('1200', '6.25'), tier('6000', '8.10')];
const THREE = [...TWO, tier(null, '9.5')];

describe('consumption over tiers of price', () => {
  it('charges each reached tier as its own line', () => {
    // 1200 × 6.25 = 7500; 150 × 8.10 = 1215
    const charge = chargeByTiers(q('1350'), TWO);
    expect(charge.parts.map((part) => part.amountKopecks)).toEqual([750000, 121500]);
    expect(charge.amountKopecks).toBe(871500);
  });

  it('keeps the last unit of a tier in the tier', () => {
    const charge = chargeByTiers(q('1200'), TWO);
    expect(charge.parts.map((part) => part.amountKopecks)).toEqual([750000]);
  });

  it('has no end where the last tier has none', () => {
    // 7500 + 4800 × 8.10 + 1000 × 9.5 = 7500 + 38880 + 9500
    const charge = chargeByTiers(q('7000'), THREE);
    expect(charge.parts.map((part) => part.amountKopecks)).toEqual([750000, 3888000, 950000]);
  });

  it('prints the first tier even when nothing was consumed', () => {
    expect(chargeByTiers(Rational.ZERO, TWO).parts.map((part) => part.amountKopecks)).toEqual([0]);
  });

  it('rounds each line by itself, half away from zero', () => {
    // 0.5 × 0.05 = 0.025 on both tiers: 0.03 + 0.03
    const charge = chargeByTiers(q('1'), [tier('0.5', '0.05'), tier('1', '0.05')]);
    expect(charge.amountKopecks).toBe(6);
  });

  it('guesses no price above the last tier', () => {
    expect(() => chargeByTiers(q('6000.1'), TWO)).toThrow('BILLING_NO_RULE_IN_FORCE');
  });

  it('refuses tiers that do not rise and a consumption below zero', () => {
    expect(() => chargeByTiers(q('10'), [tier('5', '1'), tier('5', '2')])).toThrow(RangeError);
    expect(() => chargeByTiers(q('-1'), TWO)).toThrow(RangeError);
  });
});

import { Rational } from '#libs/money';
import { registerGrowth } from './register-growth.policy';

const growth = (before: string, now: string, digits = 5): string =>
  registerGrowth(Rational.parse(before), Rational.parse(now), digits).toText();

describe('the growth of a register', () => {
  it('is the value now less the value before', () => {
    expect(growth('100', '105')).toBe('5');
    expect(growth('412.35', '418.12')).toBe('5.77');
  });

  it('is zero for an equal value: nothing was consumed', () => {
    expect(growth('105', '105')).toBe('0');
  });

  it('goes over the greatest number of the register when the value is lower', () => {
    // 10^5 − 99997 + 4 = 7; 10^3 − 999.5 + 0.5 = 1.
    expect(growth('99997', '4')).toBe('7');
    expect(growth('999.5', '0.5', 3)).toBe('1');
  });
});

import { Rational } from '#libs/money';
import { reliefOf } from './relief.policy';

const relief = (quantity: string, limit: string | null, tariff: string, percent: string) =>
  reliefOf({
    quantity: Rational.parse(quantity),
    limit: limit === null ? null : Rational.parse(limit),
    tariff: Rational.parse(tariff),
    percent: Rational.parse(percent),
  });

describe('a relief', () => {
  it('covers no more than the norm', () => {
    // 33 × 13.73 × 50 % = 226.545
    expect(relief('54.2', '33', '13.73', '50').amountKopecks).toBe(22655);
  });

  it('covers what there is where that is less than the norm', () => {
    // 30 × 13.73 × 50 % = 205.95
    expect(relief('30', '33', '13.73', '50').amountKopecks).toBe(20595);
  });

  it('covers everything where there is no norm', () => {
    expect(relief('54.2', null, '10', '100').amountKopecks).toBe(54200);
  });

  it('explains itself', () => {
    expect(relief('54.2', '33', '13.73', '50').formula).toBe('33 * 13.73 * 50 / 100');
  });

  it('is a part of the charge', () => {
    expect(() => relief('54.2', '33', '13.73', '100.5')).toThrow(RangeError);
    expect(() => relief('54.2', '33', '13.73', '-1')).toThrow(RangeError);
  });
});

import { Rational } from '#libs/money';
import { reduceForCold, reduceForInterruption } from './quality-reduction.policy';

const q = (text: string) => Rational.parse(text);
const interrupted = (charged: number, hours: string, allowedHours = '8', ratePerHour = '0.0015') =>
  reduceForInterruption(charged, { hours: q(hours), allowedHours: q(allowedHours), ratePerHour: q(ratePerHour) });
const cold = (charged: number, hours: string, degreesBelow: string) =>
  reduceForCold(charged, { hours: q(hours), degreesBelow: q(degreesBelow), ratePerHourAndDegree: q('0.0015') });

describe('the reduction for interruptions', () => {
  it('takes 0.15 % of the charge for each hour above the allowed ones', () => {
    // (30 − 8) × 0.15 % × 833.03 = 27.48999
    expect(interrupted(83303, '30')).toBe(-2749);
  });

  it('is nothing within the allowed hours, the last one included', () => {
    expect(interrupted(83303, '8')).toBe(0);
    expect(interrupted(83303, '3')).toBe(0);
  });

  it('is never more than was charged', () => {
    // 2000 hours × 0.15 % would be three times the charge
    expect(interrupted(83303, '2008')).toBe(-83303);
  });

  it('is rounded half away from zero', () => {
    // 10 hours × 0.15 % × 1.00 = 1.5 kopecks
    expect(interrupted(100, '18')).toBe(-2);
  });

  it('is nothing where nothing was charged', () => {
    expect(interrupted(0, '100')).toBe(0);
  });
});

describe('the reduction for a cold dwelling', () => {
  it('takes 0.15 % for each hour and degree below the norm', () => {
    // 48 × 2 × 0.15 % × 2300.00 = 331.20
    expect(cold(230000, '48', '2')).toBe(-33120);
  });

  it('is never more than was charged', () => {
    expect(cold(230000, '744', '3')).toBe(-230000);
  });

  it('is nothing without a degree below', () => {
    expect(cold(230000, '48', '0')).toBe(0);
  });
});

import { Rational } from '#libs/money';
import { expectedSubsidy, SubsidyQuestion } from './subsidy.policy';

const HOUSEHOLD: SubsidyQuestion = {
  members: 2,
  standardPerPersonKopecks: 320000,
  incomeKopecks: 2400000,
  maxSharePercent: Rational.of(22),
  actualKopecks: 590000,
  subsistencePerPersonKopecks: null,
};

describe('the subsidy that a household may expect', () => {
  it('is the standard above its bearable share of the income', () => {
    // 2 × 3200 − 24000 × 22 % = 1120
    expect(expectedSubsidy(HOUSEHOLD)).toBe(112000);
  });

  it('is never more than was charged', () => {
    expect(expectedSubsidy({ ...HOUSEHOLD, actualKopecks: 100000 })).toBe(100000);
  });

  it('is nothing where the income bears the standard', () => {
    expect(expectedSubsidy({ ...HOUSEHOLD, incomeKopecks: 3000000 })).toBe(0);
  });

  it('grows where a person has less than the subsistence minimum', () => {
    // 12000 a person of 15000: 5280 × 0.8 = 4224; 6400 − 4224 = 2176
    expect(expectedSubsidy({ ...HOUSEHOLD, subsistencePerPersonKopecks: 1500000 })).toBe(217600);
  });

  it('stays where a person has the minimum or more', () => {
    expect(expectedSubsidy({ ...HOUSEHOLD, subsistencePerPersonKopecks: 1200000 })).toBe(112000);
  });

  it('needs a household', () => {
    expect(() => expectedSubsidy({ ...HOUSEHOLD, members: 0 })).toThrow(RangeError);
  });
});

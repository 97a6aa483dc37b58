import { Rational } from '#libs/money';
import { penaltyOfLine } from './close-ledger.policy';
import { DebtLine } from './ledger';
import { LedgerRules } from './ledger-rules.policy';
import { penaltyPerDayOfLine, penaltyRoundedDaily } from './penalty-variants.policy';

/** Key rates of the winter 2025/26 without a cap: 16 % until 15.02.2026, 15.5 % from 16.02.2026. */
const WINTER: LedgerRules = {
  dueOn: () => '2025-12-10',
  isBarred: () => false,
  rateOn: (day) => Rational.parse(day < '2026-02-16' ? '16' : '15.5'),
  assertCapDecided: () => undefined,
  firstDay: '2025-01-01',
};
const CAPPED: LedgerRules = { ...WINTER, rateOn: () => Rational.parse('9.5') };

function debt(principalKopecks: number, dueOn: string, paid: readonly [string, number][] = []): DebtLine {
  return {
    period: '2025-11',
    dueOn,
    opening: false,
    principalKopecks,
    openingPenaltyKopecks: 0,
    postedPenaltyKopecks: 0,
    principalPaid: paid.map(([on, amountKopecks]) => ({ moneyId: `payment:${on}`, amountKopecks, on })),
    penaltyPaid: [],
    billed: {},
  };
}

describe('penalty by the rate of each day', () => {
  it('takes every day at its own rate', () => {
    // 37 days at 16 % and 23 days at 15.5 %: 10000 × (37 × 0.16 + 23 × 0.155) / 300 = 316.1667
    const line = debt(1000000, '2025-12-10');
    expect(penaltyPerDayOfLine(line, 'main', '2026-03-10', WINTER)).toBe(31617);
  });

  it('ends each part on the day it was paid', () => {
    // 4000: 37 d × 16 % + 5 d × 15.5 %; 6000: 37 d and 23 d at 1/300, 10 d × 15.5 % at 1/130; sum 350.5077
    const line = debt(1000000, '2025-12-10', [['2026-02-20', 400000]]);
    expect(penaltyPerDayOfLine(line, 'main', '2026-03-20', WINTER)).toBe(35051);
  });

  it('is the statutory penalty while the rate stays', () => {
    const line = debt(777777, '2026-05-15', [['2026-07-01', 123456]]);
    expect(penaltyPerDayOfLine(line, 'main', '2026-10-30', CAPPED)).toBe(
      penaltyOfLine(line, 'main', '2026-10-30', CAPPED),
    );
  });
});

describe('penalty rounded every day', () => {
  it('drifts from the right sum', () => {
    // 60 days of 1.583333: 60 × 1.58 = 94.80, rightly 95.00
    const line = debt(500000, '2026-05-15');
    expect(penaltyRoundedDaily(line, 'main', '2026-08-13', CAPPED)).toBe(9480);
    expect(penaltyOfLine(line, 'main', '2026-08-13', CAPPED)).toBe(9500);
  });

  it('counts later days at 1/130', () => {
    // 60 × 1.58 + 10 × 3.65 = 131.30
    const line = debt(500000, '2026-05-15');
    expect(penaltyRoundedDaily(line, 'main', '2026-08-23', CAPPED)).toBe(13130);
  });

  it('takes the rate of the day of payment, as the statute does', () => {
    // 60 × round(10000 × 15.5 % / 300) = 60 × 5.17
    expect(penaltyRoundedDaily(debt(1000000, '2025-12-10'), 'main', '2026-03-10', WINTER)).toBe(31020);
  });

  it('is nothing in the free days', () => {
    expect(penaltyRoundedDaily(debt(500000, '2026-05-15'), 'main', '2026-06-14', CAPPED)).toBe(0);
  });
});

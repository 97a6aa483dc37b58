import fc from 'fast-check';
import { addDays, CivilDate } from '#libs/kernel';
import { Rational, splitByLargestRemainder } from '#libs/money';
import { penaltyOfLine, penaltyToPost } from './close-ledger.policy';
import { DebtLine } from './ledger';
import { LedgerRules } from './ledger-rules.policy';
import { penaltyPerDayOfLine } from './penalty-variants.policy';
import { Payee } from './reference-book';

/**
 * The penalty reckoned a second time and otherwise: day by day in whole numbers, a day at 1/300 weighing 130 and a day
 * at 1/130 weighing 300 of 39000ths. Nothing of the policies is used, so an error would have to be made twice.
 */
interface Debt {
  readonly amountKopecks: number;
  readonly payee: Payee;
  /** Parts that were paid, by days after the due day. */
  readonly parts: readonly { readonly amountKopecks: number; readonly day: number }[];
  /** The day to which the open rest is reckoned. */
  readonly onDay: number;
  /** Hundredths of a percent from a day on. */
  readonly rates: readonly { readonly day: number; readonly rate: number }[];
}

type DayRate = (debt: Debt, day: number, end: number) => number;

const rateOf = (debt: Debt, day: number): number => debt.rates.findLast((row) => row.day <= day)?.rate ?? 0;
const atPayment: DayRate = (debt, _day, end) => rateOf(debt, end);
const perDay: DayRate = (debt, day) => rateOf(debt, day);

function byDayLoop(debt: Debt, rate: DayRate): number {
  const paid = debt.parts.reduce((sum, part) => sum + part.amountKopecks, 0);
  const ends = [
    ...debt.parts.map((part) => ({ ...part, day: Math.min(part.day, debt.onDay) })),
    { amountKopecks: debt.amountKopecks - paid, day: debt.onDay },
  ];
  let weight = 0n;
  for (const { amountKopecks, day: end } of ends) {
    for (let day = 31; day <= end; day += 1) {
      const ofDay = day <= 90 || debt.payee === 'capital_repair' ? 130 : 300;
      weight += BigInt(amountKopecks) * BigInt(rate(debt, day, end)) * BigInt(ofDay);
    }
  }
  const whole = 39_000n * 10_000n;
  return Number((2n * weight + whole) / (2n * whole));
}

const DUE: CivilDate = '2026-05-15';

function rulesOf(debt: Debt): LedgerRules {
  return {
    dueOn: () => DUE,
    isBarred: () => false,
    rateOn: (on) => {
      const row = debt.rates.findLast(({ day }) => addDays(DUE, day) <= on);
      return Rational.of(row?.rate ?? 0, 100);
    },
    assertCapDecided: () => undefined,
    firstDay: '2020-01-01',
  };
}

function lineOf(debt: Debt): DebtLine {
  return {
    period: '2026-04',
    dueOn: DUE,
    opening: false,
    principalKopecks: debt.amountKopecks,
    openingPenaltyKopecks: 0,
    postedPenaltyKopecks: 0,
    principalPaid: debt.parts.map(({ amountKopecks, day }, index) => ({
      moneyId: `payment:${index}`,
      amountKopecks,
      on: addDays(DUE, day),
    })),
    penaltyPaid: [],
    billed: {},
  };
}

const debts: fc.Arbitrary<Debt> = fc
  .record({
    amountKopecks: fc.integer({ min: 1, max: 50_000_000 }),
    payee: fc.constantFrom<Payee>('main', 'capital_repair'),
    weights: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 6 }),
    days: fc.array(fc.integer({ min: -20, max: 400 }), { minLength: 6, maxLength: 6 }),
    onDay: fc.integer({ min: 0, max: 420 }),
    rates: fc.array(fc.record({ day: fc.integer({ min: 1, max: 400 }), rate: fc.integer({ min: 0, max: 2100 }) }), {
      maxLength: 4,
    }),
  })
  .map(({ amountKopecks, payee, weights, days, onDay, rates }) => {
    // The last share stays open; a weight of one keeps the shares from being all zero.
    const shares = splitByLargestRemainder(
      amountKopecks,
      [...weights, 1].map((weight) => Rational.of(weight)),
    );
    return {
      amountKopecks,
      payee,
      parts: weights.map((_, index) => ({ amountKopecks: shares[index] as number, day: days[index] as number })),
      onDay,
      rates: [{ day: -100, rate: 950 }, ...rates].sort((left, right) => left.day - right.day),
    };
  });

describe('the penalty in closed form and day by day', () => {
  it('agree at the rate of the day each part ended, whatever was paid when', () => {
    fc.assert(
      fc.property(debts, (debt) => {
        const closedForm = penaltyOfLine(lineOf(debt), debt.payee, addDays(DUE, debt.onDay), rulesOf(debt));
        expect(closedForm).toBe(byDayLoop(debt, atPayment));
      }),
      { numRuns: 1000 },
    );
  });

  it('agree at the rate of each day', () => {
    fc.assert(
      fc.property(debts, (debt) => {
        const policy = penaltyPerDayOfLine(lineOf(debt), debt.payee, addDays(DUE, debt.onDay), rulesOf(debt));
        expect(policy).toBe(byDayLoop(debt, perDay));
      }),
      { numRuns: 200 },
    );
  });

  it('are what the nights post together, whichever nights there were', () => {
    fc.assert(
      fc.property(debts, fc.uniqueArray(fc.integer({ min: 0, max: 420 }), { maxLength: 12 }), (debt, nights) => {
        const rules = rulesOf(debt);
        let line = lineOf(debt);
        for (const night of [...nights.sort((left, right) => left - right), 420]) {
          const post = penaltyToPost(line, debt.payee, addDays(DUE, night), rules);
          line = { ...line, postedPenaltyKopecks: line.postedPenaltyKopecks + post };
        }
        expect(line.postedPenaltyKopecks).toBe(byDayLoop({ ...debt, onDay: 420 }, atPayment));
      }),
      { numRuns: 200 },
    );
  });
});

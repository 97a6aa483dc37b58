import {
  coverableMonths,
  coverableOf,
  equalParts,
  faultOfTerms,
  leftAfter,
  leftOfMonths,
  paidByParts,
  paidParts,
} from './instalment.policy';
import { InstalmentTerms } from './instalment.events';
import { EMPTY_LEDGER } from './ledger';
import { LedgerStory } from './testing/ledger-story';

/** March of 1000.00 due on 15 April, April of 500.01 due on 15 May 2026. */
const owing = () => new LedgerStory().closes('2026-03', 1000_00).closes('2026-04', 500_01);
const MONTHS = [
  { period: '2026-03', amountKopecks: 1000_00 },
  { period: '2026-04', amountKopecks: 500_01 },
];
const TERMS: InstalmentTerms = {
  payee: 'main',
  months: MONTHS,
  parts: equalParts(1500_01, 3, '2026-05-31'),
  graceDays: 5,
};

describe('an agreement to pay by parts', () => {
  it('covers the open principal of months whose due day has passed', () => {
    const story = owing().pays('p1', '2026-05-10', 300_00);
    expect(coverableMonths(story.ledger, '2026-05-15', story.rules)).toEqual([
      { period: '2026-03', amountKopecks: 700_00 },
    ]);
    expect(coverableMonths(story.ledger, '2026-05-16', story.rules)).toEqual([
      { period: '2026-03', amountKopecks: 700_00 },
      { period: '2026-04', amountKopecks: 500_01 },
    ]);
  });

  it('covers nothing that is barred: no payment would reach it', () => {
    const story = owing();
    expect(coverableMonths(story.ledger, '2026-05-16', { isBarred: ({ dueOn }) => dueOn < '2026-05-01' })).toEqual([
      { period: '2026-04', amountKopecks: 500_01 },
    ]);
  });

  it('covers what is owed to a payee, and nothing to somebody who is none', () => {
    const { ledger, rules } = owing();
    const ledgers = { main: ledger, capital_repair: EMPTY_LEDGER };
    expect(coverableOf(ledgers, 'main', '2026-05-16', rules)).toEqual(MONTHS);
    expect(coverableOf(ledgers, 'capital_repair', '2026-05-16', rules)).toEqual([]);
    expect(coverableOf(ledgers, 'neighbour' as 'main', '2026-05-16', rules)).toEqual([]);
  });

  it('has parts that add up to the kopeck, on the last day of a month that is shorter', () => {
    expect(TERMS.parts).toEqual([
      { dueOn: '2026-05-31', amountKopecks: 500_01 },
      { dueOn: '2026-06-30', amountKopecks: 500_00 },
      { dueOn: '2026-07-31', amountKopecks: 500_00 },
    ]);
  });

  it.each([
    ['BILLING_INSTALMENTS_NO_DEBT', {}, []],
    ['BILLING_INSTALMENTS_DEBT_CHANGED', {}, [MONTHS[0]]],
    ['BILLING_INSTALMENTS_DEBT_CHANGED', { months: [MONTHS[0], { period: '2026-04', amountKopecks: 500_00 }] }, MONTHS],
    ['BILLING_INSTALMENTS_PARTS', { parts: [{ dueOn: '2026-06-01', amountKopecks: 1500_01 }] }, MONTHS],
    ['BILLING_INSTALMENTS_PARTS', { parts: equalParts(1500_01, 37, '2026-06-01') }, MONTHS],
    ['BILLING_INSTALMENTS_DATES', { parts: equalParts(1500_01, 3, '2026-05-20') }, MONTHS],
    ['BILLING_INSTALMENTS_DATES', { parts: [...TERMS.parts].reverse() }, MONTHS],
    ['BILLING_INSTALMENTS_DATES', { parts: equalParts(1500_01, 2, '2029-05-01') }, MONTHS],
    ['BILLING_INSTALMENTS_SUM', { parts: equalParts(1500_00, 3, '2026-05-31') }, MONTHS],
    ['BILLING_INSTALMENTS_NO_DEBT', { payee: 'neighbour' }, MONTHS],
    ['BILLING_INSTALMENTS_GRACE', { graceDays: -1 }, MONTHS],
    ['BILLING_INSTALMENTS_GRACE', { graceDays: 15 }, MONTHS],
    ['BILLING_INSTALMENTS_GRACE', { graceDays: 1.5 }, MONTHS],
    ['BILLING_INSTALMENTS_PARTS', { parts: TERMS.parts.map((part) => ({ ...part, amountKopecks: 500.5 })) }, MONTHS],
    ['BILLING_INSTALMENTS_DATES', { parts: TERMS.parts.map((part) => ({ ...part, dueOn: 'soon' })) }, MONTHS],
  ])('is refused as %s', (code, change, debt) => {
    const terms = { ...TERMS, ...change } as InstalmentTerms;
    expect(faultOfTerms('A1', terms, debt as typeof MONTHS, '2026-05-20')?.code).toBe(code);
  });

  it('is not refused otherwise', () => {
    expect(faultOfTerms('A1', TERMS, MONTHS, '2026-05-20')).toBeNull();
  });

  it('is paid as the allocation puts money on its months: by the day of the money, and by no other count', () => {
    const story = owing().pays('p1', '2026-05-31', 500_00).pays('p2', '2026-06-01', 1_01, '2026-04');
    expect(leftOfMonths(MONTHS, story.ledger.lines, '2026-05-30')).toBe(1500_01);
    expect(leftOfMonths(MONTHS, story.ledger.lines, '2026-05-31')).toBe(1000_01);
    expect(leftOfMonths(MONTHS, story.ledger.lines, '2026-06-01')).toBe(999_00);
    expect([0, 1, 3].map((count) => leftAfter(TERMS, count))).toEqual([1500_01, 1000_00, 0]);
    expect([1000_01, 1000_00, 999_00, 500_00, 0].map((left) => paidParts(TERMS, left))).toEqual([0, 1, 1, 2, 3]);
  });

  it('supposes parts that are paid on their days to the oldest month first', () => {
    expect(paidByParts(owing().ledger.lines, TERMS).map(({ principalPaid }) => principalPaid)).toEqual([
      [
        { moneyId: 'instalment:1', amountKopecks: 500_01, on: '2026-05-31' },
        { moneyId: 'instalment:2', amountKopecks: 499_99, on: '2026-06-30' },
      ],
      [
        { moneyId: 'instalment:2', amountKopecks: 1, on: '2026-06-30' },
        { moneyId: 'instalment:3', amountKopecks: 500_00, on: '2026-07-31' },
      ],
    ]);
  });
});

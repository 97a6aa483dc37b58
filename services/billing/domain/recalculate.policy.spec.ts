import { Rejection } from '#libs/kernel';
import { EarlierRecalculations } from './earlier-recalculations.policy';
import { grantedBefore, periodsOf, recalculate } from './recalculate.policy';
import { NO_FACTS, RecalculationFacts, RecalculationGrounds } from './recalculation';
import { aChargedPeriod, aChargeLine, COLD_WATER } from './testing/charged-period';
import { recalculated } from './testing/ledger-story';

const account = '0017';
const october = aChargedPeriod('2026-10', aChargeLine('cold_water', 448_60, { quantity: '10', tariff: '44.86' }));
const facts: RecalculationFacts = { ...NO_FACTS, charged: [october], supplied: COLD_WATER };
const INTERRUPTION: RecalculationGrounds = {
  kind: 'interruption',
  utility: 'cold_water',
  period: '2026-10',
  supply: 'water',
  acts: [{ startedOn: '2026-10-05', hours: '18' }],
};
const RELIEF: RecalculationGrounds = {
  kind: 'relief',
  utility: 'cold_water',
  component: null,
  period: '2026-10',
  percent: '50',
  limit: null,
};
const asked = (grounds: RecalculationGrounds, earlier: EarlierRecalculations = {}, known = facts) =>
  recalculate({ account, grounds, facts: known, earlier });
const amounts = (answer: ReturnType<typeof recalculate>) =>
  answer instanceof Rejection ? answer.code : answer.lines.map((line) => line.amountKopecks);
const earlierOne = (grounds: RecalculationGrounds, amount: number, reversed = false) => ({
  grounds,
  lines: [{ ...recalculated('2026-10', 'cold_water', amount), reason: grounds.kind as 'relief' }],
  reversed,
  recordedOn: '2026-11-03',
  approvalId: null,
});

describe('a recalculation', () => {
  it('of a month that was not charged is refused', () => {
    for (const grounds of [INTERRUPTION, RELIEF]) {
      expect(amounts(asked(grounds, {}, NO_FACTS))).toBe('BILLING_RECALCULATION_NOTHING_CHARGED');
    }
  });

  it('that changes nothing is refused', () => {
    const short: RecalculationGrounds = { ...INTERRUPTION, acts: [{ startedOn: '2026-10-05', hours: '8' }] };
    expect(amounts(asked(short))).toBe('BILLING_RECALCULATION_CHANGES_NOTHING');
    expect(amounts(asked({ ...RELIEF, percent: '0' }))).toBe('BILLING_RECALCULATION_CHANGES_NOTHING');
  });

  it('counts what earlier ones gave of the same charge, unless they were taken back', () => {
    // (18 − 8) × 0.15 % × 448.60 = 6.729
    expect(amounts(asked(INTERRUPTION))).toEqual([-6_73]);
    // 36 hours give 28 × 0.15 % × 448.60 = 18.8412, of which 6.73 was given
    const EARLIER = { ...INTERRUPTION, acts: [{ startedOn: '2026-10-04', hours: '18' }] } as const;
    expect(amounts(asked(INTERRUPTION, { one: earlierOne(EARLIER, -6_73) }))).toEqual([-12_11]);
    expect(amounts(asked(INTERRUPTION, { one: earlierOne(INTERRUPTION, -6_73, true) }))).toEqual([-6_73]);
    expect(amounts(asked(INTERRUPTION, { one: earlierOne(RELIEF, -448_00) }))).toEqual([-60]);
    expect(grantedBefore({ one: earlierOne(INTERRUPTION, -6_73, true) }, 'cold_water', '2026-10').hours).toEqual([]);
  });

  it('of a tampering act reaches back three months at most', () => {
    const act = { kind: 'tampering', utility: 'cold_water', foundOn: '2026-11-14', months: 4 } as const;
    expect(amounts(asked(act))).toBe('BILLING_RECALCULATION_MONTHS');
    const norms = { '2026-10': { norm: { value: '6.935', eventId: null }, persons: '3' } };
    // 3 × 6.935 × 10 × 44.86 = 9333.123 less 448.60
    expect(amounts(asked({ ...act, months: 1 }, {}, { ...facts, norms }))).toEqual([8884_52]);
    expect(amounts(asked({ ...act, months: 1 }))).toBe('BILLING_RECALCULATION_NOTHING_CHARGED');
  });

  it('of a year of heating needs all its months', () => {
    const year = { kind: 'heating_year', utility: 'heating', year: '2025' } as const;
    expect(periodsOf(year)).toHaveLength(12);
    expect(amounts(asked(year))).toBe('BILLING_RECALCULATION_NOTHING_CHARGED');
  });

  it('of penalty is a waiver and no line', () => {
    const grounds = {
      kind: 'penalty_waiver',
      payee: 'main',
      months: [{ period: '2026-10', amountKopecks: 95_00 }],
    } as const;
    expect(asked(grounds)).toEqual({
      lines: [],
      waivers: [{ payee: 'main', ofPeriod: '2026-10', amountKopecks: 95_00 }],
    });
    expect(amounts(asked({ ...grounds, months: [] }))).toBe('BILLING_RECALCULATION_CHANGES_NOTHING');
  });
});

describe('taking a recalculation back', () => {
  const reversal: RecalculationGrounds = { kind: 'reversal', of: 'one' };

  it('turns its lines around', () => {
    const answer = asked(reversal, { one: earlierOne(RELIEF, -224_30) });
    expect(answer).toMatchObject({
      lines: [{ reason: 'reversal', amountKopecks: 224_30, quantity: '-1', formula: '0 - (1)', exact: '-1' }],
    });
  });

  it('is done once, and of what is there', () => {
    expect(amounts(asked(reversal, { one: earlierOne(RELIEF, -224_30, true) }))).toBe('BILLING_RECALCULATION_REVERSED');
    expect(amounts(asked(reversal))).toBe('BILLING_UNKNOWN_RECALCULATION');
    const reversed = { ...earlierOne(RELIEF, 224_30), grounds: { kind: 'reversal', of: 'zero' } as const };
    expect(amounts(asked(reversal, { one: reversed }))).toBe('BILLING_UNKNOWN_RECALCULATION');
  });
});

import { Rejection } from '#libs/kernel';
import { EarlierRecalculation, EarlierRecalculations } from './earlier-recalculations.policy';
import { isTheSame, mostInPlaceOf, needsSecondPerson } from './recalculation-bounds.policy';
import { recalculate } from './recalculate.policy';
import { NO_FACTS, RecalculationFacts, RecalculationGrounds } from './recalculation';
import { aChargedPeriod, aChargeLine, COLD_WATER, HEATING, withRecalculated } from './testing/charged-period';
import { recalculated } from './testing/ledger-story';

const account = '0017';
const PLACE = { utility: 'cold_water', period: '2026-10' } as const;
/** 10 m³ × 44.86 were charged. */
const facts: RecalculationFacts = {
  ...NO_FACTS,
  charged: [
    aChargedPeriod(
      '2026-10',
      aChargeLine('cold_water', 448_60, { quantity: '10', tariff: '44.86' }),
      aChargeLine('heating', 2300_00),
    ),
  ],
  supplied: COLD_WATER,
};
const interruption = (startedOn: string, hours: string, startedAt?: string): RecalculationGrounds => ({
  ...{ kind: 'interruption', ...PLACE, supply: 'water' },
  acts: [{ startedOn, ...(startedAt === undefined ? {} : { startedAt }), hours }],
});
const cold = (hours: string, degreesBelow: string, startedOn?: string, startedAt?: string): RecalculationGrounds => ({
  ...{ kind: 'cold', ...PLACE, utility: 'heating', startedOn, startedAt, hours, degreesBelow },
});
const error = (rightQuantity: string, rightTariff = '44.86'): RecalculationGrounds => ({
  ...{ kind: 'provider_error', ...PLACE, component: null, rightQuantity, rightTariff, claimedOn: null },
});
const relief = (percent: string): RecalculationGrounds => ({
  ...{ kind: 'relief', ...PLACE, component: null, percent, limit: null },
});
const before = (grounds: RecalculationGrounds, amount: number, changes: Partial<EarlierRecalculation> = {}) => ({
  grounds,
  lines: [{ ...recalculated('2026-10', 'cold_water', amount), reason: grounds.kind as 'relief' }],
  reversed: false,
  recordedOn: '2026-11-03',
  approvalId: null,
  ...changes,
});
const answer = (grounds: RecalculationGrounds, earlier: EarlierRecalculations = {}) => {
  const known = grounds.kind === 'cold' ? { ...facts, supplied: HEATING } : facts;
  const found = recalculate({ account, grounds, facts: known, earlier });
  return found instanceof Rejection ? found.code : found.lines.map(({ amountKopecks }) => amountKopecks);
};

describe('what is typed of a recalculation', () => {
  it('has no more hours than its month has from that day on', () => {
    // From 31 October there are 24 hours: 16 above the allowed 8, × 0.15 % × 448.60 = 10.7664.
    expect(answer(interruption('2026-10-31', '24'))).toEqual([-10_77]);
    expect(answer(interruption('2026-10-31', '24.01'))).toBe('BILLING_RECALCULATION_HOURS');
    expect(answer(interruption('2026-11-01', '1'))).toBe('BILLING_RECALCULATION_HOURS');
    // From half past one of the last afternoon there are ten and a half: 2.5 above the allowed, 1.68225.
    expect(answer(interruption('2026-10-31', '10.5', '13:30'))).toEqual([-1_68]);
    expect(answer(interruption('2026-10-31', '10.51', '13:30'))).toBe('BILLING_RECALCULATION_HOURS');
    expect(answer(interruption('2026-10-01', '745'))).toBe('BILLING_RECALCULATION_HOURS');
    expect(answer(cold('744.5', '1'))).toBe('BILLING_RECALCULATION_HOURS');
  });

  it('has no hours of an earlier month, which are stated for that month', () => {
    expect(answer(interruption('2026-09-30', '72', '23:59'))).toBe('BILLING_RECALCULATION_ACT_EARLIER');
    expect(answer(interruption('1900-01-01', '72'))).toBe('BILLING_RECALCULATION_ACT_EARLIER');
    // 72 hours from 30 September, 24 of them there; from 1 October 48: 40 above the allowed, × 0.15 % × 448.60 = 26.916.
    expect(answer(interruption('2026-10-01', '48', '00:00'))).toEqual([-26_92]);
  });

  it('has no more hours than the month together with what was recorded before', () => {
    const earlier = { one: before(interruption('2026-10-01', '744'), -448_00) };
    expect(answer(interruption('2026-10-05', '1'), earlier)).toBe('BILLING_RECALCULATION_HOURS');
  });

  it('has the hours of a cold dwelling within its month, as those of an interruption', () => {
    expect(answer(cold('24', '1', '2026-09-30'))).toBe('BILLING_RECALCULATION_ACT_EARLIER');
    expect(answer(cold('24.01', '1', '2026-10-31'))).toBe('BILLING_RECALCULATION_HOURS');
    // 24 h × 1 °C × 0.15 % × 2300.00 = 82.80
    expect(answer(cold('24', '1', '2026-10-31', '00:00'))).toEqual([-82_80]);
    expect(answer(cold('24', '1', '2026-10-31', '00:01'))).toBe('BILLING_RECALCULATION_HOURS');
  });

  it('may be two cold spells of a month with the same figures, and not the same hours twice', () => {
    const first = { one: { ...before(cold('24', '2', '2026-10-05'), -165_60) } };
    // 24 h × 2 °C × 0.15 % × 2300.00 = 165.60, for each of the two (ПП РФ 354 прил. 1).
    expect(answer(cold('24', '2', '2026-10-06'), first)).toEqual([-165_60]);
    expect(answer(cold('24', '2', '2026-10-05'), first)).toBe('BILLING_RECALCULATION_RECORDED_ALREADY');
    expect(answer(cold('24', '2', '2026-10-05', '23:00'), first)).toBe('BILLING_RECALCULATION_OVERLAPS');
    expect(answer(cold('2', '3', '2026-10-05', '10:00'), first)).toBe('BILLING_RECALCULATION_OVERLAPS');
  });

  it('has degrees that a dwelling can have', () => {
    expect(answer(cold('1', '61'))).toBe('BILLING_RECALCULATION_DEGREES');
  });
});

describe('what a recalculation comes to', () => {
  it('gives back no more than was charged, with all that was given before', () => {
    expect(answer(error('0'))).toEqual([-448_60]);
    const earlier = { one: before(relief('50'), -224_30) };
    expect(answer(relief('50'), earlier)).toEqual([-224_30]);
    expect(answer(relief('51'), earlier)).toBe('BILLING_RECALCULATION_BELOW_CHARGED');
    expect(answer(error('0'), earlier)).toBe('BILLING_RECALCULATION_BELOW_CHARGED');
    expect(answer(error('0'), { one: { ...earlier.one, reversed: true } })).toEqual([-448_60]);
  });

  it('gives back no more than is left after what the monthly run gave back by itself', () => {
    // 448.60 were charged for 10 m³; an absence has given back 4 of them, 179.44: 269.16 are left.
    const charged = facts.charged.map((month) =>
      withRecalculated(month, { utility: 'cold_water', quantity: '-4', amountKopecks: -179_44 }),
    );
    const of = (grounds: RecalculationGrounds, earlier: EarlierRecalculations = {}) => {
      const found = recalculate({ account, grounds, facts: { ...facts, charged }, earlier });
      return found instanceof Rejection ? found.code : found.lines.map(({ amountKopecks }) => amountKopecks);
    };
    expect(of(error('0'))).toEqual([-269_16]);
    expect(of({ ...error('0'), claimedOn: '2026-11-01' } as RecalculationGrounds)).toEqual([-269_16, -134_58]);
    // All hours of October without water give the whole fee back, and no kopeck more.
    expect(of(interruption('2026-10-01', '744'))).toEqual([-269_16]);
    // 6 × 44.86 × 60 % = 161.496, and 40 % = 107.664: all of it. One percent more is too much.
    expect(of(relief('60'))).toEqual([-161_50]);
    expect(of(relief('40'), { one: before(relief('60'), -161_50) })).toEqual([-107_66]);
    expect(of(relief('41'), { one: before(relief('60'), -161_50) })).toBe('BILLING_RECALCULATION_BELOW_CHARGED');
  });

  it('has the fine of half the excess beside what was charged (ЖК РФ ст. 157 ч. 6)', () => {
    expect(answer({ ...error('0'), claimedOn: '2026-11-01' } as RecalculationGrounds)).toEqual([-448_60, -224_30]);
  });

  it('charges no absurd multiple', () => {
    expect([mostInPlaceOf(448_60), mostInPlaceOf(20_000_00)]).toEqual([100_000_00, 200_000_00]);
    // 2229 × 44.86 = 99992.94, less 448.60.
    expect(answer(error('2229'))).toEqual([99_544_34]);
    expect(answer(error('2230'))).toBe('BILLING_RECALCULATION_ABOVE_CHARGED');
    expect(answer(error('999999999.999999', '999999999.999999'))).toBe('BILLING_RECALCULATION_ABOVE_CHARGED');
  });

  it('is not found a second time for the same thing', () => {
    for (const grounds of [interruption('2026-10-05', '18'), cold('48', '2'), error('5')]) {
      expect(answer(grounds, { one: before(grounds, -1) })).toBe('BILLING_RECALCULATION_RECORDED_ALREADY');
      expect(answer(grounds, { one: before(grounds, -1, { reversed: true }) })).not.toBe(
        'BILLING_RECALCULATION_RECORDED_ALREADY',
      );
    }
  });
});

it('an error of a month that the correction of its year has put right is no other', () => {
  // 5 × 44.86 in place of 2300.00.
  const one: RecalculationGrounds = { ...error('5'), utility: 'heating' } as RecalculationGrounds;
  const year = (of: string, utility = 'heating'): RecalculationGrounds => ({ kind: 'heating_year', utility, year: of });
  expect(answer(one, { one: before(year('2026'), -1) })).toBe('BILLING_RECALCULATION_RECORDED_ALREADY');
  expect(answer(one, { one: before(year('2026'), -1, { reversed: true }) })).toEqual([-2075_70]);
  expect(answer(one, { one: before(year('2025'), -1) })).toEqual([-2075_70]);
  expect(answer(one, { one: before(year('2026', 'gas'), -1) })).toEqual([-2075_70]);
});

describe('the same thing', () => {
  const act = (foundOn: string): RecalculationGrounds => ({
    ...{ kind: 'tampering', utility: 'gas', foundOn, months: 3 },
  });
  const year = (of: string): RecalculationGrounds => ({ kind: 'heating_year', utility: 'heating', year: of });

  it.each<[string, RecalculationGrounds, RecalculationGrounds, boolean]>([
    ['an act of the same day and hours', interruption('2026-10-05', '18'), interruption('2026-10-05', '18.0'), true],
    [
      'an act of another time of the day',
      interruption('2026-10-05', '5', '02:00'),
      interruption('2026-10-05', '5', '20:00'),
      false,
    ],
    ['an act of another day', interruption('2026-10-05', '18'), interruption('2026-10-06', '18'), false],
    ['the cold of another day', cold('48', '2', '2026-10-05'), cold('48', '2', '2026-10-08'), false],
    ['the cold of another hour', cold('4', '2', '2026-10-05', '02:00'), cold('4', '2', '2026-10-05', '20:00'), false],
    ['one cold with other degrees', cold('48', '2', '2026-10-05'), cold('48', '3', '2026-10-05'), true],
    ['the same cold without a start', cold('48', '2'), cold('48.0', '2.0'), true],
    ['the same figures, once without a start', cold('48', '2', '2026-10-05'), cold('48', '2'), true],
    ['another cold without a start', cold('48', '2'), cold('48', '3'), false],
    ['another right sum of the same line', error('5'), error('6'), true],
    ['tampering of months that overlap', act('2026-10-02'), act('2026-11-20'), true],
    ['tampering of other months', act('2026-07-02'), act('2026-11-20'), false],
    ['a year again', year('2025'), year('2025'), true],
    ['another year', year('2025'), year('2024'), false],
    ['two reliefs, which two laws may give', relief('50'), relief('50'), false],
    ['another kind', cold('18', '1'), interruption('2026-10-05', '18'), false],
  ])('%s', (_, one, other, expected) => {
    expect([isTheSame(one, other), isTheSame(other, one)]).toEqual([expected, expected]);
  });
});

describe('a second person', () => {
  const needed = (amount: number, earlier: EarlierRecalculations = {}, grounds = error('5')) =>
    needsSecondPerson({ grounds, earlier }, amount, '2026-11-20');

  it('is needed above ten thousand roubles, up or down', () => {
    expect([10_000_00, -10_000_00, 10_000_01, -10_000_01].map((sum) => needed(sum))).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });

  it('is needed where many small ones of the month come to more, in one direction', () => {
    const earlier = { one: before(relief('50'), -6_000_00) };
    expect([needed(-4_000_00, earlier), needed(-4_000_01, earlier)]).toEqual([false, true]);
    expect(needed(9_000_00, earlier)).toBe(false);
    const of = (changes: Partial<EarlierRecalculation>) => ({ one: { ...earlier.one, ...changes } });
    expect(needed(-9_000_00, of({ recordedOn: '2026-10-31' }))).toBe(false);
    expect(needed(-9_000_00, of({ reversed: true }))).toBe(false);
    expect(needed(-9_000_00, of({ approvalId: 'a-1' }))).toBe(false);
  });

  it('is needed to take back what two people agreed to by its kind', () => {
    const replay: RecalculationGrounds = { kind: 'replay', replayId: 'r-1', lines: [] };
    const back: RecalculationGrounds = { kind: 'reversal', of: 'one' };
    expect(needed(1, { one: before(replay, -1, { approvalId: 'a-1' }) }, back)).toBe(true);
    expect(needed(1, { one: before(relief('50'), -1) }, back)).toBe(false);
    expect(needed(1, { one: before(relief('50'), -1, { approvalId: 'a-1' }) }, back)).toBe(true);
  });

  it('takes back a slip of the month alone; what was recorded in earlier months counts in its direction', () => {
    const of = (id: string): RecalculationGrounds => ({ kind: 'reversal', of: id });
    const rise = (recordedOn: string) => before(error('200'), 9_000_00, { recordedOn });
    expect(needed(-9_000_00, { one: rise('2026-11-03') }, of('one'))).toBe(false);
    const earlier = {
      one: { ...rise('2026-09-03'), reversed: true },
      two: rise('2026-10-03'),
      back: before(of('one'), -9_000_00),
    };
    expect([needed(-1_000_00, earlier), needed(-1_000_01, earlier)]).toEqual([false, true]);
    expect(needed(-9_000_00, earlier, of('two'))).toBe(true);
  });
});

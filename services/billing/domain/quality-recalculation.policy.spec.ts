import { Rational } from '#libs/money';
import { RecalculationLine } from './calculation';
import { NOTHING_GRANTED, recalculateCold, recalculateInterruption } from './quality-recalculation.policy';
import { InterruptedSupply } from './recalculation';
import { aChargedPeriod, aChargeLine, withRecalculated } from './testing/charged-period';
import { formulaValue } from './testing/formula-value';
import { recalculated } from './testing/ledger-story';

/** Hot water of October: 188.41 for the water and 644.62 for its heat, 833.03 together. */
const october = aChargedPeriod(
  '2026-10',
  aChargeLine('hot_water', 188_41, { component: 'water' }),
  aChargeLine('hot_water', 644_62, { component: 'heat' }),
  aChargeLine('cold_water', 224_30),
  aChargeLine('heating', 2300_00),
);
const grounds = (hours: readonly string[], supply: InterruptedSupply = 'water') =>
  ({
    kind: 'interruption',
    utility: 'hot_water',
    period: '2026-10',
    supply,
    acts: hours.map((text) => ({ startedOn: '2026-10-05', hours: text })),
  }) as const;
const cold = (hours: string, degreesBelow: string) =>
  ({ kind: 'cold', utility: 'heating', period: '2026-10', hours, degreesBelow }) as const;

function isExplained(line: RecalculationLine | null): void {
  expect(formulaValue(line?.formula ?? '0').equals(Rational.parse(line?.exact ?? '1'))).toBe(true);
}

describe('the recalculation for interruptions', () => {
  it('takes 0.15 % of the whole charge of the utility for each hour above the allowed ones of the month', () => {
    // (30 − 8) × 0.15 % × 833.03 = 27.48999
    const line = recalculateInterruption(grounds(['20', '10']), october, NOTHING_GRANTED);
    expect(line).toMatchObject({
      utility: 'hot_water',
      component: null,
      payee: 'main',
      reason: 'interruption',
      ofPeriod: '2026-10',
      quantity: '-22',
      amountKopecks: -27_49,
      formula: '(8 - 30) * 0.0015 * 833.03',
      exact: '-27.48999',
      why: { code: 'interruption', details: { hours: '30', allowed: '8', percent: '0.15' } },
    });
    expect(line?.inputs).toContainEqual({ name: 'charged', value: '833.03', eventId: 'charged 2026-10' });
    isExplained(line);
  });

  it.each([
    ['water', '8'],
    ['sewage', '8'],
    ['electricity_two_feeds', '2'],
    ['electricity_one_feed', '24'],
    ['gas', '4'],
    ['heating', '24'],
  ] as const)('allows %s %s hours a month', (supply, hours) => {
    expect(recalculateInterruption(grounds([hours], supply), october, NOTHING_GRANTED)).toBeNull();
    const beyond = recalculateInterruption(grounds([hours, '1'], supply), october, NOTHING_GRANTED);
    // 0.15 % × 833.03 = 1.249545
    expect(beyond?.amountKopecks).toBe(-1_25);
  });

  it('counts the allowance of a month once: a later act gives what all acts give less what was given', () => {
    const before = { ...NOTHING_GRANTED, hours: ['10'], interruptionKopecks: -2_50, reducedKopecks: -2_50 };
    // Of 30 hours 27.49, of which the first act gave (10 − 8) × 0.15 % × 833.03 = 2.49909
    const line = recalculateInterruption(grounds(['20']), october, before);
    expect(line).toMatchObject({ amountKopecks: -24_99, formula: 'round((8 - 30) * 0.0015 * 833.03) - (-2.5)' });
    isExplained(line);
  });

  it('is a part of the fee that is left of the month where its volume was corrected', () => {
    const own = { utility: 'hot_water', component: 'heat', amountKopecks: -433_03, eventId: 'november' } as const;
    const corrected = withRecalculated(october, own);
    // (30 − 8) × 0.15 % × 400.00 = 13.20
    const line = recalculateInterruption(grounds(['30']), corrected, NOTHING_GRANTED);
    expect(line).toMatchObject({
      ...{ quantity: '-22', tariff: '0.6', amountKopecks: -13_20 },
      formula: '(8 - 30) * 0.0015 * (833.03 - 433.03)',
    });
    expect(line?.inputs).toContainEqual({ name: 'recalculated', value: '-433.03', eventId: 'november' });
    isExplained(line);
    const whole = recalculateInterruption(grounds(['2000']), corrected, NOTHING_GRANTED);
    expect(whole?.amountKopecks).toBe(-400_00);
    const gone = withRecalculated(october, { ...own, amountKopecks: -833_03 });
    expect(recalculateInterruption(grounds(['30']), gone, NOTHING_GRANTED)).toBeNull();
  });

  it('is never more than was charged, with everything that was reduced before', () => {
    const whole = recalculateInterruption(grounds(['2000']), october, NOTHING_GRANTED);
    expect(whole).toMatchObject({ amountKopecks: -833_03, formula: '0 - 833.03' });
    isExplained(whole);
    const rest = { ...NOTHING_GRANTED, reducedKopecks: -800_00 };
    const left = recalculateInterruption(grounds(['2000']), october, rest);
    expect(left).toMatchObject({ amountKopecks: -33_03, formula: '0 - 33.03' });
    isExplained(left);
    const gone = { ...NOTHING_GRANTED, reducedKopecks: -833_03 };
    expect(recalculateInterruption(grounds(['2000']), october, gone)).toBeNull();
  });
});

describe('the recalculation for a cold dwelling', () => {
  it('takes 0.15 % for each hour and degree below the norm', () => {
    // 48 × 2 × 0.15 % × 2300.00 = 331.20
    const line = recalculateCold(cold('48', '2'), october, NOTHING_GRANTED);
    expect(line).toMatchObject({
      reason: 'cold',
      quantity: '-96',
      amountKopecks: -331_20,
      formula: '(0 - 48) * 2 * 0.0015 * 2300.00',
      why: { code: 'cold', details: { hours: '48', degrees: '2', percent: '0.15' } },
    });
    isExplained(line);
  });

  it('says when it began, where that is told', () => {
    const told = { ...cold('48', '2'), startedOn: '2026-10-05', startedAt: '14:30' };
    const why = { details: { startedOn: '2026-10-05', startedAt: '14:30', hours: '48', degrees: '2' } };
    expect(recalculateCold(told, october, NOTHING_GRANTED)).toMatchObject({ amountKopecks: -331_20, why });
    expect(recalculateCold(cold('48', '2'), october, NOTHING_GRANTED)?.why.details).not.toHaveProperty('startedOn');
  });

  it('is a part of the fee that a recalculation has put right', () => {
    const replayed = { ...recalculated('2026-10', 'heating', -300_00), reason: 'replay' as const };
    // 48 × 2 × 0.15 % × 2000.00
    const line = recalculateCold(cold('48', '2'), october, { ...NOTHING_GRANTED, putRight: [replayed] });
    expect(line).toMatchObject({
      amountKopecks: -288_00,
      formula: '(0 - 48) * 2 * 0.0015 * (2300.00 - 300.00)',
    });
    isExplained(line);
  });

  it('is never more than was charged', () => {
    expect(recalculateCold(cold('744', '3'), october, NOTHING_GRANTED)?.amountKopecks).toBe(-2300_00);
  });

  it('is nothing without a degree below', () => {
    expect(recalculateCold(cold('48', '0'), october, NOTHING_GRANTED)).toBeNull();
  });
});

import { Rational } from '#libs/money';
import {
  correctProviderError,
  ProviderError,
  recalculateRelief,
  ReliefOnBill,
} from './billed-line-recalculation.policy';
import { RecalculationLine } from './calculation';
import { aChargedPeriod, aChargeLine, withRecalculated } from './testing/charged-period';
import { formulaValue } from './testing/formula-value';
import { recalculated } from './testing/ledger-story';

const OF = { component: null, period: '2026-10' } as const;
const error = (changes: Partial<ProviderError> = {}): ProviderError => ({
  kind: 'provider_error',
  utility: 'cold_water',
  rightQuantity: '5',
  rightTariff: '44.86',
  claimedOn: null,
  ...OF,
  ...changes,
});
const relief = (percent: string, limit: string | null): ReliefOnBill => ({
  kind: 'relief',
  utility: 'capital_repair',
  percent,
  limit,
  ...OF,
});

function areExplained(lines: readonly RecalculationLine[]): void {
  expect(lines.length).toBeGreaterThan(0);
  for (const { formula, exact } of lines) expect(formulaValue(formula).equals(Rational.parse(exact))).toBe(true);
}

describe("a provider's error", () => {
  // 10 × 44.86 = 448.60 was charged where 5 × 44.86 = 224.30 is right: 224.30 too much.
  const line = aChargeLine('cold_water', 448_60, { quantity: '10', tariff: '44.86' });
  const charged = aChargedPeriod('2026-10', line);

  it('is brought to what is right', () => {
    const lines = correctProviderError(error(), line, charged, []);
    expect(lines).toMatchObject([
      {
        reason: 'provider_error',
        ofPeriod: '2026-10',
        quantity: '-5',
        tariff: '44.86',
        amountKopecks: -224_30,
        formula: 'round(5 * 44.86) - 448.60',
      },
    ]);
    areExplained(lines);
  });

  it('bears a fine of half the excess where the consumer has claimed it', () => {
    const lines = correctProviderError(error({ claimedOn: '2026-11-03' }), line, charged, []);
    expect(lines.map(({ reason, amountKopecks }) => [reason, amountKopecks])).toEqual([
      ['provider_error', -224_30],
      ['provider_fine', -112_15],
    ]);
    areExplained(lines);
  });

  it('to the disadvantage of the company is charged, without a fine', () => {
    const lines = correctProviderError(error({ rightQuantity: '12', claimedOn: '2026-11-03' }), line, charged, []);
    // 12 × 44.86 = 538.32
    expect(lines.map(({ reason, amountKopecks }) => [reason, amountKopecks])).toEqual([['provider_error', 89_72]]);
  });

  it('is brought to what is right from what the month stands at, with its fine', () => {
    // Misread as 50 m³; a corrected reading gave back 40 × 44.86 = 1794.40, so that 448.60 stands. 5 m³ are right.
    const misread = aChargeLine('cold_water', 2243_00, { quantity: '50', tariff: '44.86' });
    const own = { utility: 'cold_water', quantity: '-40', amountKopecks: -1794_40, eventId: 'april' };
    const corrected = withRecalculated(aChargedPeriod('2026-10', misread), own);
    const lines = correctProviderError(error({ claimedOn: '2026-11-03' }), misread, corrected, []);
    expect(lines).toMatchObject([
      {
        quantity: '-5',
        amountKopecks: -224_30,
        formula: 'round(5 * 44.86) - (2243.00 - 1794.40)',
        why: { details: { charged: '2243.00', standing: '448.60' } },
      },
      // Half of 224.30, and of nothing that was given back before.
      { reason: 'provider_fine', amountKopecks: -112_15 },
    ]);
    expect(lines[0]?.inputs).toContainEqual({ name: 'recalculated', value: '-1794.40', eventId: 'april' });
    areExplained(lines);
    expect(correctProviderError(error({ rightQuantity: '10' }), misread, corrected, [])).toEqual([]);
  });

  it('is brought there from what an earlier replay has made of the month', () => {
    const replayed = { ...recalculated('2026-10', 'cold_water', -48_60), reason: 'replay' as const };
    const lines = correctProviderError(error(), line, charged, [replayed]);
    // 224.30 less (448.60 − 48.60)
    expect(lines).toMatchObject([{ quantity: '-5', amountKopecks: -175_70 }]);
    areExplained(lines);
  });

  it('that changes nothing is no line', () => {
    expect(correctProviderError(error({ rightQuantity: '10', claimedOn: '2026-11-03' }), line, charged, [])).toEqual(
      [],
    );
  });
});

describe('a relief on the bill', () => {
  const line = aChargeLine('capital_repair', 744_17, { quantity: '54.2', tariff: '13.73', payee: 'capital_repair' });
  const charged = aChargedPeriod('2026-10', line);

  it('is the percentage of what was charged within the norm', () => {
    // min(54.2, 33) × 13.73 × 50 % = 226.545
    const given = recalculateRelief(relief('50', '33'), line, charged, []);
    expect(given).toMatchObject({
      reason: 'relief',
      payee: 'capital_repair',
      amountKopecks: -226_55,
      quantity: '-16.5',
    });
    areExplained(given === null ? [] : [given]);
  });

  it('without a norm is the percentage of all of it, rounded once', () => {
    // 54.2 × 13.73 × 50 % = 372.083
    expect(recalculateRelief(relief('50', null), line, charged, [])?.amountKopecks).toBe(-372_08);
  });

  it('is of what the month came to where the monthly run has corrected its volume', () => {
    const water = aChargeLine('cold_water', 2243_00, { quantity: '50', tariff: '44.86' });
    const own = { utility: 'cold_water', quantity: '-40', amountKopecks: -1794_40 };
    const corrected = withRecalculated(aChargedPeriod('2026-10', water), own);
    const grounds = { ...relief('50', null), utility: 'cold_water' };
    // 10 × 44.86 × 50 %
    const given = recalculateRelief(grounds, water, corrected, []);
    expect(given).toMatchObject({ amountKopecks: -224_30, quantity: '-5', why: { details: { covered: '10' } } });
    areExplained(given === null ? [] : [given]);
    const all = withRecalculated(aChargedPeriod('2026-10', water), {
      ...own,
      quantity: '-50',
      amountKopecks: -2243_00,
    });
    expect(recalculateRelief(grounds, water, all, [])).toBeNull();
  });

  it('is of the volume and the tariff that an error of the provider has put right', () => {
    const water = aChargeLine('cold_water', 448_60, { quantity: '10', tariff: '44.86' });
    const month = aChargedPeriod('2026-10', water);
    const errors = correctProviderError(error({ rightTariff: '40' }), water, month, []);
    const tampering = {
      ...recalculated('2026-10', 'cold_water', 900_00),
      reason: 'tampering' as const,
      quantity: '90',
    };
    // 5 × 40 × 50 %
    const given = recalculateRelief({ ...relief('50', null), utility: 'cold_water' }, water, month, [
      ...errors,
      tampering,
    ]);
    expect(given).toMatchObject({ amountKopecks: -100_00, quantity: '-2.5', tariff: '40' });
    areExplained(given === null ? [] : [given]);
    const ofAnother = errors.map((line) => ({ ...line, ofPeriod: '2026-09' }));
    const whole = recalculateRelief({ ...relief('50', null), utility: 'cold_water' }, water, month, ofAnother);
    expect(whole).toMatchObject({ amountKopecks: -224_30, tariff: '44.86' });
  });

  it('of nothing is no line', () => {
    expect(recalculateRelief(relief('0', null), line, charged, [])).toBeNull();
  });
});

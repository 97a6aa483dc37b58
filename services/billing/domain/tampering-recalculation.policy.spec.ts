import { Rational } from '#libs/money';
import { periodsOfTampering, recalculateTampering } from './tampering-recalculation.policy';
import { aChargedPeriod, aChargeLine, withRecalculated } from './testing/charged-period';
import { formulaValue } from './testing/formula-value';

const act = (months: number) => ({ kind: 'tampering', utility: 'cold_water', foundOn: '2026-10-14', months }) as const;
const line = aChargeLine('cold_water', 224_30, { quantity: '5', tariff: '44.86' });
const NORM = { norm: { value: '6.935', eventId: 'norm' }, persons: '3' };

it('an act reaches back to the months before its own', () => {
  expect(periodsOfTampering(act(1))).toEqual(['2026-09']);
  expect(periodsOfTampering(act(3))).toEqual(['2026-07', '2026-08', '2026-09']);
});

it('a month is charged ten norms in place of what the meter showed', () => {
  // 3 × 6.935 × 10 × 44.86 = 9333.123, of which 224.30 was charged
  const recalculated = recalculateTampering(act(1), line, aChargedPeriod('2026-09', line), NORM, []);
  expect(recalculated).toMatchObject({
    reason: 'tampering',
    ofPeriod: '2026-09',
    quantity: '203.05',
    amountKopecks: 9108_82,
    why: { code: 'tampering', details: { foundOn: '2026-10-14', charged: '224.30' } },
  });
  expect(recalculated?.inputs).toContainEqual({ name: 'norm', value: '6.935', eventId: 'norm' });
  const { formula, exact } = recalculated ?? { formula: '0', exact: '1' };
  expect(formulaValue(formula).equals(Rational.parse(exact))).toBe(true);
});

it('what has changed the month since is charged no second time', () => {
  // 9333.12 in place of 224.30, of which a true-up has given back 44.86: 179.44 stand.
  const own = { utility: 'cold_water', quantity: '-1', amountKopecks: -44_86, eventId: 'october' };
  const charged = withRecalculated(aChargedPeriod('2026-09', line), own);
  const recalculated = recalculateTampering(act(1), line, charged, NORM, []);
  expect(recalculated).toMatchObject({
    quantity: '204.05',
    amountKopecks: 9153_68,
    why: { details: { charged: '224.30', standing: '179.44' } },
  });
  const { formula, exact } = recalculated ?? { formula: '0', exact: '1' };
  expect(formulaValue(formula).equals(Rational.parse(exact))).toBe(true);
});

it('a month that was charged more than ten norms stays as it is', () => {
  const much = aChargeLine('cold_water', 9333_12, { quantity: '208', tariff: '44.86' });
  expect(recalculateTampering(act(1), much, aChargedPeriod('2026-09', much), NORM, [])).toBeNull();
});

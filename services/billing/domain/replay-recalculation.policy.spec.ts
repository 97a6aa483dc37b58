import { Rational } from '#libs/money';
import { replayLine } from './replay-recalculation.policy';
import { formulaValue } from './testing/formula-value';

const SUM = { utility: 'cold_water', component: null, payee: 'main', period: '2026-03', eventId: 'charged' } as const;

it('a replayed month is put right by what it comes to less what it came to', () => {
  const line = replayLine({ ...SUM, beforeKopecks: 394_80, afterKopecks: 358_88 });
  expect(line).toEqual({
    utility: 'cold_water',
    component: null,
    payee: 'main',
    source: null,
    reason: 'replay',
    ofPeriod: '2026-03',
    quantity: '1',
    tariff: '-35.92',
    amountKopecks: -35_92,
    formula: '358.88 - 394.8',
    exact: '-35.92',
    why: { code: 'replay', details: { before: '394.80', after: '358.88' } },
    inputs: [{ name: 'charged', value: '394.8', eventId: 'charged' }],
  });
});

it('sums below zero are arithmetic too', () => {
  const { formula, exact, amountKopecks } = replayLine({ ...SUM, beforeKopecks: -1_50, afterKopecks: -3_00 });
  expect(amountKopecks).toBe(-1_50);
  expect(formulaValue(formula).equals(Rational.parse(exact))).toBe(true);
});

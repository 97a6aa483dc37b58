import { PrintedStatement } from '#services/billing/api/client';
import { historyOf } from './consumption';
import { MonthOfUtility, textOf } from './pages/consumption.page';

const month = (volume: string, amountKopecks: number): MonthOfUtility => ({
  period: '2026-09',
  ...{ volume, unit: 'm3', bases: ['meter'], amountKopecks, recalculatedKopecks: 0 },
});

const WATER = { utility: 'cold_water', component: null, unit: 'm3', basis: 'meter' };

function statement(period: string, charges: readonly object[], recalculations: readonly object[]): PrintedStatement {
  return { period, payees: [{ charges, recalculations }] } as unknown as PrintedStatement;
}

describe('the words above a bar', () => {
  it.each([
    ['3.654', '3,7'],
    ['3.65', '3,7'],
    ['3.64', '3,6'],
    ['9.96', '10'],
    ['12', '12'],
  ])('a volume of %s is rounded: %s', (volume, words) => {
    expect(textOf(month(volume, 0), 'volume')).toBe(words);
  });

  it.each([
    [2_709_82, '2\u202f710'],
    [2_709_49, '2\u202f709'],
    [99, '1'],
    [-2_709_82, '\u22122\u202f710'],
  ])('%p kopecks are rounded to roubles: %s', (kopecks, words) => {
    expect(textOf(month('0', kopecks), 'roubles')).toBe(words);
  });
});

describe('the months of a utility', () => {
  it('have one with a recalculation alone, in the unit of the others', () => {
    const charged = statement('2026-08', [{ ...WATER, quantity: '4.5', amountKopecks: 200_00 }], []);
    const recalculated = statement('2026-09', [], [{ utility: 'cold_water', amountKopecks: -50_00 }]);
    expect(historyOf([charged, recalculated], 'cold_water')).toEqual([
      { ...month('4.5', 200_00), period: '2026-08' },
      { ...month('0', 0), bases: [], recalculatedKopecks: -50_00 },
    ]);
  });

  it('have none in which nothing was charged and nothing recalculated', () => {
    expect(historyOf([statement('2026-09', [], [{ utility: 'heating', amountKopecks: 1 }])], 'cold_water')).toEqual([]);
  });
});

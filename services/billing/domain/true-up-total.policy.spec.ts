import { RecalculationLine } from './calculation';
import { Rational } from '#libs/money';
import { totalTrueUps } from './true-up-total.policy';

function line(more: Partial<RecalculationLine> & { quantity: string; tariff: string }): RecalculationLine {
  const exact = Rational.parse(more.quantity).times(Rational.parse(more.tariff)).toText();
  return {
    utility: 'cold_water',
    payee: 'main',
    component: null,
    source: null,
    reason: 'true_up',
    ofPeriod: '2026-04',
    amountKopecks: 0,
    formula: '',
    exact,
    why: { code: 'true_up' },
    inputs: [],
    ...more,
  };
}

describe('the true-up of a gap', () => {
  it('is one amount for months of one tariff, rounded once', () => {
    // −3.75 × 44.86 = −168.225 → −168.23; month by month it would be 3 × −56.08 = −168.24
    const months = ['2026-04', '2026-05', '2026-06'];
    const totals = totalTrueUps(months.map((ofPeriod) => line({ ofPeriod, quantity: '-1.25', tariff: '44.86' })));
    expect(totals).toHaveLength(1);
    expect(totals[0]).toMatchObject({ ofPeriods: months, amountKopecks: -16823 });
    expect(totals[0]?.quantity.toText()).toBe('-3.75');
  });

  it('keeps a line for each tariff that the months were charged at', () => {
    const totals = totalTrueUps([
      line({ quantity: '-1', tariff: '44.86' }),
      line({ quantity: '-2', tariff: '49.35' }),
      line({ quantity: '-1', tariff: '44.86' }),
    ]);
    expect(totals.map((total) => total.amountKopecks)).toEqual([-8972, -9870]);
  });

  it('keeps heat, and sewage of each water, apart from the water', () => {
    const totals = totalTrueUps([
      line({ quantity: '-1', tariff: '10', component: 'water' }),
      line({ quantity: '-1', tariff: '10', component: 'heat' }),
      line({ quantity: '-1', tariff: '10', utility: 'sewage', source: 'cold_water' }),
      line({ quantity: '-1', tariff: '10', utility: 'sewage', source: 'hot_water' }),
    ]);
    expect(totals).toHaveLength(4);
  });

  it('leaves absences and corrections alone', () => {
    expect(totalTrueUps([line({ quantity: '-1', tariff: '10', reason: 'absence' })])).toEqual([]);
  });
});

import { OrderedWork } from './recalculation-order.events';
import { orderOfPlan, planOfOrder } from './recalculation-plan.policy';

const ORDER = {
  figures: { accounts: 2, differenceKopecks: -19_20, digest: 'd' },
  cause: 'Решение суда',
  document: null,
} as const;
const WAIVER: OrderedWork = {
  kind: 'grounds',
  grounds: { kind: 'penalty_waiver', payee: 'main', months: [{ period: '2026-03', amountKopecks: 6_65 }] },
  account: 'A1',
};
const REPLAY: OrderedWork = {
  kind: 'replay',
  replayId: 'r-1',
  from: '2026-03',
  to: '2026-05',
  house: null,
  rules: { tariffs: [{ utility: 'upkeep', from: '2026-04-01', price: '30' }] },
};

describe('the plan of recalculations that two people agree to', () => {
  it.each([
    ['write-off', WAIVER],
    ['replay', REPLAY],
    ['recalculation', { ...WAIVER, grounds: { kind: 'reversal', of: 'act-17' } }],
    ['replay', { ...REPLAY, house: 'H1', rules: null }],
  ] as const)('of a %s is flat, and orders what it was made of', (kind, work) => {
    const plan = planOfOrder({ work, ...ORDER });
    for (const value of Object.values(plan)) expect(['string', 'number', 'object']).toContain(typeof value);
    expect(Object.values(plan).every((value) => value === null || typeof value !== 'object')).toBe(true);
    expect(orderOfPlan(kind, JSON.parse(JSON.stringify(plan)) as typeof plan)).toEqual({ work, ...ORDER });
  });

  it('of another kind, or of a write-off that is no recalculation, is nothing of it', () => {
    expect(orderOfPlan('close-period', { period: '2026-03' })).toBeNull();
    expect(orderOfPlan('write-off', { debt: 1 })).toBeNull();
  });

  it('that is broken is no order', () => {
    expect(() => orderOfPlan('replay', { replayId: 'r-1' })).toThrow('The plan has no from');
    const plan = planOfOrder({ work: WAIVER, ...ORDER });
    expect(() => orderOfPlan('write-off', { ...plan, accounts: '1' })).toThrow('The plan has no accounts');
  });
});

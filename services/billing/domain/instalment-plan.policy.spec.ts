import { instalmentsOfPlan, planOfInstalments } from './instalment-plan.policy';
import { equalParts } from './instalment.policy';

const PLANNED = {
  account: 'A1',
  terms: {
    payee: 'main',
    months: [{ period: '2026-03', amountKopecks: 900_01 }],
    parts: equalParts(900_01, 2, '2026-05-20'),
    graceDays: 5,
  },
  cause: 'Заявление',
  document: null,
} as const;

describe('the plan of a debt by parts', () => {
  it('can be read whole by whoever agrees', () => {
    expect(planOfInstalments(PLANNED)).toMatchObject({
      account: 'A1',
      payee: 'main',
      amountKopecks: 900_01,
      parts: '2026-05-20: 450.01; 2026-06-20: 450.00',
      cause: 'Заявление',
      document: null,
    });
  });

  it('orders what was planned', () => {
    expect(instalmentsOfPlan('instalments', planOfInstalments(PLANNED))).toEqual(PLANNED);
    const documented = { ...PLANNED, document: 'вх. 12' };
    expect(instalmentsOfPlan('instalments', planOfInstalments(documented))).toEqual(documented);
  });

  it('of another kind is another’s, and a broken one is a fault', () => {
    expect(instalmentsOfPlan('write-off', planOfInstalments(PLANNED))).toBeNull();
    expect(() => instalmentsOfPlan('instalments', { account: 'A1' })).toThrow('The plan has no terms');
    const other = { ...planOfInstalments(PLANNED), parts: '2026-05-20: 900.01' };
    expect(() => instalmentsOfPlan('instalments', other)).toThrow('The plan says something else than its terms');
  });
});

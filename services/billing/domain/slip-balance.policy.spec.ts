import { dueOf, payableOf, slipImbalance } from './slip-balance.policy';
import { SlipContent, SlipPayee } from './slip-content';
import { aSlip, withPayee } from './testing/slip-builder';

const CONTENT = aSlip();
const PAYEE = CONTENT.payees[0] as SlipPayee;

describe('what is due to a payee', () => {
  it('is debt − advance − payments + charges + recalculations − reliefs + penalty', () => {
    const due = dueOf({
      ...PAYEE,
      debtKopecks: 100_000,
      advanceKopecks: 3,
      paymentsKopecks: 50_020,
      chargedKopecks: 137_668,
      recalculatedKopecks: -11_276,
      reliefsKopecks: 700,
      penaltyKopecks: 158,
    });
    // 1000.00 − 0.03 − 500.20 + 1376.68 − 112.76 − 7.00 + 1.58
    expect(due).toBe(175_827);
  });

  it('grows by payments that were recalled', () => {
    expect(dueOf({ ...PAYEE, paymentsKopecks: -50_000 })).toBe(287_668);
  });
});

describe('what is payable', () => {
  it('is not what is time-barred, and never below zero', () => {
    expect(payableOf(187_668, 100_000)).toBe(87_668);
    expect(payableOf(-500, 0)).toBe(0);
    expect(payableOf(100, 200)).toBe(0);
  });
});

describe('the sums of a slip', () => {
  it('hold', () => {
    expect(slipImbalance(CONTENT)).toBeNull();
  });

  const first = CONTENT.charges[0];
  const changedLine = (changes: object): SlipContent => ({ ...CONTENT, charges: [{ ...first, ...changes } as never] });

  it.each<[string, SlipContent, string]>([
    ['a due that its parts do not give', withPayee(CONTENT, { penaltyKopecks: 1 }), 'due of main'],
    [
      'charges that their rows do not give',
      changedLine({ chargedKopecks: 137_669, totalKopecks: 137_669 }),
      'charged of main',
    ],
    ['a recalculation without its row', withPayee(CONTENT, { recalculatedKopecks: -1 }), 'recalculated of main'],
    ['a row that does not add up', changedLine({ totalKopecks: 137_667 }), 'total of upkeep'],
    ['time-barred debt presented as payable', withPayee(CONTENT, { timeBarredKopecks: 5 }), 'payable of main'],
    ['a sum to pay that is not that of the payees', { ...CONTENT, payableKopecks: 0 }, 'payable'],
  ])('do not hold with %s', (_, content, sum) => {
    expect(slipImbalance(content)).toMatchObject({ sum });
  });

  it('do not hold with a recalculation that no row of the calculation shows', () => {
    const line = { utility: 'upkeep', name: 'upkeep', payee: 'main', component: null, reason: 'absence' } as const;
    const months = { from: '2026-02', to: '2026-02', quantity: '-1', unit: 'm2' };
    const content = withPayee(CONTENT, { recalculatedKopecks: -2_540 });
    const recalculations = [{ ...line, ...months, amountKopecks: -2_540 }];
    expect(slipImbalance({ ...content, recalculations })).toMatchObject({ sum: 'recalculated by utility of main' });
  });
});

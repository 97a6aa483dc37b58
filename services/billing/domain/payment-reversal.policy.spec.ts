import { periodOf } from '#libs/kernel';
import { allocatePayment, LedgerWork, moneyIdOf } from './allocation.policy';
import { balanceOf, EMPTY_LEDGER, LedgerDraft, openPrincipal } from './ledger';
import { reversePayment } from './payment-reversal.policy';

const NEVER_BARRED = () => false;

function ledgerOf(debts: Readonly<Record<string, number>>): LedgerWork {
  const work = new LedgerWork(new LedgerDraft(EMPTY_LEDGER));
  for (const [period, amountKopecks] of Object.entries(debts)) {
    work.move({ kind: 'line_charged', period, dueOn: '2026-05-15', amountKopecks, billed: {} });
  }
  return work;
}

function pay(work: LedgerWork, paymentId: string, receivedOn: string, amountKopecks: number): void {
  const terms = { openPeriod: periodOf(receivedOn), isBarred: NEVER_BARRED };
  allocatePayment(work, { paymentId, receivedOn, amountKopecks, namedPeriod: null }, terms);
}

describe('the reversal of a payment', () => {
  it('mirrors the allocation that was stored', () => {
    const work = ledgerOf({ '2026-01': 100000, '2026-02': 120000 });
    pay(work, 'P1', '2026-03-10', 150000);
    const { restored, ledger } = reversePayment(work.draft.ledger(), 'P1');
    expect(restored).toEqual([
      { period: '2026-01', part: 'principal', amountKopecks: 100000 },
      { period: '2026-02', part: 'principal', amountKopecks: 50000 },
    ]);
    expect(balanceOf(ledger)).toBe(220000);
  });

  it('allocates nothing anew: another payment stays where it was', () => {
    const work = ledgerOf({ '2026-01': 100000, '2026-02': 120000 });
    pay(work, 'P1', '2026-03-10', 100000);
    pay(work, 'P2', '2026-03-11', 30000);
    const { ledger, restored } = reversePayment(work.draft.ledger(), 'P1');
    expect(restored).toEqual([{ period: '2026-01', part: 'principal', amountKopecks: 100000 }]);
    expect(ledger.lines.map(openPrincipal)).toEqual([100000, 90000]);
  });

  it('takes back penalty that the payment had paid', () => {
    const work = ledgerOf({ '2026-01': 100000 });
    work.move({ kind: 'penalty_posted', period: '2026-01', amountKopecks: 5000 });
    pay(work, 'P1', '2026-08-01', 102000);
    expect(reversePayment(work.draft.ledger(), 'P1').restored).toEqual([
      { period: '2026-01', part: 'principal', amountKopecks: 100000 },
      { period: '2026-01', part: 'penalty', amountKopecks: 2000 },
    ]);
  });

  it('takes back what was left of it as an advance', () => {
    const work = ledgerOf({ '2026-01': 100000 });
    pay(work, 'P1', '2026-03-10', 150000);
    const { ledger, movements } = reversePayment(work.draft.ledger(), 'P1');
    expect(ledger.money).toEqual([]);
    expect(movements).toEqual([{ kind: 'money_withdrawn', moneyId: moneyIdOf('P1') }]);
  });

  it('leaves the ledger that it was given as it was', () => {
    const work = ledgerOf({ '2026-01': 100000 });
    pay(work, 'P1', '2026-03-10', 60000);
    const before = work.draft.ledger();
    reversePayment(before, 'P1');
    expect(before.lines.map(openPrincipal)).toEqual([40000]);
  });
});

import { AgedLine, AgedPayee } from './aging.policy';
import { EMPTY_LEDGER, PayeeLedger } from './ledger';
import { classifyOverdue, overduePrincipal } from './overdue-debt.policy';

const line = (dueDate: string, principalKopecks: number): AgedLine => ({
  period: dueDate.slice(0, 7),
  dueDate,
  principalKopecks,
  penaltyKopecks: 0,
  penaltyPostedKopecks: 0,
  timeBarred: false,
  byUtility: [],
});
const aged = (lines: AgedLine[], more: Partial<AgedPayee> = {}): AgedPayee => ({
  payee: 'main',
  lines,
  principalKopecks: 0,
  penaltyKopecks: 0,
  advanceKopecks: 0,
  ...more,
});
const nothing = {
  notDueKopecks: 0,
  upTo30DaysKopecks: 0,
  upTo60DaysKopecks: 0,
  upTo90DaysKopecks: 0,
  upTo180DaysKopecks: 0,
  over180DaysKopecks: 0,
  penaltyKopecks: 0,
  advanceKopecks: 0,
  debtKopecks: 0,
  overdueSince: null,
};
// Due on 15 May 2026.
const owing = (asOf: string) => classifyOverdue(aged([line('2026-05-15', 1_000_00)]), asOf);
const owed = { ...nothing, debtKopecks: 1_000_00, overdueSince: '2026-05-15' };

describe('a debt by how long it is overdue', () => {
  it('is not due on its due day', () => {
    expect(owing('2026-05-15')).toEqual({ ...nothing, notDueKopecks: 1_000_00, debtKopecks: 1_000_00 });
  });

  it('changes its class on the day after the 30th, 60th, 90th and 180th', () => {
    expect(owing('2026-05-16')).toEqual({ ...owed, upTo30DaysKopecks: 1_000_00 });
    expect(owing('2026-06-14')).toEqual({ ...owed, upTo30DaysKopecks: 1_000_00 });
    expect(owing('2026-06-15')).toEqual({ ...owed, upTo60DaysKopecks: 1_000_00 });
    expect(owing('2026-07-14')).toEqual({ ...owed, upTo60DaysKopecks: 1_000_00 });
    expect(owing('2026-07-15')).toEqual({ ...owed, upTo90DaysKopecks: 1_000_00 });
    expect(owing('2026-08-13')).toEqual({ ...owed, upTo90DaysKopecks: 1_000_00 });
    expect(owing('2026-08-14')).toEqual({ ...owed, upTo180DaysKopecks: 1_000_00 });
    expect(owing('2026-11-11')).toEqual({ ...owed, upTo180DaysKopecks: 1_000_00 });
    expect(owing('2026-11-12')).toEqual({ ...owed, over180DaysKopecks: 1_000_00 });
  });

  it('adds up with penalty and less an advance; the oldest month that owes tells since when', () => {
    const lines = [line('2026-03-16', 0), line('2026-04-15', 200_00), line('2026-05-15', 300_00)];
    const debt = classifyOverdue(aged(lines, { penaltyKopecks: 7_00, advanceKopecks: 2_00 }), '2026-05-20');
    expect(debt).toEqual({
      ...nothing,
      upTo30DaysKopecks: 300_00,
      upTo60DaysKopecks: 200_00,
      penaltyKopecks: 7_00,
      advanceKopecks: 2_00,
      debtKopecks: 505_00,
      overdueSince: '2026-04-15',
    });
  });
});

describe('what of a ledger is overdue', () => {
  const owes = (period: string, dueOn: string, principalKopecks: number): PayeeLedger['lines'][number] => ({
    ...{ period, dueOn, principalKopecks, opening: false, openingPenaltyKopecks: 0, postedPenaltyKopecks: 5_00 },
    ...{ principalPaid: [], penaltyPaid: [], billed: {} },
  });
  const lines = [owes('2026-03', '2026-04-10', 700_00), owes('2026-04', '2026-05-12', 300_00)];

  it('is the principal of months whose due day has passed', () => {
    const ledger = { ...EMPTY_LEDGER, lines };
    const days = ['2026-04-10', '2026-04-11', '2026-05-12', '2026-05-13'];
    expect(days.map((day) => overduePrincipal(ledger, day))).toEqual([0, 700_00, 700_00, 1000_00]);
  });

  it('is less by what was paid on it and by what is paid in advance, and never below zero', () => {
    const [march] = lines as [PayeeLedger['lines'][number]];
    const paid = { ...march, principalPaid: [{ moneyId: 'payment:1', amountKopecks: 200_00, on: '2026-04-12' }] };
    const advance = (restKopecks: number) => ({
      ...{ moneyId: 'payment:2', paymentId: '2', receivedOn: '2026-04-13', reservedFor: null, restKopecks, freed: [] },
    });
    const left = (restKopecks: number) =>
      overduePrincipal({ lines: [paid], money: [advance(restKopecks)] }, '2026-04-14');
    expect([left(0), left(100_00), left(900_00)]).toEqual([500_00, 400_00, 0]);
  });
});

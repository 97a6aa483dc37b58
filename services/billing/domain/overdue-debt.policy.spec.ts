import { AgedLine, AgedPayee } from './aging.policy';
import { classifyOverdue } from './overdue-debt.policy';

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

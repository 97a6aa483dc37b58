import { dueDate, isTimeBarred, isWeekday } from './due-date.policy';
import { ledgerRules } from './ledger-rules.policy';
import { aBook } from './testing/book-builder';

const due = (period: string, calendar: Record<string, 'working' | 'non_working'> = {}): string =>
  ledgerRules(aBook({ calendar })).dueOn(period);

describe('the due date of a period', () => {
  it('is the due day of the next month', () => {
    // Friday 15 May 2026.
    expect(due('2026-04')).toBe('2026-05-15');
  });

  it('moves to the next working day from a day off', () => {
    // 15.03.2026 is a Sunday, 15.08.2026 a Saturday, 15.11.2026 a Sunday; 10.02.2026 is a Tuesday.
    expect(due('2026-02')).toBe('2026-03-16');
    expect(due('2026-07')).toBe('2026-08-17');
    expect(due('2026-10')).toBe('2026-11-16');
    expect(due('2026-12')).toBe('2027-01-15');
  });

  it('is the day in force on the first of the month in which payment falls', () => {
    // The 10th until February 2026; from 1 March 2026, for February's debt, the 15th.
    expect(due('2026-01')).toBe('2026-02-10');
    expect(due('2025-12')).toBe('2026-01-12');
    const rules = { dueDayOn: (day: string) => (day === '2026-05-01' ? 20 : 1), isWorkingDay: () => true };
    expect(dueDate('2026-04', rules)).toBe('2026-05-20');
  });

  it('follows the production calendar before the week', () => {
    expect(due('2026-04', { '2026-05-15': 'non_working' })).toBe('2026-05-18');
    expect(due('2026-07', { '2026-08-15': 'working' })).toBe('2026-08-15');
    expect(due('2026-04', { '2026-05-15': 'non_working', '2026-05-16': 'working' })).toBe('2026-05-16');
  });
});

describe('a weekday', () => {
  it('is Monday to Friday', () => {
    // 9 March 2026 is a Monday.
    const week = ['09', '10', '11', '12', '13', '14', '15'].map((day) => isWeekday(`2026-03-${day}`));
    expect(week).toEqual([true, true, true, true, true, false, false]);
  });
});

describe('the limitation of a debt', () => {
  it('runs out after the day some years after the due date', () => {
    expect(isTimeBarred('2023-05-10', 3, '2026-05-10')).toBe(false);
    expect(isTimeBarred('2023-05-10', 3, '2026-05-11')).toBe(true);
  });

  it('takes 29 February to 1 March', () => {
    expect(isTimeBarred('2024-02-29', 3, '2027-03-01')).toBe(false);
    expect(isTimeBarred('2024-02-29', 3, '2027-03-02')).toBe(true);
  });
});

import { CivilDate, daysBetween } from '#libs/kernel';
import { addKopecks, Kopecks, subtractKopecks, sumKopecks } from '#libs/money';
import { AgedPayee } from './aging.policy';
import { openPrincipal, PayeeLedger, unspent } from './ledger';

/** Days after the due date up to which a debt is in a class; older than the last one is the class beyond it. */
export const OVERDUE_DAYS = [30, 60, 90, 180] as const;

/** What is owed to one payee by how long it is overdue. Sums are principal, kopecks; penalty stands apart. */
export interface OverdueDebt {
  /** The due day has not passed: no debt a letter could be written about. */
  readonly notDueKopecks: Kopecks;
  readonly upTo30DaysKopecks: Kopecks;
  readonly upTo60DaysKopecks: Kopecks;
  readonly upTo90DaysKopecks: Kopecks;
  readonly upTo180DaysKopecks: Kopecks;
  readonly over180DaysKopecks: Kopecks;
  /** Accrued to the day and not paid. */
  readonly penaltyKopecks: Kopecks;
  readonly advanceKopecks: Kopecks;
  /** All of these: on the last day of a period the closing balance of it. */
  readonly debtKopecks: Kopecks;
  /** The due date of the oldest month that is overdue; null where none is. */
  readonly overdueSince: CivilDate | null;
}

const CLASSES = [
  'upTo30DaysKopecks',
  'upTo60DaysKopecks',
  'upTo90DaysKopecks',
  'upTo180DaysKopecks',
  'over180DaysKopecks',
] as const satisfies readonly (keyof OverdueDebt)[];

/** Classes a debt by the days since the due date of each month; the due day itself is still in time. */
export function classifyOverdue({ lines, penaltyKopecks, advanceKopecks }: AgedPayee, asOf: CivilDate): OverdueDebt {
  const sums: Record<(typeof CLASSES)[number] | 'notDueKopecks', Kopecks> = {
    notDueKopecks: 0,
    upTo30DaysKopecks: 0,
    upTo60DaysKopecks: 0,
    upTo90DaysKopecks: 0,
    upTo180DaysKopecks: 0,
    over180DaysKopecks: 0,
  };
  let overdueSince: CivilDate | null = null;
  for (const { dueDate, principalKopecks } of lines) {
    const days = daysBetween(dueDate, asOf);
    const place = OVERDUE_DAYS.findIndex((upTo) => days <= upTo);
    const found =
      days <= 0 ? 'notDueKopecks' : (CLASSES[place < 0 ? OVERDUE_DAYS.length : place] ?? 'over180DaysKopecks');
    sums[found] = addKopecks(sums[found], principalKopecks);
    if (days > 0 && principalKopecks > 0 && (overdueSince === null || dueDate < overdueSince)) overdueSince = dueDate;
  }
  const owed = addKopecks(sumKopecks(Object.values(sums)), penaltyKopecks);
  return { ...sums, penaltyKopecks, advanceKopecks, debtKopecks: subtractKopecks(owed, advanceKopecks), overdueSince };
}

/** Principal of a ledger whose due day has passed by a day, less what is paid in advance; kopecks, never below zero. */
export function overduePrincipal({ lines, money }: PayeeLedger, on: CivilDate): Kopecks {
  const overdue = sumKopecks(lines.filter(({ dueOn }) => dueOn < on).map(openPrincipal));
  return Math.max(0, subtractKopecks(overdue, sumKopecks(money.map(unspent))));
}

import { BillingPeriod, dayNumber, DayNumber, daysInPeriod, firstDayOf } from '#libs/kernel';
import { Rational } from '#libs/money';
import { Connection, Dossier, Residents } from './dossier';

/** How much of a period a connection is billed, and for how many persons. */
export interface Activity {
  /** d: active days. */
  readonly days: number;
  /** D: days of the month. */
  readonly daysOfMonth: number;
  /** d / D. */
  readonly share: Rational;
  /** n: Σ over active days of the persons of the day, divided by D (ПП РФ 354 п. 56(2) where nobody is registered). */
  readonly persons: Rational;
  readonly wholly: boolean;
  /** The rows of residents that were in force on active days. */
  readonly residents: readonly Residents[];
}

/** Registered persons, or owners where nobody is registered. ПП РФ 354 п. 56(2), п. 148(36). */
export function personsOf(residents: Residents): number {
  return residents.registered > 0 ? residents.registered : residents.owners;
}

/** Half-open run of days. */
export interface DayRange {
  readonly from: DayNumber;
  readonly to: DayNumber;
}

/** The active days of a connection: `opened ≤ day < closed` and `from ≤ day < to`, within a period. */
export function activeRange(dossier: Dossier, connection: Connection, period: BillingPeriod): DayRange {
  const first = dayNumber(firstDayOf(period));
  const from = Math.max(first, dayNumber(dossier.openedOn), dayNumber(connection.from));
  const ends = [first + daysInPeriod(period)];
  if (dossier.closedOn !== null) ends.push(dayNumber(dossier.closedOn));
  if (connection.to !== null) ends.push(dayNumber(connection.to));
  return { from, to: Math.max(from, Math.min(...ends)) };
}

/** Splits a run of days by the rows of residents in force; days before the first row have none. */
export function residentsWithin(
  residents: readonly Residents[],
  range: DayRange,
): readonly { residents: Residents; range: DayRange }[] {
  const parts: { residents: Residents; range: DayRange }[] = [];
  for (let index = 0; index < residents.length; index += 1) {
    const row = residents[index] as Residents;
    const next = residents[index + 1];
    const from = Math.max(range.from, dayNumber(row.from));
    const to = next ? Math.min(range.to, dayNumber(next.from)) : range.to;
    if (from < to) parts.push({ residents: row, range: { from, to } });
  }
  return parts;
}

export function activityOf(dossier: Dossier, connection: Connection, period: BillingPeriod): Activity {
  const range = activeRange(dossier, connection, period);
  const daysOfMonth = daysInPeriod(period);
  const days = range.to - range.from;
  const parts = days > 0 ? residentsWithin(dossier.residents, range) : [];
  let personDays = 0;
  for (const part of parts) personDays += personsOf(part.residents) * (part.range.to - part.range.from);
  return {
    days,
    daysOfMonth,
    share: Rational.of(days, daysOfMonth),
    persons: Rational.of(personDays, daysOfMonth),
    wholly: days === daysOfMonth,
    residents: parts.map((part) => part.residents),
  };
}

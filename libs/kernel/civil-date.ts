/**
 * Civil dates and billing periods: plain strings `YYYY-MM-DD` and `YYYY-MM`, which sort as text.
 * They have no time of day and no zone; an instant becomes a civil date only at the edges (see `clock.ts`).
 */
export type CivilDate = string;
export type BillingPeriod = string;

/** Days since 1970-01-01 of the proleptic Gregorian calendar. */
export type DayNumber = number;

const DATE_FORM = /^(\d{4})-(\d{2})-(\d{2})$/;
const PERIOD_FORM = /^(\d{4})-(\d{2})$/;

export function isCivilDate(text: string): boolean {
  const match = DATE_FORM.exec(text);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

export function isBillingPeriod(text: string): boolean {
  const match = PERIOD_FORM.exec(text);
  return match !== null && Number(match[1]) >= 1 && Number(match[2]) >= 1 && Number(match[2]) <= 12;
}

export function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days from civil: eras of 400 years, years beginning in March, so that a leap day ends a year. */
export function dayNumber(date: CivilDate): DayNumber {
  const year = Number(date.slice(0, 4));
  const month = Number(date.slice(5, 7));
  const day = Number(date.slice(8, 10));
  const shiftedYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(shiftedYear / 400);
  const yearOfEra = shiftedYear - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

export function dateOfDayNumber(days: DayNumber): CivilDate {
  const shifted = days + 719468;
  const era = Math.floor(shifted / 146097);
  const dayOfEra = shifted - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthIndex = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthIndex + 2) / 5) + 1;
  const month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

export function addDays(date: CivilDate, days: number): CivilDate {
  return dateOfDayNumber(dayNumber(date) + days);
}

/** Whole days from `from` to `to`: a difference of dates, negative when `to` is earlier. */
export function daysBetween(from: CivilDate, to: CivilDate): number {
  return dayNumber(to) - dayNumber(from);
}

/** 0 = Sunday … 6 = Saturday. */
export function dayOfWeek(date: CivilDate): number {
  return (((dayNumber(date) + 4) % 7) + 7) % 7;
}

/** The same day some years later; 29 February becomes 1 March where that year has none. */
export function addYears(date: CivilDate, years: number): CivilDate {
  const shifted = `${pad(Number(date.slice(0, 4)) + years, 4)}${date.slice(4)}`;
  return isCivilDate(shifted) ? shifted : `${shifted.slice(0, 4)}-03-01`;
}

export function periodOf(date: CivilDate): BillingPeriod {
  return date.slice(0, 7);
}

export function dayOfMonth(date: CivilDate): number {
  return Number(date.slice(8, 10));
}

export function firstDayOf(period: BillingPeriod): CivilDate {
  return `${period}-01`;
}

export function daysInPeriod(period: BillingPeriod): number {
  return daysInMonth(Number(period.slice(0, 4)), Number(period.slice(5, 7)));
}

export function lastDayOf(period: BillingPeriod): CivilDate {
  return `${period}-${pad(daysInPeriod(period), 2)}`;
}

export function addMonths(period: BillingPeriod, months: number): BillingPeriod {
  const index = Number(period.slice(0, 4)) * 12 + Number(period.slice(5, 7)) - 1 + months;
  return `${pad(Math.floor(index / 12), 4)}-${pad((index % 12) + 1, 2)}`;
}

export function nextPeriod(period: BillingPeriod): BillingPeriod {
  return addMonths(period, 1);
}

export function previousPeriod(period: BillingPeriod): BillingPeriod {
  return addMonths(period, -1);
}

/** Every period from `from` to `to`, both included; empty when `to` is earlier. */
export function periodsBetween(from: BillingPeriod, to: BillingPeriod): BillingPeriod[] {
  const periods: BillingPeriod[] = [];
  // Not by comparing the next one with `to`: what follows 9999-12 has five digits, and sorts before it.
  for (let period = from; period <= to; period = nextPeriod(period)) {
    periods.push(period);
    if (period === to) break;
  }
  return periods;
}

export function earlier<T extends string>(left: T, right: T): T {
  return left <= right ? left : right;
}

export function later<T extends string>(left: T, right: T): T {
  return left >= right ? left : right;
}

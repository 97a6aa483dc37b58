import { addDays, CivilDate, dayOfWeek } from '#libs/kernel';

/** Days on which the production calendar differs from the week. */
export interface CalendarExceptions {
  /** Weekdays that are off. */
  readonly nonWorking: ReadonlySet<CivilDate>;
  /** Days of a weekend that are worked. */
  readonly working: ReadonlySet<CivilDate>;
}

/** The promise would otherwise wait for a calendar without a business day for ever. */
const DAYS_LOOKED_AHEAD_LIMIT = 366;

/** Saturdays and Sundays are off unless the production calendar says otherwise. */
export function isBusinessDay(day: CivilDate, calendar: CalendarExceptions): boolean {
  if (calendar.working.has(day)) return true;
  if (calendar.nonWorking.has(day)) return false;
  const weekday = dayOfWeek(day);
  return weekday !== 0 && weekday !== 6;
}

/**
 * The last day on which an answer is in time: so many business days after the day of the question, which does not
 * count itself. Throws RangeError unless `businessDays` is a whole number from 1, or when a year has too few.
 */
export function promisedAnswerDate(askedOn: CivilDate, businessDays: number, calendar: CalendarExceptions): CivilDate {
  if (!Number.isInteger(businessDays) || businessDays < 1) {
    throw new RangeError(`An answer is promised within whole business days, not ${businessDays}`);
  }
  let left = businessDays;
  for (let ahead = 1; ahead <= DAYS_LOOKED_AHEAD_LIMIT; ahead += 1) {
    const day = addDays(askedOn, ahead);
    if (isBusinessDay(day, calendar)) left -= 1;
    if (left === 0) return day;
  }
  throw new RangeError(`No ${businessDays} business days within a year after ${askedOn}`);
}

import { addDays, BillingPeriod, CivilDate, dayOfMonth, nextPeriod, periodOf } from '#libs/kernel';

/** The days of a month in which readings are asked for, both included; both from 1 to 28. */
export interface ReadingWindow {
  readonly windowFromDay: number;
  readonly windowToDay: number;
}

/**
 * The month that a reading received on a day belongs to: that month while the window of the house has not ended,
 * otherwise the next one (a late reading is carried; ПП РФ 354 п. 31, 59). Days before the window count for their
 * month. A reading received on or before the day an account closes is never carried beyond the last billed month.
 */
export function monthOfReading(
  receivedOn: CivilDate,
  window: ReadingWindow,
  accountClosedOn: CivilDate | null,
): BillingPeriod {
  const received = periodOf(receivedOn);
  const month = dayOfMonth(receivedOn) <= window.windowToDay ? received : nextPeriod(received);
  if (accountClosedOn === null || receivedOn > accountClosedOn) return month;
  const lastBilled = periodOf(addDays(accountClosedOn, -1));
  return month > lastBilled ? lastBilled : month;
}

/** Whether readings are asked for on a day, will be later in its month, or count for the next month already. */
export function windowOn(day: CivilDate, window: ReadingWindow): 'before' | 'open' | 'after' {
  const dayInMonth = dayOfMonth(day);
  if (dayInMonth > window.windowToDay) return 'after';
  return dayInMonth < window.windowFromDay ? 'before' : 'open';
}

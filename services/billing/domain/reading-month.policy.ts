import { addDays, BillingPeriod, CivilDate, dayOfMonth, nextPeriod, periodOf } from '#libs/kernel';

/**
 * The month that a reading belongs to: that of the day it was received if the house's window was still open,
 * otherwise the next (a late reading is carried, ПП РФ 354 п. 31, 59). A reading received on or before the day an
 * account closes is never carried beyond the last billed month.
 */
export function monthOfReading(
  receivedOn: CivilDate,
  windowToDay: number,
  accountClosedOn: CivilDate | null,
): BillingPeriod {
  const received = periodOf(receivedOn);
  const month = dayOfMonth(receivedOn) <= windowToDay ? received : nextPeriod(received);
  if (accountClosedOn === null || receivedOn > accountClosedOn) return month;
  const lastBilled = periodOf(addDays(accountClosedOn, -1));
  return month > lastBilled ? lastBilled : month;
}

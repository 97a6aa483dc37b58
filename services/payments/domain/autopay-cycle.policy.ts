import { addDays, CivilDate, nextPeriod, periodOf } from '#libs/kernel';
import { AutopayTrigger } from './autopay.events';

/** Days between the notice and the charge: time to pay otherwise, to move money or to withdraw. */
export const AUTOPAY_NOTICE_DAYS = 3;

export interface AutopayCycle {
  readonly cycle: string;
  /** The earliest day of the charge. */
  readonly plannedOn: CivilDate;
}

/**
 * What an agreement is to be charged for as seen on a day; null where nothing is due. A day of the month counts from
 * three days before it, a slip from the day on which it is ready. What was planned before the agreement, or is of a month
 * that ended before it, was paid by hand and is left alone.
 */
export function autopayCycle(
  trigger: AutopayTrigger,
  agreedOn: CivilDate,
  today: CivilDate,
  lastSlip: string | null,
): AutopayCycle | null {
  if (trigger.kind === 'slip') {
    if (lastSlip === null || lastSlip < periodOf(agreedOn)) return null;
    return { cycle: `slip ${lastSlip}`, plannedOn: addDays(today, AUTOPAY_NOTICE_DAYS) };
  }
  const month = periodOf(today);
  const day = String(trigger.day).padStart(2, '0');
  const due = [nextPeriod(month), month]
    .map((cycle) => ({ cycle, plannedOn: `${cycle}-${day}` }))
    .find(({ plannedOn }) => today >= addDays(plannedOn, -AUTOPAY_NOTICE_DAYS));
  if (due === undefined || due.plannedOn < addDays(agreedOn, AUTOPAY_NOTICE_DAYS)) return null;
  return due;
}

/** The day of the charge after that of a cycle; null where a slip is waited for. */
export function nextPlannedOn(trigger: AutopayTrigger, cycle: string): CivilDate | null {
  return trigger.kind === 'slip' ? null : `${nextPeriod(cycle)}-${String(trigger.day).padStart(2, '0')}`;
}

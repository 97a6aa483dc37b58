import { CivilDate, daysBetween } from '#libs/kernel';

/** Hours of the company's day in which nobody is written to (ux.md: quiet hours). */
const QUIET_FROM = '21:00';
const QUIET_UNTIL = '09:00';
/** News that the system learns of later than this is no news: a person has seen it in the cabinet or on the slip. */
export const NEWS_DAYS_LIMIT = 3;

const FIRST_PAUSE_MINUTES = 5;
const LONGEST_PAUSE_MINUTES = 12 * 60;

/** @param time of day in the company's zone, `HH:MM` */
export function isQuiet(time: string): boolean {
  return time >= QUIET_FROM || time < QUIET_UNTIL;
}

/**
 * Whether something is told to a contact: only what happened since the contact was verified and since the kind was
 * turned on, and only while it is new. So the history that an import plays tells nothing to anybody, nor does a bus
 * that delivers its messages again.
 */
export function isNews(
  happenedOn: CivilDate,
  today: CivilDate,
  since: { readonly verifiedOn: CivilDate; readonly turnedOnOn: CivilDate | null },
): boolean {
  if (happenedOn < since.verifiedOn) return false;
  if (since.turnedOnOn !== null && happenedOn < since.turnedOnOn) return false;
  return daysBetween(happenedOn, today) <= NEWS_DAYS_LIMIT;
}

/** Minutes until the next attempt: twice as long each time, at most half a day. */
export function pauseMinutes(attempt: number): number {
  return Math.min(LONGEST_PAUSE_MINUTES, FIRST_PAUSE_MINUTES * 2 ** Math.max(0, attempt - 1));
}

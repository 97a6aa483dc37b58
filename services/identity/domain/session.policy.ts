/** How long a session lives (ASVS 7.3). Instants are milliseconds since 1970. */
const MINUTE_MILLISECONDS = 60_000;
const ABSOLUTE_MINUTES = 12 * 60;
/** Of residents half an hour; of the office, where others pass the desk, half of that. */
export const RESIDENT_IDLE_MINUTES = 30;
export const STAFF_IDLE_MINUTES = 15;
/** The last moment a session was used is written down no more often than this. */
const TOUCH_MILLISECONDS = MINUTE_MILLISECONDS;

/** The instant at which a session ends: so long after it was used last, and 12 hours after the sign-in in any case. */
export function sessionEndsAt(startedAt: number, usedAt: number, idleMinutes: number): number {
  return Math.min(startedAt + ABSOLUTE_MINUTES * MINUTE_MILLISECONDS, usedAt + idleMinutes * MINUTE_MILLISECONDS);
}

/** Whether it is time to write down that the session was used again. */
export function isTimeToTouch(usedAt: number, now: number): boolean {
  return now - usedAt >= TOUCH_MILLISECONDS;
}

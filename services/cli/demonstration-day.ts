import { CivilDate, isCivilDate, lastDayOf } from '#libs/kernel';
import { instantOf, SettingsError } from '#libs/platform';
import { Beginning } from './demonstration-clock';
import { LAST_MONTH } from './demonstration-month';

/**
 * The demonstration begins on this morning whatever the day is, so that readings and payments have one meaning: the
 * first day on which readings are asked for, and the last one to pay for September. Until then nights pass quietly.
 */
export const FIRST_DAY: CivilDate = '2026-10-15';
export const FIRST_BEGINNING: Beginning = { beginsAt: `${FIRST_DAY}T09:00:00+04:00`, timeZone: 'Europe/Samara' };
/** No month after it can be calculated; what is recorded once keeps the folder at its day for ever. */
const LAST_DAY = lastDayOf(LAST_MONTH);
/** At this time begins another day that is asked for: on the last evening of a month the month can be closed. */
const EVENING = '20:00:00';

/** The evening of the day that was asked for. Throws SettingsError. */
export function beginningOn(day: string): Beginning {
  if (!isCivilDate(day) || day < FIRST_DAY || day > LAST_DAY) {
    throw new SettingsError([
      `the day is one from ${FIRST_DAY} to ${LAST_DAY}, the end of the last month of the sample company: npm run demo -- 2026-10-31`,
    ]);
  }
  const { timeZone } = FIRST_BEGINNING;
  return { beginsAt: instantOf(day, EVENING, timeZone), timeZone };
}

/** What has to be said where the folder is at a later day than was asked for; null where it is not. */
export function laterThanAsked(asked: CivilDate, today: CivilDate, dataDir: string): string | null {
  if (today <= asked) return null;
  return `
${dataDir} has records of ${today} already, so that it cannot begin on ${asked}: it goes on with ${today}.
To begin anew, stop, delete ${dataDir}, then npm run demo -- ${asked}`;
}

import { CivilDate } from '#libs/kernel';
import { CalendarExceptions } from './promised-answer.policy';

/** Days off by law, ТК РФ ст. 112. */
const HOLIDAYS = [
  '01-01',
  '01-02',
  '01-03',
  '01-04',
  '01-05',
  '01-06',
  '01-07',
  '01-08',
  '02-23',
  '03-08',
  '05-01',
  '05-09',
  '06-12',
  '11-04',
];

/**
 * The public holidays of the year of a day and of the next one. Days that the government moves from year to year are not
 * among them: a promise may then be some day off from the production calendar.
 */
export function holidaysFrom(day: CivilDate): CalendarExceptions {
  const year = Number(day.slice(0, 4));
  const days = [year, year + 1].flatMap((one) => HOLIDAYS.map((date) => `${String(one).padStart(4, '0')}-${date}`));
  return { nonWorking: new Set(days), working: new Set() };
}

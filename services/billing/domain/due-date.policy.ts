import { addDays, addYears, BillingPeriod, CivilDate, dayOfWeek, firstDayOf, nextPeriod } from '#libs/kernel';

/** What a due date depends on: the day of the month in force and the production calendar. */
export interface DueDateRules {
  /** The due day in force on a day. */
  dueDayOn(day: CivilDate): number;
  isWorkingDay(day: CivilDate): boolean;
}

/** Saturdays and Sundays are days off unless the production calendar says otherwise. */
export function isWeekday(day: CivilDate): boolean {
  const weekday = dayOfWeek(day);
  return weekday !== 0 && weekday !== 6;
}

/**
 * The last day on which a period is paid in time: the due day of the next month by the rule in force on the first of
 * that month, moved to the next working day. ЖК РФ ст. 155 ч. 1; ГК РФ ст. 193.
 */
export function dueDate(period: BillingPeriod, rules: DueDateRules): CivilDate {
  const first = firstDayOf(nextPeriod(period));
  let due = addDays(first, rules.dueDayOn(first) - 1);
  while (!rules.isWorkingDay(due)) due = addDays(due, 1);
  return due;
}

/** True when the limitation of a debt has run out on a day. ГК РФ ст. 196, 200; ПВС № 22 п. 41: flagged, never deleted. */
export function isTimeBarred(dueOn: CivilDate, limitationYears: number, on: CivilDate): boolean {
  return on > addYears(dueOn, limitationYears);
}

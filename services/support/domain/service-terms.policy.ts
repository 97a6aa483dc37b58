import { addDays, CivilDate, dayOfWeek } from '#libs/kernel';
import { ServiceTerms } from './additional-service.events';

/** What may stand in terms: a slip has room for a name of so many characters, and no order is worth more. */
export const TERMS_LIMITS = {
  nameCharacters: 60,
  descriptionCharacters: 600,
  unitCharacters: 12,
  unitPriceKopecks: 100_000_000,
  quantity: 100,
  horizonDays: 366,
  slotsPerDay: 1_000,
} as const;

/** One version of a service's terms, in force from its day to the next version's. */
export interface DatedTerms {
  readonly from: CivilDate;
  readonly terms: ServiceTerms;
}

/** Which member of the terms cannot stand; null where all can. */
export function termsFault(terms: ServiceTerms): string | null {
  const { name, description, unit, unitPriceKopecks, quantityLimit, leadDays, horizonDays } = terms;
  if (!isText(name, TERMS_LIMITS.nameCharacters)) return 'name';
  if (!isText(description, TERMS_LIMITS.descriptionCharacters)) return 'description';
  if (!isText(unit, TERMS_LIMITS.unitCharacters)) return 'unit';
  if (!isWhole(unitPriceKopecks, 1, TERMS_LIMITS.unitPriceKopecks)) return 'unitPriceKopecks';
  if (!isWhole(quantityLimit, 1, TERMS_LIMITS.quantity)) return 'quantityLimit';
  if (!isWhole(leadDays, 0, TERMS_LIMITS.horizonDays)) return 'leadDays';
  if (!isWhole(horizonDays, leadDays, TERMS_LIMITS.horizonDays)) return 'horizonDays';
  if (!isWhole(terms.slotsPerDay, 1, TERMS_LIMITS.slotsPerDay)) return 'slotsPerDay';
  return isWhole(terms.changeDaysBefore, 0, TERMS_LIMITS.horizonDays) ? null : 'changeDaysBefore';
}

function isText(text: string, limit: number): boolean {
  return text.trim() !== '' && text.length <= limit;
}

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

/** The terms in force on a day, `versions` in order of their days; null before the first and once it is withdrawn. */
export function termsOn(
  versions: readonly DatedTerms[],
  withdrawnFrom: CivilDate | null,
  day: CivilDate,
): ServiceTerms | null {
  if (withdrawnFrom !== null && day >= withdrawnFrom) return null;
  return versions.findLast(({ from }) => from <= day)?.terms ?? null;
}

/** The days for which an order may be placed on a day, in order. */
export function orderableDays(terms: ServiceTerms, today: CivilDate): CivilDate[] {
  const { leadDays, horizonDays } = terms;
  const days = Array.from({ length: horizonDays - leadDays + 1 }, (_, index) => addDays(today, leadDays + index));
  return days.filter((day) => isDoneOn(terms, day));
}

/** So many hours before a day ends nobody is sent any more who was not ordered before: from 18:00 on. */
export const LAST_HOURS_OF_A_DAY = 6;

/** The terms as they hold in the last hours of a day: what could be ordered for today is ordered for tomorrow. */
export function termsLateInTheDay(terms: ServiceTerms): ServiceTerms {
  if (terms.leadDays > 0) return terms;
  return { ...terms, leadDays: 1, horizonDays: Math.max(1, terms.horizonDays) };
}

/** Work is done on a day of the week or not; holidays are for the company to rearrange. */
export function isDoneOn({ doneOn }: ServiceTerms, day: CivilDate): boolean {
  const weekday = dayOfWeek(day);
  return doneOn === 'every_day' || (weekday !== 0 && weekday !== 6);
}

/** The last day on which a resident may cancel or move an order for a day. */
export function changeableUntil({ changeDaysBefore }: ServiceTerms, visitOn: CivilDate): CivilDate {
  return addDays(visitOn, -changeDaysBefore);
}

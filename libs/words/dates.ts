import { isBillingPeriod, isCivilDate } from '#libs/kernel';

const MONTHS = [
  ['январь', 'января', 'январе'],
  ['февраль', 'февраля', 'феврале'],
  ['март', 'марта', 'марте'],
  ['апрель', 'апреля', 'апреле'],
  ['май', 'мая', 'мае'],
  ['июнь', 'июня', 'июне'],
  ['июль', 'июля', 'июле'],
  ['август', 'августа', 'августе'],
  ['сентябрь', 'сентября', 'сентябре'],
  ['октябрь', 'октября', 'октябре'],
  ['ноябрь', 'ноября', 'ноябре'],
  ['декабрь', 'декабря', 'декабре'],
] as const;

type Case = 0 | 1 | 2;
const NOMINATIVE: Case = 0;
const GENITIVE: Case = 1;
const PREPOSITIONAL: Case = 2;

function monthName(text: string, form: Case): string {
  const name = MONTHS[Number(text.slice(5, 7)) - 1]?.[form];
  if (name === undefined) throw new RangeError(`There is no month in ${text}`);
  return name;
}

/** A civil date: `2026-10-15` → `15 октября 2026`. */
export function dayInWords(date: string): string {
  return `${dayAndMonth(date)} ${date.slice(0, 4)}`;
}

/** A civil date of a year that everybody knows: `15 октября`. */
export function dayAndMonth(date: string): string {
  return `${Number(date.slice(8, 10))}\u00a0${monthName(date, GENITIVE)}`;
}

/** A billing period: `2026-10` → `октябрь 2026`. */
export function monthInWords(period: string): string {
  return `${monthName(period, NOMINATIVE)} ${period.slice(0, 4)}`;
}

/** A civil date or a billing period in words; what is neither, such as a month 13, as it came. */
export function dayOrMonthInWords(text: string): string {
  if (isCivilDate(text)) return dayInWords(text);
  return isBillingPeriod(text) ? monthInWords(text) : text;
}

/** A billing period as a time: `2026-10` → `в октябре 2026`. */
export function inMonth(period: string): string {
  return `в ${monthName(period, PREPOSITIONAL)} ${period.slice(0, 4)}`;
}

/** A billing period as an owner: `2026-10` → `октября 2026`. */
export function ofMonth(period: string): string {
  return `${monthName(period, GENITIVE)} ${period.slice(0, 4)}`;
}

const TYPED_DAY = /^(\d{1,2})[./ -](\d{1,2})[./ -](\d{4})$/;

/** A day as a person types it, `15.10.2026`, or as a field for days gives it; null where it is no day. */
export function dayTyped(text: string): string | null {
  const [, day = '', month = '', year = ''] = TYPED_DAY.exec(text.trim()) ?? [];
  const date = year === '' ? text.trim() : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isCivilDate(date) ? date : null;
}

/**
 * What is wrong with a day as it was typed: of nothing what to do, of a day that no calendar has that there is none. A
 * field for days of a browser sends nothing for 31 September, so that what is empty may have been such a day.
 */
export function dayFault(text: string, whenEmpty: string): string {
  const typed = text.trim();
  if (typed === '') return `${whenEmpty} Если Вы его ввели, такого дня нет в календаре.`;
  // As people write it, whatever the field gave.
  const day = typed.replace(/^(\d{4})-(\d{2})-(\d{2})$/, '$3.$2.$1');
  if (TYPED_DAY.test(day)) return `Дня ${day} в календаре нет. Проверьте число и месяц.`;
  return 'Это не дата. Укажите день так: 15.10.2026.';
}

/** What is wrong with a day that cannot lie ahead; null where nothing is. An optional one may be left out. */
export function pastDayFault(text: string, today: string, need: 'required' | 'optional' = 'required'): string | null {
  if (text.trim() === '' && need === 'optional') return null;
  const day = dayTyped(text);
  if (day === null) return dayFault(text, 'Укажите день.');
  if (day <= today) return null;
  const orNone = need === 'optional' ? ' или оставьте поле пустым' : '';
  return `Укажите день не позже сегодняшнего${orNone}.`;
}

/** A text with its first letter raised, for the beginning of a line. */
export function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** An instant in a time zone, to the minute: `15 октября 2026, 12:05`. */
export function instantInWords(instant: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(instant));
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return `${dayInWords(`${part('year')}-${part('month')}-${part('day')}`)}, ${part('hour')}:${part('minute')}`;
}

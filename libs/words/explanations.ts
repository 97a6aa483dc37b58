import { componentInWords } from './charges';
import { dayInWords, monthInWords } from './dates';
import { numberInWords } from './numbers';

/** What is charged for, with its name: of the company, or of an order. */
export interface NamedUtility {
  readonly utility: string;
  readonly name: string;
}

/** Letters that stand on slips and nobody says aloud. */
const SPOKEN: readonly (readonly [string, string])[] = [
  ['СОИ', 'общее имущество'],
  ['ТКО', 'бытовыми отходами'],
];

/** The name of a utility, with its part where it has several: `Горячая вода, подогрев`. */
export function utilityInWords(
  utilities: readonly NamedUtility[],
  utility: string,
  component: string | null = null,
): string {
  const name = utilities.find((one) => one.utility === utility)?.name ?? utility;
  const spoken = SPOKEN.reduce((text, [letters, words]) => text.replace(letters, words), name);
  return component === null ? spoken : `${spoken}, ${componentInWords(component)}`;
}

/** The names of numbers in the log; what follows a space is a utility or a month. */
const INPUTS: Readonly<Record<string, string>> = {
  absence: 'Временное отсутствие',
  actual_monthly_volumes: 'Расход прошлых месяцев',
  allowed_hours: 'Допустимый перерыв, часов в месяц',
  charged: 'Начислено за месяц',
  charged_in_gap: 'Начислено без показаний',
  charged_quantity: 'Начисленный объём',
  charged_volume: 'Начисленный объём',
  coefficient: 'Повышающий коэффициент',
  common_area: 'Площадь общего имущества дома',
  corrected_to: 'Исправленное показание',
  degrees_below: 'Холоднее нормы, °C',
  heating_months: 'Месяцев отопления в году',
  heat_norm: 'Норматив тепла на подогрев',
  house_total_area: 'Площадь помещений дома',
  house_volume: 'Общедомовой счётчик',
  hours: 'Часов в месяце',
  limit: 'Норма, до которой даётся льгота',
  meter_start_value: 'Начальное показание счётчика',
  norm: 'Норматив',
  order: 'Заказ',
  order_cancelled: 'Отмена заказа',
  percent: 'Льгота, %',
  persons: 'Число жильцов',
  reading: 'Показание',
  reading_before: 'Прошлое показание',
  reading_now: 'Новое показание',
  recalculated: 'Пересчитано раньше',
  recalculation: 'Причина перерасчёта',
  residents: 'Число жильцов',
  right_quantity: 'Верный объём',
  right_tariff: 'Верный тариф',
  tariff: 'Тариф',
  total_area: 'Площадь квартиры',
  volume: 'Объём',
};

/** A number that went into a line, by the name that explanations give it. */
export function inputNameInWords(name: string): string {
  return INPUTS[name] ?? name;
}

/** `house_volume 2025-01` → «Общедомовой счётчик, январь 2025». */
export function inputInWords(name: string, utilities: readonly NamedUtility[]): string {
  const [head = '', rest = ''] = name.split(' ');
  const words = inputNameInWords(head);
  if (rest === '') return words;
  return `${words}, ${/^\d{4}-\d{2}$/.test(rest) ? monthInWords(rest) : utilityInWords(utilities, rest)}`;
}

const NUMBER = /^-?\d+([./]\d+)?$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const PERSONS = /^(\d+) registered, (\d+) owners from (\d{4}-\d{2}-\d{2})$/;

/** A value of the log as people write it: a number, several of them, a day, or who lives in a dwelling; all else as it is. */
export function valueInWords(value: string): string {
  if (DATE.test(value)) return dayInWords(value);
  const [, registered, owners, from] = PERSONS.exec(value) ?? [];
  if (from !== undefined)
    return `зарегистрировано ${registered ?? ''}, собственников ${owners ?? ''}, с ${dayInWords(from)}`;
  const numbers = value.split(' ');
  return numbers.every((one) => NUMBER.test(one)) ? numbers.map(exactInWords).join('; ') : value;
}

/** A sentence of the rules names utilities as the log does; people read their names. */
export function namedUtilities(text: string, utilities: readonly NamedUtility[]): string {
  return utilities.reduce(
    (sentence, { utility, name }) =>
      sentence.replace(new RegExp(`(?<![\\w.-])${escaped(utility)}(?![\\w.-])`, 'g'), `«${name}»`),
    text,
  );
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/**
 * The arithmetic of a line with the signs of a school book: `2.5 * 44.86 / 3` → `2,5 × 44,86 : 3`,
 * `round(3 * 0.335) - 1` → `округлить до копейки (3 × 0,335) − 1`.
 */
export function formulaInWords(formula: string): string {
  const words = formula.replaceAll('round(', 'округлить до копейки\u00a0(');
  return words.replaceAll('*', '×').replaceAll('/', ':').replaceAll('-', '−').replaceAll('.', ',');
}

/** An exact result may be a fraction without end, which the log keeps as such: people see six places. */
export function exactInWords(exact: string): string {
  const fraction = /^(-?\d+)\/(\d+)$/.exec(exact);
  if (fraction === null) return numberInWords(exact);
  const scaled = (BigInt(fraction[1] ?? '0') * 1_000_000n) / BigInt(fraction[2] ?? '1');
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(7, '0');
  return numberInWords(`${scaled < 0n ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`);
}

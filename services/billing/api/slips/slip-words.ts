import {
  dayInWords,
  isOfSum,
  monthInWords,
  numberInWords,
  quantityInWords,
  roublesInWords,
  unitInWords,
} from '#libs/web';
import { RecalculationReason } from '../../domain/calculation';
import { Basis } from '../../domain/dossier';
import { Component, NormMeasure, Payee } from '../../domain/reference-book';
import { SlipNorm, SlipRecalculation } from '../../domain/slip-content';

/** How the quantity of a row was found. */
export const BASIS_WORDS: Readonly<Record<Basis, string>> = {
  meter: 'по счётчику',
  average: 'по среднему',
  norm: 'по нормативу',
  norm_raised: 'норматив × К',
  sum: 'по объёму воды',
  house_share: 'доля дома',
  area: 'по площади',
  soi_norm: 'норматив, доля',
  area_norm: 'норматив, площадь',
  order: 'по заказу',
};

const COMPONENT_WORDS: Readonly<Record<Component, string>> = {
  water: 'вода',
  heat: 'подогрев',
  day: 'день',
  night: 'ночь',
  peak: 'пик',
  half_peak: 'полупик',
};

export const REASON_WORDS: Readonly<Record<RecalculationReason, string>> = {
  true_up: 'по фактическим показаниям',
  absence: 'временное отсутствие',
  reading_correction: 'исправлено показание',
  order_cancelled: 'заказ отменён',
  interruption: 'перерыв в подаче',
  cold: 'было холодно',
  provider_error: 'исправлена ошибка',
  provider_fine: 'штраф за ошибку',
  relief: 'льгота',
  tampering: 'вмешательство в прибор',
  heating_year: 'отопление за год',
  replay: 'пересчитан месяц',
  reversal: 'отмена перерасчёта',
};

export const PAYEE_WORDS: Readonly<Record<Payee, string>> = {
  main: 'Жильё и коммунальные услуги',
  capital_repair: 'Капитальный ремонт',
};

const PER_WORDS: Readonly<Record<NormMeasure, string>> = {
  person_month: 'на человека в месяц',
  gcal_per_m3: 'на нагрев м³ воды',
  m2_season_month: 'на м² в месяц отопления',
  m2_common_month: 'на м² общего имущества в месяц',
  m2_year: 'на м² в год',
  person_year: 'на человека в год',
};

/** A utility and its component: `Горячая вода, подогрев`. */
export function lineName({ name, component }: { readonly name: string; readonly component: Component | null }): string {
  return component === null ? name : `${name}, ${COMPONENT_WORDS[component]}`;
}

export function componentWord(component: Component | null): string {
  return component === null ? '' : COMPONENT_WORDS[component];
}

/** A sum without the sign of the rouble, for a column that says it in its head; a dash for nothing. */
export function sumInColumn(amountKopecks: number): string {
  return amountKopecks === 0 ? '—' : plainSum(amountKopecks);
}

export function plainSum(amountKopecks: number): string {
  return roublesInWords(amountKopecks).replace(/.₽$/u, '');
}

export function normInWords({ name, per, norm, unit }: SlipNorm): string {
  return `${name} ${numberInWords(norm)} ${unitInWords(unit)} ${PER_WORDS[per]}`;
}

export function monthsInWords({ from, to }: Pick<SlipRecalculation, 'from' | 'to'>): string {
  if (from === to) return monthInWords(from);
  const [first, last] = [monthInWords(from), monthInWords(to)];
  return from.slice(0, 4) === to.slice(0, 4) ? `${first.slice(0, -5)}–${last}` : `${first}–${last}`;
}

/** A day as tables show it: `20.09.2026`. */
export function dayInColumn(date: string): string {
  return `${date.slice(8, 10)}.${date.slice(5, 7)}.${date.slice(0, 4)}`;
}

/** A calendar year, or a month by its name. */
export function timeInWords(of: string): string {
  return of.length === 4 ? `${of} год` : monthInWords(of);
}

/** Abbreviations that names of utilities use, put into words where one occurs. */
const ABBREVIATIONS: readonly (readonly [RegExp, string])[] = [
  [/\bСОИ\b|(^|[^А-Яа-яё])СОИ([^А-Яа-яё]|$)/u, 'СОИ — содержание общего имущества дома'],
  [/(^|[^А-Яа-яё])ТКО([^А-Яа-яё]|$)/u, 'ТКО — твёрдые коммунальные отходы'],
];

export function abbreviationsIn(names: readonly string[]): string[] {
  return ABBREVIATIONS.filter(([form]) => names.some((name) => form.test(name))).map(([, words]) => words);
}

export { dayInWords };

/** What was recalculated and for when, with its volume where it is one. */
export function recalculatedInWords(row: SlipRecalculation): string {
  const words = `${REASON_WORDS[row.reason]}, ${monthsInWords(row)}`;
  return isOfSum(row.reason) ? words : `${words}, ${quantityInWords(row.quantity, row.unit)}`;
}

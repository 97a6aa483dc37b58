import { monthInWords } from '#libs/web';
import { UtilityCard } from '#services/billing/api/client';

const COMPONENTS: Readonly<Record<string, string>> = {
  water: 'вода',
  heat: 'подогрев',
  day: 'день',
  night: 'ночь',
  peak: 'пик',
  half_peak: 'полупик',
};

const BASES: Readonly<Record<string, string>> = {
  meter: 'по счётчику',
  average: 'по среднему расходу',
  norm: 'по нормативу',
  norm_raised: 'по нормативу с повышающим коэффициентом',
  sum: 'сумма холодной и горячей воды',
  house_share: 'доля общедомового счётчика',
  area: 'по площади',
  soi_norm: 'по нормативу на общее имущество',
  area_norm: 'по площади',
  order: 'по Вашему заказу',
};

const REASONS: Readonly<Record<string, string>> = {
  true_up: 'перерасчёт по показаниям',
  absence: 'временное отсутствие',
  reading_correction: 'исправлено показание',
  order_cancelled: 'заказ отменён',
  interruption: 'перерыв в подаче',
  cold: 'в помещении было холодно',
  provider_error: 'исправлена ошибка в начислении',
  provider_fine: 'штраф компании за ошибку',
  relief: 'льгота',
  tampering: 'вмешательство в прибор учёта',
  heating_year: 'отопление за год по счётчику дома',
  replay: 'месяц пересчитан',
  reversal: 'отмена перерасчёта',
};

/** Letters that stand on slips and nobody says aloud. */
const SPOKEN: readonly (readonly [string, string])[] = [
  ['СОИ', 'общее имущество'],
  ['ТКО', 'бытовыми отходами'],
];

export function basisInWords(basis: string): string {
  return BASES[basis] ?? basis;
}

export function reasonInWords(reason: string): string {
  return REASONS[reason] ?? reason;
}

export function componentInWords(component: string | null): string {
  return component === null ? '' : (COMPONENTS[component] ?? component);
}

/** The name of a utility, with its part where it has several: `Горячая вода, подогрев`. */
export function utilityInWords(
  utilities: readonly UtilityCard[],
  utility: string,
  component: string | null = null,
): string {
  const name = utilities.find((one) => one.utility === utility)?.name ?? utility;
  const spoken = SPOKEN.reduce((text, [letters, words]) => text.replace(letters, words), name);
  return component === null ? spoken : `${spoken}, ${componentInWords(component)}`;
}

const PAYEES: Readonly<Record<string, string>> = {
  main: 'Жильё и коммунальные услуги',
  capital_repair: 'Капитальный ремонт',
};

export function payeeInWords(payee: string): string {
  return PAYEES[payee] ?? payee;
}

/** Registers of a meter of several zones, as they stand on it. */
export function registerInWords(count: number, register: number): string {
  const names = { 1: [''], 2: ['день', 'ночь'], 3: ['пик', 'полупик', 'ночь'] }[count];
  return names?.[register] ?? '';
}

const SHORT = ['янв', 'фев', 'мар', 'апр', 'май', 'июн', 'июл', 'авг', 'сен', 'окт', 'ноя', 'дек'];

/** Under a bar: `мар`, and January with its year. */
export function monthShort(period: string): string {
  const month = SHORT[Number(period.slice(5, 7)) - 1] ?? monthInWords(period);
  return month === 'янв' ? `янв ${period.slice(2, 4)}` : month;
}

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

/** Recalculations of a sum: their quantity counts hours, or stands for the sum itself, and their tariff is none. */
const OF_THE_SUM: ReadonlySet<string> = new Set([
  'interruption',
  'cold',
  'provider_fine',
  'heating_year',
  'replay',
  'reversal',
]);

/** Whether a recalculation is of a sum: it has no volume and no tariff. */
export function isOfSum(reason: string): boolean {
  return OF_THE_SUM.has(reason);
}

/** How the volume of a line was found. */
export function basisInWords(basis: string): string {
  return BASES[basis] ?? basis;
}

/** Why a line was recalculated. */
export function reasonInWords(reason: string): string {
  return REASONS[reason] ?? reason;
}

/** The part of a tariff of several parts; empty for one that has none. */
export function componentInWords(component: string | null): string {
  return component === null ? '' : (COMPONENTS[component] ?? component);
}

const PAYEES: Readonly<Record<string, string>> = {
  main: 'Жильё и коммунальные услуги',
  capital_repair: 'Капитальный ремонт',
};

/** To whom a sum is owed. */
export function payeeInWords(payee: string): string {
  return PAYEES[payee] ?? payee;
}

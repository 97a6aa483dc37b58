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

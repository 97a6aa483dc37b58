import {
  capitalised,
  componentInWords,
  monthInWords,
  NamedUtility,
  priceInWords,
  unitInWords,
  utilityInWords,
  valueInWords,
} from '#libs/web';
import { isBillingPeriod } from '#libs/kernel';
import { RuleKind } from '#services/billing/api/client';

const KINDS: Readonly<Record<RuleKind, string>> = {
  tariff: 'Тариф',
  norm: 'Норматив',
  coefficient: 'Повышающий коэффициент',
  key_rate: 'Ключевая ставка',
  setting: 'Настройка',
};

const MEASURES: Readonly<Record<string, string>> = {
  person_month: 'на человека в месяц',
  gcal_per_m3: 'Гкал на подогрев 1 м³',
  m2_season_month: 'на 1 м² в месяц отопительного сезона',
  m2_common_month: 'на 1 м² общего имущества в месяц',
  m2_year: 'на 1 м² в год',
  person_year: 'на человека в год',
};

const SETTINGS: Readonly<Record<string, string>> = {
  first_period: 'Первый месяц расчётов',
  last_period: 'Последний месяц, который рассчитывается',
  rounding: 'Округление',
  tariff_change: 'Тариф сменился среди месяца',
  late_reading: 'Показание после срока',
  new_meter: 'Новый счётчик',
  true_up_norm_months: 'Месяцы по нормативу входят в перерасчёт по показаниям',
  average_months: 'За сколько месяцев считать средний расход',
  average_min_months: 'Сколько месяцев расхода нужно для среднего',
  average_periods: 'Сколько месяцев подряд начислять по среднему',
  absence_min_days: 'От скольких полных дней отсутствия делать перерасчёт',
  heating_months: 'Месяцы отопления',
  due_day: 'До какого числа оплатить',
  penalty_rate: 'Ставка для пеней',
  penalty_cap_percent: 'Предел ставки для пеней, %',
  count_payment_day: 'День оплаты входит в просрочку',
  reversal_penalty: 'Пени после отзыва платежа',
  limitation_years: 'Исковая давность, лет',
  period_close: 'Кто закрывает месяц',
};

const VALUES: Readonly<Record<string, string>> = {
  HALF_AWAY_PER_LINE: 'каждая строка до копейки, половина — от нуля',
  BILLING_MONTH: 'действует тариф на первое число месяца',
  CARRY_TO_NEXT: 'учитывается в следующем месяце',
  NEXT_MONTH: 'начинает работать со следующего месяца',
  AT_PAYMENT_DATE: 'на день оплаты',
  CHARGE: 'начисляются за всё время',
  NIGHT: 'ночной расчёт, сам',
  TWO_PEOPLE: 'два сотрудника',
  yes: 'да',
  no: 'нет',
  none: 'без предела',
  end: 'порядок ещё не решён',
};

export function kindInWords(kind: RuleKind): string {
  return KINDS[kind];
}

export function settingInWords(key: string): string {
  return SETTINGS[key] ?? key;
}

/** What a rule is called: «Горячая вода, подогрев», «Холодная вода, на человека в месяц», «До какого числа оплатить». */
export function ruleInWords(
  rule: { readonly kind: RuleKind; readonly key: string; readonly utility: string; readonly part: string },
  utilities: readonly NamedUtility[],
): string {
  const { kind, key, utility, part } = rule;
  if (kind === 'setting') return settingInWords(key);
  if (kind === 'key_rate') return 'Ключевая ставка Банка России, % годовых';
  const name = utilityInWords(utilities, utility);
  if (part === '') return name;
  return `${name}, ${kind === 'norm' ? (MEASURES[part] ?? part) : componentInWords(part)}`;
}

export function ruleValueInWords(kind: RuleKind, value: string, unit = ''): string {
  if (kind === 'tariff') return `${priceInWords(value)} ₽${unit === '' ? '' : ` за ${unitInWords(unit)}`}`;
  if (isBillingPeriod(value)) return capitalised(monthInWords(value));
  return VALUES[value] ?? valueInWords(value);
}

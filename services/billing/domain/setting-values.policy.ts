import { isBillingPeriod } from '#libs/kernel';

/** Which values a setting may have. */
export interface SettingValueRule {
  accepts(value: string): boolean;
  /** What the value must be, for the person who mends it. */
  readonly expected: string;
  /** The same for an accountant. */
  readonly inRussian: string;
  /** All of them, where they are few. */
  readonly choices: readonly string[] | null;
}

/** The policies this version can compute with; another value would promise what is not done. */
const SETTING_VALUES: Readonly<Record<string, SettingValueRule>> = {
  first_period: aMonth(),
  last_period: aMonth(),
  rounding: only('HALF_AWAY_PER_LINE'),
  tariff_change: only('BILLING_MONTH'),
  late_reading: only('CARRY_TO_NEXT'),
  new_meter: only('NEXT_MONTH'),
  true_up_norm_months: only('yes', 'no'),
  average_months: wholeNumber(1, 1200),
  average_min_months: wholeNumber(1, 1200),
  average_periods: wholeNumber(0, 1200),
  absence_min_days: wholeNumber(0, 3660),
  heating_months: {
    accepts: areMonths,
    expected: 'different months 1 to 12 separated by one space',
    inRussian: 'разные номера месяцев от 1 до 12 через пробел',
    choices: null,
  },
  // A later day does not exist in every month.
  due_day: wholeNumber(1, 28),
  penalty_rate: only('AT_PAYMENT_DATE'),
  penalty_cap_percent: {
    accepts: isPenaltyCap,
    expected: 'a percent, none or end',
    inRussian: 'процент с точкой, none — без предела, end — порядок ещё не решён',
    choices: null,
  },
  count_payment_day: only('yes'),
  reversal_penalty: only('CHARGE'),
  limitation_years: wholeNumber(1, 100),
  period_close: only('NIGHT', 'TWO_PEOPLE'),
};

/** The rule of a setting; null for one that there is not. */
export function settingValueRule(key: string): SettingValueRule | null {
  return Object.hasOwn(SETTING_VALUES, key) ? (SETTING_VALUES[key] ?? null) : null;
}

/** Everything that a company may decide. */
export const SETTINGS: readonly string[] = Object.keys(SETTING_VALUES);

/**
 * Settings that can be given another value: some have only one in this version, and the first period is what every sum
 * begins with.
 */
export const CHANGEABLE_SETTINGS: readonly string[] = SETTINGS.filter(
  (key) => key !== 'first_period' && SETTING_VALUES[key]?.choices?.length !== 1,
);

function only(...values: readonly string[]): SettingValueRule {
  return {
    accepts: (value) => values.includes(value),
    expected: values.join(' or '),
    inRussian: values.join(' или '),
    choices: values,
  };
}

function wholeNumber(from: number, to: number): SettingValueRule {
  return {
    accepts: (value) => /^[0-9]{1,4}$/.test(value) && Number(value) >= from && Number(value) <= to,
    expected: `a whole number from ${from} to ${to}`,
    inRussian: `целое число от ${from} до ${to}`,
    choices: null,
  };
}

function aMonth(): SettingValueRule {
  return {
    accepts: isBillingPeriod,
    expected: 'a calendar month YYYY-MM',
    inRussian: 'месяц в виде ГГГГ-ММ',
    choices: null,
  };
}

function areMonths(value: string): boolean {
  const months = value.split(' ');
  return months.every((month) => /^(?:[1-9]|1[0-2])$/.test(month)) && new Set(months).size === months.length;
}

function isPenaltyCap(value: string): boolean {
  return value === 'none' || value === 'end' || (/^[0-9]{1,7}(?:\.[0-9]{1,6})?$/.test(value) && Number(value) <= 1e6);
}

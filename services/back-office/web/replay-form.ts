import { isBillingPeriod } from '#libs/kernel';
import { dayFault, dayTyped, decimalTyped, FieldError } from '#libs/web';
import { Component, NORM_MEASURES, OfficeNames, ReplayQuestion, SupposedRules } from '#services/billing/api/client';
import { Typed } from './recalculation-form';

/** How many rows of a kind the form has; the command line takes a file of any length. */
export const SUPPOSED_ROWS = {
  tariff: [1, 2, 3],
  norm: [1, 2],
  coefficient: [1],
  keyRate: [1],
  setting: [1, 2],
} as const;

export const REPLAY_FIELDS =
  /^(from|to|houseId|tariff(Utility|Price|From)[1-3]|norm(Utility|Per|Value|From)[12]|coefficient(Utility|Value|From)1|keyRate(Percent|From)1|setting(Key|Value|From)[12])$/;

/** Settings that may be supposed, in words with what they may be. */
export const SETTING_WORDS: Readonly<Record<string, string>> = {
  true_up_norm_months: 'Пересчитывать по показаниям месяцы по нормативу (yes или no)',
  average_months: 'Месяцев для среднего',
  average_min_months: 'Месяцев для среднего не меньше',
  average_periods: 'Месяцев подряд по среднему',
  absence_min_days: 'Дней отсутствия не меньше',
  heating_months: 'Месяцы отопления, числа через пробел',
  due_day: 'День оплаты',
  penalty_cap_percent: 'Предел ставки пени, % (или none)',
  limitation_years: 'Лет исковой давности',
};

export const MEASURE_WORDS: Readonly<Record<(typeof NORM_MEASURES)[number], string>> = {
  person_month: 'на человека в месяц',
  gcal_per_m3: 'Гкал на м³ горячей воды',
  m2_season_month: 'на м² в месяц отопления',
  m2_common_month: 'на м² общего имущества в месяц',
  m2_year: 'на м² в год',
  person_year: 'на человека в год',
};

export type ReadReplay = { readonly question: ReplayQuestion } | { readonly errors: readonly FieldError[] };

/** Reads which months are charged anew, and by which other rules. A row of which nothing is typed is no row. */
export function readReplay(typed: Typed, names: OfficeNames): ReadReplay {
  const form = new ReplayForm(typed, names);
  const [from, to] = [form.month('from'), form.month('to')];
  if (form.errors.length === 0 && from > to) form.wrong('to', 'Последний месяц раньше первого. Поменяйте их местами.');
  const rules = form.rules();
  if (form.errors.length > 0) return { errors: form.errors };
  return { question: { from, to, house: typed['houseId'] || undefined, rules } };
}

class ReplayForm {
  readonly errors: FieldError[] = [];

  constructor(
    private readonly typed: Typed,
    private readonly names: OfficeNames,
  ) {}

  month(field: string): string {
    const value = this.text(field);
    return isBillingPeriod(value) ? value : this.wrong(field, 'Выберите закрытый месяц.');
  }

  /** Undefined where nothing is supposed: then today’s rules hold. */
  rules(): SupposedRules | undefined {
    const rules = {
      tariffs: this.tariffs(),
      norms: this.norms(),
      coefficients: this.coefficients(),
      keyRates: this.keyRates(),
      settings: this.settings(),
    };
    const said = Object.entries(rules).filter(([, rows]) => rows.length > 0);
    return said.length === 0 ? undefined : Object.fromEntries(said);
  }

  wrong(field: string, message: string): string {
    this.errors.push({ field, message });
    return '';
  }

  private tariffs(): NonNullable<SupposedRules['tariffs']> {
    return this.filled('tariff', ['Utility', 'Price', 'From']).map((row) => {
      const { utility, part } = this.place(`tariffUtility${row}`);
      const price = this.decimal(`tariffPrice${row}`);
      return { utility, ...(part === null ? {} : { part }), price, from: this.day(`tariffFrom${row}`) };
    });
  }

  private norms(): NonNullable<SupposedRules['norms']> {
    return this.filled('norm', ['Utility', 'Value', 'From']).map((row) => {
      const { utility } = this.place(`normUtility${row}`);
      const per = NORM_MEASURES.find((one) => one === this.text(`normPer${row}`)) ?? 'person_month';
      return { utility, per, norm: this.decimal(`normValue${row}`), from: this.day(`normFrom${row}`) };
    });
  }

  private coefficients(): NonNullable<SupposedRules['coefficients']> {
    return this.filled('coefficient', ['Utility', 'Value', 'From']).map((row) => {
      const { utility } = this.place(`coefficientUtility${row}`);
      const coefficient = this.decimal(`coefficientValue${row}`);
      return { utility, coefficient, from: this.day(`coefficientFrom${row}`) };
    });
  }

  private keyRates(): NonNullable<SupposedRules['keyRates']> {
    return this.filled('keyRate', ['Percent', 'From']).map((row) => {
      return { percent: this.decimal(`keyRatePercent${row}`), from: this.day(`keyRateFrom${row}`) };
    });
  }

  private settings(): NonNullable<SupposedRules['settings']> {
    return this.filled('setting', ['Key', 'Value', 'From']).map((row) => {
      const key = this.text(`settingKey${row}`);
      if (!Object.hasOwn(SETTING_WORDS, key)) this.wrong(`settingKey${row}`, 'Выберите настройку.');
      const value = this.text(`settingValue${row}`);
      if (value === '') this.wrong(`settingValue${row}`, 'Введите значение.');
      return { key, value, from: this.day(`settingFrom${row}`) };
    });
  }

  private filled(kind: keyof typeof SUPPOSED_ROWS, parts: readonly string[]): readonly string[] {
    const rows = SUPPOSED_ROWS[kind].map(String);
    return rows.filter((row) => parts.some((part) => this.text(`${kind}${part}${row}`) !== ''));
  }

  private place(field: string): { utility: string; part: Component | null } {
    const [utility = '', part = ''] = this.text(field).split('|');
    const known = this.names.utilities.find((one) => one.utility === utility);
    if (known === undefined) this.wrong(field, 'Выберите услугу.');
    return { utility, part: known?.components.find((one) => one === part) ?? null };
  }

  private decimal(field: string): string {
    return decimalTyped(this.text(field)) ?? this.wrong(field, 'Введите число, например 44,86.');
  }

  private day(field: string): string {
    const value = this.text(field);
    return dayTyped(value) ?? this.wrong(field, dayFault(value, 'Укажите день, с которого это действует.'));
  }

  private text(field: string): string {
    return (this.typed[field] ?? '').trim();
  }
}

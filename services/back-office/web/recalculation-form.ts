import { isBillingPeriod } from '#libs/kernel';
import { dayFault, dayTyped, decimalTyped, FieldError, roublesTyped } from '#libs/web';
import {
  Component,
  InterruptedSupply,
  Spell,
  OfficeNames,
  PAYEES,
  RecalculationGrounds,
  RecalculationKind,
  SUPPLIES,
} from '#services/billing/api/client';

/** Kinds that a person states on a form; a replay has a page of its own. */
export const STATED_KINDS = [
  'interruption',
  'cold',
  'provider_error',
  'relief',
  'tampering',
  'heating_year',
  'penalty_waiver',
  'reversal',
] as const satisfies readonly RecalculationKind[];
export type StatedKind = (typeof STATED_KINDS)[number];

/** Kinds that are about a whole house as well: what happened to one dwelling happened to its neighbours. */
export const HOUSE_KINDS: readonly StatedKind[] = ['interruption', 'cold', 'heating_year'];

/** Interruptions of one month on one form. */
export const ACTS = [1, 2, 3] as const;

/** What a form of recalculations may carry. */
export const RECALCULATION_FIELDS =
  /^(kind|show|conversation|account|houseId|except|digest|expectedKopecks|cause|document|utility|period|supply|startedOn[123]?|startedAt[123]?|hours[123]?|degreesBelow|rightQuantity|rightTariff|claimedOn|percent|limit|foundOn|months|year|payee|of|waive-\d{4}-\d{2})$/;

export type Typed = Readonly<Record<string, string>>;

/** What was typed as grounds, or what is wrong with it. */
export type ReadGrounds = { readonly grounds: RecalculationGrounds } | { readonly errors: readonly FieldError[] };

const TAMPERING_MONTHS = 3;

/** What the preview on the page came to; null where the form does not say it. */
export function expectedIn(typed: Typed): number | null {
  const said = typed['expectedKopecks'] ?? '';
  return /^-?\d{1,15}$/.test(said) ? Number(said) : null;
}

/** Reads the form of a kind. Utilities and their parts are those of the company. */
export function readGrounds(kind: StatedKind, typed: Typed, names: OfficeNames): ReadGrounds {
  const form = new TypedForm(typed, names);
  const grounds = groundsTyped(kind, form);
  return form.errors.length > 0 ? { errors: form.errors } : { grounds };
}

function groundsTyped(kind: StatedKind, form: TypedForm): RecalculationGrounds {
  switch (kind) {
    case 'interruption':
      return { kind, ...form.supplied(), period: form.month('period'), acts: form.acts() };
    case 'cold': {
      const place = { utility: form.utility(), period: form.month('period') };
      return { kind, ...place, ...form.spell(''), degreesBelow: form.decimal('degreesBelow') };
    }
    case 'provider_error': {
      const right = { rightQuantity: form.decimal('rightQuantity'), rightTariff: form.decimal('rightTariff') };
      return { kind, ...form.line(), ...right, claimedOn: form.day('claimedOn', true) };
    }
    case 'relief':
      return { kind, ...form.line(), percent: form.percent(), limit: form.decimal('limit', true) };
    case 'tampering':
      return { kind, utility: form.utility(), foundOn: form.day('foundOn') ?? '', months: form.months() };
    case 'heating_year':
      return { kind, utility: form.utility(), year: form.year() };
    case 'penalty_waiver':
      return { kind, payee: form.oneOf('payee', PAYEES, 'Выберите получателя.'), months: form.waived() };
    case 'reversal':
      return { kind, of: form.recalculation() };
  }
}

class TypedForm {
  readonly errors: FieldError[] = [];

  constructor(
    private readonly typed: Typed,
    private readonly names: OfficeNames,
  ) {}

  utility(): string {
    return this.place().utility;
  }

  /** The utility with the supply that was interrupted; the form offers both as one choice. */
  supplied(): { utility: string; supply: InterruptedSupply } {
    const [utility = '', part = ''] = this.text('utility').split('|');
    const known = this.names.utilities.find((one) => one.utility === utility);
    const said = [part, this.text('supply')].find((one) => SUPPLIES.some((supply) => supply === one));
    const only = known?.supplies.length === 1 ? known.supplies[0] : undefined;
    const supply = SUPPLIES.find((one) => one === (said ?? only));
    if (known !== undefined && supply !== undefined) return { utility, supply };
    this.wrong('utility', 'Выберите, чего не было.');
    return { utility, supply: 'water' };
  }

  line(): { utility: string; component: Component | null; period: string } {
    return { ...this.place(), period: this.month('period') };
  }

  month(field: string): string {
    const value = this.text(field);
    return isBillingPeriod(value) ? value : this.wrong(field, 'Выберите закрытый месяц.');
  }

  day(field: string, mayBeAbsent = false): string | null {
    const value = this.text(field);
    if (value === '' && mayBeAbsent) return null;
    return dayTyped(value) ?? this.wrong(field, dayFault(value, 'Укажите день.'));
  }

  /** A browser without a field for times lets `9:30` and `9.30` be typed. */
  private time(field: string): { startedAt?: string } {
    const value = this.text(field);
    if (value === '') return {};
    const [, hour = '', minute = ''] = /^(\d{1,2})[:.](\d{2})$/.exec(value) ?? [];
    if (hour !== '' && Number(hour) < 24 && Number(minute) < 60)
      return { startedAt: `${hour.padStart(2, '0')}:${minute}` };
    this.wrong(field, 'Введите время, например 14:30, или оставьте поле пустым.');
    return {};
  }

  decimal(field: string): string;
  decimal(field: string, mayBeAbsent: true): string | null;
  decimal(field: string, mayBeAbsent = false): string | null {
    const value = this.text(field);
    if (value === '' && mayBeAbsent) return null;
    return decimalTyped(value) ?? this.wrong(field, 'Введите число, например 2,5.');
  }

  percent(): string {
    const value = decimalTyped(this.text('percent'));
    const isPercent = value !== null && Number(value) > 0 && Number(value) <= 100;
    return isPercent ? value : this.wrong('percent', 'Введите процент от 1 до 100.');
  }

  months(): number {
    const months = Number(this.text('months'));
    if (Number.isInteger(months) && months >= 1 && months <= TAMPERING_MONTHS) return months;
    this.wrong('months', `Введите число месяцев от 1 до ${String(TAMPERING_MONTHS)}.`);
    return 1;
  }

  year(): string {
    const value = this.text('year');
    return /^20\d{2}$/.test(value) ? value : this.wrong('year', 'Введите год, например 2025.');
  }

  oneOf<Value extends string>(field: string, values: readonly Value[], message: string): Value {
    const found = values.find((value) => value === this.text(field));
    if (found !== undefined) return found;
    this.wrong(field, message);
    return values[0] as Value;
  }

  acts(): Spell[] {
    const filled = ACTS.filter((act) => act === 1 || this.text(`hours${String(act)}`) !== '');
    return filled.map((act) => this.spell(String(act)));
  }

  /** Its fields end with the number of the act; where there is one alone, with nothing. */
  spell(act: string): Spell {
    return {
      startedOn: this.day(`startedOn${act}`) ?? '',
      ...this.time(`startedAt${act}`),
      hours: this.decimal(`hours${act}`),
    };
  }

  waived(): { period: string; amountKopecks: number }[] {
    const months: { period: string; amountKopecks: number }[] = [];
    for (const [field, value] of Object.entries(this.typed)) {
      if (!field.startsWith('waive-') || value === '') continue;
      const amountKopecks = roublesTyped(value);
      if (amountKopecks === null)
        this.wrong(field, 'Введите сумму в рублях, например 95,40, или оставьте поле пустым.');
      else months.push({ period: field.slice('waive-'.length), amountKopecks });
    }
    if (months.length === 0 && this.errors.length === 0) this.wrong('payee', 'Введите сумму хотя бы за один месяц.');
    return months.sort((one, other) => (one.period < other.period ? -1 : 1));
  }

  recalculation(): string {
    const value = this.text('of');
    return /^[A-Za-z0-9_.:-]{1,64}$/.test(value) ? value : this.wrong('of', 'Выберите перерасчёт, который отменяется.');
  }

  private place(): { utility: string; component: Component | null } {
    const [utility = '', part = ''] = this.text('utility').split('|');
    const known = this.names.utilities.find((one) => one.utility === utility);
    const component = known?.components.find((one) => one === part) ?? null;
    if (known === undefined) this.wrong('utility', 'Выберите услугу.');
    return { utility, component };
  }

  private text(field: string): string {
    return (this.typed[field] ?? '').trim();
  }

  private wrong(field: string, message: string): string {
    this.errors.push({ field, message });
    return '';
  }
}

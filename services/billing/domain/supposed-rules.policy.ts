import { BillingPeriod, CivilDate, isBillingPeriod, isCivilDate, Rejection } from '#libs/kernel';
import { Component, DatedValue, NormMeasure, ReferenceBookDocument } from './reference-book';
import { SUPPOSED } from './what-if.policy';

/** A dated value that is supposed to have been in force. A row of the same key and day takes the place of the known one. */
export interface SupposedRules {
  readonly settings?: readonly { readonly key: string; readonly from: CivilDate; readonly value: string }[] | undefined;
  readonly tariffs?:
    | readonly {
        readonly utility: string;
        readonly house?: string | null | undefined;
        readonly part?: Component | null | undefined;
        readonly from: CivilDate;
        /** Roubles for a unit, exact. */
        readonly price: string;
      }[]
    | undefined;
  readonly norms?:
    | readonly {
        readonly utility: string;
        readonly house?: string | null | undefined;
        readonly per: NormMeasure;
        readonly from: CivilDate;
        readonly norm: string;
      }[]
    | undefined;
  readonly coefficients?:
    readonly { readonly utility: string; readonly from: CivilDate; readonly coefficient: string }[] | undefined;
  readonly keyRates?: readonly { readonly from: CivilDate; readonly percent: string }[] | undefined;
  readonly houseVolumes?:
    | readonly {
        readonly house: string;
        readonly utility: string;
        readonly period: BillingPeriod;
        readonly volume: string;
      }[]
    | undefined;
}

/** The parts that a file of other rules may have. */
export const SUPPOSED_RULES = [
  'settings',
  'tariffs',
  'norms',
  'coefficients',
  'keyRates',
  'houseVolumes',
] as const satisfies readonly (keyof SupposedRules)[];

const DECIMAL = /^\d{1,9}(\.\d{1,6})?$/;
const WHOLE = /^\d{1,4}$/;
/** What the settings that may be supposed can be. The periods that there are cannot: nothing could be compared then. */
const SETTINGS: Readonly<Record<string, RegExp>> = {
  true_up_norm_months: /^(yes|no)$/,
  average_months: WHOLE,
  average_min_months: WHOLE,
  average_periods: WHOLE,
  absence_min_days: WHOLE,
  heating_months: /^([1-9]|1[0-2])( ([1-9]|1[0-2]))*$/,
  due_day: /^([1-9]|1\d|2[0-8])$/,
  penalty_cap_percent: /^(\d{1,3}(\.\d{1,6})?|none|end)$/,
  limitation_years: WHOLE,
};

/** The book as it would be under other rules, or which of them cannot be. */
export function supposedRules<Kept extends ReferenceBookDocument>(
  document: Kept,
  rules: SupposedRules,
): Kept | Rejection {
  const draft = new Draft(document);
  for (const { key, from, value } of rules.settings ?? []) {
    if (!Object.hasOwn(SETTINGS, key) || !SETTINGS[key]?.test(value)) return refused('settings', key);
    draft.set('settings', key, from, value);
  }
  for (const { utility, house = null, part = null, from, price } of rules.tariffs ?? []) {
    if (!Object.hasOwn(document.utilities, utility) || !DECIMAL.test(price)) return refused('tariffs', utility);
    draft.set('tariffs', `${utility}|${part ?? ''}|${house ?? ''}`, from, price);
  }
  for (const { utility, house = null, per, from, norm } of rules.norms ?? []) {
    if (!Object.hasOwn(document.utilities, utility) || !DECIMAL.test(norm)) return refused('norms', utility);
    draft.set('norms', `${utility}|${per}|${house ?? ''}`, from, norm);
  }
  for (const { utility, from, coefficient } of rules.coefficients ?? []) {
    if (!Object.hasOwn(document.utilities, utility) || !DECIMAL.test(coefficient)) {
      return refused('coefficients', utility);
    }
    draft.set('coefficients', utility, from, coefficient);
  }
  for (const { from, percent } of rules.keyRates ?? []) {
    if (!DECIMAL.test(percent)) return refused('keyRates', from);
    draft.keyRates = withValue(draft.keyRates, from, percent);
    draft.days.push(from);
  }
  for (const { house, utility, period, volume } of rules.houseVolumes ?? []) {
    const isKnown = Object.hasOwn(document.houses, house) && Object.hasOwn(document.utilities, utility);
    if (!isKnown || !isBillingPeriod(period) || !DECIMAL.test(volume)) return refused('houseVolumes', house);
    draft.houseVolumes[`${house}|${utility}|${period}`] = { from: `${period}-01`, value: volume, eventId: SUPPOSED };
  }
  const wrongDay = draft.days.find((day) => !isCivilDate(day));
  return wrongDay === undefined ? draft.book() : refused('from', wrongDay);
}

function refused(part: string, value: string): Rejection {
  return new Rejection('BILLING_REPLAY_RULES', { part, value });
}

type Rows = Record<string, readonly DatedValue[]>;

class Draft<Kept extends ReferenceBookDocument> {
  readonly rows: Record<'settings' | 'tariffs' | 'norms' | 'coefficients', Rows>;
  readonly houseVolumes: Record<string, DatedValue>;
  readonly days: CivilDate[] = [];
  keyRates: readonly DatedValue[];

  constructor(private readonly document: Kept) {
    const { settings, tariffs, norms, coefficients } = document;
    this.rows = {
      settings: { ...settings },
      tariffs: { ...tariffs },
      norms: { ...norms },
      coefficients: { ...coefficients },
    };
    this.houseVolumes = { ...document.houseVolumes };
    this.keyRates = document.keyRates;
  }

  set(part: keyof Draft<Kept>['rows'], key: string, from: CivilDate, value: string): void {
    const rows = this.rows[part];
    rows[key] = withValue(rows[key] ?? [], from, value);
    this.days.push(from);
  }

  book(): Kept {
    return { ...this.document, ...this.rows, houseVolumes: this.houseVolumes, keyRates: this.keyRates };
  }
}

function withValue(rows: readonly DatedValue[], from: CivilDate, value: string): readonly DatedValue[] {
  const others = rows.filter((row) => row.from !== from);
  return [...others, { from, value, eventId: SUPPOSED }].sort((left, right) => (left.from < right.from ? -1 : 1));
}

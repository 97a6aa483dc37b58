import {
  CellType,
  date,
  decimal,
  id,
  idList,
  integer,
  money,
  oneOf,
  optional,
  period,
  requisite,
  text,
  timeZone,
  ValueOf,
  yesNo,
} from './cell-types';
import {
  BALANCE_KINDS,
  CALENDAR_KINDS,
  HEATING_MODES,
  NORM_BASES,
  PAYEES,
  TARIFF_PARTS,
  UNITS,
  UTILITY_KINDS,
} from './company-package';
import { FileName, PackageErrorCode } from './package-error';
import { ReasonName } from './package-reasons';
import { isInnValid, isOgrnValid } from './requisites';

/** The columns of every file, their types and limits, its key, and what its cells refer to. */
export type Columns = Readonly<Record<string, CellType<unknown>>>;

/** The values of a record: null = empty optional cell, undefined = a cell that could not be read. */
export type Cells<C extends Columns> = { readonly [K in keyof C]: ValueOf<C[K]> | undefined };

/** What a reference to nothing is called, and the name of its reason. */
export type ReferenceCode = PackageErrorCode & ReasonName & `unknown_${string}`;

export interface Reference {
  /** The cells that together name a record of the other file by its whole key; a list names several. */
  readonly columns: readonly string[];
  readonly to: FileName;
  readonly code: ReferenceCode;
  /** The column of the error. */
  readonly at: string;
}

export interface FileSchema<C extends Columns> {
  readonly columns: C;
  /** No two records have the same values here; the last one bears the error `duplicate`. */
  readonly key: readonly (keyof C & string)[];
  readonly references: readonly Reference[];
}

function file<C extends Columns>(
  columns: C,
  key: readonly (keyof C & string)[],
  references: readonly Reference[] = [],
): FileSchema<C> {
  return { columns, key, references };
}

const toAccount: Reference = { columns: ['account'], to: 'accounts', code: 'unknown_account', at: 'account' };
const toHouse: Reference = { columns: ['house_id'], to: 'houses', code: 'unknown_house', at: 'house_id' };
const toUtility: Reference = { columns: ['utility'], to: 'utilities', code: 'unknown_utility', at: 'utility' };
const toSources: Reference = { columns: ['sources'], to: 'utilities', code: 'unknown_utility', at: 'sources' };
const toMeter: Reference = { columns: ['meter_id'], to: 'meters', code: 'unknown_meter', at: 'meter_id' };
const toReplaced: Reference = { columns: ['replaces'], to: 'meters', code: 'unknown_meter', at: 'replaces' };
const toPayment: Reference = { columns: ['payment_id'], to: 'payments', code: 'unknown_payment', at: 'payment_id' };
// A reference of two cells follows those of one: it is checked only where each cell by itself refers to something.
const toConnection: Reference = {
  columns: ['account', 'utility'],
  to: 'connections',
  code: 'unknown_connection',
  at: 'utility',
};
const toReading: Reference = {
  columns: ['meter_id', 'taken_on'],
  to: 'readings',
  code: 'unknown_reading',
  at: 'taken_on',
};

const anyDigits = (): boolean => true;
const payee = oneOf(PAYEES);
const dayOfWindow = integer(1, 28);
const area = decimal({ above: '0' });
/** What the longest dial, nine digits, can show; how many digits a meter has is checked where the meter is known. */
const register = decimal({ to: '999999999.999999' });

export const SCHEMAS = {
  company: file(
    {
      payee,
      name: text,
      inn: requisite(/^(?:[0-9]{10}|[0-9]{12})$/, 'inn_form', isInnValid),
      kpp: optional(requisite(/^[0-9]{4}[0-9A-Z]{2}[0-9]{3}$/, 'kpp_form', anyDigits)),
      ogrn: requisite(/^[0-9]{13}$/, 'ogrn_form', isOgrnValid),
      bank_name: text,
      bic: requisite(/^04[0-9]{7}$/, 'bic_form', anyDigits),
      // The keys of accounts depend on the BIC and are tested when the whole record is known.
      account: requisite(/^[0-9]{5}[0-9ABCEHKMPTX][0-9]{14}$/, 'bank_account_form', anyDigits),
      corr_account: requisite(/^[0-9]{20}$/, 'bank_account_form', anyDigits),
      address: text,
      phone: optional(text),
      time_zone: timeZone,
    },
    ['payee'],
  ),
  houses: file(
    {
      house_id: id,
      address: text,
      floors: integer(1, 200),
      heating_mode: oneOf(HEATING_MODES),
      heat_meter: yesNo,
      common_area: decimal(),
      total_area: area,
      window_from: dayOfWindow,
      window_to: dayOfWindow,
    },
    ['house_id'],
  ),
  accounts: file(
    {
      account: id,
      house_id: id,
      flat: text,
      total_area: decimal({ above: '0', places: 2 }),
      opened_on: date,
      closed_on: optional(date),
      last_name: text,
      first_name: text,
      middle_name: optional(text),
    },
    ['account'],
    [toHouse],
  ),
  residents: file(
    { account: id, from: date, registered: integer(0, 99), owners: integer(1, 99) },
    ['account', 'from'],
    [toAccount],
  ),
  utilities: file(
    {
      utility: id,
      name: text,
      kind: oneOf(UTILITY_KINDS),
      unit: oneOf(UNITS),
      payee,
      sources: optional(idList),
      max_monthly: optional(decimal()),
      raise_after_failure: optional(yesNo),
    },
    ['utility'],
    [toSources],
  ),
  tariffs: file(
    { utility: id, house_id: optional(id), part: optional(oneOf(TARIFF_PARTS)), from: date, price: decimal() },
    ['utility', 'house_id', 'part', 'from'],
    [toUtility, toHouse],
  ),
  norms: file(
    { utility: id, house_id: optional(id), from: date, norm: decimal(), per: oneOf(NORM_BASES) },
    ['utility', 'house_id', 'from', 'per'],
    [toUtility, toHouse],
  ),
  coefficients: file(
    { utility: id, from: date, coefficient: decimal({ from: '1', to: '100' }) },
    ['utility', 'from'],
    [toUtility],
  ),
  connections: file(
    { account: id, utility: id, from: date, to: optional(date), meter_possible: optional(yesNo) },
    ['account', 'utility'],
    [toAccount, toUtility],
  ),
  meters: file(
    {
      meter_id: id,
      account: id,
      utility: id,
      serial: text,
      zones: integer(1, 3),
      digits: integer(3, 9),
      installed_on: date,
      verified_until: date,
      start_1: register,
      start_2: optional(register),
      start_3: optional(register),
      removed_on: optional(date),
      final_1: optional(register),
      final_2: optional(register),
      final_3: optional(register),
      replaces: optional(id),
    },
    ['meter_id'],
    [toAccount, toUtility, toConnection, toReplaced],
  ),
  readings: file(
    {
      meter_id: id,
      taken_on: date,
      received_on: date,
      value_1: register,
      value_2: optional(register),
      value_3: optional(register),
    },
    ['meter_id', 'taken_on'],
    [toMeter],
  ),
  readings_corrections: file(
    {
      meter_id: id,
      taken_on: date,
      corrected_on: date,
      value_1: register,
      value_2: optional(register),
      value_3: optional(register),
      reason: text,
    },
    ['meter_id', 'taken_on', 'corrected_on'],
    [toMeter, toReading],
  ),
  volume_history: file(
    {
      account: id,
      utility: id,
      period,
      volume_1: decimal(),
      volume_2: optional(decimal()),
      volume_3: optional(decimal()),
    },
    ['account', 'utility', 'period'],
    [toAccount, toUtility, toConnection],
  ),
  house_volumes: file(
    { house_id: id, utility: id, period, volume: decimal() },
    ['house_id', 'utility', 'period'],
    [toHouse, toUtility],
  ),
  absences: file(
    { account: id, left_on: date, returned_on: date, persons: integer(1, 99), applied_on: date },
    ['account', 'left_on'],
    [toAccount],
  ),
  opening_balances: file(
    { account: id, payee, period, kind: oneOf(BALANCE_KINDS), amount: money },
    ['account', 'payee', 'period', 'kind'],
    [toAccount],
  ),
  payments: file(
    {
      payment_id: id,
      account: id,
      received_on: date,
      amount: money,
      payee: optional(payee),
      named_period: optional(period),
    },
    ['payment_id'],
    [toAccount],
  ),
  payment_reversals: file({ payment_id: id, reversed_on: date, reason: text }, ['payment_id'], [toPayment]),
  key_rates: file({ from: date, percent: decimal() }, ['from']),
  calendar: file({ date, kind: oneOf(CALENDAR_KINDS) }, ['date']),
  settings: file({ key: text, from: date, value: text }, ['key', 'from']),
} satisfies Record<FileName, unknown>;

export type Schemas = typeof SCHEMAS;
export type CellsOf<F extends FileName> = Cells<Schemas[F]['columns']>;

/** The schema of a file that is named only at run time. */
export function schemaOf(fileName: FileName): FileSchema<Columns> {
  return SCHEMAS[fileName] as unknown as FileSchema<Columns>;
}

import { BillingPeriod, CivilDate, isBillingPeriod, isCivilDate } from '#libs/kernel';
import { Kopecks, kopecksFromRoubles } from '#libs/money';
import { Decimal } from './company-package';
import { PackageErrorCode } from './package-error';
import { because, Reason, ReasonName } from './package-reasons';

/** Why a cell cannot be read. */
export class CellFault {
  constructor(
    readonly code: PackageErrorCode,
    readonly reason: Reason,
  ) {}
}

/** How the text of one column becomes a value. `parse` never sees an empty cell. */
export interface CellType<Value> {
  readonly mayBeEmpty: boolean;
  parse(text: string): Value | CellFault;
}

/** What a column of this type holds; null stands for an empty cell of an optional column. */
export type ValueOf<Type> = Type extends CellType<infer Value> ? Value : never;

function required<Value>(parse: (text: string) => Value | CellFault): CellType<Value> {
  return { mayBeEmpty: false, parse };
}

export function optional<Value>(type: CellType<Value>): CellType<Value | null> {
  return { mayBeEmpty: true, parse: type.parse };
}

/** Compared as text; leading zeros are part of it. */
export const id: CellType<string> = required((text) =>
  isId(text) ? text : new CellFault('bad_id', because('id_form')),
);

function isId(text: string): boolean {
  return /^[0-9A-Za-z_.-]{1,32}$/.test(text);
}

const TEXT_LIMIT = 300;

/** A leading TAB or CR is legal, because a spreadsheet may have written it; whoever exports text defuses it. */
export const text: CellType<string> = required((cell) => {
  if (cell.length > TEXT_LIMIT && [...cell].length > TEXT_LIMIT) {
    return new CellFault('bad_text', because('text_too_long', { limit: TEXT_LIMIT }));
  }
  const rest = cell.startsWith('\t') || cell.startsWith('\r') ? cell.slice(1) : cell;
  return /\p{Cc}/u.test(rest) ? new CellFault('bad_text', because('control_characters')) : cell;
});

export const date: CellType<CivilDate> = required((cell) =>
  isCivilDate(cell) ? cell : new CellFault('bad_date', because('date_form')),
);

export const period: CellType<BillingPeriod> = required((cell) =>
  isBillingPeriod(cell) ? cell : new CellFault('bad_period', because('period_form')),
);

export const yesNo: CellType<boolean> = required((cell) => {
  if (cell === 'yes') return true;
  return cell === 'no' ? false : new CellFault('bad_value', because('yes_or_no'));
});

export function oneOf<Value extends string>(values: readonly Value[]): CellType<Value> {
  return required(
    (cell) =>
      values.find((value) => value === cell) ??
      new CellFault('bad_value', because('one_of', { values: values.join(', ') })),
  );
}

/** Requisites of a fixed form; `isValid` tests their check digits, where they need no other cell. */
export function requisite(
  form: RegExp,
  reason: ReasonName & `${string}_form`,
  isValid: (cell: string) => boolean,
): CellType<string> {
  return required((cell) => {
    if (!form.test(cell)) return new CellFault('bad_value', because(reason));
    return isValid(cell) ? cell : new CellFault('bad_check_digit', because('check_digit'));
  });
}

/** Identifiers separated by one space. */
export const idList: CellType<readonly string[]> = required((cell) => {
  const ids = cell.split(' ');
  if (!ids.every(isId)) return new CellFault('bad_id', because('id_list_form'));
  return new Set(ids).size === ids.length ? ids : new CellFault('bad_value', because('id_list_twice'));
});

/** `Region/City` in the letter case of the IANA database, known to this runtime. */
export const timeZone: CellType<string> = required((cell) => {
  const fault = new CellFault('bad_value', because('time_zone'));
  if (!/^[A-Z][A-Za-z0-9+_/-]{0,63}$/.test(cell)) return fault;
  try {
    new Intl.DateTimeFormat('en', { timeZone: cell });
    return cell;
  } catch {
    return fault;
  }
});

export interface DecimalLimits {
  /** The value must be above this. Without it and `from` the least value is 0. */
  readonly above?: Decimal;
  /** The value must be at least this. */
  readonly from?: Decimal;
  /** The value must be at most this; 1000000 when absent. */
  readonly to?: Decimal;
  /** Decimals after the point; 6 when absent. */
  readonly places?: number;
}

/** Digits with a point, no exponent, no sign. The value is the exact decimal in canonical form. */
export function decimal(limits: DecimalLimits = {}): CellType<Decimal> {
  const { above = null, from = '0', to = '1000000', places = 6 } = limits;
  const least = microUnits(above ?? from);
  const most = microUnits(to);
  const range = above === null ? because('range_from', { from, to }) : because('range_above', { above, to });
  const outOfRange = new CellFault('out_of_range', range);
  return required((cell) => {
    const match = /^(-?)([0-9]+)(?:\.([0-9]+))?$/.exec(cell);
    if (!match) return new CellFault('bad_number', because('number_form'));
    if ((match[3] ?? '').length > places) {
      return new CellFault('bad_number', places === 0 ? because('whole_number') : because('decimals', { places }));
    }
    if (match[1] === '-') return outOfRange;
    const value = canonical(match[2] as string, match[3] ?? '');
    if (wholeDigits(value) > MICRO_WHOLE_DIGITS) return outOfRange;
    const micros = microUnits(value);
    return micros > most || micros < least || (above !== null && micros === least) ? outOfRange : value;
  });
}

/** A whole number between two bounds, both included. */
export function integer(from: number, to: number): CellType<number> {
  const whole = decimal({ from: String(from), to: String(to), places: 0 });
  return required((cell) => {
    const value = whole.parse(cell);
    return value instanceof CellFault ? value : Number(value);
  });
}

/** Roubles with at most two decimals, above zero, as kopecks. */
export const money: CellType<Kopecks> = (() => {
  const roubles = decimal({ above: '0', to: '999999999.99', places: 2 });
  return required((cell: string) => {
    const value = roubles.parse(cell);
    return value instanceof CellFault ? value : kopecksFromRoubles(value);
  });
})();

/** Up to this many digits before the point a value in millionths is an exact number. */
const MICRO_WHOLE_DIGITS = 9;

/** An exact decimal of at most 9 digits before and 6 after the point as a whole number of millionths. */
function microUnits(value: Decimal): number {
  const [whole = '', fraction = ''] = value.split('.');
  return Number(whole) * 1_000_000 + Number(fraction.padEnd(6, '0'));
}

/** Whether a register of so many digits before the point can show the value. */
export function fitsDial(value: Decimal, digits: number): boolean {
  return wholeDigits(value) <= digits;
}

function wholeDigits(value: Decimal): number {
  const point = value.indexOf('.');
  return point < 0 ? value.length : point;
}

function canonical(whole: string, fraction: string): Decimal {
  const head = whole.replace(/^0+(?=[0-9])/, '');
  const tail = fraction.replace(/0+$/, '');
  return tail === '' ? head : `${head}.${tail}`;
}

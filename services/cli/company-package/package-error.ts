import { Reason, ReasonLanguage, reasonInWords } from './package-reasons';

/** The files of a package in the order in which errors are listed. */
export const FILE_NAMES = [
  'company',
  'houses',
  'accounts',
  'residents',
  'utilities',
  'tariffs',
  'norms',
  'coefficients',
  'connections',
  'meters',
  'readings',
  'readings_corrections',
  'volume_history',
  'house_volumes',
  'absences',
  'opening_balances',
  'payments',
  'payment_reversals',
  'key_rates',
  'calendar',
  'settings',
] as const;
export type FileName = (typeof FILE_NAMES)[number];

export type PackageErrorCode =
  | 'missing_file'
  | 'missing_column'
  | 'unknown_column'
  | 'bad_row'
  | 'bad_encoding'
  | 'required'
  | 'bad_date'
  | 'bad_period'
  | 'bad_number'
  | 'bad_text'
  | 'bad_id'
  | 'bad_value'
  | 'out_of_range'
  | 'bad_check_digit'
  | 'duplicate'
  | 'unknown_account'
  | 'unknown_house'
  | 'unknown_utility'
  | 'unknown_meter'
  | 'unknown_payment'
  | 'unknown_connection'
  | 'unknown_reading'
  | 'mid_month'
  | 'bad_order'
  | 'outside_meter_life'
  | 'reading_below_previous'
  | 'before_start'
  | 'unsupported_setting';

export interface PackageError {
  /** File name with its ending, `accounts.csv`. */
  readonly file: string;
  /** Physical line where the record starts; the header is 1, the file as a whole 0. */
  readonly line: number;
  /** Empty: the whole record. */
  readonly column: string;
  readonly code: PackageErrorCode;
  readonly reason: Reason;
}

/** An error as people and programs get it. */
export type ToldError = Omit<PackageError, 'reason'> & { readonly reason: string };

export function toldIn(language: ReasonLanguage, { reason, ...error }: PackageError): ToldError {
  return { ...error, reason: reasonInWords(reason, language) };
}

/** How many errors one answer names; the person mends these and imports again. */
export const ERROR_LIMIT = 100;

/** Above this many collected errors those that can no longer be listed are dropped, so that memory stays bounded. */
const COLLECT_LIMIT = 10_000;

interface PlacedError {
  readonly error: PackageError;
  readonly fileIndex: number;
  /** Place of the column in the header; 0 for the whole record. */
  readonly place: number;
}

/** Collects errors in any order and hands them out in the order of the format. */
export class ErrorLog {
  private errors: PlacedError[] = [];
  private reported = new Set<string>();
  private total = 0;
  private readonly places = new Map<FileName, ReadonlyMap<string, number>>();

  /** How many errors were reported so far. */
  get count(): number {
    return this.total;
  }

  /** Tells in which order the columns of this file stand; errors of one line follow it. */
  orderColumns(file: FileName, columns: readonly string[]): void {
    const places = new Map<string, number>();
    columns.forEach((column, index) => {
      if (!places.has(column)) places.set(column, index + 1);
    });
    this.places.set(file, places);
  }

  /** One mistake found twice (now, and again after all corrections) is one error. */
  report(file: FileName, line: number, column: string, code: PackageErrorCode, reason: Reason): void {
    const error: PackageError = { file: `${file}.csv`, line, column, code, reason };
    const identity = JSON.stringify(error);
    if (this.reported.has(identity)) return;
    const place = column === '' ? 0 : (this.places.get(file)?.get(column) ?? 0);
    this.reported.add(identity);
    this.errors.push({ error, fileIndex: FILE_NAMES.indexOf(file), place });
    this.total += 1;
    if (this.errors.length > COLLECT_LIMIT) this.keepFirst();
  }

  /** At most 100: by file, line, then column in header order, the whole record first. */
  list(): PackageError[] {
    this.keepFirst();
    return this.errors.map(({ error }) => error);
  }

  private keepFirst(): void {
    this.errors = this.errors.sort(inOrderOfFormat).slice(0, ERROR_LIMIT);
    this.reported = new Set(this.errors.map(({ error }) => JSON.stringify(error)));
  }
}

function inOrderOfFormat(left: PlacedError, right: PlacedError): number {
  return left.fileIndex - right.fileIndex || left.error.line - right.error.line || left.place - right.place;
}

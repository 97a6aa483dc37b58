import { CellFault, CellType } from './cell-types';
import { CsvRecord, scanRecords } from './csv-scanner';
import { ErrorLog, FILE_NAMES, FileName } from './package-error';
import { because } from './package-reasons';
import { CellsOf, Columns, FileSchema, schemaOf } from './package-schema';
import { checkRow, ReportCell } from './row-rules';
import { decodeUtf8 } from './utf8';

/** Where the files of a package come from. */
export interface PackageSource {
  /** The bytes of a file of the package, `accounts.csv`; null when there is no such file. */
  read(fileName: string): Uint8Array | null;
}

export interface ParsedRecord<C> {
  readonly line: number;
  readonly cells: C;
}

export interface ParsedTable<C> {
  /** False when the file is absent, is not UTF-8 or has a wrong header: then nothing is known about its records. */
  readonly readable: boolean;
  readonly records: readonly ParsedRecord<C>[];
  /** Records by their whole key; a record with another bad cell is here, the second one of a key is not. */
  readonly byKey: ReadonlyMap<string, ParsedRecord<C>>;
}

export type Tables = { readonly [F in FileName]: ParsedTable<CellsOf<F>> };

type AnyCells = Readonly<Record<string, unknown>>;
type AnyTable = ParsedTable<AnyCells>;

/** Reads every file of the package: form, header, cells, rules inside a record, duplicate keys. */
export function readTables(source: PackageSource, log: ErrorLog): Tables {
  const tables = Object.fromEntries(FILE_NAMES.map((file) => [file, readTable(source, file, log)]));
  return tables as unknown as Tables;
}

/**
 * Joins the values of key cells; null is an empty cell. The answer is null when one of them could not be read.
 * No cell holds a line feed and none but an empty one is empty, so different keys give different texts.
 */
export function keyText(values: readonly unknown[]): string | null {
  return values.includes(undefined) ? null : values.join('\n');
}

const UNREADABLE: AnyTable = { readable: false, records: [], byKey: new Map() };

function readTable(source: PackageSource, file: FileName, log: ErrorLog): AnyTable {
  const schema = schemaOf(file);
  log.orderColumns(file, Object.keys(schema.columns));
  const bytes = source.read(`${file}.csv`);
  if (bytes === null) {
    log.report(file, 0, '', 'missing_file', because('file_absent'));
    return UNREADABLE;
  }
  const decoded = decodeUtf8(bytes);
  if ('badLine' in decoded) {
    log.report(file, decoded.badLine, '', 'bad_encoding', because('not_utf8'));
    return UNREADABLE;
  }
  const [header, ...rows] = scanRecords(decoded.text);
  const columns = header?.cells ?? [];
  if (!isHeaderRight(file, schema, header, log)) return UNREADABLE;
  log.orderColumns(file, columns);
  const records: ParsedRecord<AnyCells>[] = [];
  for (const row of rows) {
    const record = parseRecord(file, schema, columns, row, log);
    if (record !== null) records.push(record);
  }
  return { readable: true, records, byKey: indexByKey(file, schema, records, log) };
}

const HEADER_LINE = 1;
/** A name longer than this is no column of anybody; the whole of it would only fill the answer. */
const COLUMN_NAME_LIMIT = 100;

function isHeaderRight(
  file: FileName,
  schema: FileSchema<Columns>,
  header: CsvRecord | undefined,
  log: ErrorLog,
): boolean {
  if (header !== undefined && header.fault !== null) {
    log.report(file, HEADER_LINE, '', 'bad_row', header.fault);
    return false;
  }
  const found = header?.cells ?? [];
  const absent = new Set(Object.keys(schema.columns));
  const surplus = found.filter((column) => !absent.delete(column));
  // An absent column stands in no header; it is named before what stands there instead of it.
  log.orderColumns(file, [...absent, ...found.map(shortened)]);
  for (const column of absent) log.report(file, HEADER_LINE, column, 'missing_column', because('column_absent'));
  for (const column of surplus) {
    const known = Object.hasOwn(schema.columns, column);
    const reason = because(known ? 'column_twice' : 'column_unknown');
    log.report(file, HEADER_LINE, shortened(column), 'unknown_column', reason);
  }
  return absent.size === 0 && surplus.length === 0;
}

function shortened(column: string): string {
  return column.slice(0, COLUMN_NAME_LIMIT);
}

/** Null when the record cannot be told into cells. */
function parseRecord(
  file: FileName,
  schema: FileSchema<Columns>,
  columns: readonly string[],
  row: CsvRecord,
  log: ErrorLog,
): ParsedRecord<AnyCells> | null {
  if (row.fault !== null || row.cells.length !== columns.length) {
    const reason = row.fault ?? because('cell_count', { found: row.cells.length, expected: columns.length });
    log.report(file, row.line, '', 'bad_row', reason);
    return null;
  }
  const cells: Record<string, unknown> = {};
  columns.forEach((column, index) => {
    const value = parseCell(schema.columns[column] as CellType<unknown>, row.cells[index] as string);
    if (value instanceof CellFault) log.report(file, row.line, column, value.code, value.reason);
    cells[column] = value instanceof CellFault ? undefined : value;
  });
  const report: ReportCell = (column, code, reason) => log.report(file, row.line, column, code, reason);
  checkRow(file, cells, report);
  return { line: row.line, cells };
}

const EMPTY_CELL = new CellFault('required', because('empty_cell'));

function parseCell(type: CellType<unknown>, text: string): unknown {
  if (text === '') return type.mayBeEmpty ? null : EMPTY_CELL;
  return type.parse(text);
}

function indexByKey(
  file: FileName,
  schema: FileSchema<Columns>,
  records: readonly ParsedRecord<AnyCells>[],
  log: ErrorLog,
): Map<string, ParsedRecord<AnyCells>> {
  const byKey = new Map<string, ParsedRecord<AnyCells>>();
  const lastColumn = schema.key[schema.key.length - 1] as string;
  for (const record of records) {
    const key = keyText(schema.key.map((column) => record.cells[column]));
    if (key === null) continue;
    const first = byKey.get(key);
    if (first === undefined) byKey.set(key, record);
    else {
      const reason = because('duplicate', { columns: schema.key.join(', '), line: first.line });
      log.report(file, record.line, lastColumn, 'duplicate', reason);
    }
  }
  return byKey;
}

import { isMeteredKind, PAYEES, UtilityKind } from './company-package';
import { ErrorLog, FILE_NAMES, FileName } from './package-error';
import { because } from './package-reasons';
import { Reference, schemaOf } from './package-schema';
import { keyText, ParsedTable, Tables } from './read-tables';
import { checkRegisters, mustBeEmpty, mustBeFilled, ReportCell } from './row-rules';

/**
 * Whether every reference finds its record, and whether cells suit the record they refer to. A file that could not be
 * read is not referred to: its own error says enough.
 */
export function checkReferences(tables: Tables, log: ErrorLog): void {
  for (const file of FILE_NAMES) checkReferencesOf(file, tables, log);
  checkPayees(tables, log);
  checkSources(tables, log);
  checkTariffParts(tables, log);
  checkMeterPossible(tables, log);
  checkReplacedMeters(tables, log);
  checkReadingRegisters('readings', tables, log);
  checkReadingRegisters('readings_corrections', tables, log);
}

type AnyTable = ParsedTable<Readonly<Record<string, unknown>>>;

function checkReferencesOf(file: FileName, tables: Tables, log: ErrorLog): void {
  const schema = schemaOf(file);
  const table = tables[file] as AnyTable;
  for (const record of table.records) {
    const broken = new Set<string>();
    for (const reference of schema.references) {
      // The account is unknown: that it has no connection either says nothing new.
      if (reference.columns.some((column) => broken.has(column))) continue;
      if (isFound(reference, record.cells, tables)) continue;
      broken.add(reference.at);
      log.report(file, record.line, reference.at, reference.code, because(reference.code));
    }
  }
}

/** Also true where there is nothing to check: an empty or unreadable cell, an unreadable file. */
function isFound(reference: Reference, cells: Readonly<Record<string, unknown>>, tables: Tables): boolean {
  const target = tables[reference.to] as AnyTable;
  const values = reference.columns.map((column) => cells[column]);
  if (!target.readable || values.includes(null) || values.includes(undefined)) return true;
  const [first] = values;
  const keys = Array.isArray(first) ? first.map((value: unknown) => [value]) : [values];
  return keys.every((key) => target.byKey.has(keyText(key) as string));
}

function checkPayees(tables: Tables, log: ErrorLog): void {
  if (!tables.company.readable) return;
  for (const payee of PAYEES) {
    if (tables.company.byKey.has(keyText([payee]) as string)) continue;
    log.report('company', 0, 'payee', 'required', because('payee_missing', { payee }));
  }
}

/** A sewage utility sums what flowed in through others; a sum of sums would count it twice or never end. */
function checkSources(tables: Tables, log: ErrorLog): void {
  for (const { line, cells } of tables.utilities.records) {
    if (cells.kind !== 'sewage' || !cells.sources) continue;
    if (cells.sources.some((source) => kindOf(source, tables) === 'sewage')) {
      log.report('utilities', line, 'sources', 'bad_value', because('source_is_sewage'));
    }
  }
}

function kindOf(utility: string | undefined, tables: Tables): UtilityKind | undefined {
  return tables.utilities.byKey.get(keyText([utility]) ?? '')?.cells.kind;
}

function checkTariffParts(tables: Tables, log: ErrorLog): void {
  for (const { line, cells } of tables.tariffs.records) {
    const kind = kindOf(cells.utility, tables);
    if (kind === undefined) continue;
    const report: ReportCell = (column, code, reason) => log.report('tariffs', line, column, code, reason);
    const isHalfOfTwo = cells.part === 'water' || cells.part === 'heat';
    if (kind === 'metered_two_part') {
      mustBeFilled(cells.part, 'part', report, because('part_missing'));
      if (cells.part && !isHalfOfTwo) report('part', 'bad_value', because('part_wrong'));
    } else if (kind !== 'metered' || isHalfOfTwo) {
      mustBeEmpty(cells.part, 'part', report, because('part_surplus'));
    }
  }
}

function checkMeterPossible(tables: Tables, log: ErrorLog): void {
  for (const { line, cells } of tables.connections.records) {
    const kind = kindOf(cells.utility, tables);
    if (kind === undefined) continue;
    const report: ReportCell = (column, code, reason) => log.report('connections', line, column, code, reason);
    if (isMeteredKind(kind))
      mustBeFilled(cells.meter_possible, 'meter_possible', report, because('meter_possible_missing'));
    else mustBeEmpty(cells.meter_possible, 'meter_possible', report, because('only_for_metered'));
  }
}

function checkReplacedMeters(tables: Tables, log: ErrorLog): void {
  for (const { line, cells } of tables.meters.records) {
    const old = cells.replaces ? tables.meters.byKey.get(keyText([cells.replaces]) as string)?.cells : undefined;
    if (old === undefined) continue;
    const differs = (['account', 'utility', 'zones'] as const).some(
      (column) => old[column] !== undefined && cells[column] !== undefined && old[column] !== cells[column],
    );
    if (old === cells || old.removed_on === null || differs) {
      log.report('meters', line, 'replaces', 'bad_value', because('replaced_meter'));
    }
  }
}

function checkReadingRegisters(file: 'readings' | 'readings_corrections', tables: Tables, log: ErrorLog): void {
  for (const { line, cells } of tables[file].records) {
    const meter = tables.meters.byKey.get(keyText([cells.meter_id]) ?? '')?.cells;
    if (meter === undefined) continue;
    const report: ReportCell = (column, code, reason) => log.report(file, line, column, code, reason);
    // The first value is a required cell of its own and was missed already where it is empty.
    checkRegisters('value', [cells.value_1, cells.value_2, cells.value_3], meter.zones, meter.digits, report);
  }
}

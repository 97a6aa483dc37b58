import { fitsDial } from './cell-types';
import { Decimal, isMeteredKind } from './company-package';
import { FileName, PackageErrorCode } from './package-error';
import { because, Reason } from './package-reasons';
import { CellsOf } from './package-schema';

/** Says what is wrong with one cell of the record at hand. */
export type ReportCell = (column: string, code: PackageErrorCode, reason: Reason) => void;

/** Rules that bind cells of one record to each other: which ones must be filled, which must stay empty. */
export function checkRow(file: FileName, cells: Readonly<Record<string, unknown>>, report: ReportCell): void {
  if (file === 'utilities') checkUtility(cells as CellsOf<'utilities'>, report);
  else if (file === 'meters') checkMeter(cells as CellsOf<'meters'>, report);
  else if (file === 'volume_history') checkVolumeHistory(cells as CellsOf<'volume_history'>, report);
}

function checkUtility(cells: CellsOf<'utilities'>, report: ReportCell): void {
  if (cells.kind === undefined) return;
  if (cells.kind !== 'sewage') mustBeEmpty(cells.sources, 'sources', report, because('only_sewage_has_sources'));
  const check = isMeteredKind(cells.kind) ? mustBeFilled : mustBeEmpty;
  const reason = because(isMeteredKind(cells.kind) ? 'metered_needs_it' : 'only_for_metered');
  check(cells.max_monthly, 'max_monthly', report, reason);
  check(cells.raise_after_failure, 'raise_after_failure', report, reason);
}

function checkMeter(cells: CellsOf<'meters'>, report: ReportCell): void {
  const start = [cells.start_1, cells.start_2, cells.start_3];
  const final = [cells.final_1, cells.final_2, cells.final_3];
  checkRegisters('start', start, cells.zones, cells.digits, report);
  if (cells.removed_on !== null) return checkRegisters('final', final, cells.zones, cells.digits, report);
  final.forEach((value, index) => mustBeEmpty(value, `final_${index + 1}`, report, because('not_removed')));
}

function checkVolumeHistory(cells: CellsOf<'volume_history'>, report: ReportCell): void {
  if (cells.volume_3 !== null) mustBeFilled(cells.volume_2, 'volume_2', report, because('second_volume_missing'));
}

/**
 * A meter shows one value per zone, each below 10^digits. `zones` or `digits` is undefined where the meter's own cell
 * could not be read; then what depends on it is not checked, but every meter has its first register.
 */
export function checkRegisters(
  prefix: string,
  values: readonly (Decimal | null | undefined)[],
  zones: number | undefined,
  digits: number | undefined,
  report: ReportCell,
): void {
  values.forEach((value, index) => {
    const column = `${prefix}_${index + 1}`;
    if (value === null && index < (zones ?? 1)) {
      report(column, 'required', because('register_missing'));
    } else if (value !== null && value !== undefined && index >= (zones ?? values.length)) {
      report(column, 'bad_value', because('register_surplus'));
    } else if (typeof value === 'string' && digits !== undefined && !fitsDial(value, digits)) {
      report(column, 'out_of_range', because('register_too_long', { digits }));
    }
  });
}

/** A cell that could not be read has its error already. */
export function mustBeFilled(value: unknown, column: string, report: ReportCell, reason: Reason): void {
  if (value === null) report(column, 'required', reason);
}

export function mustBeEmpty(value: unknown, column: string, report: ReportCell, reason: Reason): void {
  if (value !== null && value !== undefined) report(column, 'bad_value', reason);
}

import { buildRows } from './build-package';
import { CompanyPackage, CompanyRow } from './company-package';
import { checkMeters } from './meter-checks';
import { ErrorLog, PackageError } from './package-error';
import { because } from './package-reasons';
import { checkDates } from './period-checks';
import { PackageSource, readTables } from './read-tables';
import { checkReferences } from './reference-checks';
import { isAccountKeyValid, isCorrAccountValid } from './requisites';
import { checkSettings, checkSettingsPresent } from './settings-checks';

export type ReadResult =
  | { readonly ok: true; readonly errors: readonly []; readonly package: CompanyPackage }
  | { readonly ok: false; readonly errors: readonly PackageError[] };

/**
 * Reads and checks a company package, all or nothing: either the whole typed package or what to mend, at most 100
 * errors in the order of the files. No input makes it throw; only the source may.
 *
 * It works in three steps, and a step with errors is the last: (1) the form of the files, cells, keys and references;
 * (2) bank account keys and settings; (3) everything that needs values that can be trusted: order of dates, life of
 * meters, readings, periods. So one mistake is not answered with a hundred that follow from it.
 */
export function readCompanyPackage(source: PackageSource): ReadResult {
  const log = new ErrorLog();
  const tables = readTables(source, log);
  checkReferences(tables, log);
  const formErrors = log.count;
  checkSettingsPresent(tables.settings, log);
  if (formErrors > 0) return refused(log);

  const rows = buildRows(tables);
  for (const row of rows.company) checkBankAccounts(row, log);
  const periods = checkSettings(rows.settings, log);
  if (log.count > 0 || periods === null) return refused(log);

  const pack: CompanyPackage = { ...periods, ...rows };
  checkDates(pack, log);
  checkMeters(pack, log);
  return log.count > 0 ? refused(log) : { ok: true, errors: [], package: pack };
}

function refused(log: ErrorLog): ReadResult {
  return { ok: false, errors: log.list() };
}

/** The key of an account depends on the bank's BIC, so it takes a record in which both could be read. */
function checkBankAccounts(row: CompanyRow, log: ErrorLog): void {
  const reason = because('account_not_of_bic');
  if (!isAccountKeyValid(row.bic, row.account)) log.report('company', row.line, 'account', 'bad_check_digit', reason);
  if (!isCorrAccountValid(row.bic, row.corrAccount)) {
    log.report('company', row.line, 'corr_account', 'bad_check_digit', reason);
  }
}

import { BillingPeriod, firstDayOf } from '#libs/kernel';
import { settingValueRule } from '#services/billing';
import { SETTING_KEYS, SettingKey, settingOn, SettingRow } from './company-package';
import { ErrorLog } from './package-error';
import { because } from './package-reasons';
import { ParsedTable } from './read-tables';
import { CellsOf } from './package-schema';

/** A hundred years: more periods than any company bills, few enough to walk through. */
const PERIODS_LIMIT = 1200;

/** Settings that are one value for the whole package. */
const UNDATED: readonly SettingKey[] = ['first_period', 'last_period'];

/** The month heating belongs to, read from a `heating_months` value. */
export function isHeatingMonth(heatingMonths: string, period: BillingPeriod): boolean {
  return heatingMonths.split(' ').includes(String(Number(period.slice(5, 7))));
}

/** Every setting needs a row; a row whose other cells are wrong is there, but wrong. */
export function checkSettingsPresent(table: ParsedTable<CellsOf<'settings'>>, log: ErrorLog): void {
  if (!table.readable) return;
  const present = new Set(table.records.map(({ cells }) => cells.key));
  for (const key of SETTING_KEYS) {
    if (!present.has(key)) log.report('settings', 0, 'key', 'required', because('setting_missing', { key }));
  }
}

export interface ComputedPeriods {
  readonly firstPeriod: BillingPeriod;
  readonly lastPeriod: BillingPeriod;
}

/** Reads the settings. Null when one is wrong: what depends on settings cannot be checked then. */
export function checkSettings(settings: readonly SettingRow[], log: ErrorLog): ComputedPeriods | null {
  const errorsBefore = log.count;
  for (const row of settings) checkSetting(row, log);
  const first = onlyRow('first_period', settings, log);
  const last = onlyRow('last_period', settings, log);
  if (log.count > errorsBefore || first === null || last === null) return null;
  checkPeriods(first, last, log);
  checkInForce(settings, first.value, log);
  return log.count > errorsBefore ? null : { firstPeriod: first.value, lastPeriod: last.value };
}

function checkSetting(row: SettingRow, log: ErrorLog): void {
  const rule = settingValueRule(row.key);
  if (rule === null) {
    log.report('settings', row.line, 'key', 'unsupported_setting', because('setting_unknown'));
    return;
  }
  if (rule.accepts(row.value)) return;
  const { expected, inRussian: expectedInRussian } = rule;
  const reason = because('setting_value', { key: row.key, expected, expectedInRussian });
  log.report('settings', row.line, 'value', 'unsupported_setting', reason);
}

/** The first row of a setting that has one value for the whole package. Null when the setting is missing. */
function onlyRow(key: SettingKey, settings: readonly SettingRow[], log: ErrorLog): SettingRow | null {
  const [first, ...others] = settings.filter((row) => row.key === key);
  for (const row of others) {
    if (row.value === first?.value) continue;
    log.report('settings', row.line, 'value', 'unsupported_setting', because('setting_undated', { key }));
  }
  return first ?? null;
}

function checkPeriods(first: SettingRow, last: SettingRow, log: ErrorLog): void {
  const months = monthIndex(last.value) - monthIndex(first.value) + 1;
  if (months < 1) {
    log.report('settings', last.line, 'value', 'bad_order', because('last_before_first'));
  } else if (months > PERIODS_LIMIT) {
    const reason = because('too_many_periods', { limit: PERIODS_LIMIT });
    log.report('settings', last.line, 'value', 'unsupported_setting', reason);
  }
}

function monthIndex(period: BillingPeriod): number {
  return Number(period.slice(0, 4)) * 12 + Number(period.slice(5, 7));
}

/**
 * A setting whose first row begins inside the computed periods is missing before it. Only for the penalty cap does the
 * format say what follows then: a close or an ageing of such a day is refused.
 */
function checkInForce(settings: readonly SettingRow[], firstPeriod: BillingPeriod, log: ErrorLog): void {
  const present = new Set(settings.map((row) => row.key));
  for (const key of SETTING_KEYS) {
    if (!present.has(key) || UNDATED.includes(key) || key === 'penalty_cap_percent') continue;
    if (settingOn(settings, key, firstDayOf(firstPeriod)) !== null) continue;
    log.report('settings', 0, 'key', 'required', because('setting_not_in_force', { key }));
  }
}

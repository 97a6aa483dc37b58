import { BillingPeriod, CivilDate } from '#libs/kernel';
import { Kopecks } from '#libs/money';

/**
 * A company package as it was read: one array per file, rows in file order, every cell typed.
 *
 * - `Decimal` is an exact number in canonical form: no leading or trailing zeros, `'44.86'`, `'0'`.
 * - Money is whole kopecks; dates `YYYY-MM-DD`; periods `YYYY-MM`; an empty optional cell is null.
 * - `line` is the physical line of the file on which the record starts.
 *
 * Only a package without a single error is ever built, so the code that imports it checks nothing again.
 */
export interface CompanyPackage {
  /** The periods to compute; what lies before the first one is opening state. */
  readonly firstPeriod: BillingPeriod;
  readonly lastPeriod: BillingPeriod;
  readonly company: readonly CompanyRow[];
  readonly houses: readonly HouseRow[];
  readonly accounts: readonly AccountRow[];
  readonly residents: readonly ResidentsRow[];
  /** Row order is print and tie order. */
  readonly utilities: readonly UtilityRow[];
  readonly tariffs: readonly TariffRow[];
  readonly norms: readonly NormRow[];
  readonly coefficients: readonly CoefficientRow[];
  readonly connections: readonly ConnectionRow[];
  readonly meters: readonly MeterRow[];
  readonly readings: readonly ReadingRow[];
  readonly readingsCorrections: readonly ReadingsCorrectionRow[];
  readonly volumeHistory: readonly VolumeHistoryRow[];
  readonly houseVolumes: readonly HouseVolumeRow[];
  readonly absences: readonly AbsenceRow[];
  readonly openingBalances: readonly OpeningBalanceRow[];
  readonly payments: readonly PaymentRow[];
  readonly paymentReversals: readonly PaymentReversalRow[];
  readonly keyRates: readonly KeyRateRow[];
  readonly calendar: readonly CalendarRow[];
  readonly settings: readonly SettingRow[];
}

export type Decimal = string;

export const PAYEES = ['main', 'capital_repair'] as const;
export type Payee = (typeof PAYEES)[number];

export const HEATING_MODES = ['SEASON', 'EVEN_YEAR'] as const;
export type HeatingMode = (typeof HEATING_MODES)[number];

export const UTILITY_KINDS = [
  'metered',
  'metered_two_part',
  'sewage',
  'heating',
  'area',
  'soi_norm',
  'waste_area',
  'waste_persons',
] as const;
export type UtilityKind = (typeof UTILITY_KINDS)[number];

export const UNITS = ['m3', 'Gcal', 'kWh', 'm2'] as const;
export type Unit = (typeof UNITS)[number];

export const TARIFF_PARTS = ['water', 'heat', 'day', 'night', 'peak', 'half_peak'] as const;
export type TariffPart = (typeof TARIFF_PARTS)[number];

export const NORM_BASES = [
  'person_month',
  'gcal_per_m3',
  'm2_season_month',
  'm2_common_month',
  'm2_year',
  'person_year',
] as const;
export type NormBasis = (typeof NORM_BASES)[number];

export const BALANCE_KINDS = ['principal', 'penalty', 'advance'] as const;
export type BalanceKind = (typeof BALANCE_KINDS)[number];

export const CALENDAR_KINDS = ['non_working', 'working'] as const;
export type CalendarKind = (typeof CALENDAR_KINDS)[number];

/** The utilities that are billed by a meter and, without one, by a norm per person. */
export function isMeteredKind(kind: UtilityKind): boolean {
  return kind === 'metered' || kind === 'metered_two_part';
}

interface Row {
  readonly line: number;
}

/** Requisites of one payee. */
export interface CompanyRow extends Row {
  readonly payee: Payee;
  readonly name: string;
  readonly inn: string;
  readonly kpp: string | null;
  readonly ogrn: string;
  readonly bankName: string;
  readonly bic: string;
  readonly account: string;
  readonly corrAccount: string;
  readonly address: string;
  readonly phone: string | null;
  readonly timeZone: string;
}

export interface HouseRow extends Row {
  readonly houseId: string;
  readonly address: string;
  readonly floors: number;
  readonly heatingMode: HeatingMode;
  readonly heatMeter: boolean;
  /** Common property, m². */
  readonly commonArea: Decimal;
  /** All premises without common property, m². */
  readonly totalArea: Decimal;
  /** First and last day of the reading window; only the last one affects results. */
  readonly windowFrom: number;
  readonly windowTo: number;
}

export interface AccountRow extends Row {
  readonly account: string;
  readonly houseId: string;
  readonly flat: string;
  /** m². */
  readonly totalArea: Decimal;
  readonly openedOn: CivilDate;
  /** The first day that is not billed. */
  readonly closedOn: CivilDate | null;
  readonly lastName: string;
  readonly firstName: string;
  readonly middleName: string | null;
}

export interface ResidentsRow extends Row {
  readonly account: string;
  readonly from: CivilDate;
  readonly registered: number;
  readonly owners: number;
}

export interface UtilityRow extends Row {
  readonly utility: string;
  readonly name: string;
  readonly kind: UtilityKind;
  readonly unit: Unit;
  readonly payee: Payee;
  /** Utilities whose quantities a sewage utility sums; empty for every other kind. */
  readonly sources: readonly string[];
  /** The largest plausible volume over a rollover; null where nothing is metered. */
  readonly maxMonthly: Decimal | null;
  readonly raiseAfterFailure: boolean | null;
}

export interface TariffRow extends Row {
  readonly utility: string;
  /** Null: every house. */
  readonly houseId: string | null;
  readonly part: TariffPart | null;
  readonly from: CivilDate;
  /** Roubles for one unit. */
  readonly price: Decimal;
}

export interface NormRow extends Row {
  readonly utility: string;
  /** Null: every house. */
  readonly houseId: string | null;
  readonly from: CivilDate;
  readonly norm: Decimal;
  readonly per: NormBasis;
}

export interface CoefficientRow extends Row {
  readonly utility: string;
  readonly from: CivilDate;
  readonly coefficient: Decimal;
}

export interface ConnectionRow extends Row {
  readonly account: string;
  readonly utility: string;
  readonly from: CivilDate;
  /** The first day on which the account is not connected. */
  readonly to: CivilDate | null;
  /** Null for a utility that is not metered. */
  readonly meterPossible: boolean | null;
}

export interface MeterRow extends Row {
  readonly meterId: string;
  readonly account: string;
  readonly utility: string;
  readonly serial: string;
  readonly zones: number;
  /** Digits of the dial before the point. */
  readonly digits: number;
  readonly installedOn: CivilDate;
  /** The last day on which the verification holds. */
  readonly verifiedUntil: CivilDate;
  /** One value per zone. */
  readonly start: readonly Decimal[];
  readonly removedOn: CivilDate | null;
  /** One value per zone; null while the meter is installed. */
  readonly final: readonly Decimal[] | null;
  readonly replaces: string | null;
}

export interface ReadingRow extends Row {
  readonly meterId: string;
  readonly takenOn: CivilDate;
  readonly receivedOn: CivilDate;
  /** One value per zone: the only one; day, night; peak, half-peak, night. */
  readonly values: readonly Decimal[];
}

export interface ReadingsCorrectionRow extends Row {
  readonly meterId: string;
  readonly takenOn: CivilDate;
  readonly correctedOn: CivilDate;
  readonly values: readonly Decimal[];
  readonly reason: string;
}

export interface VolumeHistoryRow extends Row {
  readonly account: string;
  readonly utility: string;
  readonly period: BillingPeriod;
  /** One volume per register that the meter of that month had. */
  readonly volumes: readonly Decimal[];
}

export interface HouseVolumeRow extends Row {
  readonly houseId: string;
  readonly utility: string;
  readonly period: BillingPeriod;
  /** Gcal of the house heat meter. */
  readonly volume: Decimal;
}

export interface AbsenceRow extends Row {
  readonly account: string;
  readonly leftOn: CivilDate;
  readonly returnedOn: CivilDate;
  readonly persons: number;
  readonly appliedOn: CivilDate;
}

export interface OpeningBalanceRow extends Row {
  readonly account: string;
  readonly payee: Payee;
  readonly period: BillingPeriod;
  readonly kind: BalanceKind;
  readonly amountKopecks: Kopecks;
}

export interface PaymentRow extends Row {
  readonly paymentId: string;
  readonly account: string;
  readonly receivedOn: CivilDate;
  readonly amountKopecks: Kopecks;
  /** An empty cell means the main payee and is already read so. */
  readonly payee: Payee;
  readonly namedPeriod: BillingPeriod | null;
}

export interface PaymentReversalRow extends Row {
  readonly paymentId: string;
  readonly reversedOn: CivilDate;
  readonly reason: string;
}

export interface KeyRateRow extends Row {
  readonly from: CivilDate;
  readonly percent: Decimal;
}

export interface CalendarRow extends Row {
  readonly date: CivilDate;
  readonly kind: CalendarKind;
}

export interface SettingRow extends Row {
  readonly key: SettingKey;
  readonly from: CivilDate;
  readonly value: string;
}

export const SETTING_KEYS = [
  'first_period',
  'last_period',
  'rounding',
  'tariff_change',
  'late_reading',
  'new_meter',
  'true_up_norm_months',
  'average_months',
  'average_min_months',
  'average_periods',
  'absence_min_days',
  'heating_months',
  'due_day',
  'penalty_rate',
  'penalty_cap_percent',
  'count_payment_day',
  'reversal_penalty',
  'limitation_years',
] as const;
/** Settings that a company may leave out, and then has the older way of this version. */
type OptionalSettingKey = 'period_close';
export type SettingKey = (typeof SETTING_KEYS)[number] | OptionalSettingKey;

/** The value of a setting in force on a date: that of the latest row with `from` ≤ date; null when there is none. */
export function settingOn(settings: readonly SettingRow[], key: SettingKey, date: CivilDate): string | null {
  let inForce: SettingRow | null = null;
  for (const row of settings) {
    if (row.key === key && row.from <= date && (inForce === null || row.from > inForce.from)) inForce = row;
  }
  return inForce === null ? null : inForce.value;
}

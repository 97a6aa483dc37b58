import { CompanyPackage, Decimal, SettingKey } from './company-package';
import { FileName } from './package-error';
import { CellsOf } from './package-schema';
import { Tables } from './read-tables';

/** Cells of a record in which every cell could be read. */
type WholeCells<F extends FileName> = { readonly [K in keyof CellsOf<F>]: Exclude<CellsOf<F>[K], undefined> };

/** A package whose settings have not been read yet. */
export type PackageRows = Omit<CompanyPackage, 'firstPeriod' | 'lastPeriod'>;

/** Types the rows of a package. Only for tables in which no error was found: then no cell is undefined. */
export function buildRows(tables: Tables): PackageRows {
  function rows<F extends FileName, Row>(file: F, row: (cells: WholeCells<F>, line: number) => Row): Row[] {
    return tables[file].records.map(({ cells, line }) => row(cells as unknown as WholeCells<F>, line));
  }
  return {
    ...premises(rows),
    ...rates(rows),
    ...metering(rows),
    ...money(rows),
    // A row with an unknown key is refused by the checks of settings, which come next.
    settings: rows('settings', (c, line) => ({ line, key: c.key as SettingKey, from: c.from, value: c.value })),
  };
}

type Rows = <F extends FileName, Row>(file: F, row: (cells: WholeCells<F>, line: number) => Row) => Row[];

function premises(
  rows: Rows,
): Pick<PackageRows, 'company' | 'houses' | 'accounts' | 'residents' | 'connections' | 'absences'> {
  return {
    company: rows('company', (c, line) => ({
      line,
      payee: c.payee,
      name: c.name,
      inn: c.inn,
      kpp: c.kpp,
      ogrn: c.ogrn,
      bankName: c.bank_name,
      bic: c.bic,
      account: c.account,
      corrAccount: c.corr_account,
      address: c.address,
      phone: c.phone,
      timeZone: c.time_zone,
    })),
    houses: rows('houses', (c, line) => ({
      line,
      houseId: c.house_id,
      address: c.address,
      floors: c.floors,
      heatingMode: c.heating_mode,
      heatMeter: c.heat_meter,
      commonArea: c.common_area,
      totalArea: c.total_area,
      windowFrom: c.window_from,
      windowTo: c.window_to,
    })),
    accounts: rows('accounts', (c, line) => ({
      line,
      account: c.account,
      houseId: c.house_id,
      flat: c.flat,
      totalArea: c.total_area,
      openedOn: c.opened_on,
      closedOn: c.closed_on,
      lastName: c.last_name,
      firstName: c.first_name,
      middleName: c.middle_name,
    })),
    residents: rows('residents', (c, line) => ({
      line,
      account: c.account,
      from: c.from,
      registered: c.registered,
      owners: c.owners,
    })),
    connections: rows('connections', (c, line) => ({
      line,
      account: c.account,
      utility: c.utility,
      from: c.from,
      to: c.to,
      meterPossible: c.meter_possible,
    })),
    absences: rows('absences', (c, line) => ({
      line,
      account: c.account,
      leftOn: c.left_on,
      returnedOn: c.returned_on,
      persons: c.persons,
      appliedOn: c.applied_on,
    })),
  };
}

function rates(
  rows: Rows,
): Pick<PackageRows, 'utilities' | 'tariffs' | 'norms' | 'coefficients' | 'keyRates' | 'calendar'> {
  return {
    utilities: rows('utilities', (c, line) => ({
      line,
      utility: c.utility,
      name: c.name,
      kind: c.kind,
      unit: c.unit,
      payee: c.payee,
      sources: c.sources ?? [],
      maxMonthly: c.max_monthly,
      raiseAfterFailure: c.raise_after_failure,
    })),
    tariffs: rows('tariffs', (c, line) => ({
      line,
      utility: c.utility,
      houseId: c.house_id,
      part: c.part,
      from: c.from,
      price: c.price,
    })),
    norms: rows('norms', (c, line) => ({
      line,
      utility: c.utility,
      houseId: c.house_id,
      from: c.from,
      norm: c.norm,
      per: c.per,
    })),
    coefficients: rows('coefficients', (c, line) => ({
      line,
      utility: c.utility,
      from: c.from,
      coefficient: c.coefficient,
    })),
    keyRates: rows('key_rates', (c, line) => ({ line, from: c.from, percent: c.percent })),
    calendar: rows('calendar', (c, line) => ({ line, date: c.date, kind: c.kind })),
  };
}

function metering(
  rows: Rows,
): Pick<PackageRows, 'meters' | 'readings' | 'readingsCorrections' | 'volumeHistory' | 'houseVolumes'> {
  return {
    meters: rows('meters', (c, line) => ({
      line,
      meterId: c.meter_id,
      account: c.account,
      utility: c.utility,
      serial: c.serial,
      zones: c.zones,
      digits: c.digits,
      installedOn: c.installed_on,
      verifiedUntil: c.verified_until,
      start: filled(c.start_1, c.start_2, c.start_3),
      removedOn: c.removed_on,
      final: c.removed_on === null ? null : filled(c.final_1, c.final_2, c.final_3),
      replaces: c.replaces,
    })),
    readings: rows('readings', (c, line) => ({
      line,
      meterId: c.meter_id,
      takenOn: c.taken_on,
      receivedOn: c.received_on,
      values: filled(c.value_1, c.value_2, c.value_3),
    })),
    readingsCorrections: rows('readings_corrections', (c, line) => ({
      line,
      meterId: c.meter_id,
      takenOn: c.taken_on,
      correctedOn: c.corrected_on,
      values: filled(c.value_1, c.value_2, c.value_3),
      reason: c.reason,
    })),
    volumeHistory: rows('volume_history', (c, line) => ({
      line,
      account: c.account,
      utility: c.utility,
      period: c.period,
      volumes: filled(c.volume_1, c.volume_2, c.volume_3),
    })),
    houseVolumes: rows('house_volumes', (c, line) => ({
      line,
      houseId: c.house_id,
      utility: c.utility,
      period: c.period,
      volume: c.volume,
    })),
  };
}

function money(rows: Rows): Pick<PackageRows, 'openingBalances' | 'payments' | 'paymentReversals'> {
  return {
    openingBalances: rows('opening_balances', (c, line) => ({
      line,
      account: c.account,
      payee: c.payee,
      period: c.period,
      kind: c.kind,
      amountKopecks: c.amount,
    })),
    payments: rows('payments', (c, line) => ({
      line,
      paymentId: c.payment_id,
      account: c.account,
      receivedOn: c.received_on,
      amountKopecks: c.amount,
      payee: c.payee ?? 'main',
      namedPeriod: c.named_period,
    })),
    paymentReversals: rows('payment_reversals', (c, line) => ({
      line,
      paymentId: c.payment_id,
      reversedOn: c.reversed_on,
      reason: c.reason,
    })),
  };
}

/** The registers that are filled; that they are the first ones was checked. */
function filled(...values: readonly (Decimal | null)[]): Decimal[] {
  return values.filter((value) => value !== null);
}

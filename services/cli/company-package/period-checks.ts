import { BillingPeriod, CivilDate, dayOfMonth, daysBetween, firstDayOf, periodOf, periodsBetween } from '#libs/kernel';
import { AbsenceRow, CompanyPackage, settingOn } from './company-package';
import { ErrorLog, FileName } from './package-error';
import { because } from './package-reasons';
import { isHeatingMonth } from './settings-checks';

/** Checks of dates against each other and against the computed periods. Meters and their readings: `meter-checks.ts`. */
export function checkDates(pack: CompanyPackage, log: ErrorLog): void {
  checkOrder(pack, log);
  checkReversals(pack, log);
  checkMidMonth(pack, log);
  checkResidents(pack, log);
  checkAbsences(pack, log);
  checkOpeningState(pack, log);
  checkSeasonVolumes(pack, log);
}

/** The two ends of something that lasts, or a fact and what can only follow it. */
function checkOrder(pack: CompanyPackage, log: ErrorLog): void {
  function notBefore(
    file: FileName,
    line: number,
    column: string,
    later: Moment,
    other: string,
    earlier: Moment,
  ): void {
    if (later === null || earlier === null || later >= earlier) return;
    log.report(file, line, column, 'bad_order', because('not_before', { column: other }));
  }
  function after(file: FileName, line: number, column: string, later: Moment, other: string, earlier: Moment): void {
    if (later === null || earlier === null || later > earlier) return;
    log.report(file, line, column, 'bad_order', because('must_be_after', { column: other }));
  }
  for (const row of pack.houses) {
    if (row.windowTo < row.windowFrom) {
      log.report('houses', row.line, 'window_to', 'bad_order', because('not_before', { column: 'window_from' }));
    }
  }
  for (const row of pack.accounts) after('accounts', row.line, 'closed_on', row.closedOn, 'opened_on', row.openedOn);
  for (const row of pack.connections) after('connections', row.line, 'to', row.to, 'from', row.from);
  for (const row of pack.meters) {
    notBefore('meters', row.line, 'verified_until', row.verifiedUntil, 'installed_on', row.installedOn);
    notBefore('meters', row.line, 'removed_on', row.removedOn, 'installed_on', row.installedOn);
  }
  for (const row of pack.readings) {
    notBefore('readings', row.line, 'received_on', row.receivedOn, 'taken_on', row.takenOn);
  }
  for (const row of pack.readingsCorrections) {
    notBefore('readings_corrections', row.line, 'corrected_on', row.correctedOn, 'taken_on', row.takenOn);
  }
  for (const row of pack.absences) after('absences', row.line, 'returned_on', row.returnedOn, 'left_on', row.leftOn);
}

type Moment = CivilDate | null;

function checkReversals(pack: CompanyPackage, log: ErrorLog): void {
  const receivedOn = new Map(pack.payments.map((row) => [row.paymentId, row.receivedOn]));
  for (const row of pack.paymentReversals) {
    const received = receivedOn.get(row.paymentId);
    if (received === undefined || row.reversedOn >= received) continue;
    log.report('payment_reversals', row.line, 'reversed_on', 'bad_order', because('reversal_before_payment'));
  }
}

/** One value holds for a whole period, so it can change only where a period begins. */
function checkMidMonth(pack: CompanyPackage, log: ErrorLog): void {
  const files = { tariffs: pack.tariffs, norms: pack.norms, coefficients: pack.coefficients };
  for (const [file, rows] of Object.entries(files)) {
    for (const row of rows) {
      const period = periodOf(row.from);
      if (period < pack.firstPeriod || period > pack.lastPeriod || dayOfMonth(row.from) === 1) continue;
      const reason = because('mid_month');
      log.report(file as keyof typeof files, row.line, 'from', 'mid_month', reason);
    }
  }
}

function checkResidents(pack: CompanyPackage, log: ErrorLog): void {
  const earliest = new Map<string, CivilDate>();
  for (const row of pack.residents) {
    const known = earliest.get(row.account);
    if (known === undefined || row.from < known) earliest.set(row.account, row.from);
  }
  for (const { account, openedOn } of pack.accounts) {
    if ((earliest.get(account) ?? '9999-99-99') <= openedOn) continue;
    log.report('residents', 0, 'account', 'required', because('residents_missing', { account }));
  }
}

function checkAbsences(pack: CompanyPackage, log: ErrorLog): void {
  const byAccount = new Map<string, AbsenceRow[]>();
  for (const row of pack.absences) {
    // An absence that ends before it begins has its own error and covers no day.
    if (row.returnedOn <= row.leftOn) continue;
    const absences = byAccount.get(row.account);
    if (absences === undefined) byAccount.set(row.account, [row]);
    else absences.push(row);
  }
  for (const absences of byAccount.values()) {
    absences.sort((left, right) => daysBetween(right.leftOn, left.leftOn));
    let returnedOn: CivilDate = '';
    for (const row of absences) {
      if (row.leftOn < returnedOn) {
        log.report('absences', row.line, 'left_on', 'bad_value', because('absences_overlap'));
      }
      if (row.returnedOn > returnedOn) returnedOn = row.returnedOn;
    }
  }
}

/** What lies before the first computed period is state and history; what comes after is computed. */
function checkOpeningState(pack: CompanyPackage, log: ErrorLog): void {
  for (const row of pack.volumeHistory) {
    if (row.period < pack.firstPeriod) continue;
    log.report('volume_history', row.line, 'period', 'out_of_range', because('not_before_first_period'));
  }
  for (const row of pack.openingBalances) {
    if (row.kind === 'advance' || row.period < pack.firstPeriod) continue;
    log.report('opening_balances', row.line, 'period', 'out_of_range', because('not_before_first_period'));
  }
  for (const row of pack.payments) {
    if (row.receivedOn >= firstDayOf(pack.firstPeriod)) continue;
    log.report('payments', row.line, 'received_on', 'out_of_range', because('payment_before_first_period'));
  }
}

/** A house charged by its heat meter in the season needs a volume for every heating month, also where it is 0. */
function checkSeasonVolumes(pack: CompanyPackage, log: ErrorLog): void {
  const heating = pack.utilities.filter((row) => row.kind === 'heating').map((row) => row.utility);
  const houseOf = new Map(pack.accounts.map((row) => [row.account, row.houseId]));
  const connected = new Set(pack.connections.map((row) => key(houseOf.get(row.account) ?? '', row.utility)));
  const volumes = new Set(pack.houseVolumes.map((row) => key(row.houseId, row.utility, row.period)));
  const months = heatingMonths(pack);
  for (const house of pack.houses) {
    if (house.heatingMode !== 'SEASON' || !house.heatMeter) continue;
    for (const utility of heating.filter((candidate) => connected.has(key(house.houseId, candidate)))) {
      for (const month of months.filter((candidate) => !volumes.has(key(house.houseId, utility, candidate)))) {
        const reason = because('heating_volume_missing', { house: house.houseId, utility, month });
        log.report('house_volumes', 0, 'volume', 'required', reason);
      }
    }
  }
}

function heatingMonths(pack: CompanyPackage): BillingPeriod[] {
  return periodsBetween(pack.firstPeriod, pack.lastPeriod).filter((period) =>
    isHeatingMonth(settingOn(pack.settings, 'heating_months', firstDayOf(period)) ?? '', period),
  );
}

function key(...parts: readonly string[]): string {
  return parts.join(';');
}

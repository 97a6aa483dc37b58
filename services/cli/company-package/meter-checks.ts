import { addDays, BillingPeriod, CivilDate, daysBetween, firstDayOf, previousPeriod } from '#libs/kernel';
import { Rational } from '#libs/money';
import { monthOfReading } from '../../billing/domain/reading-month.policy';
import {
  AccountRow,
  CompanyPackage,
  ConnectionRow,
  Decimal,
  HouseRow,
  MeterRow,
  ReadingRow,
  ReadingsCorrectionRow,
} from './company-package';
import { ErrorLog, FileName } from './package-error';
import { because } from './package-reasons';

/** Checks of meters, their readings and the corrections of readings. */
export function checkMeters(pack: CompanyPackage, log: ErrorLog): void {
  for (const meter of metersInContext(pack)) {
    checkLife(meter, log);
    checkOpeningReading(meter, pack.firstPeriod, log);
    checkNoneBelowPrevious(meter, log);
    checkCorrectionsOfClosedMonths(meter, pack.firstPeriod, log);
  }
}

/** A meter with everything of the package that bears on it. */
interface MeterInContext {
  readonly meter: MeterRow;
  readonly account: AccountRow;
  readonly house: HouseRow;
  readonly connection: ConnectionRow;
  /** The largest plausible volume over a rollover. */
  readonly maxMonthly: Rational;
  /** Readings by `takenOn`. */
  readonly readings: readonly ReadingRow[];
  /** Corrections by `correctedOn`. */
  readonly corrections: readonly ReadingsCorrectionRow[];
}

/** The references of the package are whole by now; a meter without its rows would be one that was refused before. */
function metersInContext(pack: CompanyPackage): MeterInContext[] {
  const accounts = new Map(pack.accounts.map((row) => [row.account, row]));
  const houses = new Map(pack.houses.map((row) => [row.houseId, row]));
  const utilities = new Map(pack.utilities.map((row) => [row.utility, row]));
  const connections = new Map(pack.connections.map((row) => [`${row.account};${row.utility}`, row]));
  const readings = grouped(pack.readings, (row) => row.takenOn);
  const corrections = grouped(pack.readingsCorrections, (row) => row.correctedOn);
  return pack.meters.flatMap((meter) => {
    const account = accounts.get(meter.account);
    const house = account && houses.get(account.houseId);
    const connection = connections.get(`${meter.account};${meter.utility}`);
    if (!account || !house || !connection) return [];
    return {
      meter,
      account,
      house,
      connection,
      maxMonthly: Rational.parse(utilities.get(meter.utility)?.maxMonthly ?? '0'),
      readings: readings.get(meter.meterId) ?? [],
      corrections: corrections.get(meter.meterId) ?? [],
    };
  });
}

function grouped<Row extends { readonly meterId: string }>(
  rows: readonly Row[],
  dateOf: (row: Row) => CivilDate,
): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.meterId);
    if (group === undefined) groups.set(row.meterId, [row]);
    else group.push(row);
  }
  for (const group of groups.values()) group.sort((left, right) => daysBetween(dateOf(right), dateOf(left)));
  return groups;
}

function isWithinLife(meter: MeterRow, reading: ReadingRow): boolean {
  return reading.takenOn >= meter.installedOn && (meter.removedOn === null || reading.takenOn <= meter.removedOn);
}

function checkLife({ meter, readings }: MeterInContext, log: ErrorLog): void {
  for (const reading of readings) {
    if (isWithinLife(meter, reading)) continue;
    const { installedOn, removedOn } = meter;
    const reason =
      removedOn === null
        ? because('before_installed', { installedOn })
        : because('outside_life', { installedOn, removedOn });
    log.report('readings', reading.line, 'taken_on', 'outside_meter_life', reason);
  }
}

/** Without the reading from which consumption goes on, the first computed period could only be guessed. */
function checkOpeningReading(context: MeterInContext, firstPeriod: BillingPeriod, log: ErrorLog): void {
  const { meter, account, house, connection, readings } = context;
  const firstDay = firstDayOf(firstPeriod);
  const month = previousPeriod(firstPeriod);
  const inUse = meter.installedOn < firstDay && (meter.removedOn === null || meter.removedOn >= firstDay);
  if (!inUse || !isActive(account, connection, firstDay) || !isActive(account, connection, addDays(firstDay, -1)))
    return;
  if (readings.some((row) => monthOfReading(row.receivedOn, house.windowTo, account.closedOn) === month)) return;
  log.report('meters', meter.line, 'meter_id', 'required', because('opening_reading', { month }));
}

function isActive(account: AccountRow, connection: ConnectionRow, day: CivilDate): boolean {
  return (
    account.openedOn <= day &&
    (account.closedOn === null || day < account.closedOn) &&
    connection.from <= day &&
    (connection.to === null || day < connection.to)
  );
}

/**
 * Each value against the one before it, as both were known when the later one came in, and once more with all
 * corrections. The final value of a removed meter follows its last reading.
 */
function checkNoneBelowPrevious(context: MeterInContext, log: ErrorLog): void {
  const { meter } = context;
  // A reading outside the life of the meter has its error already; compared, it would put the next one in the wrong.
  const readings = context.readings.filter((reading) => isWithinLife(meter, reading));
  let previous: ReadingRow | null = null;
  const isCorrected = context.corrections.length > 0;
  for (const reading of readings) {
    for (const knownOn of isCorrected ? [reading.receivedOn, EVERYTHING_KNOWN] : [EVERYTHING_KNOWN]) {
      const before = previous === null ? meter.start : valuesKnownOn(context, previous, knownOn);
      const now = valuesKnownOn(context, reading, knownOn);
      reportBelow(context, before, now, { file: 'readings', line: reading.line, prefix: 'value' }, log);
    }
    previous = reading;
  }
  if (meter.removedOn === null || meter.final === null) return;
  for (const knownOn of [meter.removedOn, EVERYTHING_KNOWN]) {
    const before = previous === null ? meter.start : valuesKnownOn(context, previous, knownOn);
    reportBelow(context, before, meter.final, { file: 'meters', line: meter.line, prefix: 'final' }, log);
  }
}

/** After every date of the package. */
const EVERYTHING_KNOWN = '9999-99-99';

/** What was known of a reading on a day: its last correction by then, else what was read, whenever it came in. */
function valuesKnownOn({ corrections }: MeterInContext, reading: ReadingRow, day: CivilDate): readonly Decimal[] {
  const known = corrections.filter((row) => row.takenOn === reading.takenOn && row.correctedOn <= day);
  return known.at(-1)?.values ?? reading.values;
}

interface Place {
  readonly file: FileName;
  readonly line: number;
  readonly prefix: string;
}

/** A lower value is a rollover of the dial where the volume that follows from it is plausible. */
function reportBelow(
  { meter, maxMonthly }: MeterInContext,
  before: readonly Decimal[],
  now: readonly Decimal[],
  { file, line, prefix }: Place,
  log: ErrorLog,
): void {
  now.forEach((value, index) => {
    const growth = Rational.parse(value).minus(Rational.parse(before[index] ?? '0'));
    if (!growth.isNegative()) return;
    const overRollover = growth.plus(Rational.of(10n ** BigInt(meter.digits)));
    if (overRollover.compare(maxMonthly) <= 0) return;
    log.report(file, line, `${prefix}_${index + 1}`, 'reading_below_previous', because('below_previous'));
  });
}

/**
 * A reading that counted before the first computed period made a charge the old system posted: a correction registered
 * since would change a month that is not computed here. One registered before is simply used.
 */
function checkCorrectionsOfClosedMonths(context: MeterInContext, firstPeriod: BillingPeriod, log: ErrorLog): void {
  const late = context.corrections.filter((row) => row.correctedOn >= firstDayOf(firstPeriod));
  if (late.length === 0) return;
  const counted = readingsCountedBefore(context, firstPeriod);
  for (const row of late) {
    if (!counted.has(row.takenOn)) continue;
    log.report('readings_corrections', row.line, 'taken_on', 'before_start', because('closed_month_corrected'));
  }
}

/** `takenOn` of the readings that counted: in each month the latest usable one, if it is later than the last counted. */
function readingsCountedBefore(context: MeterInContext, firstPeriod: BillingPeriod): Set<CivilDate> {
  const { meter, account, house } = context;
  const latest = new Map<BillingPeriod, CivilDate>();
  for (const { takenOn, receivedOn } of context.readings) {
    const month = monthOfReading(receivedOn, house.windowTo, account.closedOn);
    const usable = takenOn <= meter.verifiedUntil && (account.closedOn === null || takenOn <= account.closedOn);
    // Readings come by takenOn, so the last one of a month stays.
    if (month < firstPeriod && usable) latest.set(month, takenOn);
  }
  const counted = new Set<CivilDate>();
  let lastCounted: CivilDate = '';
  for (const month of [...latest.keys()].sort()) {
    const takenOn = latest.get(month) as CivilDate;
    if (takenOn <= lastCounted) continue;
    counted.add(takenOn);
    lastCounted = takenOn;
  }
  return counted;
}

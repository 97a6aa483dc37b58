import { CivilDate, earlier, lastDayOf, later } from '#libs/kernel';
import { monthOfReading } from '#services/billing';
import { consumptionHistoryDecider, consumptionHistoryStream, meterDecider, meterStream } from '#services/metering';
import { CompanyPackage, MeterRow, ReadingRow } from '../company-package';
import { FactList } from './dated-fact';

/** Meters, readings, their corrections and the volumes of the months before. */
export function addMeteringFacts(list: FactList, source: CompanyPackage): void {
  const accounts = new Map(source.accounts.map((row) => [row.account, row]));
  const maxMonthly = new Map(source.utilities.map((row) => [row.utility, row.maxMonthly]));
  const meters = new Map(source.meters.map((row) => [row.meterId, row]));
  const installedOn = (row: MeterRow) => later(row.installedOn, accounts.get(row.account)?.openedOn ?? row.installedOn);
  for (const row of inOrderOfReplacement(source.meters)) {
    const { meterId, account, utility, serial, digits, verifiedUntil, replaces } = row;
    list.add(installedOn(row), `meter:${meterId}`, meterStream(meterId), meterDecider, {
      kind: 'InstallMeter',
      account,
      meterId,
      utility,
      serial,
      digits,
      installedOn: row.installedOn,
      verifiedUntil,
      startValues: row.start,
      replaces,
      maxMonthly: maxMonthly.get(utility) ?? null,
    });
  }
  addHistory(list, source);
  const recordedOn = (reading: ReadingRow): CivilDate => {
    const meter = meters.get(reading.meterId) as MeterRow;
    return later(readingDay(source, meter, reading), installedOn(meter));
  };
  const readings = new Map(source.readings.map((row) => [`${row.meterId}|${row.takenOn}`, row]));
  for (const row of source.readings) {
    const { meterId, takenOn, receivedOn, values } = row;
    const command = { kind: 'SubmitReading', meterId, takenOn, receivedOn, values, channel: 'import' } as const;
    list.add(recordedOn(row), `reading:${meterId}:${takenOn}`, meterStream(meterId), meterDecider, command);
  }
  // The order of rows means nothing; a correction is compared with what the one before it made of the reading.
  const corrections = source.readingsCorrections.toSorted((left, right) =>
    left.correctedOn < right.correctedOn ? -1 : 1,
  );
  for (const { meterId, takenOn, correctedOn, values, reason } of corrections) {
    const reading = readings.get(`${meterId}|${takenOn}`) as ReadingRow;
    const on = later(correctedOn, recordedOn(reading));
    const command = {
      kind: 'CorrectReading',
      meterId,
      takenOn,
      correctedOn,
      values,
      reason,
      channel: 'import',
    } as const;
    list.add(on, `correction:${meterId}:${takenOn}:${correctedOn}`, meterStream(meterId), meterDecider, command);
  }
  for (const row of source.meters) {
    if (row.removedOn === null || row.final === null) continue;
    const { meterId, removedOn, final } = row;
    const command = { kind: 'RemoveMeter', meterId, removedOn, finalValues: final, channel: 'import' } as const;
    list.add(
      later(removedOn, installedOn(row)),
      `meter-removed:${meterId}`,
      meterStream(meterId),
      meterDecider,
      command,
    );
  }
}

/**
 * The day on which a reading is recorded: the day it was received. A reading received on the very day on which the
 * account closes, when that is the first of a month, belongs to the month before (company package 4.1): it is recorded
 * on the last day of that month, so that the close of the evening counts it (ADR 0007).
 */
function readingDay(source: CompanyPackage, meter: MeterRow, reading: ReadingRow): CivilDate {
  const account = source.accounts.find((row) => row.account === meter.account);
  const house = source.houses.find((row) => row.houseId === account?.houseId);
  if (!account || !house) return reading.receivedOn;
  const month = monthOfReading(reading.receivedOn, house.windowTo, account.closedOn);
  return earlier(reading.receivedOn, lastDayOf(month));
}

/** A replacing meter after the one that it replaces. */
function inOrderOfReplacement(meters: readonly MeterRow[]): MeterRow[] {
  const depth = (row: MeterRow): number => {
    const old = row.replaces === null ? undefined : meters.find((one) => one.meterId === row.replaces);
    return old ? depth(old) + 1 : 0;
  };
  return meters
    .map((row) => ({ row, depth: depth(row) }))
    .sort((a, b) => a.depth - b.depth)
    .map(({ row }) => row);
}

function addHistory(list: FactList, source: CompanyPackage): void {
  const months = new Map<
    string,
    { account: string; utility: string; months: { period: string; volumes: readonly string[] }[] }
  >();
  for (const { account, utility, period, volumes } of source.volumeHistory) {
    const key = `${account}:${utility}`;
    const history = months.get(key) ?? { account, utility, months: [] };
    history.months.push({ period, volumes });
    months.set(key, history);
  }
  const openedOn = new Map(source.accounts.map((row) => [row.account, row.openedOn]));
  for (const [key, { account, utility, months: rows }] of months) {
    const sorted = rows.sort((left, right) => (left.period < right.period ? -1 : 1));
    list.add(
      openedOn.get(account) as CivilDate,
      `history:${key}`,
      consumptionHistoryStream(account, utility),
      consumptionHistoryDecider,
      { kind: 'RecordConsumptionHistory', account, utility, months: sorted },
    );
  }
}

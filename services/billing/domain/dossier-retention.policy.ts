import { BillingPeriod, later, periodOf } from '#libs/kernel';
import { postedFrom } from './absence-recalculation.policy';
import { Dossier, Reading, UtilityRecord } from './dossier';
import { knownFrom } from './reading-correction.policy';
import { forgettableUpTo, RETENTION } from './retention';

/**
 * The dossier at the close of a period without what no further calculation needs: records of charges older than the
 * months that are kept, unless they are in a running gap or give the latest volumes for averages, and readings that
 * no kept record stands on.
 */
export function forgetSettled<Kept extends Dossier>(dossier: Kept, closed: BillingPeriod): Kept {
  const upTo = forgettableUpTo(closed);
  const records: Record<string, readonly UtilityRecord[]> = {};
  const inGap = new Set(Object.values(dossier.records).flatMap((all) => all.at(-1)?.gap ?? []));
  for (const [utility, all] of Object.entries(dossier.records)) records[utility] = keptRecords(all, upTo, inGap);
  const readings = keptReadings({ ...dossier, records }, upTo, closed);
  const forgets = readings.length < dossier.readings.length || countOf(records) < countOf(dossier.records);
  if (!forgets) return dossier;
  return { ...dossier, records, readings, forgottenUpTo: later(dossier.forgottenUpTo ?? upTo, upTo) };
}

function countOf(records: Dossier['records']): number {
  return Object.values(records).reduce((sum, all) => sum + all.length, 0);
}

/** A running gap of one utility keeps the records of all: sewage follows the true-up of its source. */
function keptRecords(
  records: readonly UtilityRecord[],
  upTo: BillingPeriod,
  inGap: ReadonlySet<BillingPeriod>,
): readonly UtilityRecord[] {
  let months = 0;
  const kept = records.toReversed().filter((record, age) => {
    const isRecent = record.period > upTo || age === 0 || inGap.has(record.period);
    const givesVolumes = record.counted !== null && months < RETENTION.averageMonths;
    months += record.counted?.averageable === true ? record.counted.months : 0;
    return isRecent || givesVolumes;
  });
  return kept.length === records.length ? records : kept.reverse();
}

/** A correction that a later month will be the first to know of keeps its reading. */
function keptReadings(dossier: Dossier, upTo: BillingPeriod, closed: BillingPeriod): readonly Reading[] {
  const used = new Set<string>();
  const atStart = new Set<string>();
  for (const [utility, records] of Object.entries(dossier.records)) {
    if (records.at(-1)?.lastCounted === null) atStart.add(utility);
    for (const { counted, lastCounted } of records) {
      for (const reference of [counted, counted?.from, lastCounted]) {
        if (reference) used.add(`${reference.meterId}|${reference.takenOn}`);
      }
    }
  }
  const utilities = new Map(dossier.meters.map((meter) => [meter.meterId, meter.utility]));
  return dossier.readings.filter((reading) => {
    const utility = utilities.get(reading.meterId);
    if (utility === undefined || !dossier.records[utility] || atStart.has(utility)) return true;
    if (reading.corrections.some((correction) => knownFrom(correction) > closed)) return true;
    return periodOf(reading.receivedOn) > upTo || used.has(`${reading.meterId}|${reading.takenOn}`);
  });
}

/**
 * True when the calculation of a period reaches back to what the dossier has forgotten: a correction of an old
 * reading, an absence in an old month, an average over more months than are kept.
 */
export function needsWholeHistory(dossier: Dossier, period: BillingPeriod, averageMonths: number): boolean {
  const { forgottenUpTo } = dossier;
  if (forgottenUpTo === null) return false;
  if (averageMonths > RETENTION.averageMonths) return true;
  const absences = dossier.absences.some(
    (absence) => periodOf(absence.leftOn) <= forgottenUpTo && postedFrom(absence) === period,
  );
  return absences || dossier.readings.some((reading) => isOldCorrection(reading, period, forgottenUpTo));
}

function isOldCorrection(reading: Reading, period: BillingPeriod, forgottenUpTo: BillingPeriod): boolean {
  if (periodOf(reading.receivedOn) > forgottenUpTo) return false;
  return reading.corrections.some((correction) => knownFrom(correction) >= period);
}

import { BillingPeriod, firstDayOf, lastDayOf, previousPeriod } from '#libs/kernel';
import { Rational } from '#libs/money';
import { Activity } from './activity.policy';
import { Why } from './calculation';
import { Connection, CountedReading, Dossier, Reading, ReadingReference, UtilityRecord, VolumeBranch } from './dossier';
import {
  chainOfPeriod,
  chainStartDay,
  firstGrowthRatio,
  GrowthStep,
  growthOf,
  growthSteps,
  KnownValues,
  MeterChain,
  placeInChain,
  readingsOfChain,
  startReadingOf,
} from './meter-chain.policy';
import { monthOfReading } from './reading-month.policy';
import { ReferenceBook, Utility, ValueInForce } from './reference-book';

/** Everything the decision on one metered volume looks at. */
export interface VolumeQuestion {
  readonly dossier: Dossier;
  readonly book: ReferenceBook;
  readonly utility: Utility;
  readonly connection: Connection;
  readonly period: BillingPeriod;
  readonly activity: Activity;
  /** Values with every correction that is registered up to the end of the period. */
  readonly valuesOf: KnownValues;
  /** Closed periods of this utility, corrections of this period already applied. */
  readonly records: readonly UtilityRecord[];
}

/** A part of a volume that goes to a closed gap period, by register. */
export interface VolumePart {
  readonly record: UtilityRecord;
  readonly volumes: readonly Rational[];
}

export interface MeteredVolume {
  readonly branch: VolumeBranch;
  readonly basis: 'meter' | 'average' | 'norm' | 'norm_raised';
  /** By register, at or above zero, before the raising coefficient. */
  readonly volumes: readonly Rational[];
  readonly coefficient: ValueInForce | null;
  readonly norm: ValueInForce | null;
  /** Volumes that go back to closed gap periods (true-up). */
  readonly returned: readonly VolumePart[];
  readonly counted: CountedReading | null;
  /** How the counted reading grew, for the explanation. */
  readonly steps: readonly GrowthStep[];
  /** What was charged in the gap and is taken off the growth, by register. */
  readonly chargedInGap: readonly Rational[];
  /** The monthly volumes of an average, by register. */
  readonly averageOf: readonly (readonly Rational[])[];
  readonly gap: readonly BillingPeriod[];
  readonly lastCounted: ReadingReference | null;
  readonly chain: MeterChain | null;
  readonly why: Why;
}

/**
 * Finds the volume of a metered utility for a period: the first branch that applies.
 * ПП РФ 354 п. 42, 59, 60, 61, 81; averages and true-ups as the company's settings say.
 * Throws BILLING_NO_RULE_IN_FORCE when a norm is needed and not in force.
 */
export function findMeteredVolume(question: VolumeQuestion): MeteredVolume {
  const chain = chainOfPeriod(question.dossier, question.connection, question.period, question.book.firstPeriod);
  if (chain === null) return volumeWithoutMeter(question);
  const standing = standingOf(question, chain);
  const reading = usableReading(question, chain, standing);
  if (reading === null) return estimatedVolume(question, chain, standing, null);
  const growth = countReading(question, chain, standing, reading);
  return growth.leftOpen.length > 0 ? estimatedVolume(question, chain, standing, growth) : readVolume(chain, growth);
}

/** Where the chain stands before the period: its last counted reading and its running gap. */
interface Standing {
  /** The last counted reading, or the chain's start reading; null at the start values. */
  readonly from: Reading | null;
  readonly counted: boolean;
  readonly after: string;
  readonly gap: readonly UtilityRecord[];
}

function standingOf(question: VolumeQuestion, chain: MeterChain): Standing {
  const { dossier, book, records, period } = question;
  const previous = records.at(-1);
  const sameChain = previous !== undefined && previous.chain === (chain.meters[0]?.meterId ?? null);
  const gapPeriods = sameChain && previous.period === previousPeriod(period) ? previous.gap : [];
  const gap = gapPeriods.map((gapPeriod) => records.find((record) => record.period === gapPeriod) as UtilityRecord);
  const lastCounted = sameChain ? previous.lastCounted : null;
  if (lastCounted) {
    const from = findReading(dossier, lastCounted);
    return { from, counted: true, after: from.takenOn, gap };
  }
  const start = startReadingOf(dossier, chain, book.house(dossier.houseId).windowToDay, book.firstPeriod);
  return { from: start, counted: false, after: chainStartDay(chain, start), gap };
}

export function findReading(dossier: Dossier, reference: ReadingReference): Reading {
  const found = dossier.readings.find(
    (reading) => reading.meterId === reference.meterId && reading.takenOn === reference.takenOn,
  );
  if (!found)
    throw new Error(`The dossier of ${dossier.account} lost the reading ${reference.meterId} ${reference.takenOn}`);
  return found;
}

/** Of several usable readings the one taken last counts; the others are information. */
function usableReading(question: VolumeQuestion, chain: MeterChain, standing: Standing): Reading | null {
  const { dossier, book, period } = question;
  const { windowToDay } = book.house(dossier.houseId);
  const firstGapDay = standing.gap[0] ? firstDayOf(standing.gap[0].period) : null;
  let usable: Reading | null = null;
  for (const reading of readingsOfChain(dossier, chain)) {
    if (reading.takenOn <= standing.after) continue;
    if (firstGapDay !== null && reading.takenOn < firstGapDay) continue;
    if (dossier.closedOn !== null && reading.takenOn > dossier.closedOn) continue;
    const meter = chain.meters[placeInChain(chain, reading.meterId)];
    if (!meter || reading.takenOn > meter.verifiedUntil) continue;
    if (monthOfReading(reading.receivedOn, windowToDay, dossier.closedOn) !== period) continue;
    usable = reading;
  }
  return usable;
}

/** A counted reading: what it closes, what it leaves open, and the volume that remains. */
interface CountedGrowth {
  readonly reading: Reading;
  readonly steps: readonly GrowthStep[];
  readonly counted: CountedReading;
  readonly growth: readonly Rational[];
  readonly chargedInGap: readonly Rational[];
  /** Growth less what was charged in the closed gap periods, by register; may be below zero. */
  readonly volumes: readonly Rational[];
  readonly closed: readonly UtilityRecord[];
  readonly leftOpen: readonly UtilityRecord[];
  readonly parts: (volumes: readonly Rational[]) => readonly VolumePart[];
}

function countReading(
  question: VolumeQuestion,
  chain: MeterChain,
  standing: Standing,
  reading: Reading,
): CountedGrowth {
  const { trueUpNormMonths } = question.book.chargingSettings(question.period);
  const steps = growthSteps(chain, standing.from, reading, question.valuesOf);
  const ratio = firstGrowthRatio(chain, standing.from, reading.takenOn);
  const growth = growthOf(steps, ratio);
  const closed = standing.gap.filter((record) => firstDayOf(record.period) <= reading.takenOn);
  const leftOpen = standing.gap.filter((record) => firstDayOf(record.period) > reading.takenOn);
  const trued = closed.filter((record) => trueUpNormMonths || record.basis === 'average');
  const chargedInGap = growth.map((_, register) => Rational.sum(trued.map((record) => volumeOf(record, register))));
  const volumes = growth.map((grown, register) => grown.minus(chargedInGap[register] as Rational));
  const ownMonth = leftOpen.length > 0 ? [] : [question.activity.wholly];
  const wholly = [...closed.map((record) => record.whollyActive), ...ownMonth];
  return {
    reading,
    steps,
    growth,
    chargedInGap,
    volumes,
    closed,
    leftOpen,
    parts: (returned) => partsOf(returned, chargedInGap, trued, closed),
    counted: {
      meterId: reading.meterId,
      takenOn: reading.takenOn,
      from: standing.from && { meterId: standing.from.meterId, takenOn: standing.from.takenOn },
      growth: growth.map((value) => value.toText()),
      volumes: volumes.map((value) => value.toText()),
      months: wholly.length,
      averageable: wholly.every(Boolean),
      ratio: ratio && ratio.toText(),
    },
  };
}

function volumeOf(record: UtilityRecord, register: number): Rational {
  return Rational.parse(record.volumes[register] ?? '0');
}

/** Each closed period gets its part in proportion to its volume; equal parts where nothing was charged. */
function partsOf(
  returned: readonly Rational[],
  charged: readonly Rational[],
  trued: readonly UtilityRecord[],
  closed: readonly UtilityRecord[],
): readonly VolumePart[] {
  return closed.map((record) => ({
    record,
    volumes: returned.map((volume, register) => {
      const sum = charged[register] as Rational;
      if (sum.isZero()) return volume.dividedBy(Rational.of(closed.length));
      if (!trued.includes(record)) return Rational.ZERO;
      return volume.times(volumeOf(record, register)).dividedBy(sum);
    }),
  }));
}

/** Branch 1. A volume below zero is not charged: it goes back to the gap periods in which too much was charged. */
function readVolume(chain: MeterChain, growth: CountedGrowth): MeteredVolume {
  const negative = growth.volumes.map((volume) => (volume.isNegative() ? volume : Rational.ZERO));
  return {
    branch: 1,
    basis: 'meter',
    volumes: growth.volumes.map((volume) => (volume.isNegative() ? Rational.ZERO : volume)),
    coefficient: null,
    norm: null,
    returned: negative.some((volume) => !volume.isZero()) ? growth.parts(negative) : [],
    counted: growth.counted,
    steps: growth.steps,
    chargedInGap: growth.chargedInGap,
    averageOf: [],
    gap: [],
    lastCounted: { meterId: growth.reading.meterId, takenOn: growth.reading.takenOn },
    chain,
    why: {
      code: growth.closed.length > 0 ? 'reading_closes_gap' : 'reading',
      branch: 1,
      details: { closedPeriods: growth.closed.map((record) => record.period).join(' ') },
    },
  };
}

/**
 * Branches 2 and 3: the mean of actual months for the first periods of the gap, then the norm, with the raising
 * coefficient where the meter has failed for longer. `stale` is a late reading that closed only a part of the gap:
 * its volume of either sign goes to the periods it closed, and this period is estimated as the gap's next.
 */
function estimatedVolume(
  question: VolumeQuestion,
  chain: MeterChain,
  standing: Standing,
  stale: CountedGrowth | null,
): MeteredVolume {
  const { book, period, dossier, utility } = question;
  const settings = book.chargingSettings(period);
  const open = stale ? stale.leftOpen : standing.gap;
  const gapMonth = open.length + 1;
  const meter = chain.meters.at(-1) as MeterChain['meters'][number];
  const lastDay = lastDayOf(period);
  const failed = meter.verifiedUntil < lastDay || (meter.removedOn !== null && meter.removedOn <= lastDay);
  const branch: VolumeBranch = failed ? 2 : 3;
  const registers = meter.startValues.length;
  const months = actualVolumes(question, registers, stale?.counted ?? null).slice(-settings.averageMonths);
  const byAverage = gapMonth <= settings.averagePeriods && months.length >= settings.averageMinMonths;
  // As many failed months in the gap lie beyond the averaged ones, so a raised month is never an average.
  const failedPeriods = open.filter((record) => record.branch === 2).length + 1;
  const raised = branch === 2 && utility.raiseAfterFailure === true && failedPeriods > settings.averagePeriods;
  const norm = byAverage ? null : book.norm(utility.utility, 'person_month', dossier.houseId, period);
  const coefficient = raised ? book.coefficient(utility.utility, period) : null;
  return {
    branch,
    basis: byAverage ? 'average' : coefficient ? 'norm_raised' : 'norm',
    volumes: norm ? normVolumes(norm, question, registers) : meanVolumes(months, question, registers),
    coefficient,
    norm,
    returned: stale ? stale.parts(stale.volumes) : [],
    counted: stale ? stale.counted : null,
    steps: stale ? stale.steps : [],
    chargedInGap: stale ? stale.chargedInGap : [],
    averageOf: byAverage ? months : [],
    gap: [...open.map((record) => record.period), period],
    lastCounted: stale
      ? { meterId: stale.reading.meterId, takenOn: stale.reading.takenOn }
      : standing.counted && standing.from
        ? { meterId: standing.from.meterId, takenOn: standing.from.takenOn }
        : null,
    chain,
    why: {
      code: estimateCode(failed, byAverage, coefficient !== null, gapMonth > settings.averagePeriods),
      branch,
      gapMonth,
      details: { volumes: months.length, ...(stale ? { staleReading: stale.reading.takenOn } : {}) },
    },
  };
}

function estimateCode(failed: boolean, byAverage: boolean, raised: boolean, afterAverages: boolean): string {
  const cause = failed ? 'meter_failed' : 'no_reading';
  if (byAverage) return `${cause}_average`;
  if (raised) return `${cause}_norm_raised`;
  return afterAverages ? `${cause}_norm` : `${cause}_norm_short_history`;
}

/** The norm is charged on the first register; a meter's other zones get none. */
function normVolumes(norm: ValueInForce, question: VolumeQuestion, registers: number): Rational[] {
  const volume = norm.value.times(question.activity.persons);
  return Array.from({ length: registers }, (_, register) => (register === 0 ? volume : Rational.ZERO));
}

function meanVolumes(
  months: readonly (readonly Rational[])[],
  question: VolumeQuestion,
  registers: number,
): Rational[] {
  return Array.from({ length: registers }, (_, register) =>
    Rational.sum(months.map((volumes) => volumes[register] as Rational))
      .dividedBy(Rational.of(months.length))
      .times(question.activity.share),
  );
}

/**
 * Actual monthly volumes, oldest first: the history from before the first period, then what every counted reading
 * gives: equal volumes for the months it covers, as corrected by now.
 */
function actualVolumes(question: VolumeQuestion, registers: number, stale: CountedReading | null): Rational[][] {
  const volumes: Rational[][] = [];
  for (const row of question.dossier.volumeHistory[question.utility.utility] ?? []) {
    if (row.volumes.length === registers) volumes.push(row.volumes.map((value) => Rational.parse(value)));
  }
  for (const record of question.records) {
    if (record.counted) addMonthlyVolumes(volumes, record.counted, record.corrected, registers);
  }
  if (stale) addMonthlyVolumes(volumes, stale, null, registers);
  return volumes;
}

function addMonthlyVolumes(
  volumes: Rational[][],
  counted: CountedReading,
  corrected: readonly string[] | null,
  registers: number,
): void {
  if (!counted.averageable || counted.months === 0 || counted.growth.length !== registers) return;
  const months = Rational.of(counted.months);
  const monthly = counted.growth.map((growth, register) =>
    Rational.parse(growth)
      .plus(Rational.parse(corrected?.[register] ?? '0'))
      .dividedBy(months),
  );
  for (let month = 0; month < counted.months; month += 1) volumes.push(monthly);
}

/** Branches 5 and 6: the norm, raised where a meter could be installed. ПП РФ 354 п. 42, ф. 4 and 4(1). */
function volumeWithoutMeter(question: VolumeQuestion): MeteredVolume {
  const { book, utility, dossier, period, connection } = question;
  const norm = book.norm(utility.utility, 'person_month', dossier.houseId, period);
  const coefficient = connection.meterPossible ? book.coefficient(utility.utility, period) : null;
  return {
    branch: connection.meterPossible ? 5 : 6,
    basis: coefficient ? 'norm_raised' : 'norm',
    volumes: normVolumes(norm, question, 1),
    coefficient,
    norm,
    returned: [],
    counted: null,
    steps: [],
    chargedInGap: [],
    averageOf: [],
    gap: [],
    lastCounted: null,
    chain: null,
    why: whyWithoutMeter(connection.meterPossible, coefficient !== null),
  };
}

function whyWithoutMeter(meterPossible: boolean | null, raised: boolean): MeteredVolume['why'] {
  if (!meterPossible) return { code: 'no_meter_impossible', branch: 6 };
  if (!raised) return { code: 'no_meter_installable_unraised', branch: 5 };
  return { code: 'no_meter_installable', branch: 5 };
}

import { BillingPeriod, CivilDate, daysBetween, firstDayOf, later, nextPeriod, periodOf } from '#libs/kernel';
import { Rational } from '#libs/money';
import { Connection, Dossier, Meter, Reading, ReadingReference } from './dossier';
import { monthOfReading } from './reading-month.policy';
import { registerGrowth } from './register-growth.policy';

/**
 * Meters that followed one another in order and are billed as one: the volume over a seam is the old meter's to its
 * final value and the new one's from its start value.
 */
export interface MeterChain {
  /** In order of installation; the last is the meter of the period. */
  readonly meters: readonly Meter[];
  readonly billableFrom: BillingPeriod;
  /** True for a chain that is billed only from the month after its first meter was installed. */
  readonly startsNextMonth: boolean;
}

/** The values of a reading as they are known at some moment of the calculation. */
export type KnownValues = (reading: Reading) => readonly string[];

interface Billability {
  readonly from: BillingPeriod;
  readonly continues: boolean;
  readonly startsNextMonth: boolean;
}

/**
 * From which month a meter's readings are billed (ПП РФ 354 п. 81; setting `new_meter` NEXT_MONTH):
 * a replacement in order continues at once, a meter that was there from the beginning counts from its month,
 * any other from the next month.
 */
function billabilityOf(
  meter: Meter,
  meters: readonly Meter[],
  connection: Connection,
  openedOn: CivilDate,
  firstPeriod: BillingPeriod,
): Billability {
  const installedIn = periodOf(meter.installedOn);
  const old = meter.replaces === null ? undefined : meters.find((candidate) => candidate.meterId === meter.replaces);
  if (old && old.removedOn === meter.installedOn && old.removedOn <= old.verifiedUntil) {
    const oldFrom = billabilityOf(old, meters, connection, openedOn, firstPeriod).from;
    if (oldFrom <= installedIn) return { from: installedIn, continues: true, startsNextMonth: false };
  }
  const thereFromTheBeginning =
    meter.installedOn <= later(connection.from, openedOn) || meter.installedOn < firstDayOf(firstPeriod);
  if (thereFromTheBeginning) return { from: installedIn, continues: false, startsNextMonth: false };
  return { from: nextPeriod(installedIn), continues: false, startsNextMonth: true };
}

/** The chain whose last meter is the meter of the period: the billable one installed last; null when there is none. */
export function chainOfPeriod(
  dossier: Dossier,
  connection: Connection,
  period: BillingPeriod,
  firstPeriod: BillingPeriod,
): MeterChain | null {
  const meters = dossier.meters.filter((meter) => meter.utility === connection.utility);
  let meterOfPeriod: Meter | null = null;
  for (const meter of meters) {
    const from = billabilityOf(meter, meters, connection, dossier.openedOn, firstPeriod).from;
    if (from > period) continue;
    if (meterOfPeriod === null || isInstalledLater(meter, meterOfPeriod)) meterOfPeriod = meter;
  }
  if (meterOfPeriod === null) return null;
  const chain: Meter[] = [meterOfPeriod];
  let first = billabilityOf(meterOfPeriod, meters, connection, dossier.openedOn, firstPeriod);
  while (first.continues) {
    const head = chain[0] as Meter;
    const old = meters.find((meter) => meter.meterId === head.replaces) as Meter;
    chain.unshift(old);
    first = billabilityOf(old, meters, connection, dossier.openedOn, firstPeriod);
  }
  return { meters: chain, billableFrom: first.from, startsNextMonth: first.startsNextMonth };
}

/** A successor on the same day counts as installed later than the meter it replaces. */
function isInstalledLater(meter: Meter, than: Meter): boolean {
  if (meter.installedOn !== than.installedOn) return meter.installedOn > than.installedOn;
  if (meter.replaces === than.meterId) return true;
  if (than.replaces === meter.meterId) return false;
  return meter.meterId > than.meterId;
}

export function readingsOfChain(dossier: Dossier, chain: MeterChain): readonly Reading[] {
  return dossier.readings
    .filter((reading) => chain.meters.some((meter) => meter.meterId === reading.meterId))
    .sort((left, right) => compareReadings(left, right, chain));
}

/** By the day taken; on a day of a seam the old meter's reading comes first. */
function compareReadings(left: Reading, right: Reading, chain: MeterChain): number {
  if (left.takenOn !== right.takenOn) return left.takenOn < right.takenOn ? -1 : 1;
  return placeInChain(chain, left.meterId) - placeInChain(chain, right.meterId);
}

export function placeInChain(chain: MeterChain, meterId: string): number {
  return chain.meters.findIndex((meter) => meter.meterId === meterId);
}

/**
 * The reading that a chain starts from: its latest valid one that belongs to a month before the chain is billed
 * (or before the first computed period); null when it starts from the start values of its first meter.
 */
export function startReadingOf(
  dossier: Dossier,
  chain: MeterChain,
  windowToDay: number,
  firstPeriod: BillingPeriod,
): Reading | null {
  const before = later(chain.billableFrom, firstPeriod);
  let start: Reading | null = null;
  for (const reading of readingsOfChain(dossier, chain)) {
    const meter = chain.meters[placeInChain(chain, reading.meterId)] as Meter;
    if (reading.takenOn > meter.verifiedUntil) continue;
    if (monthOfReading(reading.receivedOn, windowToDay, dossier.closedOn) < before) start = reading;
  }
  return start;
}

/** The day after which a reading can count: that of the last counted one, of the start reading, or of installation. */
export function chainStartDay(chain: MeterChain, start: Reading | null): CivilDate {
  return start ? start.takenOn : (chain.meters[0] as Meter).installedOn;
}

/** One stretch of a growth on one meter, by register. */
export interface GrowthStep {
  readonly meter: Meter;
  readonly before: readonly string[];
  readonly now: readonly string[];
  readonly beforeReading: Reading | null;
  readonly nowReading: Reading | null;
}

/**
 * The stretches between two readings of a chain: one on the same meter, more over seams.
 * `from` null means the start values of the chain's first meter.
 */
export function growthSteps(
  chain: MeterChain,
  from: Reading | null,
  to: Reading,
  valuesOf: KnownValues,
): readonly GrowthStep[] {
  const first = from ? placeInChain(chain, from.meterId) : 0;
  const last = placeInChain(chain, to.meterId);
  const steps: GrowthStep[] = [];
  for (let place = first; place <= last; place += 1) {
    const meter = chain.meters[place] as Meter;
    const beforeReading = place === first ? from : null;
    const nowReading = place === last ? to : null;
    steps.push({
      meter,
      before: beforeReading ? valuesOf(beforeReading) : meter.startValues,
      now: nowReading ? valuesOf(nowReading) : (meter.finalValues ?? meter.startValues),
      beforeReading,
      nowReading,
    });
  }
  return steps;
}

/** The growth over the steps, by register, reduced by `ratio` where only a part of it counts. */
export function growthOf(steps: readonly GrowthStep[], ratio: Rational | null): Rational[] {
  const registers = (steps[0] as GrowthStep).before.length;
  return Array.from({ length: registers }, (_, register) => {
    let total = Rational.ZERO;
    for (const { meter, before, now } of steps) {
      const growth = registerGrowth(
        Rational.parse(before[register] as string),
        Rational.parse(now[register] as string),
        meter.digits,
      );
      total = total.plus(growth);
    }
    return ratio ? total.times(ratio) : total;
  });
}

/**
 * The part of the first growth that counts for a chain billed only from the month after installation and started
 * from its start values: days from the first billable day to the reading, of the days from installation; null where
 * all of it counts.
 */
export function firstGrowthRatio(
  chain: MeterChain,
  from: Reading | ReadingReference | null,
  takenOn: CivilDate,
): Rational | null {
  if (from !== null || !chain.startsNextMonth) return null;
  const billable = Math.max(0, daysBetween(firstDayOf(chain.billableFrom), takenOn));
  return Rational.of(billable, daysBetween((chain.meters[0] as Meter).installedOn, takenOn));
}

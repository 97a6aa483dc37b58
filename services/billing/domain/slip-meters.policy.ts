import { BillingPeriod, firstDayOf, lastDayOf } from '#libs/kernel';
import { Rational } from '#libs/money';
import { Dossier, Meter, ReadingReference, UtilityRecord } from './dossier';
import { componentsOfRegisters } from './line.policy';
import { ReferenceBook } from './reference-book';
import { SlipMeter, SlipMeterValue } from './slip-content';

export interface MeterFacts {
  readonly dossier: Dossier;
  /** What the close of the period left behind, by utility. */
  readonly records: Readonly<Record<string, UtilityRecord>>;
  readonly book: ReferenceBook;
  readonly period: BillingPeriod;
}

/**
 * The meters of the premises in a period: previous and current reading with their days, the charged volume, and until
 * when the verification is valid. In the print order of utilities, then by the day of installation.
 */
export function slipMeters(facts: MeterFacts): SlipMeter[] {
  const { dossier, records, book, period } = facts;
  return book.utilities.flatMap((utility) => {
    const record = records[utility.utility];
    if (!record) return [];
    const meters = dossier.meters.filter((meter) => meter.utility === utility.utility && isThere(meter, period));
    const last = meters.at(-1);
    return meters.map((meter) => ({
      utility: utility.utility,
      name: utility.name,
      unit: utility.unit,
      serial: meter.serial,
      verifiedUntil: meter.verifiedUntil,
      components: componentsOfRegisters(meter.startValues.length),
      ...valuesOf(meter, record, dossier),
      volumes: meter === last ? record.volumes.map(printed) : null,
    }));
  });
}

function isThere({ installedOn, removedOn }: Meter, period: BillingPeriod): boolean {
  return installedOn <= lastDayOf(period) && (removedOn === null || removedOn >= firstDayOf(period));
}

function valuesOf(
  meter: Meter,
  record: UtilityRecord,
  dossier: Dossier,
): { readonly previous: SlipMeterValue | null; readonly current: SlipMeterValue | null } {
  const { counted } = record;
  const before = counted === null ? record.lastCounted : counted.from;
  const previous = readingOf(meter, before, dossier) ?? { on: meter.installedOn, values: meter.startValues };
  const current = readingOf(meter, counted, dossier);
  if (current !== null || meter.removedOn === null || meter.finalValues === null) return { previous, current };
  // A meter that was taken off counts to its last value.
  return { previous, current: counted === null ? null : { on: meter.removedOn, values: meter.finalValues } };
}

/** The reading of this meter on the day of a reference, as corrected by the close; null where it is another meter's. */
function readingOf(meter: Meter, reference: ReadingReference | null, dossier: Dossier): SlipMeterValue | null {
  if (reference?.meterId !== meter.meterId) return null;
  const { takenOn } = reference;
  const reading = dossier.readings.find((one) => one.meterId === meter.meterId && one.takenOn === takenOn);
  return reading ? { on: takenOn, values: reading.corrections.at(-1)?.values ?? reading.values } : null;
}

function printed(exact: string): string {
  return Rational.parse(exact).toDecimal(6);
}

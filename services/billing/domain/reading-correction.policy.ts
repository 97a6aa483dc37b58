import { BillingPeriod, periodOf } from '#libs/kernel';
import { Rational } from '#libs/money';
import { RecalculationLine, RecordCorrection, Why } from './calculation';
import { Correction, CountedReading, Dossier, Meter, Reading, StatedVolume, UtilityRecord } from './dossier';
import { componentsOfRegisters, correctionLine, numeral, RecalculationDraft } from './line.policy';
import { growthOf, growthSteps, KnownValues, MeterChain } from './meter-chain.policy';
import { findReading } from './metered-volume.policy';
import { correctRecord } from './record-correction';
import { ReferenceBook, Utility } from './reference-book';

/** Records of closed periods by utility; a correction replaces the ones it changes. */
export type Records = Record<string, readonly UtilityRecord[]>;

/** The first month whose close knows of a correction: its own, or the one that was open when it was told of. */
export function knownFrom({ correctedOn, recordedIn }: Pick<Correction, 'correctedOn' | 'recordedIn'>): BillingPeriod {
  return recordedIn ?? periodOf(correctedOn);
}

/** The values of a reading with every correction that the close of `period` knows of. */
export function valuesKnownIn(period: BillingPeriod): KnownValues {
  return (reading) =>
    reading.corrections.findLast((correction) => knownFrom(correction) <= period)?.values ?? reading.values;
}

interface RegisteredCorrection {
  readonly reading: Reading;
  readonly correction: Correction;
}

export interface CorrectionResult {
  readonly lines: readonly RecalculationLine[];
  readonly corrections: readonly RecordCorrection[];
  /** The records with the corrections applied. */
  readonly records: Records;
}

/**
 * Corrections of readings that a period is the first to know of. A reading that no closed period has counted is simply
 * used with its right value. One that was counted changes the volume of the period that counted it and of the one that
 * continued from it; the differences are recalculation lines of this period. Averages and true-ups of closed periods
 * are not reopened. A month whose volume was stated before the correction was told stands at that: its record is
 * corrected, and no line is posted. One whose price alone was stands at that price, and the line goes by it.
 */
export function correctReadings(dossier: Dossier, book: ReferenceBook, period: BillingPeriod): CorrectionResult {
  const work: CorrectionWork = { dossier, book, period, records: { ...dossier.records }, lines: [], corrections: [] };
  if (!dossier.readings.some((reading) => reading.corrections.length > 0)) return work;
  for (const utility of book.utilities) {
    const registered = correctionsOf(dossier, utility.utility, period);
    if (registered.length > 0) correctUtility(work, utility, registered);
  }
  return work;
}

interface CorrectionWork {
  readonly dossier: Dossier;
  readonly book: ReferenceBook;
  readonly period: BillingPeriod;
  readonly records: Records;
  readonly lines: RecalculationLine[];
  readonly corrections: RecordCorrection[];
}

function correctionsOf(dossier: Dossier, utility: string, period: BillingPeriod): RegisteredCorrection[] {
  const meterIds = new Set(dossier.meters.filter((meter) => meter.utility === utility).map((meter) => meter.meterId));
  const registered = dossier.readings
    .filter((reading) => meterIds.has(reading.meterId))
    .flatMap((reading) => reading.corrections.map((correction) => ({ reading, correction })))
    .filter(({ correction }) => knownFrom(correction) === period);
  const order = ({ reading, correction }: RegisteredCorrection) =>
    [correction.correctedOn, reading.takenOn, reading.meterId] as const;
  return registered.sort((left, right) => compareTuples(order(left), order(right)));
}

function compareTuples(left: readonly string[], right: readonly string[]): number {
  for (let index = 0; index < left.length; index += 1) {
    const [one, other] = [left[index] as string, right[index] as string];
    if (one !== other) return one < other ? -1 : 1;
  }
  return 0;
}

function correctUtility(work: CorrectionWork, utility: Utility, registered: readonly RegisteredCorrection[]): void {
  const applied = new Map<Reading, number>();
  for (const { reading, correction } of registered) {
    const first = reading.corrections.findIndex((candidate) => candidate === correction);
    if (!applied.has(reading)) applied.set(reading, first);
  }
  const knownInPeriod = valuesKnownIn(work.period);
  const valuesOf: KnownValues = (reading) => {
    const count = applied.get(reading);
    if (count === undefined) return knownInPeriod(reading);
    return reading.corrections[count - 1]?.values ?? reading.values;
  };
  for (const { reading, correction } of registered) {
    const touched = (work.records[utility.utility] ?? []).filter((record) => isTouched(record.counted, reading));
    const before = touched.map((record) => growthOfRecord(work.dossier, record, valuesOf));
    applied.set(reading, reading.corrections.indexOf(correction) + 1);
    touched.forEach((record, index) => {
      const after = growthOfRecord(work.dossier, record, valuesOf);
      const change = after.map((growth, register) => growth.minus((before[index] as Rational[])[register] as Rational));
      if (change.some((value) => !value.isZero()))
        postChange(work, utility, record.period, change, reading, correction);
    });
  }
}

function isTouched(counted: CountedReading | null, reading: Reading): boolean {
  if (!counted) return false;
  const isReading = counted.meterId === reading.meterId && counted.takenOn === reading.takenOn;
  return isReading || (counted.from?.meterId === reading.meterId && counted.from.takenOn === reading.takenOn);
}

function growthOfRecord(dossier: Dossier, record: UtilityRecord, valuesOf: KnownValues): Rational[] {
  const counted = record.counted as CountedReading;
  const to = findReading(dossier, counted);
  const from = counted.from && findReading(dossier, counted.from);
  const firstMeterId = from?.meterId ?? record.chain;
  const ratio = counted.ratio === null ? null : Rational.parse(counted.ratio);
  return growthOf(growthSteps(chainBetween(dossier, firstMeterId, to.meterId), from, to, valuesOf), ratio);
}

/** The meters from the first to the last one, back over the replacements. */
function chainBetween(dossier: Dossier, firstMeterId: string | null, lastMeterId: string): MeterChain {
  const meters: Meter[] = [];
  let meterId: string | null = lastMeterId;
  while (meterId !== null) {
    const meter = dossier.meters.find((candidate) => candidate.meterId === meterId);
    if (!meter) throw new Error(`The dossier of ${dossier.account} lost the meter ${meterId}`);
    meters.unshift(meter);
    meterId = meterId === firstMeterId ? null : meter.replaces;
  }
  return { meters, billableFrom: '', startsNextMonth: false };
}

function postChange(
  work: CorrectionWork,
  utility: Utility,
  period: BillingPeriod,
  change: readonly Rational[],
  reading: Reading,
  correction: Correction,
): void {
  const record = recordOf(work.records, utility.utility, period) as UtilityRecord;
  const counted = record.counted as CountedReading;
  const common = {
    source: null,
    reason: 'reading_correction' as const,
    ofPeriod: period,
    coefficient: null,
    why: {
      code: 'reading_correction',
      details: { meter: reading.meterId, takenOn: reading.takenOn, correctedOn: correction.correctedOn },
    },
    inputs: [
      { name: 'reading', value: reading.values.join(' '), eventId: reading.eventId },
      { name: 'corrected_to', value: correction.values.join(' '), eventId: correction.eventId },
    ],
  };
  const before = counted.volumes.map((volume, register) =>
    Rational.parse(volume).plus(Rational.parse(record.corrected?.[register] ?? '0')),
  );
  const post = (lines: readonly RecalculationLine[]) => {
    work.lines.push(...lines.filter((line) => !isStated(work.dossier, correction, line)));
  };
  const priceOf = priceFor(work.dossier, correction);
  post(changeLines(utility, record, change, before, common, priceOf));
  for (const sewage of work.book.utilities) {
    if (sewage.kind !== 'sewage' || !sewage.sources.includes(utility.utility)) continue;
    post(followWithSewage(work, sewage, utility, period, Rational.sum(change), common, priceOf));
  }
  applyChange(work, utility.utility, period, change);
}

type Place = Pick<StatedVolume, 'utility' | 'component' | 'ofPeriod'>;

/** Of what recalculations that stand said, what was said of a line before the correction was told. */
function saidBefore<Stated extends StatedVolume>(
  stated: readonly Stated[],
  { toldAfter = [] }: Correction,
  { utility, component, ofPeriod }: Place,
): Stated | undefined {
  return stated.findLast(
    (one) =>
      toldAfter.includes(one.recalculationId) &&
      one.utility === utility &&
      one.component === component &&
      one.ofPeriod === ofPeriod,
  );
}

function isStated({ statedVolumes }: Dossier, correction: Correction, line: RecalculationLine): boolean {
  return saidBefore(statedVolumes, correction, line) !== undefined;
}

type CommonDraft = Pick<RecalculationDraft, 'source' | 'reason' | 'ofPeriod' | 'coefficient' | 'why' | 'inputs'>;
type Priced = Pick<RecalculationDraft, 'tariff' | 'tariffEventId' | 'why'>;

/**
 * What a unit of a line costs: as it was charged, unless a recalculation that stands had put the price right when the
 * correction was told. What was recorded after that counted the correction by the price that was charged.
 */
function priceFor({ statedPrices }: Dossier, correction: Correction) {
  return (place: Place, charged: string, chargedEventId: string | null, why: Why): Priced => {
    const stated = saidBefore(statedPrices, correction, place);
    if (stated === undefined) return { tariff: charged, tariffEventId: chargedEventId, why };
    const { tariff, eventId } = stated;
    return { tariff, tariffEventId: eventId, why: { ...why, details: { ...why.details, rightTariff: tariff } } };
  };
}

function changeLines(
  utility: Utility,
  record: UtilityRecord,
  change: readonly Rational[],
  before: readonly Rational[],
  common: CommonDraft,
  priceOf: ReturnType<typeof priceFor>,
): RecalculationLine[] {
  const { ofPeriod, why } = common;
  const twoPart = utility.kind === 'metered_two_part';
  const components = componentsOfRegisters(change.length);
  const lines = change.flatMap((quantity, register) => {
    if (quantity.isZero()) return [];
    const place = { utility: utility.utility, component: twoPart ? 'water' : (components[register] ?? null), ofPeriod };
    const charged: string = record.tariffs[register] ?? (record.tariffs[0] as string);
    return [
      correctionLine({
        ...common,
        utility,
        component: place.component,
        quantity,
        quantityFormula: numeral(quantity),
        before: before[register] as Rational,
        ...priceOf(place, charged, record.tariffEventIds[register] ?? null, why),
      }),
    ];
  });
  if (twoPart) {
    const heatNorm = Rational.parse(record.heatNorm as string);
    lines.push(
      correctionLine({
        ...common,
        utility,
        component: 'heat',
        quantity: (change[0] as Rational).times(heatNorm),
        quantityFormula: `${numeral(change[0] as Rational)} * ${record.heatNorm as string}`,
        before: (before[0] as Rational).times(heatNorm),
        ...priceOf(
          { utility: utility.utility, component: 'heat', ofPeriod },
          record.heatTariff as string,
          record.heatTariffEventId,
          why,
        ),
      }),
    );
  }
  return lines;
}

/** Sewage follows only where it was charged in that period. */
function followWithSewage(
  work: CorrectionWork,
  sewage: Utility,
  source: Utility,
  period: BillingPeriod,
  quantity: Rational,
  common: CommonDraft,
  priceOf: ReturnType<typeof priceFor>,
): RecalculationLine[] {
  const record = recordOf(work.records, sewage.utility, period);
  if (!record || quantity.isZero()) return [];
  const before = Rational.parse(record.volumes[0] as string).plus(Rational.parse(record.corrected?.[0] ?? '0'));
  applyChange(work, sewage.utility, period, [quantity]);
  const place = { utility: sewage.utility, component: null, ofPeriod: period };
  return [
    correctionLine({
      ...common,
      utility: sewage,
      component: null,
      source: source.utility,
      quantity,
      quantityFormula: numeral(quantity),
      before,
      ...priceOf(place, record.tariffs[0] as string, record.tariffEventIds[0] ?? null, common.why),
    }),
  ];
}

function recordOf(records: Records, utility: string, period: BillingPeriod): UtilityRecord | undefined {
  return records[utility]?.find((record) => record.period === period);
}

function applyChange(work: CorrectionWork, utility: string, period: BillingPeriod, change: readonly Rational[]): void {
  const correction = { utility, period, volumes: change.map((value) => value.toText()) };
  work.corrections.push(correction);
  work.records[utility] = (work.records[utility] ?? []).map((record) => correctRecord(record, correction));
}

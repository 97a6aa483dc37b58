import { BillingPeriod, CivilDate } from '#libs/kernel';
import { Kopecks, sumKopecks } from '#libs/money';
import { Calculation, Why } from './calculation';
import { Dossier, Meter, Reading, UtilityRecord } from './dossier';
import { chainOfPeriod, MeterChain, placeInChain, readingsOfChain } from './meter-chain.policy';
import { findReading } from './metered-volume.policy';
import { valuesKnownIn } from './reading-correction.policy';
import { ReferenceBook } from './reference-book';

/** Values of a meter that were shown on a day. */
export interface ShownValues {
  readonly takenOn: CivilDate;
  readonly values: readonly string[];
}

/** One meter of an account in a period: whether its reading has come, and what is charged by. */
export interface MeteredPosition {
  readonly utility: string;
  readonly meterId: string;
  readonly serial: string;
  readonly verifiedUntil: CivilDate;
  /** `failed`: its verification has run out or it was taken off, so that no reading would count. */
  readonly state: 'read' | 'missing' | 'failed';
  /** The reading that counts in the period; null where there is none. */
  readonly reading:
    (ShownValues & { readonly receivedOn: CivilDate; readonly replacedOn: readonly CivilDate[] }) | null;
  /** What was known before it: an earlier reading, or the start values. */
  readonly before: ShownValues;
  /** How the volume is found, as the calculation says; what is charged for the utility by it, kopecks. */
  readonly why: Why;
  readonly basis: UtilityRecord['basis'];
  readonly volumes: readonly string[];
  /** Actual months behind a mean; 0 where no mean is charged. */
  readonly averagedMonths: number;
  readonly amountKopecks: Kopecks;
}

/**
 * The meters that an account is charged by in a period. `calculation` is that of the same account and period: nothing is
 * decided here again, so that the office sees what will be billed.
 */
export function meteredPositions(
  dossier: Dossier,
  book: ReferenceBook,
  period: BillingPeriod,
  calculation: Calculation,
): readonly MeteredPosition[] {
  return book.utilities.flatMap(({ utility }) => {
    const [record, connection] = [calculation.records[utility], dossier.connections[utility]];
    const chain = record && connection && chainOfPeriod(dossier, connection, period, book.firstPeriod);
    const lines = calculation.charges.filter((line) => line.utility === utility);
    const [first] = lines;
    const meter = chain?.meters.at(-1);
    if (!record || !chain || !meter || !first) return [];
    const reading = record.basis === 'meter' && record.lastCounted ? findReading(dossier, record.lastCounted) : null;
    return [
      {
        utility,
        meterId: meter.meterId,
        serial: meter.serial,
        verifiedUntil: meter.verifiedUntil,
        state: reading !== null ? 'read' : record.branch === 2 ? 'failed' : 'missing',
        reading: reading && readingOf(reading, period),
        before: shownBefore(dossier, chain, meter, reading, period),
        why: first.why,
        basis: record.basis,
        volumes: record.volumes,
        averagedMonths: record.basis === 'average' ? Number(first.why.details?.['volumes'] ?? 0) : 0,
        amountKopecks: sumKopecks(lines.map((line) => line.amountKopecks)),
      } as const,
    ];
  });
}

function readingOf(reading: Reading, period: BillingPeriod): NonNullable<MeteredPosition['reading']> {
  const { takenOn, receivedOn, corrections } = reading;
  const replacedOn = corrections.map(({ correctedOn }) => correctedOn);
  return { takenOn, receivedOn, values: valuesKnownIn(period)(reading), replacedOn };
}

/** What the reading is compared with; the latest that is known where none has come. */
function shownBefore(
  dossier: Dossier,
  chain: MeterChain,
  meter: Meter,
  reading: Reading | null,
  period: BillingPeriod,
): ShownValues {
  const isBefore = (one: Reading) =>
    one.meterId === meter.meterId && (reading === null || placeOf(chain, one) < placeOf(chain, reading));
  const before = readingsOfChain(dossier, chain).findLast(isBefore);
  if (before === undefined) return { takenOn: meter.installedOn, values: meter.startValues };
  return { takenOn: before.takenOn, values: valuesKnownIn(period)(before) };
}

/** Sorts as the readings of a chain do. */
function placeOf(chain: MeterChain, { takenOn, meterId }: Reading): string {
  return `${takenOn}|${String(placeInChain(chain, meterId)).padStart(3, '0')}`;
}

import { BillingPeriod } from '#libs/kernel';
import { recalculateAbsences } from './absence-recalculation.policy';
import { Activity, activityOf } from './activity.policy';
import { ChargeQuestion, chargeByArea } from './area-charge.policy';
import { Calculation, ChargeLine, RecalculationLine, RecalculationReason } from './calculation';
import { Connection, Dossier, UtilityRecord } from './dossier';
import { componentPlace } from './line.policy';
import { chargeByMeter, heatOfRecord, meteredRecord, sewageTrueUpLines, trueUpLines } from './metered-charge.policy';
import { findMeteredVolume, MeteredVolume, VolumeQuestion } from './metered-volume.policy';
import { orderLines, printPlace } from './order-charge.policy';
import { recordedLines } from './recorded-recalculation.policy';
import { correctReadings, Records, valuesKnownIn } from './reading-correction.policy';
import { ReferenceBook, Utility } from './reference-book';
import { chargeSewage } from './sewage-charge.policy';

/**
 * Charges one account for one period: corrections of readings first, then volumes and charge lines, true-ups and
 * absences, orders for additional services, and recalculations that an accountant has recorded. Looks only at facts that belong to the period or earlier, so that the same facts give the same result
 * whenever it is run.
 * Throws BILLING_NO_RULE_IN_FORCE when a value is needed and not in force: nothing is guessed.
 */
export function calculateCharges(dossier: Dossier, book: ReferenceBook, period: BillingPeriod): Calculation {
  const corrected = correctReadings(dossier, book, period);
  const run: Run = {
    dossier,
    book,
    period,
    closed: corrected.records,
    charges: [],
    recalculations: [...corrected.lines],
    present: {},
    volumes: [],
  };
  for (const utility of book.utilities) if (utility.kind !== 'sewage') chargeUtility(run, utility);
  for (const utility of book.utilities) if (utility.kind === 'sewage') chargeUtility(run, utility);
  for (const { utility, volume } of run.volumes) followWithSewage(run, utility, volume);
  if (dossier.absences.length > 0) {
    run.recalculations.push(...recalculateAbsences(dossier, book, period, withPresent(run)));
  }
  const orders = orderLines(dossier, period);
  run.charges.push(...orders.charges);
  run.recalculations.push(...orders.recalculations);
  const { recalculations, ...recorded } = recordedLines(dossier, period);
  run.recalculations.push(...recalculations);
  return {
    charges: run.charges.sort((left, right) => compareCharges(book, left, right)),
    recalculations: run.recalculations.sort((left, right) => compareRecalculations(book, left, right)),
    records: run.present,
    recordCorrections: corrected.corrections,
    ...recorded,
  };
}

interface Run {
  readonly dossier: Dossier;
  readonly book: ReferenceBook;
  readonly period: BillingPeriod;
  /** Records of closed periods, this period's corrections applied. */
  readonly closed: Records;
  readonly charges: ChargeLine[];
  readonly recalculations: RecalculationLine[];
  readonly present: Record<string, UtilityRecord>;
  readonly volumes: { readonly utility: Utility; readonly volume: MeteredVolume }[];
}

function chargeUtility(run: Run, utility: Utility): void {
  const connection = run.dossier.connections[utility.utility];
  if (!connection) return;
  const activity = activityOf(run.dossier, connection, run.period);
  if (activity.days === 0) return;
  const question = { dossier: run.dossier, book: run.book, utility, connection, period: run.period, activity };
  switch (utility.kind) {
    case 'metered':
    case 'metered_two_part':
      chargeMetered(run, question);
      break;
    case 'sewage':
      chargeSewageOf(run, question);
      break;
    case 'heating':
    case 'area':
    case 'soi_norm':
    case 'waste_area':
    case 'waste_persons':
      chargeArea(run, question);
      break;
  }
}

function chargeMetered(run: Run, common: QuestionOf): void {
  const { dossier, book, utility, connection, period, activity } = common;
  const question: VolumeQuestion = {
    dossier,
    book,
    utility,
    connection,
    period,
    activity,
    valuesOf: valuesKnownIn(period),
    records: run.closed[utility.utility] ?? [],
  };
  const volume = findMeteredVolume(question);
  run.volumes.push({ utility: common.utility, volume });
  run.charges.push(...chargeByMeter(question, volume));
  run.recalculations.push(...trueUpLines(question, volume));
  run.present[common.utility.utility] = meteredRecord(question, volume, heatOfRecord(question));
}

type QuestionOf = ChargeQuestion & { readonly connection: Connection; readonly activity: Activity };

function chargeSewageOf(run: Run, question: QuestionOf): void {
  const { utility } = question;
  const sources = utility.sources.flatMap((source) => {
    const record = run.present[source];
    return record ? [{ utility: source, record }] : [];
  });
  const line = chargeSewage(question, sources);
  run.charges.push(line);
  run.present[utility.utility] = plainRecord(question, line);
}

/** A true-up reaches the sewage of the closed periods, whether or not sewage is still connected in this one. */
function followWithSewage(run: Run, source: Utility, volume: MeteredVolume): void {
  for (const sewage of run.book.utilities) {
    if (!sewage.sources.includes(source.utility)) continue;
    run.recalculations.push(...sewageTrueUpLines(sewage, run.closed[sewage.utility] ?? [], source, volume));
  }
}

function chargeArea(run: Run, question: QuestionOf): void {
  const line = chargeByArea(question);
  if (!line) return;
  run.charges.push(line);
  const { kind, utility } = question.utility;
  if (kind === 'waste_area' || kind === 'waste_persons') run.present[utility] = plainRecord(question, line);
}

/** What a utility without meters leaves behind for absences and sewage corrections. */
function plainRecord({ period, activity }: QuestionOf, line: ChargeLine): UtilityRecord {
  return {
    period,
    basis: line.basis,
    branch: null,
    volumes: [line.quantity],
    tariffs: [line.tariff],
    tariffEventIds: [line.inputs.at(-1)?.eventId ?? ''],
    heatTariff: null,
    heatTariffEventId: null,
    heatNorm: null,
    coefficient: null,
    persons: activity.persons.toText(),
    whollyActive: activity.wholly,
    counted: null,
    corrected: null,
    gap: [],
    lastCounted: null,
    chain: null,
  };
}

function withPresent(run: Run): Records {
  const records: Records = { ...run.closed };
  for (const [utility, record] of Object.entries(run.present)) {
    records[utility] = [...(records[utility] ?? []), record];
  }
  return records;
}

function compareCharges(book: ReferenceBook, left: ChargeLine, right: ChargeLine): number {
  return (
    printPlace(book, left.utility) - printPlace(book, right.utility) ||
    componentPlace(left.component) - componentPlace(right.component)
  );
}

const REASON_ORDER: readonly RecalculationReason[] = [
  'absence',
  'reading_correction',
  'true_up',
  'order_cancelled',
  'interruption',
  'cold',
  'provider_error',
  'provider_fine',
  'relief',
  'tampering',
  'heating_year',
  'replay',
  'reversal',
];

/** Print order; lines that compare equal keep the order in which they were made (by day of leaving, of correction). */
function compareRecalculations(book: ReferenceBook, left: RecalculationLine, right: RecalculationLine): number {
  return (
    printPlace(book, left.utility) - printPlace(book, right.utility) ||
    componentPlace(left.component) - componentPlace(right.component) ||
    sourcePlace(book, left.source) - sourcePlace(book, right.source) ||
    REASON_ORDER.indexOf(left.reason) - REASON_ORDER.indexOf(right.reason) ||
    (left.ofPeriod < right.ofPeriod ? -1 : left.ofPeriod > right.ofPeriod ? 1 : 0)
  );
}

function sourcePlace(book: ReferenceBook, source: string | null): number {
  return source === null ? -1 : book.utility(source).order;
}

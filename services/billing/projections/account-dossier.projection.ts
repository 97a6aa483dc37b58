import { BillingPeriod, CivilDate, later, nextPeriod, periodOf, RecordedEvent } from '#libs/kernel';
import { Projection } from '#libs/read-models';
import { PeriodClosed } from '../domain/account-period.events';
import { ACCOUNT_EVENT_TYPES, AccountEvent, AccountOpened, RecalculationRecorded } from '../domain/account.events';
import { RecalculationLine } from '../domain/calculation';
import { Absence, Correction, Dossier, Meter, OrderCharge, Reading, StatedVolume } from '../domain/dossier';
import { forgetSettled } from '../domain/dossier-retention.policy';
import { ordersAfterCharge, ordersAfterClose } from '../domain/order-charge.policy';
import { RecordedRecalculation } from '../domain/recalculation';
import { knownFrom } from '../domain/reading-correction.policy';
import { recalculationsAfterClose } from '../domain/recorded-recalculation.policy';
import { correctRecord } from '../domain/record-correction';
import { saysPrice, saysVolume } from '../domain/standing-charge.policy';
import { carryUnknown, inOrderOfKnowledge, ToldFact, ToldFacts } from '../domain/told-facts.policy';

export interface DossierRow extends Dossier, ToldFacts {
  /** The last period that was closed; null before the first. */
  readonly closedUpTo: BillingPeriod | null;
  /** The revision of the account's own stream up to which its facts are here. */
  readonly factsUpTo: number;
}

type DossierEvent = AccountEvent | PeriodClosed;

const HANDLED: ReadonlySet<string> = new Set([...ACCOUNT_EVENT_TYPES, 'PeriodClosed']);

/** What are an account's charges computed from? */
export const accountDossierProjection: Projection<DossierRow> = {
  name: 'billing.account-dossier',
  version: 7,
  handles: [...HANDLED],
  keysOf: (event) => [(event.data as { account: string }).account],
  columns: {},
  columnsOf: () => ({}),
  indexes: [],
  evolve: (row, event) => evolveDossier(row, event as RecordedEvent & DossierEvent),
};

function evolveDossier(row: DossierRow | null, event: RecordedEvent & DossierEvent): DossierRow | null {
  if (event.type === 'AccountOpened') return openedDossier(event.data, event);
  if (row === null) return null;
  if (!HANDLED.has(event.type)) return row;
  if (event.type !== 'PeriodClosed') return { ...evolveFacts(row, event), factsUpTo: event.revision };
  return forgetSettled(closedDossier(row, event.data), event.data.period);
}

function openedDossier(data: AccountOpened['data'], { eventId, revision }: RecordedEvent): DossierRow {
  return {
    account: data.account,
    houseId: data.houseId,
    flat: data.flat,
    totalAreaM2: data.totalAreaM2,
    openedOn: data.openedOn,
    openedEventId: eventId,
    closedOn: null,
    residents: [],
    connections: {},
    meters: [],
    readings: [],
    absences: [],
    orders: [],
    recalculations: [],
    statedVolumes: [],
    statedPrices: [],
    volumeHistory: {},
    records: {},
    forgottenUpTo: null,
    closedUpTo: null,
    wholeHistoryUpTo: null,
    factsUpTo: revision,
    told: [],
  };
}

type FactEvent = RecordedEvent & Exclude<AccountEvent, AccountOpened>;

function evolveFacts(row: DossierRow, event: FactEvent): DossierRow {
  const { eventId } = event;
  switch (event.type) {
    case 'AccountClosed':
      return { ...row, closedOn: event.data.closedOn };
    case 'ResidentsRegistered': {
      const { from, registered, owners } = event.data;
      return {
        ...row,
        residents: sorted([...row.residents, { from, registered, owners, eventId }], (one) => one.from),
      };
    }
    case 'UtilityConnected': {
      const { utility, from, meterPossible } = event.data;
      const connection = { utility, from, to: null, meterPossible, eventId };
      return { ...row, connections: { ...row.connections, [utility]: connection } };
    }
    case 'UtilityDisconnected': {
      const connection = row.connections[event.data.utility];
      if (!connection) return row;
      const disconnected = { ...connection, to: event.data.to };
      return { ...row, connections: { ...row.connections, [connection.utility]: disconnected } };
    }
    case 'AbsenceRegistered': {
      const { leftOn, returnedOn, persons, appliedOn } = event.data;
      const absence = { leftOn, returnedOn, persons, appliedOn, ...recordedLate(row, appliedOn), eventId };
      const absences = sorted([...row.absences, absence], (one) => one.leftOn);
      return { ...row, absences, told: toldAlso(row, absence, event) };
    }
    case 'ConsumptionHistoryNoted': {
      const months = sorted(event.data.months, (month) => month.period);
      return { ...row, volumeHistory: { ...row.volumeHistory, [event.data.utility]: months } };
    }
    case 'MeterNoted':
    case 'MeterRemovalNoted':
    case 'ReadingNoted':
    case 'ReadingCorrectionNoted':
      return evolveMetering(row, event);
    case 'OrderChargeNoted':
    case 'OrderChargeCancellationNoted':
      return { ...row, orders: evolveOrders(row.orders, event) };
    case 'RecalculationRecorded':
      return {
        ...row,
        recalculations: [...row.recalculations, recordedOf(event)],
        ...statedAfter(row, event),
      };
  }
}

/** What is told after the close of the month of its own day is for the month that is open by then. */
function recordedLate({ closedUpTo }: DossierRow, on: CivilDate): Pick<Absence | Correction, 'recordedIn'> {
  return closedUpTo === null || closedUpTo < periodOf(on) ? {} : { recordedIn: nextPeriod(closedUpTo) };
}

function toldAlso(
  { told }: DossierRow,
  { eventId }: Absence | Correction,
  { revision }: FactEvent,
): readonly ToldFact[] {
  return [...told, { eventId, revision }];
}

/** Every line says which event recorded it, so that an explanation leads there. */
function recordedOf({ eventId, data }: RecordedEvent & RecalculationRecorded): RecordedRecalculation {
  const { recalculationId, effectiveOn: recordedOn, cause, lines, waivers } = data;
  const recorded = { name: 'recalculation', value: cause, eventId };
  return {
    recalculationId,
    recordedOn,
    lines: lines.map((line) => ({ ...line, inputs: [...line.inputs, recorded] })),
    waivers: waivers.map((waiver) => ({ ...waiver, recalculationId, eventId })),
  };
}

/** The volumes and prices of months that stand as stated after one recalculation more, which may have taken one back. */
function statedAfter(
  { statedVolumes, statedPrices }: DossierRow,
  { eventId, data: { recalculationId, grounds, lines } }: RecordedEvent & RecalculationRecorded,
): Pick<DossierRow, 'statedVolumes' | 'statedPrices'> {
  if (grounds.kind === 'reversal') {
    const stands = (one: { readonly recalculationId: string }) => one.recalculationId !== grounds.of;
    return { statedVolumes: statedVolumes.filter(stands), statedPrices: statedPrices.filter(stands) };
  }
  const placeOf = ({ utility, component, ofPeriod }: RecalculationLine): StatedVolume => {
    return { recalculationId, utility, component, ofPeriod };
  };
  return {
    statedVolumes: [...statedVolumes, ...lines.filter(saysVolume).map(placeOf)],
    statedPrices: [
      ...statedPrices,
      ...lines.filter(saysPrice).map((line) => ({ ...placeOf(line), tariff: line.tariff, eventId })),
    ],
  };
}

type MeteringEvent = Extract<
  FactEvent,
  { type: 'MeterNoted' | 'MeterRemovalNoted' | 'ReadingNoted' | 'ReadingCorrectionNoted' }
>;

/** Facts that metering told stand under the id of metering's own event. */
function evolveMetering(row: DossierRow, event: MeteringEvent): DossierRow {
  const { eventId } = event.data.source;
  switch (event.type) {
    case 'MeterNoted': {
      const { meterId, utility, serial, digits, installedOn, verifiedUntil, startValues, replaces } = event.data;
      const meter: Meter = {
        meterId,
        utility,
        serial,
        digits,
        installedOn,
        verifiedUntil,
        startValues,
        replaces,
        removedOn: null,
        finalValues: null,
        eventId,
        removalEventId: null,
      };
      return { ...row, meters: sorted([...row.meters, meter], (one) => `${one.installedOn}|${one.meterId}`) };
    }
    case 'MeterRemovalNoted': {
      const { meterId, removedOn, finalValues } = event.data;
      const meters = row.meters.map((meter) =>
        meter.meterId === meterId ? { ...meter, removedOn, finalValues, removalEventId: eventId } : meter,
      );
      return { ...row, meters };
    }
    case 'ReadingNoted': {
      const { meterId, takenOn, receivedOn, values } = event.data;
      const reading: Reading = { meterId, takenOn, receivedOn, values, eventId, corrections: [] };
      return { ...row, readings: sorted([...row.readings, reading], (one) => `${one.takenOn}|${one.meterId}`) };
    }
    case 'ReadingCorrectionNoted': {
      const { meterId, takenOn, correctedOn, values } = event.data;
      const stated = [...row.statedVolumes, ...row.statedPrices];
      const toldAfter = [...new Set(stated.map(({ recalculationId }) => recalculationId))];
      const late = recordedLate(row, correctedOn);
      const correction = { correctedOn, ...late, ...(toldAfter.length > 0 && { toldAfter }), values, eventId };
      const told = toldAlso(row, correction, event);
      const isKept = row.readings.some((reading) => reading.meterId === meterId && reading.takenOn === takenOn);
      if (!isKept) {
        const from = knownFrom(correction);
        return { ...row, told, wholeHistoryUpTo: later(row.wholeHistoryUpTo ?? from, from) };
      }
      const readings = row.readings.map((reading) =>
        reading.meterId === meterId && reading.takenOn === takenOn
          ? { ...reading, corrections: inOrderOfKnowledge([...reading.corrections, correction]) }
          : reading,
      );
      return { ...row, told, readings };
    }
  }
}

type OrderEvent = Extract<FactEvent, { type: 'OrderChargeNoted' | 'OrderChargeCancellationNoted' }>;

/** Orders too stand under the id of the event that support has recorded. */
function evolveOrders(orders: readonly OrderCharge[], event: OrderEvent): readonly OrderCharge[] {
  const { eventId } = event.data.source;
  if (event.type === 'OrderChargeNoted') {
    const { orderId, title, payee, quantity, unit, unitPriceKopecks, chargedOn, because } = event.data;
    const said = { orderId, title, payee, quantity, unit, unitPriceKopecks, chargedOn, ...(because && { because }) };
    return sorted(ordersAfterCharge(orders, { ...said, eventId }), (one) => `${one.chargedOn}|${one.orderId}`);
  }
  const { orderId, cancelledOn, because } = event.data;
  const cancellation = { cancelledOn, because, eventId };
  return orders.map((order) => (order.orderId === orderId ? { ...order, cancellation } : order));
}

function closedDossier(before: DossierRow, closed: PeriodClosed['data']): DossierRow {
  const row = carryUnknown(before, closed);
  const orders = ordersAfterClose(row.orders, closed);
  const recalculations = recalculationsAfterClose(row.recalculations, closed);
  const { period: closedUpTo } = closed;
  const isDealtWith = row.wholeHistoryUpTo !== null && row.wholeHistoryUpTo <= closedUpTo;
  return {
    ...row,
    records: closedRecords(row.records, closed),
    orders,
    recalculations,
    closedUpTo,
    wholeHistoryUpTo: isDealtWith ? null : row.wholeHistoryUpTo,
  };
}

/** The dossier folded from the whole history of an account, with nothing forgotten; null for no account. */
export function wholeDossier(events: readonly RecordedEvent[]): DossierRow | null {
  return events.reduce<DossierRow | null>(wholeDossierAfter, null);
}

/** The whole dossier after one event more. */
export function wholeDossierAfter(row: DossierRow | null, event: RecordedEvent): DossierRow | null {
  const fact = event as RecordedEvent & DossierEvent;
  return row !== null && fact.type === 'PeriodClosed' ? closedDossier(row, fact.data) : evolveDossier(row, fact);
}

/** At the close the corrections and records of its calculation become history. */
function closedRecords(before: Dossier['records'], closed: PeriodClosed['data']): Dossier['records'] {
  const records: Record<string, Dossier['records'][string]> = { ...before };
  for (const correction of closed.recordCorrections) {
    const corrected = (records[correction.utility] ?? []).map((record) => correctRecord(record, correction));
    records[correction.utility] = corrected;
  }
  for (const [utility, record] of Object.entries(closed.records)) {
    records[utility] = [...(records[utility] ?? []), record];
  }
  return records;
}

/** What is equal stays in the order in which it was noted: of two corrections of one day the later one holds. */
function sorted<Item>(items: readonly Item[], by: (item: Item) => string): Item[] {
  return [...items].sort((left, right) => {
    const [one, other] = [by(left), by(right)];
    if (one === other) return 0;
    return one < other ? -1 : 1;
  });
}

import { BillingPeriod, CivilDate } from '#libs/kernel';
import { Absence, Connection, Correction, Dossier, Meter, OrderCharge, Reading, Residents } from '../dossier';

/**
 * A dossier for specs: flat 12 of house H1, 54.2 square metres, opened long ago, three persons registered. A spec
 * names only what its rule is about. The event that supplied a fact is named after the fact.
 */
export interface DossierPlan extends Partial<Omit<Dossier, 'connections' | 'residents' | 'volumeHistory'>> {
  /** Utility → what differs from a connection that was always there and could have a meter. */
  readonly connected?: Readonly<Record<string, Partial<Connection>>>;
  readonly residents?: readonly Residents[];
  /** Utility → actual volumes of the months from January 2025 on; `10 5` for two registers. */
  readonly history?: Readonly<Record<string, readonly string[]>>;
}

export function aDossier(plan: DossierPlan = {}): Dossier {
  const { connected = {}, history = {}, ...facts } = plan;
  const connections: Record<string, Connection> = {};
  for (const [utility, change] of Object.entries(connected)) connections[utility] = aConnection(utility, change);
  const volumeHistory: Record<string, Dossier['volumeHistory'][string]> = {};
  for (const [utility, volumes] of Object.entries(history)) {
    volumeHistory[utility] = volumes.map((volume, index) => ({
      period: `${2025 + (index >= 12 ? 1 : 0)}-${String((index % 12) + 1).padStart(2, '0')}`,
      volumes: volume.split(' '),
    }));
  }
  return {
    account: '0045120001',
    houseId: 'H1',
    flat: '12',
    totalAreaM2: '54.2',
    openedOn: '2015-06-01',
    openedEventId: 'account opened',
    closedOn: null,
    residents: [residentsFrom('2015-06-01', 3)],
    connections,
    meters: [],
    readings: [],
    absences: [],
    orders: [],
    recalculations: [],
    statedVolumes: [],
    statedPrices: [],
    volumeHistory,
    records: {},
    forgottenUpTo: null,
    ...facts,
  };
}

export function residentsFrom(from: CivilDate, registered: number, owners = 1): Residents {
  return { from, registered, owners, eventId: `residents ${from}` };
}

export function aConnection(utility: string, changes: Partial<Connection> = {}): Connection {
  return { utility, from: '2015-06-01', to: null, meterPossible: true, eventId: `connection ${utility}`, ...changes };
}

/** A cold-water meter of one register that was there long before the first period and is verified for long. */
export function aMeter(meterId: string, changes: Partial<Meter> = {}): Meter {
  return {
    meterId,
    utility: 'cold_water',
    serial: `serial ${meterId}`,
    digits: 5,
    installedOn: '2020-05-10',
    verifiedUntil: '2030-05-09',
    startValues: ['0'],
    removedOn: null,
    finalValues: null,
    replaces: null,
    eventId: `meter ${meterId}`,
    removalEventId: changes.removedOn ? `removal ${meterId}` : null,
    ...changes,
  };
}

/** `values` as on the meter's face, `105.2` or `300 120` for two registers; received on the day it was taken. */
export function aReading(
  meterId: string,
  takenOn: CivilDate,
  values: string,
  receivedOn: CivilDate = takenOn,
  corrections: readonly Correction[] = [],
): Reading {
  return {
    meterId,
    takenOn,
    receivedOn,
    values: values.split(' '),
    eventId: `reading ${meterId} ${takenOn}`,
    corrections,
  };
}

export function aCorrection(correctedOn: CivilDate, values: string, recordedIn?: BillingPeriod): Correction {
  return { correctedOn, values: values.split(' '), recordedIn, eventId: `correction ${correctedOn}` };
}

/** Two hours of an electrician at 750.50, ordered and done in March 2026. */
export function anOrder(orderId: string, changes: Partial<OrderCharge> = {}): OrderCharge {
  return {
    orderId,
    title: 'Вызов электрика',
    payee: 'main',
    quantity: 2,
    unit: 'час',
    unitPriceKopecks: 75_050,
    chargedOn: '2026-03-12',
    eventId: `order ${orderId}`,
    chargedIn: null,
    cancellation: null,
    takenBackIn: null,
    ...changes,
  };
}

export function anAbsence(leftOn: CivilDate, returnedOn: CivilDate, changes: Partial<Absence> = {}): Absence {
  return { leftOn, returnedOn, persons: 1, appliedOn: returnedOn, eventId: `absence ${leftOn}`, ...changes };
}

import { BillingPeriod, CivilDate } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { RecordedRecalculation } from './recalculation';
import { Component, Payee } from './reference-book';
import { UtilityRecord } from './utility-record';

export * from './utility-record';

/**
 * The dossier of a dwelling account: every fact that its charges are computed from, and what its closed periods
 * froze. `account-dossier.projection` folds it; charging only reads it.
 * Quantities are exact texts (`Rational.toText`); each fact carries the id of the event that supplied it.
 */
export interface Dossier {
  readonly account: string;
  readonly houseId: string;
  readonly flat: string;
  readonly totalAreaM2: string;
  readonly openedOn: CivilDate;
  readonly openedEventId: string;
  /** The first day that is not billed; null while the account is open. */
  readonly closedOn: CivilDate | null;
  readonly residents: readonly Residents[];
  readonly connections: Readonly<Record<string, Connection>>;
  readonly meters: readonly Meter[];
  readonly readings: readonly Reading[];
  readonly absences: readonly Absence[];
  /** Orders for additional services that were to be charged, by the day of the charge. They are few and kept for ever. */
  readonly orders: readonly OrderCharge[];
  /** Recalculations that an accountant has recorded and no close has posted, in the order recorded. */
  readonly recalculations: readonly RecordedRecalculation[];
  /** Volumes of months that recalculations say which were not taken back, posted or not. They are few and kept for ever. */
  readonly statedVolumes: readonly StatedVolume[];
  /** The same of prices. */
  readonly statedPrices: readonly StatedPrice[];
  /** Actual monthly volumes from before the first period, by utility, in order of the period. */
  readonly volumeHistory: Readonly<Record<string, readonly HistoricVolume[]>>;
  /** What closed periods froze, by utility, in order of the period. */
  readonly records: Readonly<Record<string, readonly UtilityRecord[]>>;
  /** Up to this period, included, records and readings that nothing needs any more have been left out; null: none. */
  readonly forgottenUpTo: BillingPeriod | null;
}

export interface Residents {
  readonly from: CivilDate;
  readonly registered: number;
  readonly owners: number;
  readonly eventId: string;
}

export interface Connection {
  readonly utility: string;
  readonly from: CivilDate;
  /** The first day that is not connected. */
  readonly to: CivilDate | null;
  /** Could a meter be installed; null for utilities without meters. */
  readonly meterPossible: boolean | null;
  readonly eventId: string;
}

export interface Meter {
  readonly meterId: string;
  readonly utility: string;
  readonly serial: string;
  /** Digits before the point: the register wraps at 10^digits. */
  readonly digits: number;
  readonly installedOn: CivilDate;
  /** The last day on which the verification is valid. */
  readonly verifiedUntil: CivilDate;
  /** One value a register. */
  readonly startValues: readonly string[];
  readonly removedOn: CivilDate | null;
  readonly finalValues: readonly string[] | null;
  readonly replaces: string | null;
  readonly eventId: string;
  readonly removalEventId: string | null;
}

export interface Reading {
  readonly meterId: string;
  readonly takenOn: CivilDate;
  readonly receivedOn: CivilDate;
  readonly values: readonly string[];
  readonly eventId: string;
  /** In order of the month that knows of them first, then of `correctedOn`; those of one day in the order in which they were told. */
  readonly corrections: readonly Correction[];
}

export interface Correction {
  readonly correctedOn: CivilDate;
  /** The month that was open when it was told, where that of `correctedOn` had been closed. Absent otherwise. */
  readonly recordedIn?: BillingPeriod | undefined;
  /** Recalculations that had said the volume or the price of a month when it was told. Absent where there were none. */
  readonly toldAfter?: readonly string[] | undefined;
  readonly values: readonly string[];
  readonly eventId: string;
}

/** An error of the provider, or a tampering act, says the volume of a line of a closed month, that of all of the month. */
export interface StatedVolume {
  readonly recalculationId: string;
  readonly utility: string;
  readonly component: Component | null;
  readonly ofPeriod: BillingPeriod;
}

/** An error of the provider says what a unit of a line of a closed month costs: the line stands at that. */
export interface StatedPrice extends StatedVolume {
  /** Roubles for a unit. */
  readonly tariff: string;
  /** Of the recording. */
  readonly eventId: string;
}

export interface Absence {
  readonly leftOn: CivilDate;
  readonly returnedOn: CivilDate;
  readonly persons: number;
  readonly appliedOn: CivilDate;
  /** The month that was open when it was recorded, where that of the application had been closed. Absent otherwise. */
  readonly recordedIn?: BillingPeriod | undefined;
  readonly eventId: string;
}

/** Why an order that was charged is not to be paid after all. */
export type OrderCancellationReason =
  'resident_asked' | 'specialist_unavailable' | 'no_access' | 'work_not_done' | 'mistake' | 'paid_at_once';

/** An order for an additional service, done or paid: a sum to be charged once. */
export interface OrderCharge {
  readonly orderId: string;
  /** As it is printed: the name of the service when it was ordered. */
  readonly title: string;
  readonly payee: Payee;
  /** Whole units. */
  readonly quantity: number;
  readonly unit: string;
  readonly unitPriceKopecks: Kopecks;
  readonly chargedOn: CivilDate;
  /** It had been paid at once and the money went back; absent where the work is the cause. */
  readonly because?: 'payment_returned';
  /** The event of support behind it. */
  readonly eventId: string;
  /** The period whose close has posted it; null before. */
  readonly chargedIn: BillingPeriod | null;
  readonly cancellation: {
    readonly cancelledOn: CivilDate;
    readonly because: OrderCancellationReason;
    readonly eventId: string;
  } | null;
  /** The period whose close has taken it back; null before. */
  readonly takenBackIn: BillingPeriod | null;
}

export interface HistoricVolume {
  readonly period: BillingPeriod;
  readonly volumes: readonly string[];
}

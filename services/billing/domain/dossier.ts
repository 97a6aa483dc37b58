import { BillingPeriod, CivilDate } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { Payee } from './reference-book';

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
  /** In order of `correctedOn`. */
  readonly corrections: readonly Correction[];
}

export interface Correction {
  readonly correctedOn: CivilDate;
  readonly values: readonly string[];
  readonly eventId: string;
}

export interface Absence {
  readonly leftOn: CivilDate;
  readonly returnedOn: CivilDate;
  readonly persons: number;
  readonly appliedOn: CivilDate;
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

export type Basis =
  'meter' | 'average' | 'norm' | 'norm_raised' | 'sum' | 'house_share' | 'area' | 'soi_norm' | 'area_norm' | 'order';

/**
 * The branch of the decision on a metered volume (ПП РФ 354 п. 42, 59, 60): 1 a reading, 2 a failed or unverified
 * meter, 3 no reading in time, 5 no meter though one could be installed, 6 no meter possible.
 */
export type VolumeBranch = 1 | 2 | 3 | 5 | 6;

/** What one period of one utility left behind, for later averages, true-ups, corrections and absences. */
export interface UtilityRecord {
  readonly period: BillingPeriod;
  readonly basis: Basis;
  readonly branch: VolumeBranch | null;
  /** Charged volumes by register, before the raising coefficient; one quantity for utilities without meters. */
  readonly volumes: readonly string[];
  /** Tariffs by register; for a two-part utility the water tariff. */
  readonly tariffs: readonly string[];
  readonly tariffEventIds: readonly string[];
  readonly heatTariff: string | null;
  readonly heatTariffEventId: string | null;
  readonly heatNorm: string | null;
  readonly coefficient: string | null;
  /** n: persons weighted by days. */
  readonly persons: string;
  readonly whollyActive: boolean;
  /** The reading that was counted in this period. */
  readonly counted: CountedReading | null;
  /** What corrections have changed in the volume so far, by register; null while nothing. */
  readonly corrected: readonly string[] | null;
  /** The estimated periods that wait for a reading after this period, itself included where it is estimated. */
  readonly gap: readonly BillingPeriod[];
  /** The last counted reading after this period; null while the chain stands at its start. */
  readonly lastCounted: ReadingReference | null;
  /** The first meter of the chain that was in force; null without a meter. */
  readonly chain: string | null;
}

export interface ReadingReference {
  readonly meterId: string;
  readonly takenOn: CivilDate;
}

export interface CountedReading extends ReadingReference {
  /** The reading that it continues from: the one counted before, or the chain's start reading; null for start values. */
  readonly from: ReadingReference | null;
  /** Growth by register since then, as the period knew it (reduced where `ratio` says so). */
  readonly growth: readonly string[];
  /** Growth less the volumes charged in the gap periods that it closed, by register; may be below zero. */
  readonly volumes: readonly string[];
  /** How many equal monthly volumes it gives for averages. */
  readonly months: number;
  /** True when each of these months was wholly active, so that the volumes count for averages. */
  readonly averageable: boolean;
  /** The part of the first growth of a new chain that counts; null where all of it does. */
  readonly ratio: string | null;
}

import { BillingPeriod, CivilDate, DomainEvent } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { PenaltyWaiver, RecalculationLine } from './calculation';
import { OrderCancellationReason } from './dossier';
import { RecalculationGrounds } from './recalculation';
import { Payee } from './reference-book';

/** Where a fact came from that another service told: its private event, for the explanation of sums. */
export interface FactSource {
  readonly eventId: string;
  readonly type: string;
  readonly recordedAt: string;
  readonly actor: string;
}

export interface OpeningBalance {
  readonly payee: Payee;
  readonly period: BillingPeriod;
  readonly kind: 'principal' | 'penalty' | 'advance';
  readonly amountKopecks: Kopecks;
}

export type AccountOpened = DomainEvent<
  'AccountOpened',
  {
    readonly account: string;
    readonly houseId: string;
    readonly flat: string;
    readonly totalAreaM2: string;
    /** The payer; the name is in the vault of identity. */
    readonly personId: string;
    readonly openedOn: CivilDate;
    readonly effectiveOn: CivilDate;
    /** Debts and advances brought forward from the system before. */
    readonly openingBalances: readonly OpeningBalance[];
    /** The reading window of the house, which metering needs too. */
    readonly windowFromDay: number;
    readonly windowToDay: number;
  }
>;

export type AccountClosed = DomainEvent<
  'AccountClosed',
  {
    readonly account: string;
    /** The first day that is not billed. */
    readonly closedOn: CivilDate;
    readonly effectiveOn: CivilDate;
  }
>;

export type ResidentsRegistered = DomainEvent<
  'ResidentsRegistered',
  {
    readonly account: string;
    readonly from: CivilDate;
    readonly registered: number;
    readonly owners: number;
    readonly effectiveOn: CivilDate;
  }
>;

export type UtilityConnected = DomainEvent<
  'UtilityConnected',
  {
    readonly account: string;
    readonly utility: string;
    readonly from: CivilDate;
    readonly meterPossible: boolean | null;
    readonly effectiveOn: CivilDate;
  }
>;

export type UtilityDisconnected = DomainEvent<
  'UtilityDisconnected',
  {
    readonly account: string;
    readonly utility: string;
    /** The first day that is not connected. */
    readonly to: CivilDate;
    readonly effectiveOn: CivilDate;
  }
>;

export type AbsenceRegistered = DomainEvent<
  'AbsenceRegistered',
  {
    readonly account: string;
    readonly leftOn: CivilDate;
    readonly returnedOn: CivilDate;
    readonly persons: number;
    readonly appliedOn: CivilDate;
    readonly effectiveOn: CivilDate;
  }
>;

export type MeterNoted = DomainEvent<
  'MeterNoted',
  {
    readonly account: string;
    readonly meterId: string;
    readonly utility: string;
    readonly serial: string;
    readonly digits: number;
    readonly installedOn: CivilDate;
    readonly verifiedUntil: CivilDate;
    readonly startValues: readonly string[];
    readonly replaces: string | null;
    readonly effectiveOn: CivilDate;
    readonly source: FactSource;
  }
>;

export type MeterRemovalNoted = DomainEvent<
  'MeterRemovalNoted',
  {
    readonly account: string;
    readonly meterId: string;
    readonly removedOn: CivilDate;
    readonly finalValues: readonly string[];
    readonly effectiveOn: CivilDate;
    readonly source: FactSource;
  }
>;

export type ReadingNoted = DomainEvent<
  'ReadingNoted',
  {
    readonly account: string;
    readonly meterId: string;
    readonly takenOn: CivilDate;
    readonly receivedOn: CivilDate;
    readonly values: readonly string[];
    readonly effectiveOn: CivilDate;
    readonly source: FactSource;
  }
>;

export type ReadingCorrectionNoted = DomainEvent<
  'ReadingCorrectionNoted',
  {
    readonly account: string;
    readonly meterId: string;
    readonly takenOn: CivilDate;
    readonly correctedOn: CivilDate;
    readonly values: readonly string[];
    readonly reason: string;
    readonly effectiveOn: CivilDate;
    readonly source: FactSource;
  }
>;

export type ConsumptionHistoryNoted = DomainEvent<
  'ConsumptionHistoryNoted',
  {
    readonly account: string;
    readonly utility: string;
    readonly months: readonly { readonly period: BillingPeriod; readonly volumes: readonly string[] }[];
    readonly source: FactSource;
  }
>;

/** Support told of an order for an additional service that is to be charged. */
export type OrderChargeNoted = DomainEvent<
  'OrderChargeNoted',
  {
    readonly account: string;
    readonly orderId: string;
    readonly title: string;
    readonly payee: Payee;
    readonly quantity: number;
    readonly unit: string;
    readonly unitPriceKopecks: Kopecks;
    readonly amountKopecks: Kopecks;
    readonly chargedOn: CivilDate;
    /** It had been paid at once and the money went back; absent where the work is the cause. */
    readonly because?: 'payment_returned' | undefined;
    readonly effectiveOn: CivilDate;
    readonly source: FactSource;
  }
>;

/** Support told that an order which was to be charged is not to be paid. */
export type OrderChargeCancellationNoted = DomainEvent<
  'OrderChargeCancellationNoted',
  {
    readonly account: string;
    readonly orderId: string;
    readonly cancelledOn: CivilDate;
    readonly because: OrderCancellationReason;
    readonly effectiveOn: CivilDate;
    readonly source: FactSource;
  }
>;

/** A recalculation that the monthly run does not make by itself; the close of the open period posts it. */
export type RecalculationRecorded = DomainEvent<
  'RecalculationRecorded',
  {
    readonly account: string;
    readonly recalculationId: string;
    readonly effectiveOn: CivilDate;
    /** Why, in the words of whoever recorded it. */
    readonly cause: string;
    /** The act, claim or decision it rests on; null without one. */
    readonly document: string | null;
    /** The approval of a second person; null where none is needed. */
    readonly approvalId: string | null;
    /** What it corrects: closed periods with the events that charged them. */
    readonly corrects: readonly { readonly period: BillingPeriod; readonly eventId: string }[];
    readonly grounds: RecalculationGrounds;
    readonly amountKopecks: Kopecks;
    readonly lines: readonly RecalculationLine[];
    readonly waivers: readonly Omit<PenaltyWaiver, 'recalculationId' | 'eventId'>[];
  }
>;

/** The facts of a dwelling account, stream `billing_account-<account>`. */
export type AccountEvent =
  | AccountOpened
  | AccountClosed
  | ResidentsRegistered
  | UtilityConnected
  | UtilityDisconnected
  | AbsenceRegistered
  | MeterNoted
  | MeterRemovalNoted
  | ReadingNoted
  | ReadingCorrectionNoted
  | ConsumptionHistoryNoted
  | OrderChargeNoted
  | OrderChargeCancellationNoted
  | RecalculationRecorded;

export const ACCOUNT_EVENT_TYPES: readonly AccountEvent['type'][] = [
  'AccountOpened',
  'AccountClosed',
  'ResidentsRegistered',
  'UtilityConnected',
  'UtilityDisconnected',
  'AbsenceRegistered',
  'MeterNoted',
  'MeterRemovalNoted',
  'ReadingNoted',
  'ReadingCorrectionNoted',
  'ConsumptionHistoryNoted',
  'OrderChargeNoted',
  'OrderChargeCancellationNoted',
  'RecalculationRecorded',
];

import { BillingPeriod, CivilDate, DomainEvent } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { Restored } from './archive.policy';
import { Calculation } from './calculation';
import { Ledgers, Movement } from './ledger';
import { Payee } from './reference-book';

/** Movements of both ledgers; a payee without any is absent. */
export type PayeeMovements = Readonly<Partial<Record<Payee, readonly Movement[]>>>;

/** Figures of a period to one payee, kopecks. closing = opening + charged + recalculated + penalty − payments. */
export interface PayeeFigures {
  readonly payee: Payee;
  readonly openingKopecks: Kopecks;
  readonly chargedKopecks: Kopecks;
  readonly recalculatedKopecks: Kopecks;
  readonly penaltyKopecks: Kopecks;
  /** Received less reversed in the period; may be below zero. */
  readonly paymentsKopecks: Kopecks;
  /** Below zero it is an advance. */
  readonly closingKopecks: Kopecks;
}

export type PeriodOpened = DomainEvent<
  'PeriodOpened',
  {
    readonly account: string;
    readonly houseId: string;
    readonly period: BillingPeriod;
    readonly effectiveOn: CivilDate;
    /** The period before, whose close carried the ledgers forward; null where the account begins. */
    readonly carriedFrom: BillingPeriod | null;
    /** Aged debts and unspent money, so that the stream stands on its own. */
    readonly ledgers: Ledgers;
  }
>;

export type ChargesCalculated = DomainEvent<
  'ChargesCalculated',
  {
    readonly account: string;
    readonly period: BillingPeriod;
    /** Sum of charges and recalculations to both payees. */
    readonly amountKopecks: Kopecks;
    /** `calculationFingerprint` of the lines, by which the next calculation is known as the same or another. */
    readonly fingerprint: string;
  } & Pick<Calculation, 'charges' | 'recalculations' | 'waivers'>
>;

export type PaymentCredited = DomainEvent<
  'PaymentCredited',
  {
    readonly account: string;
    readonly period: BillingPeriod;
    readonly payee: Payee;
    readonly paymentId: string;
    readonly amountKopecks: Kopecks;
    /** The day the payer paid. */
    readonly effectiveOn: CivilDate;
    readonly namedPeriod: BillingPeriod | null;
    /** What was given back: this is the rest of a payment, and nothing new was paid. Absent otherwise. */
    readonly refundedKopecks?: Kopecks | undefined;
    readonly movements: readonly Movement[];
  }
>;

export type PaymentCreditReversed = DomainEvent<
  'PaymentCreditReversed',
  {
    readonly account: string;
    readonly period: BillingPeriod;
    readonly payee: Payee;
    readonly paymentId: string;
    readonly amountKopecks: Kopecks;
    readonly effectiveOn: CivilDate;
    readonly reason: string;
    readonly movements: readonly Movement[];
  }
>;

interface SuspensionFact {
  readonly account: string;
  readonly period: BillingPeriod;
  readonly payee: Payee;
  readonly agreementId: string;
  readonly effectiveOn: CivilDate;
  /** Whose penalty it is. */
  readonly months: readonly BillingPeriod[];
  /** The first day without penalty. */
  readonly from: CivilDate;
  /** The last one; null while the agreement runs. */
  readonly until: CivilDate | null;
  /**
   * The first day whose debt knows of it, where a payment was recalled: on the days before the payment stood. Absent where
   * it is known of every day.
   */
  readonly countsFrom?: CivilDate | undefined;
  readonly movements: readonly Movement[];
}

/** An agreement to pay by parts runs: no penalty is charged on its months from a day. */
export type PenaltySuspended = DomainEvent<'PenaltySuspended', SuspensionFact>;

/** The agreement has ended: after its last day penalty is charged as before. */
export type PenaltyResumed = DomainEvent<'PenaltyResumed', SuspensionFact>;

/** A payment of a later month came before this period was closed: the next period takes it. */
export type PaymentHeld = DomainEvent<
  'PaymentHeld',
  {
    readonly account: string;
    readonly period: BillingPeriod;
    readonly payee: Payee;
    readonly paymentId: string;
    readonly amountKopecks: Kopecks;
    /** The day the payer paid, after the end of the period. */
    readonly effectiveOn: CivilDate;
    readonly namedPeriod: BillingPeriod | null;
    /** As of `PaymentCredited`. */
    readonly refundedKopecks?: Kopecks | undefined;
  }
>;

/** A recall of a later month came before this period was closed: the next period takes it. */
export type PaymentReversalHeld = DomainEvent<
  'PaymentReversalHeld',
  {
    readonly account: string;
    readonly period: BillingPeriod;
    readonly payee: Payee;
    readonly paymentId: string;
    readonly amountKopecks: Kopecks;
    /** The day of the recall, after the end of the period. */
    readonly effectiveOn: CivilDate;
    readonly reason: string;
    /** The payment and its lines where they have left the working ledger. */
    readonly restored: Restored;
  }
>;

export type PeriodClosed = DomainEvent<
  'PeriodClosed',
  {
    readonly account: string;
    readonly period: BillingPeriod;
    /** The last day of the period. */
    readonly effectiveOn: CivilDate;
    readonly dueOn: CivilDate;
    readonly payees: readonly PayeeFigures[];
    readonly movements: PayeeMovements;
    /**
     * The revision of the account's stream up to which the calculation knew its facts: what stands after it in that stream
     * is for the next close, though it was recorded before this event. Absent in what was closed before this was said, which
     * counts as knowing all that was recorded before it.
     */
    readonly factsUpTo?: number | undefined;
    /** Orders that this close has posted, and those that it has taken back, by id; absent where there are none. */
    readonly orders?: { readonly charged: readonly string[]; readonly takenBack: readonly string[] } | undefined;
  } & Pick<Calculation, 'records' | 'recordCorrections' | 'recalculationIds'>
>;

/** One account in one billing period, stream `billing_account_period-<account>_<year>_<month>`. */
export type AccountPeriodEvent =
  | PeriodOpened
  | ChargesCalculated
  | PaymentCredited
  | PaymentCreditReversed
  | PaymentHeld
  | PaymentReversalHeld
  | PenaltySuspended
  | PenaltyResumed
  | PeriodClosed;

export const ACCOUNT_PERIOD_EVENT_TYPES: readonly AccountPeriodEvent['type'][] = [
  'PeriodOpened',
  'ChargesCalculated',
  'PaymentCredited',
  'PaymentCreditReversed',
  'PaymentHeld',
  'PaymentReversalHeld',
  'PenaltySuspended',
  'PenaltyResumed',
  'PeriodClosed',
];

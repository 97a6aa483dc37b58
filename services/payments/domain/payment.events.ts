import { BillingPeriod, CivilDate, DomainEvent } from '#libs/kernel';
import { Kopecks } from '#libs/money';

/** Whose money it is: the company's or the capital-repair fund's. The two never mix. */
export type Payee = 'main' | 'capital_repair';

export const PAYEES: readonly Payee[] = ['main', 'capital_repair'];

/** How a payment reached the company. */
export type PaymentChannel = 'import' | 'registry' | 'cash_desk' | 'online' | 'accountant';

export const PAYMENT_CHANNELS: readonly PaymentChannel[] = ['import', 'registry', 'cash_desk', 'online', 'accountant'];

export type PaymentReceived = DomainEvent<
  'PaymentReceived',
  {
    readonly paymentId: string;
    readonly account: string;
    readonly payee: Payee;
    readonly amountKopecks: Kopecks;
    /** The day the payer paid, whenever the company learnt it. */
    readonly receivedOn: CivilDate;
    /** The month the payer named. */
    readonly namedPeriod: BillingPeriod | null;
    readonly channel: PaymentChannel;
    /** What was given back: this is the rest of a payment, and nothing new was paid. Absent otherwise. */
    readonly refundedKopecks?: Kopecks | undefined;
    readonly effectiveOn: CivilDate;
  }
>;

export type PaymentReversed = DomainEvent<
  'PaymentReversed',
  {
    readonly paymentId: string;
    readonly account: string;
    readonly payee: Payee;
    readonly amountKopecks: Kopecks;
    readonly reversedOn: CivilDate;
    readonly reason: string;
    readonly effectiveOn: CivilDate;
  }
>;

/** The bank has given back what had been recalled here before: nothing is recalled twice. */
export type PaymentRefundNoted = DomainEvent<
  'PaymentRefundNoted',
  {
    readonly paymentId: string;
    readonly account: string;
    readonly payee: Payee;
    /** When and why it had been recalled. */
    readonly reversedOn: CivilDate;
    readonly reversalReason: string;
    readonly refundedOn: CivilDate;
  }
>;

/** Why a payment stands aside until a person has looked at it. */
export type SetAsideReason = 'unknown_account' | 'wrong_check_digit' | 'unknown_order' | 'conflict';

export const SET_ASIDE_REASONS: readonly SetAsideReason[] = [
  'unknown_account',
  'wrong_check_digit',
  'unknown_order',
  'conflict',
];

export type ReturnedTo = 'bank' | 'payer';

/**
 * A payment of a registry, or of a bank's own list, whose account or order is not known, or that has the identity of
 * another one and other content.
 */
export type PaymentSetAside = DomainEvent<
  'PaymentSetAside',
  {
    readonly paymentId: string;
    /** As the bank states it; empty where that is no number of an account. */
    readonly account: string;
    readonly payee: Payee;
    readonly amountKopecks: Kopecks;
    /** The day the payer paid: it stays the day of the payment, whenever the account is found. */
    readonly receivedOn: CivilDate;
    readonly namedPeriod: BillingPeriod | null;
    readonly because: SetAsideReason;
    /** The payment that has the same identity; null where there is no conflict. */
    readonly conflictsWith: string | null;
    /** The file of the bank; null for what stood in the bank's own list of payments. */
    readonly registryId: string | null;
    /** The line of the file, from 1; null where there is no file. */
    readonly line: number | null;
    /** The bank at which residents pay on the site, for what stood in its list; null for a line of a file. */
    readonly acquirer: string | null;
    /** By what the office finds it again at the bank. */
    readonly reference: string | null;
    /** Under this id the vault of persons keeps who paid; null where the file does not say. */
    readonly payerId: string | null;
    readonly effectiveOn: CivilDate;
  }
>;

export type SetAsidePaymentAssigned = DomainEvent<
  'SetAsidePaymentAssigned',
  {
    readonly paymentId: string;
    readonly account: string;
    readonly reason: string;
    readonly assignedOn: CivilDate;
    /** The day the payer paid. */
    readonly effectiveOn: CivilDate;
  }
>;

export type SetAsidePaymentReturned = DomainEvent<
  'SetAsidePaymentReturned',
  {
    readonly paymentId: string;
    readonly to: ReturnedTo;
    /** What went back; null where it was recorded before a second person had to agree. */
    readonly amountKopecks: Kopecks | null;
    /** The approval of a second person; null where it was recorded before one was asked for. */
    readonly approvalId: string | null;
    readonly reason: string;
    readonly returnedOn: CivilDate;
    readonly effectiveOn: CivilDate;
  }
>;

export type SetAsidePaymentRefused = DomainEvent<
  'SetAsidePaymentRefused',
  {
    readonly paymentId: string;
    readonly reason: string;
    readonly refusedOn: CivilDate;
    readonly effectiveOn: CivilDate;
  }
>;

export type PaymentRefunded = DomainEvent<
  'PaymentRefunded',
  {
    readonly paymentId: string;
    readonly account: string;
    readonly payee: Payee;
    readonly refundedKopecks: Kopecks;
    readonly refundedOn: CivilDate;
    readonly reason: string;
    readonly approvalId: string;
    readonly effectiveOn: CivilDate;
  }
>;

/** A recalled payment goes on as another: on the right account, or with what was not given back. */
export type PaymentReplaced = DomainEvent<
  'PaymentReplaced',
  {
    readonly paymentId: string;
    readonly account: string;
    readonly replacement: {
      readonly paymentId: string;
      readonly account: string;
      readonly payee: Payee;
      readonly amountKopecks: Kopecks;
      /** The day of the original payment. */
      readonly receivedOn: CivilDate;
      readonly namedPeriod: BillingPeriod | null;
      readonly channel: PaymentChannel;
      /** What was given back, where this is the rest; absent where all of it was moved. */
      readonly refundedKopecks?: Kopecks | undefined;
    };
    /** The day on which it was learnt; no payment is from later. */
    readonly replacedOn: CivilDate;
    readonly effectiveOn: CivilDate;
  }
>;

export type SetAsideEvent =
  PaymentSetAside | SetAsidePaymentAssigned | SetAsidePaymentReturned | SetAsidePaymentRefused;

export const SET_ASIDE_EVENT_TYPES: readonly SetAsideEvent['type'][] = [
  'PaymentSetAside',
  'SetAsidePaymentAssigned',
  'SetAsidePaymentReturned',
  'SetAsidePaymentRefused',
];

export type PaymentCorrectionEvent = PaymentRefunded | PaymentReplaced;

export const PAYMENT_CORRECTION_EVENT_TYPES: readonly PaymentCorrectionEvent['type'][] = [
  'PaymentRefunded',
  'PaymentReplaced',
];

/** One payment, stream `payments_payment-<paymentId>`. */
export type PaymentEvent = PaymentReceived | PaymentReversed | PaymentRefundNoted;

export const PAYMENT_EVENT_TYPES: readonly PaymentEvent['type'][] = [
  'PaymentReceived',
  'PaymentReversed',
  'PaymentRefundNoted',
];

/** All that stands in the stream of a payment. */
export type PaymentStreamEvent = PaymentEvent | SetAsideEvent | PaymentCorrectionEvent;

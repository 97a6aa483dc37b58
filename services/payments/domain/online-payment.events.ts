import { CivilDate, DomainEvent } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { Payee } from './payment.events';

/** What is paid for: it stands in every event that others act upon, so that each is understood alone. */
export interface OnlinePaymentSubject {
  readonly paymentId: string;
  readonly account: string;
  readonly payee: Payee;
  readonly amountKopecks: Kopecks;
  /** An additional service that is paid at once; null for what is charged on slips. */
  readonly orderId: string | null;
  /** The agreement by which it is charged without the payer; null where the payer pays on the bank's page. */
  readonly agreementId: string | null;
}

/** A kept method of payment: a token of use to this company alone. */
export interface KeptMethod {
  readonly methodId: string;
  /** What the payer knows it by, sealed with a person's key; null where nothing was kept of it. */
  readonly sealedTitle: string | null;
}

export type OnlinePaymentInitiated = DomainEvent<
  'OnlinePaymentInitiated',
  OnlinePaymentSubject & {
    /** The bank that was asked. */
    readonly acquirer: string;
    /** The payer has agreed that the method is kept. */
    readonly keepsMethod: boolean;
    readonly initiatedOn: CivilDate;
  }
>;

export type OnlinePaymentRegistered = DomainEvent<
  'OnlinePaymentRegistered',
  { readonly paymentId: string; readonly account: string; readonly acquirerPaymentId: string }
>;

export type OnlinePaymentAuthorized = DomainEvent<
  'OnlinePaymentAuthorized',
  { readonly paymentId: string; readonly account: string; readonly authorizedOn: CivilDate }
>;

export type OnlinePaymentCaptured = DomainEvent<
  'OnlinePaymentCaptured',
  OnlinePaymentSubject & {
    readonly method: KeptMethod | null;
    readonly capturedOn: CivilDate;
    readonly effectiveOn: CivilDate;
  }
>;

export type OnlinePaymentSettled = DomainEvent<
  'OnlinePaymentSettled',
  { readonly paymentId: string; readonly account: string; readonly settledOn: CivilDate }
>;

export type OnlinePaymentDeclined = DomainEvent<
  'OnlinePaymentDeclined',
  OnlinePaymentSubject & {
    /** The acquirer's own word. */
    readonly reason: string;
    readonly declinedOn: CivilDate;
  }
>;

export type OnlinePaymentAbandoned = DomainEvent<
  'OnlinePaymentAbandoned',
  { readonly paymentId: string; readonly account: string; readonly abandonedOn: CivilDate }
>;

export type OnlinePaymentRefunded = DomainEvent<
  'OnlinePaymentRefunded',
  OnlinePaymentSubject & {
    /** When it was paid: what remains of it was paid then as well. */
    readonly capturedOn: CivilDate;
    /** Given back by all refunds before this one. */
    readonly refundedBeforeKopecks: Kopecks;
    /** Given back by all refunds, this one included. */
    readonly refundedKopecks: Kopecks;
    readonly refundedOn: CivilDate;
    readonly effectiveOn: CivilDate;
  }
>;

/** One payment on the page of a bank, stream `payments_online_payment-<paymentId>`. */
export type OnlinePaymentEvent =
  | OnlinePaymentInitiated
  | OnlinePaymentRegistered
  | OnlinePaymentAuthorized
  | OnlinePaymentCaptured
  | OnlinePaymentSettled
  | OnlinePaymentDeclined
  | OnlinePaymentAbandoned
  | OnlinePaymentRefunded;

export const ONLINE_PAYMENT_EVENT_TYPES: readonly OnlinePaymentEvent['type'][] = [
  'OnlinePaymentInitiated',
  'OnlinePaymentRegistered',
  'OnlinePaymentAuthorized',
  'OnlinePaymentCaptured',
  'OnlinePaymentSettled',
  'OnlinePaymentDeclined',
  'OnlinePaymentAbandoned',
  'OnlinePaymentRefunded',
];

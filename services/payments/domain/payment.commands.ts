import { BillingPeriod, CivilDate } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { PaymentReceived, PaymentSetAside, ReturnedTo } from './payment.events';

export type ReceivePayment = { readonly kind: 'ReceivePayment' } & Omit<PaymentReceived['data'], 'effectiveOn'> & {
    /** The day on which the command is stated: no payment is from later. */
    readonly today: CivilDate;
  };

export interface ReversePayment {
  readonly kind: 'ReversePayment';
  readonly paymentId: string;
  readonly reversedOn: CivilDate;
  readonly reason: string;
  readonly today: CivilDate;
}

/** The bank has given the money back, all of it or a part: as it stands here, the payment counts no more. */
export interface RecallRefundedPayment {
  readonly kind: 'RecallRefundedPayment';
  readonly paymentId: string;
  readonly refundedOn: CivilDate;
  readonly reason: string;
}

/** A payment of a bank's registry: received, or set aside for a reason until a person has looked at it. */
export type AcceptRegistryPayment = { readonly kind: 'AcceptRegistryPayment' } & Omit<
  PaymentSetAside['data'],
  'because' | 'effectiveOn' | 'acquirer' | 'registryId' | 'line'
> & {
    readonly registryId: string;
    readonly line: number;
    /** Why no account can have it; null where the account is known. */
    readonly because: PaymentSetAside['data']['because'] | null;
    readonly today: CivilDate;
  };

/** A payment of the bank's own list that is nobody's, as far as is known here: a person has to look at it. */
export type SetAsideBankPayment = { readonly kind: 'SetAsideBankPayment' } & Pick<
  PaymentSetAside['data'],
  'paymentId' | 'account' | 'payee' | 'amountKopecks' | 'receivedOn' | 'reference'
> & {
    readonly because: 'unknown_account' | 'unknown_order';
    readonly acquirer: string;
    readonly today: CivilDate;
  };

/** A payment that stood aside is this account's. Whether there is such an account, the caller knows. */
export interface AssignPayment {
  readonly kind: 'AssignPayment';
  readonly paymentId: string;
  readonly account: string;
  /** The month for which it was paid, where that was found out. */
  readonly namedPeriod: BillingPeriod | null;
  readonly reason: string;
  readonly today: CivilDate;
}

/** The money goes back to where it came from. A second person has agreed to it. */
export interface ReturnPayment {
  readonly kind: 'ReturnPayment';
  readonly paymentId: string;
  readonly to: ReturnedTo;
  /** The approval by a second person; it is the cause of the return and stands in its event. */
  readonly approvalId: string;
  readonly returnedOn: CivilDate;
  readonly reason: string;
  readonly today: CivilDate;
}

/** What the file stated is no payment of its own: the one that is known already counts alone. */
export interface RefusePayment {
  readonly kind: 'RefusePayment';
  readonly paymentId: string;
  readonly reason: string;
  readonly today: CivilDate;
}

/** A payment was put on the wrong account: it is recalled there and received here, with its own day. */
export interface TransferPayment {
  readonly kind: 'TransferPayment';
  readonly paymentId: string;
  readonly account: string;
  /** The id of the payment as the right account has it. */
  readonly replacementId: string;
  readonly reason: string;
  readonly today: CivilDate;
}

/** Money of an account is given back to the payer. A second person has agreed to it. */
export interface RefundPayment {
  readonly kind: 'RefundPayment';
  readonly paymentId: string;
  readonly amountKopecks: Kopecks;
  readonly refundedOn: CivilDate;
  readonly reason: string;
  /** The approval by a second person; it is the cause of the refund and stands in its event. */
  readonly approvalId: string;
  /** The id of the payment for what stays, where only a part is given back. */
  readonly replacementId: string;
  readonly today: CivilDate;
}

export type PaymentCommand =
  | ReceivePayment
  | ReversePayment
  | RecallRefundedPayment
  | AcceptRegistryPayment
  | SetAsideBankPayment
  | AssignPayment
  | ReturnPayment
  | RefusePayment
  | TransferPayment
  | RefundPayment;

/** The payment of the ledger that a payment of a bank's own list becomes where it is nobody's. */
export function bankPaymentId(acquirer: string, acquirerPaymentId: string): string {
  return `bank-${acquirer}-${acquirerPaymentId}`;
}

/** Payments whose names tell at which bank their money can be found. */
const NAMED_BY_BANK = /^(?:online|bank)-/;
const GOES_ON = /-then-[0-9a-f]{16}$/;
const GOES_ON_DIGITS = 16;

/**
 * The payment as which a recalled one goes on. What came through a bank at which residents pay keeps the name of that
 * bank's payment, however often it goes on, so that its refund finds it; any other has the bare digits as its name.
 */
export function goingOnAs(paymentId: string, digits: string): string {
  if (!NAMED_BY_BANK.test(paymentId)) return digits;
  return `${paymentId.replace(GOES_ON, '')}-then-${digits.slice(0, GOES_ON_DIGITS)}`;
}

/** Whether a payment is another one that goes on under its own name. */
export function isGoingOn(paymentId: string): boolean {
  return GOES_ON.test(paymentId);
}

export function paymentStream(paymentId: string): string {
  return `payments_payment-${paymentId}`;
}

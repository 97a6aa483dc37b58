import { CivilDate } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import {
  AttentionFinding,
  AttentionReason,
  AttentionVerdict,
  KeptMethod,
  OnlinePaymentInitiated,
} from './online-payment.events';

export type InitiateOnlinePayment = { readonly kind: 'InitiateOnlinePayment' } & OnlinePaymentInitiated['data'];

/** What the bank says of the payment now, whether a notification, a person or a job made us ask. */
export interface NoteAcquirerPayment {
  readonly kind: 'NoteAcquirerPayment';
  readonly paymentId: string;
  readonly acquirerPaymentId: string;
  readonly state: 'pending' | 'authorized' | 'captured' | 'declined';
  readonly amountKopecks: Kopecks;
  readonly refundedKopecks: Kopecks;
  readonly method: KeptMethod | null;
  readonly declineReason: string | null;
  /** The day on which the bank took the money, which may be past; today where absent. */
  readonly capturedOn?: CivilDate;
  readonly today: CivilDate;
}

/** The payer did not come back in time. */
export interface AbandonOnlinePayment {
  readonly kind: 'AbandonOnlinePayment';
  readonly paymentId: string;
  readonly today: CivilDate;
}

/** The bank has refused to make this payment, and was asked for the first time: there is none. */
export interface DeclineOnlinePayment {
  readonly kind: 'DeclineOnlinePayment';
  readonly paymentId: string;
  readonly reason: string;
  readonly today: CivilDate;
}

/** The money has reached the company's account. */
export interface SettleOnlinePayment {
  readonly kind: 'SettleOnlinePayment';
  readonly paymentId: string;
  readonly settledOn: CivilDate;
  readonly today: CivilDate;
}

/** What became of it is not known here, nor will be without a person. */
export interface CallForAttention {
  readonly kind: 'CallForAttention';
  readonly paymentId: string;
  readonly reason: AttentionReason;
  /** What has gone back by now, where that is the reason. */
  readonly refundedKopecks?: Kopecks;
  readonly today: CivilDate;
}

/** A person has looked at the bank’s own records. */
export interface CloseAttention {
  readonly kind: 'CloseAttention';
  readonly paymentId: string;
  readonly verdict: AttentionVerdict;
  readonly finding: AttentionFinding;
  readonly today: CivilDate;
}

export type OnlinePaymentCommand =
  | InitiateOnlinePayment
  | NoteAcquirerPayment
  | AbandonOnlinePayment
  | DeclineOnlinePayment
  | SettleOnlinePayment
  | CallForAttention
  | CloseAttention;

export function onlinePaymentStream(paymentId: string): string {
  return `payments_online_payment-${paymentId}`;
}

/**
 * The payment of the ledger that a captured online payment becomes, by the key of the bank and its payment. What is
 * left after a refund is another payment of the ledger, named by how much had gone back.
 */
export function ledgerPaymentId(paymentId: string, refundedKopecks: Kopecks = 0): string {
  return refundedKopecks === 0 ? `online-${paymentId}` : `online-${paymentId}-after-refund-${String(refundedKopecks)}`;
}

const LEDGER_PAYMENT = /^online-(.+?)(?:-after-refund-(\d+))?(?:-then-[0-9a-f]{16})?$/;

/** The online payment that a payment of the ledger comes from, on whatever account it is by now, and what had gone back before it; null for any other. */
export function onlinePaymentOf(
  ledgerId: string,
): { readonly paymentId: string; readonly refundedKopecks: Kopecks } | null {
  const [, paymentId, refunded = '0'] = LEDGER_PAYMENT.exec(ledgerId) ?? [];
  return paymentId === undefined ? null : { paymentId, refundedKopecks: Number(refunded) };
}

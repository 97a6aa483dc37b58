import { CivilDate } from '#libs/kernel';
import { PaymentReceived } from './payment.events';

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

export type PaymentCommand = ReceivePayment | ReversePayment | RecallRefundedPayment;

export function paymentStream(paymentId: string): string {
  return `payments_payment-${paymentId}`;
}

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

export type PaymentCommand = ReceivePayment | ReversePayment;

export function paymentStream(paymentId: string): string {
  return `payments_payment-${paymentId}`;
}

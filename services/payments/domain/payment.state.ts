import { CivilDate } from '#libs/kernel';
import { PaymentReceived, PaymentSetAside, SetAsidePaymentRefused, SetAsidePaymentReturned } from './payment.events';

interface ReceivedPayment {
  readonly payment: PaymentReceived['data'];
  /** What the bank stated, where the payment stood aside before; null otherwise. */
  readonly setAside: PaymentSetAside['data'] | null;
}

export type PaymentState =
  | { readonly status: 'unknown' }
  /** A person has to look at it. */
  | { readonly status: 'set_aside'; readonly setAside: PaymentSetAside['data'] }
  /** It will never be a payment of an account. */
  | {
      readonly status: 'settled';
      readonly setAside: PaymentSetAside['data'];
      readonly settlement: SetAsidePaymentReturned | SetAsidePaymentRefused;
    }
  | ({ readonly status: 'received' } & ReceivedPayment)
  | ({
      readonly status: 'reversed';
      readonly reversedOn: CivilDate;
      readonly reason: string;
      /** The payment as which it goes on; null where none of it counts any more. */
      readonly replacedBy: string | null;
      /** The bank gave the money back: by that it was recalled, or it was noted afterwards. */
      readonly isRefundNoted: boolean;
    } & ReceivedPayment);

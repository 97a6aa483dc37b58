import { DataOf, paymentReceived, paymentReplaced, paymentReversed } from '#libs/contracts';
import { RecordedEvent } from '#libs/kernel';
import { RelayTranslation } from '#libs/messaging';
import { onlinePaymentOf } from '../domain/online-payment.commands';
import { isGoingOn } from '../domain/payment.commands';
import { PAYMENT_EVENT_TYPES, PaymentEvent, PaymentReceived, PaymentReplaced } from '../domain/payment.events';
import { ONLINE_RELAYED_TYPES, tellOfOnlinePayments } from './publish-online-payments.relay';

/** Tells the other services which payments were received and which recalled, in the order of each account. */
export const PAYMENTS_RELAY: RelayTranslation = {
  service: 'payments',
  handles: [...PAYMENT_EVENT_TYPES, 'PaymentReplaced', ...ONLINE_RELAYED_TYPES],
  translate(recorded: RecordedEvent) {
    const event = recorded as (PaymentEvent | PaymentReplaced) & RecordedEvent;
    const key = event.data.account;
    switch (event.type) {
      case 'PaymentReceived': {
        const { account, paymentId, payee, amountKopecks, receivedOn, namedPeriod } = event.data;
        const data: DataOf<typeof paymentReceived> = {
          account,
          paymentId,
          payee,
          amountKopecks,
          receivedOn,
          namedPeriod,
          ...restOf(event.data),
        };
        return { contract: paymentReceived.name, key, data };
      }
      case 'PaymentReversed': {
        const { account, paymentId, payee, amountKopecks, reversedOn, reason } = event.data;
        const data: DataOf<typeof paymentReversed> = { account, paymentId, payee, amountKopecks, reversedOn, reason };
        return { contract: paymentReversed.name, key, data };
      }
      case 'PaymentReplaced': {
        const { account, paymentId, replacement, replacedOn } = event.data;
        const data: DataOf<typeof paymentReplaced> = { account, paymentId, replacement, replacedOn };
        return { contract: paymentReplaced.name, key, data };
      }
      default:
        return tellOfOnlinePayments(recorded);
    }
  },
};

/** Whoever is told that a payment came has to know that the payer did nothing: a part was given back. */
function restOf({ paymentId, refundedKopecks: told }: PaymentReceived['data']): { refundedKopecks?: number } {
  // Before events said so, the name of a payment did.
  const refundedKopecks = told ?? (isGoingOn(paymentId) ? 0 : (onlinePaymentOf(paymentId)?.refundedKopecks ?? 0));
  return refundedKopecks === 0 ? {} : { refundedKopecks };
}

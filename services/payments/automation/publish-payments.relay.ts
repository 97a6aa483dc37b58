import { DataOf, paymentReceived, paymentReversed } from '#libs/contracts';
import { RecordedEvent } from '#libs/kernel';
import { RelayTranslation } from '#libs/messaging';
import { onlinePaymentOf } from '../domain/online-payment.commands';
import { PAYMENT_EVENT_TYPES, PaymentEvent } from '../domain/payment.events';
import { ONLINE_RELAYED_TYPES, tellOfOnlinePayments } from './publish-online-payments.relay';

/** Tells the other services which payments were received and which recalled, in the order of each account. */
export const PAYMENTS_RELAY: RelayTranslation = {
  service: 'payments',
  handles: [...PAYMENT_EVENT_TYPES, ...ONLINE_RELAYED_TYPES],
  translate(recorded: RecordedEvent) {
    const event = recorded as PaymentEvent & RecordedEvent;
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
          ...restOf(paymentId),
        };
        return { contract: paymentReceived.name, key, data };
      }
      case 'PaymentReversed': {
        const { account, paymentId, payee, amountKopecks, reversedOn, reason } = event.data;
        const data: DataOf<typeof paymentReversed> = { account, paymentId, payee, amountKopecks, reversedOn, reason };
        return { contract: paymentReversed.name, key, data };
      }
      default:
        return tellOfOnlinePayments(recorded);
    }
  },
};

/** Whoever is told that a payment came has to know that the payer did nothing: the bank gave back a part. */
function restOf(paymentId: string): { refundedKopecks?: number } {
  const refundedKopecks = onlinePaymentOf(paymentId)?.refundedKopecks ?? 0;
  return refundedKopecks === 0 ? {} : { refundedKopecks };
}

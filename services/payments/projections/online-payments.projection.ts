import { CivilDate, RecordedEvent, unreachable } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { Projection } from '#libs/read-models';
import { ONLINE_PAYMENT_EVENT_TYPES, OnlinePaymentEvent } from '../domain/online-payment.events';
import { Payee } from '../domain/payment.events';

export type OnlinePaymentStatus =
  'initiated' | 'authorized' | 'captured' | 'settled' | 'declined' | 'abandoned' | 'refunded';

/** An online payment with its state now. */
export interface OnlinePaymentCard {
  readonly paymentId: string;
  readonly account: string;
  readonly payee: Payee;
  readonly amountKopecks: Kopecks;
  readonly orderId: string | null;
  readonly agreementId: string | null;
  readonly status: OnlinePaymentStatus;
  readonly acquirerPaymentId: string | null;
  readonly initiatedOn: CivilDate;
  /** UTC instant. */
  readonly initiatedAt: string;
  readonly capturedOn: CivilDate | null;
  readonly refundedKopecks: Kopecks;
  readonly declineReason: string | null;
}

/** Which online payments are there, and of which has the bank not said its last word? */
export const onlinePayments: Projection<OnlinePaymentCard> = {
  name: 'payments.online-payments',
  version: 1,
  handles: ONLINE_PAYMENT_EVENT_TYPES,
  keysOf: (event) => [(event as OnlinePaymentEvent & RecordedEvent).data.paymentId],
  evolve: (card, event) => evolveCard(card, event as OnlinePaymentEvent & RecordedEvent),
  columns: { account: 'text', initiated_on: 'text', unsettled: 'integer' },
  columnsOf: ({ account, initiatedOn, status }) => ({
    account,
    initiated_on: initiatedOn,
    // A payment that was given up may still be paid: it is asked for until the bank says how it ended.
    unsettled: status === 'initiated' || status === 'authorized' || status === 'abandoned' ? 1 : 0,
  }),
  indexes: [['account', 'initiated_on'], ['unsettled']],
};

function evolveCard(
  card: OnlinePaymentCard | null,
  event: OnlinePaymentEvent & RecordedEvent,
): OnlinePaymentCard | null {
  if (event.type === 'OnlinePaymentInitiated') {
    const { paymentId, account, payee, amountKopecks, orderId, agreementId, initiatedOn } = event.data;
    return {
      ...{ paymentId, account, payee, amountKopecks, orderId, agreementId, initiatedOn },
      status: 'initiated',
      acquirerPaymentId: null,
      initiatedAt: event.metadata.recordedAt,
      capturedOn: null,
      refundedKopecks: 0,
      declineReason: null,
    };
  }
  if (card === null) return null;
  switch (event.type) {
    case 'OnlinePaymentRegistered':
      return { ...card, acquirerPaymentId: event.data.acquirerPaymentId };
    case 'OnlinePaymentAuthorized':
      return { ...card, status: 'authorized' };
    case 'OnlinePaymentCaptured':
      return { ...card, status: 'captured', capturedOn: event.data.capturedOn, declineReason: null };
    case 'OnlinePaymentSettled':
      return { ...card, status: 'settled' };
    case 'OnlinePaymentDeclined':
      return { ...card, status: 'declined', declineReason: event.data.reason };
    case 'OnlinePaymentAbandoned':
      return { ...card, status: 'abandoned' };
    case 'OnlinePaymentRefunded':
      return { ...card, status: 'refunded', refundedKopecks: event.data.refundedKopecks };
    default:
      return unreachable(event);
  }
}

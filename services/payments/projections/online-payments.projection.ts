import { CivilDate, RecordedEvent, unreachable } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { Projection } from '#libs/read-models';
import { afterLastWord } from '../domain/attention.policy';
import { AttentionReason, ONLINE_PAYMENT_EVENT_TYPES, OnlinePaymentEvent } from '../domain/online-payment.events';
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
  /** Why a person has to look at it; null where nobody has to. */
  readonly attention: AttentionReason | null;
  /** The day since which somebody has to. */
  readonly attentionSince: CivilDate | null;
  /** A person has done what had to be done: the bank is not asked any more. */
  readonly isDealtWith: boolean;
}

/** The money is not there, and may still come by itself: the bank has not said its last word. */
const UNSETTLED: readonly OnlinePaymentStatus[] = ['initiated', 'authorized', 'abandoned'];

/** Which online payments are there, and of which has the bank not said its last word? */
export const onlinePayments: Projection<OnlinePaymentCard> = {
  name: 'payments.online-payments',
  version: 2,
  handles: ONLINE_PAYMENT_EVENT_TYPES,
  keysOf: (event) => [(event as OnlinePaymentEvent & RecordedEvent).data.paymentId],
  evolve: (card, event) => evolveCard(card, event as OnlinePaymentEvent & RecordedEvent),
  columns: {
    account: 'text',
    initiated_on: 'text',
    initiated_at: 'text',
    status: 'text',
    unsettled: 'integer',
    attention_since: 'text',
    acquirer_payment_id: 'text',
  },
  columnsOf: ({ account, initiatedOn, initiatedAt, status, isDealtWith, attentionSince, acquirerPaymentId }) => ({
    account,
    initiated_on: initiatedOn,
    initiated_at: initiatedAt,
    status,
    // A payment that was given up may still be paid: it is asked for until the bank says how it ended.
    unsettled: UNSETTLED.includes(status) && !isDealtWith ? 1 : 0,
    attention_since: attentionSince,
    acquirer_payment_id: acquirerPaymentId,
  }),
  indexes: [
    ['account', 'initiated_on'],
    ['account', 'initiated_at'],
    ['account', 'status'],
    ['unsettled'],
    ['attention_since'],
    ['acquirer_payment_id'],
  ],
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
      attention: null,
      attentionSince: null,
      isDealtWith: false,
    };
  }
  if (card === null) return null;
  switch (event.type) {
    case 'OnlinePaymentRegistered':
      return registered(card, event.data.acquirerPaymentId);
    case 'OnlinePaymentAuthorized':
      return { ...card, status: 'authorized' };
    case 'OnlinePaymentCaptured':
      return { ...lastWord(card), status: 'captured', capturedOn: event.data.capturedOn, declineReason: null };
    case 'OnlinePaymentSettled':
      return { ...card, status: 'settled' };
    case 'OnlinePaymentDeclined':
      return { ...lastWord(card), status: 'declined', declineReason: event.data.reason };
    case 'OnlinePaymentAbandoned':
      return { ...card, status: 'abandoned' };
    case 'OnlinePaymentRefunded':
      return { ...card, status: 'refunded', refundedKopecks: event.data.refundedKopecks };
    case 'OnlinePaymentAttentionRequested':
      return { ...card, attention: event.data.reason, attentionSince: event.data.noticedOn };
    case 'OnlinePaymentAttentionClosed':
      return { ...card, attention: null, attentionSince: null, isDealtWith: event.data.verdict === 'dealt_with' };
    default:
      return unreachable(event);
  }
}

/** What was taken for refused is under way again when the bank turns out to have it. */
function registered(card: OnlinePaymentCard, acquirerPaymentId: string): OnlinePaymentCard {
  const isRevived = card.status === 'declined';
  return { ...card, acquirerPaymentId, ...(isRevived ? { status: 'initiated', declineReason: null } : {}) };
}

function lastWord(card: OnlinePaymentCard): OnlinePaymentCard {
  const attention = afterLastWord(card.attention);
  return { ...card, attention, attentionSince: attention === null ? null : card.attentionSince };
}

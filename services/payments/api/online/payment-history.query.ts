import { Inject, Injectable } from '@nestjs/common';
import { CivilDate } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { READ_MODELS } from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import { ledgerPaymentId } from '../../domain/online-payment.commands';
import { Payee, PaymentChannel } from '../../domain/payment.events';
import { AccountPayment, accountPayments } from '../../projections/account-payments.projection';
import { OnlinePaymentCard, onlinePayments } from '../../projections/online-payments.projection';

/**
 * How a payment stands: the bank has not said its last word, it was not made, it counts, it was recalled, or it was given
 * back.
 */
export type HistoryState = 'in_progress' | 'not_made' | 'received' | 'reversed' | 'refunded';

export const HISTORY_STATES: readonly HistoryState[] = ['in_progress', 'received', 'reversed', 'refunded', 'not_made'];

export interface HistoryEntry {
  readonly paymentId: string;
  /** The day the payer paid, or began to. */
  readonly paidOn: CivilDate;
  readonly payee: Payee;
  readonly amountKopecks: Kopecks;
  readonly channel: PaymentChannel;
  readonly state: HistoryState;
  /** The online payment behind it; null where there is none. */
  readonly onlinePaymentId: string | null;
  readonly byAutopay: boolean;
  readonly orderId: string | null;
  readonly reversedOn: CivilDate | null;
  readonly reversalReason: string | null;
  /** UTC instant at which it became known here. */
  readonly recordedAt: string;
}

export interface HistoryFilter {
  readonly from?: CivilDate;
  readonly to?: CivilDate;
  readonly payee?: Payee;
  readonly state?: HistoryState;
}

export interface PaymentHistory {
  readonly account: string;
  /** The latest first. */
  readonly entries: readonly HistoryEntry[];
  /** True when earlier ones did not fit. */
  readonly more: boolean;
}

/** More than anybody pays for one dwelling in a life. */
export const HISTORY_LIMIT = 5_000;

/** Every payment since the account was opened, the ones that are under way or failed at the bank included. */
@Injectable()
export class PaymentHistoryQuery {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  async of(account: string, filter: HistoryFilter = {}): Promise<PaymentHistory> {
    const { from, to } = filter;
    const days = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
    const bounded = Object.keys(days).length > 0;
    const limit = HISTORY_LIMIT + 1;
    const [ledger, online] = await Promise.all([
      this.readModels.find(accountPayments, {
        where: { account, ...(bounded ? { received_on: days } : {}) },
        orderBy: ['-received_on'],
        limit,
      }),
      this.readModels.find(onlinePayments, { where: { account }, orderBy: ['-initiated_on'], limit }),
    ]);
    const cards = new Map(online.map(({ document }) => [ledgerPaymentId(document.paymentId), document]));
    const received = ledger.map(({ document }) => entryOfPayment(document, cards.get(document.paymentId)));
    const known = new Set(received.map(({ paymentId }) => paymentId));
    const others = online
      .map(({ document }) => entryOfOnline(document))
      .filter(({ paymentId, paidOn }) => !known.has(paymentId) && within(paidOn, filter));
    const entries = [...received, ...others]
      .filter(({ state }) => filter.state === undefined || state === filter.state)
      .filter(({ payee }) => filter.payee === undefined || payee === filter.payee)
      .sort(latestFirst);
    return { account, entries: entries.slice(0, HISTORY_LIMIT), more: entries.length > HISTORY_LIMIT };
  }
}

function within(day: CivilDate, { from, to }: HistoryFilter): boolean {
  return (from === undefined || day >= from) && (to === undefined || day <= to);
}

function latestFirst(left: HistoryEntry, right: HistoryEntry): number {
  if (left.paidOn !== right.paidOn) return left.paidOn < right.paidOn ? 1 : -1;
  if (left.recordedAt !== right.recordedAt) return left.recordedAt < right.recordedAt ? 1 : -1;
  return left.paymentId < right.paymentId ? 1 : -1;
}

function entryOfPayment(payment: AccountPayment, card: OnlinePaymentCard | undefined): HistoryEntry {
  const { paymentId, payee, amountKopecks, receivedOn, channel, reversedOn, reversalReason, recordedAt } = payment;
  const refunded = (card?.refundedKopecks ?? 0) > 0;
  return {
    ...{ paymentId, payee, amountKopecks, channel, reversedOn, reversalReason, recordedAt },
    paidOn: receivedOn,
    state: payment.state === 'received' ? 'received' : refunded ? 'refunded' : 'reversed',
    onlinePaymentId: card?.paymentId ?? null,
    byAutopay: card !== undefined && card.agreementId !== null,
    orderId: null,
  };
}

const STATES: Readonly<Record<OnlinePaymentCard['status'], HistoryState>> = {
  initiated: 'in_progress',
  authorized: 'in_progress',
  // Its payment of the ledger is on its way, or it is of an order and there is none.
  captured: 'received',
  settled: 'received',
  refunded: 'refunded',
  declined: 'not_made',
  abandoned: 'not_made',
};

function entryOfOnline(card: OnlinePaymentCard): HistoryEntry {
  const { payee, amountKopecks, orderId, agreementId, initiatedOn, initiatedAt, capturedOn, status } = card;
  return {
    ...{ payee, amountKopecks, orderId },
    paymentId: ledgerPaymentId(card.paymentId),
    paidOn: capturedOn ?? initiatedOn,
    channel: 'online',
    state: STATES[status],
    onlinePaymentId: card.paymentId,
    byAutopay: agreementId !== null,
    reversedOn: null,
    reversalReason: null,
    recordedAt: initiatedAt,
  };
}

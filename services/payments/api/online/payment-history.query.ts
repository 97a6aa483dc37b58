import { Inject, Injectable } from '@nestjs/common';
import { CivilDate } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { READ_MODELS } from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import { ledgerPaymentId, onlinePaymentOf } from '../../domain/online-payment.commands';
import { Payee, PaymentChannel } from '../../domain/payment.events';
import { AccountPayment, accountPayments } from '../../projections/account-payments.projection';
import { OnlinePaymentCard, onlinePayments } from '../../projections/online-payments.projection';

/**
 * How a payment stands: the bank has not said its last word, it was not made, it counts, it was recalled, or it was given
 * back, all of it or a part.
 */
export type HistoryState = 'in_progress' | 'not_made' | 'received' | 'reversed' | 'refunded' | 'partly_refunded';

export const HISTORY_STATES: readonly HistoryState[] = [
  'in_progress',
  'received',
  'reversed',
  'refunded',
  'partly_refunded',
  'not_made',
];

export interface HistoryEntry {
  /** The payment of the ledger; after refunds the one that holds the rest, under which billing has spent it. */
  readonly paymentId: string;
  /** The day the payer paid, or began to. */
  readonly paidOn: CivilDate;
  readonly payee: Payee;
  /** What the payer paid. */
  readonly amountKopecks: Kopecks;
  /** Of it, what the bank gave back. */
  readonly refundedKopecks: Kopecks;
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
    if (filter.state === 'in_progress' && !(await this.isAnyUnderWay(account))) {
      return { account, entries: [], more: false };
    }
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
    const cards = new Map(online.map(({ document }) => [document.paymentId, document]));
    const received = receivedOf(
      ledger.map(({ document }) => document),
      cards,
    );
    const known = new Set(received.map(({ onlinePaymentId }) => onlinePaymentId));
    const others = online
      .map(({ document }) => entryOfOnline(document))
      .filter(({ onlinePaymentId, paidOn }) => !known.has(onlinePaymentId) && within(paidOn, filter));
    const entries = [...received, ...others]
      .filter(({ state }) => filter.state === undefined || state === filter.state)
      .filter(({ payee }) => filter.payee === undefined || payee === filter.payee)
      .sort(latestFirst);
    return { account, entries: entries.slice(0, HISTORY_LIMIT), more: entries.length > HISTORY_LIMIT };
  }

  /** Asked for by every first page of the cabinet, and hardly ever so: no payment of all the years need be read for it. */
  private async isAnyUnderWay(account: string): Promise<boolean> {
    return (await this.readModels.count(onlinePayments, { where: { account, status: { in: UNDER_WAY } } })) > 0;
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

/**
 * What the ledger has received, the payments of one online payment as one: the ledger recalls it and receives the rest
 * with each refund, and the payer has paid once.
 */
function receivedOf(
  ledger: readonly AccountPayment[],
  cards: ReadonlyMap<string, OnlinePaymentCard>,
): readonly HistoryEntry[] {
  const ofOnline = new Map<OnlinePaymentCard, AccountPayment[]>();
  const entries: HistoryEntry[] = [];
  for (const payment of ledger) {
    const card = cards.get(onlinePaymentOf(payment.paymentId)?.paymentId ?? '');
    if (card === undefined) entries.push(entryOfPayment(payment));
    else ofOnline.set(card, [...(ofOnline.get(card) ?? []), payment]);
  }
  return [...entries, ...[...ofOnline].map(([card, payments]) => entryOfReceived(card, payments))];
}

function entryOfPayment(payment: AccountPayment): HistoryEntry {
  const { paymentId, payee, amountKopecks, receivedOn, channel, state, reversedOn, reversalReason, recordedAt } =
    payment;
  return {
    ...{ paymentId, payee, amountKopecks, channel, state, reversedOn, reversalReason, recordedAt },
    refundedKopecks: 0,
    paidOn: receivedOn,
    onlinePaymentId: null,
    byAutopay: false,
    orderId: null,
  };
}

function entryOfReceived(card: OnlinePaymentCard, payments: readonly AccountPayment[]): HistoryEntry {
  const refundsBefore = ({ paymentId }: AccountPayment) => onlinePaymentOf(paymentId)?.refundedKopecks ?? 0;
  const byTime = payments.toSorted((left, right) => refundsBefore(left) - refundsBefore(right));
  const { receivedOn, channel, recordedAt } = byTime[0] as AccountPayment;
  const counting = byTime.findLast(({ state }) => state === 'received');
  const recalled = byTime.findLast(({ state }) => state === 'reversed');
  const { payee, amountKopecks, refundedKopecks } = card;
  return {
    ...{ payee, amountKopecks, refundedKopecks, channel, recordedAt },
    paymentId: (counting ?? recalled)?.paymentId ?? ledgerPaymentId(card.paymentId),
    paidOn: receivedOn,
    // Recalled by the office, it does not count, whatever part of it the bank gave back.
    state: counting === undefined && refundedKopecks < amountKopecks ? 'reversed' : countingState(card),
    onlinePaymentId: card.paymentId,
    byAutopay: card.agreementId !== null,
    orderId: null,
    reversedOn: recalled?.reversedOn ?? null,
    reversalReason: recalled?.reversalReason ?? null,
  };
}

/** Of a payment that counts, or did until the bank gave it back. */
function countingState({ amountKopecks, refundedKopecks }: OnlinePaymentCard): HistoryState {
  if (refundedKopecks === 0) return 'received';
  return refundedKopecks < amountKopecks ? 'partly_refunded' : 'refunded';
}

const STATES: Readonly<Record<Exclude<OnlinePaymentCard['status'], 'refunded'>, HistoryState>> = {
  initiated: 'in_progress',
  authorized: 'in_progress',
  // Its payment of the ledger is on its way, or it is of an order and there is none.
  captured: 'received',
  settled: 'received',
  declined: 'not_made',
  abandoned: 'not_made',
};

const UNDER_WAY = (Object.keys(STATES) as (keyof typeof STATES)[]).filter((status) => STATES[status] === 'in_progress');

function entryOfOnline(card: OnlinePaymentCard): HistoryEntry {
  const { payee, amountKopecks, refundedKopecks, orderId, agreementId, initiatedOn, initiatedAt } = card;
  const { capturedOn, status } = card;
  return {
    ...{ payee, amountKopecks, refundedKopecks, orderId },
    paymentId: ledgerPaymentId(card.paymentId),
    paidOn: capturedOn ?? initiatedOn,
    channel: 'online',
    state: status === 'refunded' ? countingState(card) : STATES[status],
    onlinePaymentId: card.paymentId,
    byAutopay: agreementId !== null,
    reversedOn: null,
    reversalReason: null,
    recordedAt: initiatedAt,
  };
}

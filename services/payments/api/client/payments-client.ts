import { defineClient, long } from '#libs/clients';
import { CommandOrigin } from '#libs/platform';
import type { AutopayTrigger } from '../../domain/autopay.events';
import type { AttentionFinding, AttentionVerdict } from '../../domain/online-payment.events';
import type { Payee } from '../../domain/payment.events';
import type { AutopayCard } from '../../projections/autopay-agreements.projection';
import type { OnlinePaymentStatus } from '../../projections/online-payments.projection';
import type { PaymentsNeedingAttention } from '../online/online-payments-office';
import type { HistoryFilter, PaymentHistory } from '../online/payment-history.query';

export type { AutopayTrigger } from '../../domain/autopay.events';
export type { AttentionFinding, AttentionReason, AttentionVerdict } from '../../domain/online-payment.events';
export { ATTENTION_FINDINGS } from '../../domain/online-payment.events';
export { ONLINE_AMOUNT_KOPECKS_MAX } from '../../domain/online-payment.decider';
export type { Payee, PaymentChannel } from '../../domain/payment.events';
export type { AutopayStep } from '../../projections/autopay-agreements.projection';
export type { OnlinePaymentCard, OnlinePaymentStatus } from '../../projections/online-payments.projection';
export type { PaymentsNeedingAttention } from '../online/online-payments-office';
export type { HistoryEntry, HistoryFilter, HistoryState, PaymentHistory } from '../online/payment-history.query';

export const PAYMENTS_CLIENT = Symbol('PAYMENTS_CLIENT');

export interface NewPayment {
  readonly account: string;
  readonly payee: Payee;
  readonly amountKopecks: number;
  /** An additional service that is paid at once: it is no payment of the account's charges. */
  readonly orderId?: string;
}

export interface NewAutopay {
  readonly account: string;
  readonly payee: Payee;
  /** No charge is above it, kopecks. */
  readonly limitKopecks: number;
  readonly trigger: AutopayTrigger;
  /** The payment with which the method is kept, kopecks. */
  readonly firstAmountKopecks: number;
}

type ActiveCard = NonNullable<AutopayCard['active']>;

/** An agreement as the resident sees it: nothing of the method but its name. */
export type AutopayStanding = Omit<AutopayCard, 'active'> & {
  readonly active:
    | (Omit<ActiveCard, 'methodId' | 'sealedMethodTitle' | 'personId'> & {
        /** By what the payer knows the card; null where nothing was kept of it. */
        readonly methodTitle: string | null;
      })
    | null;
};

export interface StartedPayment {
  readonly paymentId: string;
  /** The bank's page; where the payment has gone on already, the page of the company that says how it stands. */
  readonly redirectUrl: string;
  /** Up to here a reader has to be to see it. */
  readonly position: number;
}

export interface PaymentStand {
  readonly paymentId: string;
  readonly account: string;
  readonly payee: Payee;
  readonly amountKopecks: number;
  readonly orderId: string | null;
  readonly status: OnlinePaymentStatus;
  /** Of the sum, what went back to the payer. */
  readonly refundedKopecks: number;
  /** The bank's own word for why it was not made; null where it was, or is under way. */
  readonly declineReason: string | null;
  /** The bank's page, while the payer may still pay there. */
  readonly pageUrl: string | null;
  /** False where the bank could not be asked: what stands here is what was known before. */
  readonly isAsked: boolean;
  readonly position: number;
}

export interface OnlinePaying {
  readonly isOffered: boolean;
  readonly pageOrigins: readonly string[];
}

/** What a gateway asks of payments. In one process a direct call; between processes HTTP. Throws RejectedError. */
export interface PaymentsClient {
  /** Whether a bank can be paid at, and the origins of its pages. */
  online(): Promise<OnlinePaying>;
  /**
   * Begins a payment at the bank. The same command id again is the same payment. PAYMENTS_UNKNOWN_ACCOUNT,
   * PAYMENTS_ONLINE_NOT_OFFERED, PAYMENTS_ONLINE_AMOUNT_OUT_OF_RANGE, PAYMENTS_ONLINE_TOO_MANY_…,
   * PAYMENTS_ONLINE_PAYMENT_EXPIRED, PAYMENTS_ACQUIRER_UNAVAILABLE, PAYMENTS_ACQUIRER_REFUSED.
   */
  startPayment(payment: NewPayment, origin: CommandOrigin): Promise<StartedPayment>;
  /** Asks the bank how a payment of the account stands. PAYMENTS_UNKNOWN_ONLINE_PAYMENT, also for another's. */
  payment(account: string, paymentId: string, origin: Pick<CommandOrigin, 'actor'>): Promise<PaymentStand>;
  /** A notification of the bank: the bank is asked. Null for what is about none of our payments. */
  notified(notification: unknown): Promise<{ readonly position: number } | null>;
  /** Every payment since the account was opened, the latest first. */
  history(account: string, filter?: HistoryFilter): Promise<PaymentHistory>;
  /** The agreements of an account, in force, waiting and withdrawn: at most one for each payee. */
  autopay(account: string): Promise<readonly AutopayStanding[]>;
  /** Whether somebody of the account can be told of a charge before it is made: without that nothing is charged. */
  canGiveNotice(account: string): Promise<boolean>;
  /** States the terms and begins the payment with which the method is kept. PAYMENTS_AUTOPAY_… besides. */
  requestAutopay(autopay: NewAutopay, origin: CommandOrigin): Promise<StartedPayment>;
  /** Answers with the position. */
  withdrawAutopay(account: string, payee: Payee, origin: CommandOrigin): Promise<number>;
  /** For the office: online payments of which a person has to find out what became, the longest waiting first. */
  needingAttention(limit?: number): Promise<PaymentsNeedingAttention>;
  /**
   * For the office: a person has looked at the bank's own records. Answers with the position.
   * PAYMENTS_UNKNOWN_ONLINE_PAYMENT, PAYMENTS_ONLINE_PAYMENT_NEEDS_NO_ATTENTION, PAYMENTS_ONLINE_PAYMENT_IS_PAID,
   * PAYMENTS_FINDING_DOES_NOT_FIT.
   */
  closeAttention(
    paymentId: string,
    verdict: AttentionVerdict,
    finding: AttentionFinding,
    origin: CommandOrigin,
  ): Promise<number>;
}

export const paymentsClient = defineClient<PaymentsClient>()({
  name: 'payments',
  token: PAYMENTS_CLIENT,
  operations: {
    online: 'ask',
    startPayment: long('tell'),
    payment: long('ask'),
    notified: long('once'),
    history: 'ask',
    autopay: 'ask',
    canGiveNotice: 'ask',
    requestAutopay: long('tell'),
    withdrawAutopay: 'tell',
    needingAttention: 'ask',
    closeAttention: 'tell',
  },
});

import { CivilDate, DomainEvent } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { Payee } from './payment.events';

/** When it is charged: on a day of the month, or as soon as the slip is ready. */
export type AutopayTrigger = { readonly kind: 'day'; readonly day: number } | { readonly kind: 'slip' };

/** Whose agreement: each payee is paid by one of its own. */
export interface AutopayOf {
  readonly account: string;
  readonly payee: Payee;
  readonly agreementId: string;
}

/** Why a charge is left out: nothing is owed, or more than the resident has allowed. */
export type AutopaySkipReason = 'no_debt' | 'above_limit';

export type AutopayRequested = DomainEvent<
  'AutopayRequested',
  AutopayOf & {
    /** No charge is above it. */
    readonly limitKopecks: Kopecks;
    readonly trigger: AutopayTrigger;
    /** The payment with which the method is kept; the agreement holds from its capture. */
    readonly paymentId: string;
    readonly requestedOn: CivilDate;
  }
>;

export type AutopayAgreed = DomainEvent<
  'AutopayAgreed',
  AutopayOf & {
    readonly limitKopecks: Kopecks;
    readonly trigger: AutopayTrigger;
    /** A token of use to this company alone, in the hands of the bank that gave it. */
    readonly methodId: string;
    readonly methodTitle: string;
    readonly agreedOn: CivilDate;
  }
>;

export type AutopayWithdrawn = DomainEvent<'AutopayWithdrawn', AutopayOf & { readonly withdrawnOn: CivilDate }>;

export type AutopayAnnounced = DomainEvent<
  'AutopayAnnounced',
  AutopayOf & {
    /** What is charged for: `2026-10` of a day of the month, `slip 2026-10` of a slip. */
    readonly cycle: string;
    readonly amountKopecks: Kopecks;
    readonly announcedOn: CivilDate;
    /** At least three days later. */
    readonly chargeOn: CivilDate;
  }
>;

export type AutopaySkipped = DomainEvent<
  'AutopaySkipped',
  AutopayOf & {
    readonly cycle: string;
    readonly reason: AutopaySkipReason;
    readonly owedKopecks: Kopecks;
    readonly limitKopecks: Kopecks;
    readonly skippedOn: CivilDate;
  }
>;

export type AutopayCharged = DomainEvent<
  'AutopayCharged',
  AutopayOf & {
    readonly cycle: string;
    readonly paymentId: string;
    /** Never more than was announced, nor than is still owed. */
    readonly amountKopecks: Kopecks;
    readonly chargedOn: CivilDate;
  }
>;

/** Agreements of an account with one payee, one after another, stream `payments_autopay-<account>_<payee>`. */
export type AutopayEvent =
  AutopayRequested | AutopayAgreed | AutopayWithdrawn | AutopayAnnounced | AutopaySkipped | AutopayCharged;

export const AUTOPAY_EVENT_TYPES: readonly AutopayEvent['type'][] = [
  'AutopayRequested',
  'AutopayAgreed',
  'AutopayWithdrawn',
  'AutopayAnnounced',
  'AutopaySkipped',
  'AutopayCharged',
];

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

/** Why terms that a resident has stated never hold: the bank kept no method, or did not make their payment. */
export type AutopayRequestFailure = 'method_not_kept' | 'payment_declined';

export type AutopayRequested = DomainEvent<
  'AutopayRequested',
  AutopayOf & {
    /** No charge is above it. */
    readonly limitKopecks: Kopecks;
    readonly trigger: AutopayTrigger;
    /** The payment with which the method is kept; the agreement holds from its capture. */
    readonly paymentId: string;
    /** With whose key words about the method are sealed; null where the terms were stated before that was asked. */
    readonly personId: string | null;
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
    /** What a payer knows the method by, sealed for `methodTitlePurpose`; null where nothing was kept of it. */
    readonly sealedMethodTitle: string | null;
    readonly personId: string | null;
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
    /** Who was given the notice; absent where that was not written down yet. */
    readonly contactIds?: readonly string[];
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

/** The bank has not made a charge. What is still owed waits for the next one, or the method is of no use any more. */
export type AutopayDeclined = DomainEvent<
  'AutopayDeclined',
  AutopayOf & {
    readonly cycle: string;
    readonly paymentId: string;
    readonly amountKopecks: Kopecks;
    /** The acquirer's own word. */
    readonly reason: string;
    /** The day of the next charge; null where a slip is waited for, or nothing more is charged. */
    readonly nextOn: CivilDate | null;
    /** The method can never be charged again: the agreement is over. */
    readonly endsAgreement: boolean;
    readonly declinedOn: CivilDate;
  }
>;

/** Nothing is charged, since no notice can be sent: it waits until somebody can be reached. */
export type AutopayHeld = DomainEvent<
  'AutopayHeld',
  AutopayOf & { readonly cycle: string; readonly reason: 'no_address'; readonly heldOn: CivilDate }
>;

/** The terms that wait for their payment never hold; an agreement that was in force before goes on. */
export type AutopayRequestFailed = DomainEvent<
  'AutopayRequestFailed',
  AutopayOf & { readonly paymentId: string; readonly reason: AutopayRequestFailure; readonly failedOn: CivilDate }
>;

/** The agreement ends without the resident's word. */
export type AutopayEnded = DomainEvent<
  'AutopayEnded',
  AutopayOf & { readonly reason: 'person_erased'; readonly endedOn: CivilDate }
>;

/** Agreements of an account with one payee, one after another, stream `payments_autopay-<account>_<payee>`. */
export type AutopayEvent =
  | AutopayRequested
  | AutopayAgreed
  | AutopayWithdrawn
  | AutopayAnnounced
  | AutopaySkipped
  | AutopayCharged
  | AutopayDeclined
  | AutopayHeld
  | AutopayRequestFailed
  | AutopayEnded;

export const AUTOPAY_EVENT_TYPES: readonly AutopayEvent['type'][] = [
  'AutopayRequested',
  'AutopayAgreed',
  'AutopayWithdrawn',
  'AutopayAnnounced',
  'AutopaySkipped',
  'AutopayCharged',
  'AutopayDeclined',
  'AutopayHeld',
  'AutopayRequestFailed',
  'AutopayEnded',
];

/** What the words about a kept method are sealed for: they open for no other method. */
export function methodTitlePurpose(methodId: string): string {
  return `payment-method:${methodId}`;
}

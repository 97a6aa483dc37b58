import { CivilDate, DomainEvent } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { Payee } from './payment.events';

/** What is paid for: it stands in every event that others act upon, so that each is understood alone. */
export interface OnlinePaymentSubject {
  readonly paymentId: string;
  readonly account: string;
  readonly payee: Payee;
  readonly amountKopecks: Kopecks;
  /** An additional service that is paid at once; null for what is charged on slips. */
  readonly orderId: string | null;
  /** The agreement by which it is charged without the payer; null where the payer pays on the bank's page. */
  readonly agreementId: string | null;
}

/** A kept method of payment: a token of use to this company alone. */
export interface KeptMethod {
  readonly methodId: string;
  /** What the payer knows it by, sealed with a person's key; null where nothing was kept of it. */
  readonly sealedTitle: string | null;
}

export type OnlinePaymentInitiated = DomainEvent<
  'OnlinePaymentInitiated',
  OnlinePaymentSubject & {
    /** The bank that was asked. */
    readonly acquirer: string;
    /** The payer has agreed that the method is kept. */
    readonly keepsMethod: boolean;
    readonly initiatedOn: CivilDate;
  }
>;

export type OnlinePaymentRegistered = DomainEvent<
  'OnlinePaymentRegistered',
  { readonly paymentId: string; readonly account: string; readonly acquirerPaymentId: string }
>;

export type OnlinePaymentAuthorized = DomainEvent<
  'OnlinePaymentAuthorized',
  { readonly paymentId: string; readonly account: string; readonly authorizedOn: CivilDate }
>;

export type OnlinePaymentCaptured = DomainEvent<
  'OnlinePaymentCaptured',
  OnlinePaymentSubject & {
    readonly method: KeptMethod | null;
    readonly capturedOn: CivilDate;
    readonly effectiveOn: CivilDate;
  }
>;

export type OnlinePaymentSettled = DomainEvent<
  'OnlinePaymentSettled',
  { readonly paymentId: string; readonly account: string; readonly settledOn: CivilDate }
>;

export type OnlinePaymentDeclined = DomainEvent<
  'OnlinePaymentDeclined',
  OnlinePaymentSubject & {
    /** The acquirer's own word. */
    readonly reason: string;
    readonly declinedOn: CivilDate;
  }
>;

export type OnlinePaymentAbandoned = DomainEvent<
  'OnlinePaymentAbandoned',
  { readonly paymentId: string; readonly account: string; readonly abandonedOn: CivilDate }
>;

export type OnlinePaymentRefunded = DomainEvent<
  'OnlinePaymentRefunded',
  OnlinePaymentSubject & {
    /** When it was paid: what remains of it was paid then as well. */
    readonly capturedOn: CivilDate;
    /** Given back by all refunds before this one. */
    readonly refundedBeforeKopecks: Kopecks;
    /** Given back by all refunds, this one included. */
    readonly refundedKopecks: Kopecks;
    readonly refundedOn: CivilDate;
    readonly effectiveOn: CivilDate;
  }
>;

/** Why a person has to look at a payment: what became of it is not for the system to guess. */
export type AttentionReason =
  /** The bank was asked to make it and never answered; it is not among what it has made. */
  | 'never_answered'
  /** The bank knows no payment of the id that it had given, as after a change of the shop. */
  | 'unknown_to_the_bank'
  /** It was begun at a bank that is not the one of now. */
  | 'other_bank'
  /** The bank has not answered for a day. */
  | 'no_answer'
  /** The bank holds the money, and neither gives it to us nor lets go of it. */
  | 'hold_not_taken'
  /** The bank has not said its last word for a week. */
  | 'no_last_word'
  /** What the bank says is not what was begun: another sum, another payment. */
  | 'does_not_fit'
  /** The office has recalled the payment, and then the bank gave a part of it back. */
  | 'part_refunded_after_recall'
  /** The office has refunded the payment under another name, and then the bank gave money of it back as well. */
  | 'refunded_by_office_too';

/** Each sum that goes back is another question to a person: nothing would ask it later. */
export const REASONS_OF_A_SUM: readonly AttentionReason[] = ['part_refunded_after_recall', 'refunded_by_office_too'];

export const ATTENTION_REASONS: readonly AttentionReason[] = [
  'never_answered',
  'unknown_to_the_bank',
  'other_bank',
  'no_answer',
  'hold_not_taken',
  'no_last_word',
  'does_not_fit',
  'part_refunded_after_recall',
  'refunded_by_office_too',
];

/** What a person has found out: no money was taken, or everything that had to be done is done. */
export type AttentionVerdict = 'not_paid' | 'dealt_with';

export const ATTENTION_VERDICTS: readonly AttentionVerdict[] = ['not_paid', 'dealt_with'];

/** What a person has found in the bank's own records. A closed list: free words might name a payer, in clear and for ever. */
export type AttentionFinding =
  /** The bank has no such payment. */
  | 'bank_has_no_payment'
  /** The bank has it as refused or cancelled. */
  | 'bank_took_no_money'
  /** The bank held the money, and has let go of it. */
  | 'hold_released'
  /** The bank confirms the money; what counts of it was entered by hand. */
  | 'entered_by_hand'
  /** The bank agrees with what counts here already. */
  | 'counts_already'
  /** All that was taken has gone back to the payer. */
  | 'given_back'
  /** It is the same payment as another one, which counts. */
  | 'paid_by_another'
  /** None of these: the papers are kept by the office. */
  | 'other';

/** What may have been found for each verdict. */
export const ATTENTION_FINDINGS: Readonly<Record<AttentionVerdict, readonly AttentionFinding[]>> = {
  not_paid: ['bank_has_no_payment', 'bank_took_no_money', 'hold_released', 'other'],
  dealt_with: ['entered_by_hand', 'counts_already', 'given_back', 'paid_by_another', 'other'],
};

export type OnlinePaymentAttentionRequested = DomainEvent<
  'OnlinePaymentAttentionRequested',
  {
    readonly paymentId: string;
    readonly account: string;
    readonly reason: AttentionReason;
    readonly noticedOn: CivilDate;
    /** What had gone back by then, where that is the reason: each further part is looked at anew. */
    readonly refundedKopecks?: Kopecks;
  }
>;

export type OnlinePaymentAttentionClosed = DomainEvent<
  'OnlinePaymentAttentionClosed',
  {
    readonly paymentId: string;
    readonly account: string;
    readonly reason: AttentionReason;
    readonly verdict: AttentionVerdict;
    readonly finding: AttentionFinding;
    readonly closedOn: CivilDate;
  }
>;

/** One payment on the page of a bank, stream `payments_online_payment-<paymentId>`. */
export type OnlinePaymentEvent =
  | OnlinePaymentInitiated
  | OnlinePaymentRegistered
  | OnlinePaymentAuthorized
  | OnlinePaymentCaptured
  | OnlinePaymentSettled
  | OnlinePaymentDeclined
  | OnlinePaymentAbandoned
  | OnlinePaymentRefunded
  | OnlinePaymentAttentionRequested
  | OnlinePaymentAttentionClosed;

export const ONLINE_PAYMENT_EVENT_TYPES: readonly OnlinePaymentEvent['type'][] = [
  'OnlinePaymentInitiated',
  'OnlinePaymentRegistered',
  'OnlinePaymentAuthorized',
  'OnlinePaymentCaptured',
  'OnlinePaymentSettled',
  'OnlinePaymentDeclined',
  'OnlinePaymentAbandoned',
  'OnlinePaymentRefunded',
  'OnlinePaymentAttentionRequested',
  'OnlinePaymentAttentionClosed',
];

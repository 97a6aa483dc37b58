import { BillingPeriod, CivilDate, DomainEvent } from '#libs/kernel';
import { NotificationFacts } from './notification.events';
import { NotificationKind } from './notification-kinds';

/** Sums by payee: an advance with one payee pays nothing to the other. */
export interface PayeeSums {
  readonly main: number;
  readonly capital_repair: number;
}

/** An account whose residents may write and be written to. */
export type SupportedAccountNoted = DomainEvent<
  'SupportedAccountNoted',
  {
    readonly account: string;
    /** With whose key what is written is sealed: the payer, or one that is made for the account's correspondence. */
    readonly personId: string;
    readonly openedOn: CivilDate;
    /** Days of the month between which readings are taken. */
    readonly windowFromDay: number;
    readonly windowToDay: number;
  }
>;

export type SupportedAccountClosed = DomainEvent<
  'SupportedAccountClosed',
  { readonly account: string; readonly closedOn: CivilDate }
>;

/** A person can be reached by mail; the address is in the vault, field `mail:<contactId>` of the person. */
export type ContactNoted = DomainEvent<
  'ContactNoted',
  {
    readonly account: string;
    readonly contactId: string;
    readonly personId: string;
    readonly verifiedOn: CivilDate;
  }
>;

export type ContactDropped = DomainEvent<
  'ContactDropped',
  { readonly account: string; readonly contactId: string; readonly droppedOn: CivilDate }
>;

/** A person turned letters of a kind on or off, on the page of preferences or by one press in a letter. */
export type NotificationsChosen = DomainEvent<
  'NotificationsChosen',
  {
    readonly account: string;
    readonly kind: NotificationKind;
    readonly on: boolean;
    readonly chosenOn: CivilDate;
    readonly by: 'preferences' | 'letter';
  }
>;

/** What the last closed month leaves with each payee, and until when it is paid; noted only where somebody can be reminded of it. */
export type DueNoted = DomainEvent<
  'DueNoted',
  {
    readonly account: string;
    readonly period: BillingPeriod;
    readonly dueOn: CivilDate;
    /** Below zero it is an advance; zero in its place in events of before a recall counted. */
    readonly owedKopecks: PayeeSums;
    /** UTC instant at which billing closed the month; in earlier events alone. */
    readonly closedAt?: string | undefined;
  }
>;

/** A payment came that the closing sum does not have. */
export type DuePaid = DomainEvent<
  'DuePaid',
  {
    readonly account: string;
    readonly paymentId: string;
    readonly payee: keyof PayeeSums;
    readonly amountKopecks: number;
    readonly receivedOn: CivilDate;
    /** The month to which billing credited it. Absent in events of before billing told of it. */
    readonly period?: BillingPeriod | undefined;
    /** UTC instant at which payments recorded it; in earlier events alone. */
    readonly recordedAt?: string | undefined;
  }
>;

/** What a recall leaves to be paid again. */
export interface OwedAgain {
  readonly payee: keyof PayeeSums;
  readonly amountKopecks: number;
  /** The month in which billing took it off. */
  readonly period: BillingPeriod;
}

/** A payment was recalled, which the closing sum has or which counted beside it. */
export type DuePaymentRecalled = DomainEvent<
  'DuePaymentRecalled',
  {
    readonly account: string;
    readonly paymentId: string;
    /** Absent in events of before a recall of the closing sum counted: only what counted beside it was noted then. */
    readonly owedAgain?: OwedAgain | undefined;
  }
>;

/** Some reading of the month has come in; noted once a month, and only where somebody can be reminded. */
export type ReadingsNoted = DomainEvent<'ReadingsNoted', { readonly account: string; readonly period: BillingPeriod }>;

/** A part of an agreement to pay by parts, and the last day on which it is paid in time. */
export interface AgreedPart {
  readonly dueOn: CivilDate;
  readonly amountKopecks: number;
}

/** What an account has agreed to pay by parts; noted also where nobody can be reached: it outlasts that by months. */
export type InstalmentsNoted = DomainEvent<
  'InstalmentsNoted',
  {
    readonly account: string;
    readonly agreementId: string;
    readonly agreedOn: CivilDate;
    readonly payee: keyof PayeeSums;
    readonly parts: readonly AgreedPart[];
  }
>;

/** What is left of an agreement after a part that was paid in time: who has paid ahead is not reminded of what is paid. */
export type InstalmentsLeftNoted = DomainEvent<
  'InstalmentsLeftNoted',
  {
    readonly account: string;
    readonly agreementId: string;
    /** From 1. */
    readonly part: number;
    readonly leftKopecks: number;
  }
>;

/** Nobody is reminded of the parts any more. */
export type InstalmentsEnded = DomainEvent<
  'InstalmentsEnded',
  {
    readonly account: string;
    readonly agreementId: string;
    readonly because: 'broken' | 'fulfilled' | 'withdrawn';
    readonly endedOn: CivilDate;
  }
>;

/** An agreement that was broken, or paid by a payment that was recalled, runs again. */
export type InstalmentsResumed = DomainEvent<
  'InstalmentsResumed',
  {
    readonly account: string;
    readonly agreementId: string;
    readonly resumedOn: CivilDate;
    /** What is left since a payment was recalled. Absent where none was. */
    readonly leftKopecks?: number | undefined;
  }
>;

/** A letter that nobody is known to whom it could go: the topic that tells of contacts may be behind the news. */
export interface HeldLetter {
  readonly kind: NotificationKind;
  readonly subject: string;
  readonly happenedOn: CivilDate;
  readonly expiresOn: CivilDate;
  readonly facts: NotificationFacts;
}

/** A letter that comes always waits for a contact that was verified before its news. */
export type LetterHeld = DomainEvent<'LetterHeld', HeldLetter & { readonly account: string }>;

/** Stream `support_account-<account>`. */
export type SupportedAccountEvent =
  | SupportedAccountNoted
  | SupportedAccountClosed
  | ContactNoted
  | ContactDropped
  | NotificationsChosen
  | DueNoted
  | DuePaid
  | DuePaymentRecalled
  | ReadingsNoted
  | InstalmentsNoted
  | InstalmentsLeftNoted
  | InstalmentsEnded
  | InstalmentsResumed
  | LetterHeld;

export const SUPPORTED_ACCOUNT_EVENT_TYPES: readonly SupportedAccountEvent['type'][] = [
  'SupportedAccountNoted',
  'SupportedAccountClosed',
  'ContactNoted',
  'ContactDropped',
  'NotificationsChosen',
  'DueNoted',
  'DuePaid',
  'DuePaymentRecalled',
  'ReadingsNoted',
  'InstalmentsNoted',
  'InstalmentsLeftNoted',
  'InstalmentsEnded',
  'InstalmentsResumed',
  'LetterHeld',
];

import { BillingPeriod, CivilDate, DomainEvent } from '#libs/kernel';
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

/** What the last closed month leaves to be paid, and until when; noted only where somebody can be reminded of it. */
export type DueNoted = DomainEvent<
  'DueNoted',
  {
    readonly account: string;
    readonly period: BillingPeriod;
    readonly dueOn: CivilDate;
    readonly owedKopecks: PayeeSums;
  }
>;

export type DuePaid = DomainEvent<
  'DuePaid',
  {
    readonly account: string;
    readonly paymentId: string;
    readonly payee: keyof PayeeSums;
    readonly amountKopecks: number;
    readonly receivedOn: CivilDate;
  }
>;

/** A payment that counted was recalled. */
export type DuePaymentRecalled = DomainEvent<
  'DuePaymentRecalled',
  { readonly account: string; readonly paymentId: string }
>;

/** Some reading of the month has come in; noted once a month, and only where somebody can be reminded. */
export type ReadingsNoted = DomainEvent<'ReadingsNoted', { readonly account: string; readonly period: BillingPeriod }>;

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
  | ReadingsNoted;

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
];

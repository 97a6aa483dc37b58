import { CivilDate, DomainEvent } from '#libs/kernel';
import { NotificationKind } from './notification-kinds';

/** What a letter tells besides its kind: sums in kopecks, dates, months, ids. Nothing personal. */
export type NotificationFacts = Readonly<Record<string, string | number>>;

/** Somebody is to be told of something: the outbox of letters. The address and the words come when it is sent. */
export type NotificationRequested = DomainEvent<
  'NotificationRequested',
  {
    readonly notificationId: string;
    readonly account: string;
    readonly contactId: string;
    readonly personId: string;
    readonly kind: NotificationKind;
    /** What it is about: the payment, the month, the message. One letter of a kind for each. */
    readonly subject: string;
    readonly facts: NotificationFacts;
    readonly requestedOn: CivilDate;
    /** The last day on which it is still of use. */
    readonly expiresOn: CivilDate;
  }
>;

/** A process is about to hand the letter over; until `leaseUntil` nobody else does. */
export type NotificationAttempted = DomainEvent<
  'NotificationAttempted',
  {
    readonly notificationId: string;
    readonly attempt: number;
    readonly attemptId: string;
    readonly attemptedAt: string;
    readonly leaseUntil: string;
  }
>;

/** Nobody took the letter; it is tried again later. */
export type NotificationDeferred = DomainEvent<
  'NotificationDeferred',
  { readonly notificationId: string; readonly attempt: number; readonly reason: string; readonly retryAt: string }
>;

export type NotificationSent = DomainEvent<
  'NotificationSent',
  { readonly notificationId: string; readonly attempt: number; readonly sentAt: string }
>;

export type NotificationFailure =
  /** The contact was withdrawn or letters of the kind were turned off meanwhile. */
  | 'not_wanted'
  /** The day on which it was of use went by. */
  | 'expired'
  /** The vault has no address: the person was erased. */
  | 'no_address'
  /** The mail server refused the letter for good. */
  | 'refused'
  | 'attempts_exhausted'
  /** The process ended between handing over and noting it: it may have been sent, and is not sent again. */
  | 'outcome_unknown';

export type NotificationFailed = DomainEvent<
  'NotificationFailed',
  { readonly notificationId: string; readonly reason: NotificationFailure; readonly failedAt: string }
>;

/** Stream `support_notification-<id>`. */
export type NotificationEvent =
  NotificationRequested | NotificationAttempted | NotificationDeferred | NotificationSent | NotificationFailed;

export const NOTIFICATION_EVENT_TYPES: readonly NotificationEvent['type'][] = [
  'NotificationRequested',
  'NotificationAttempted',
  'NotificationDeferred',
  'NotificationSent',
  'NotificationFailed',
];

import { CivilDate } from '#libs/kernel';
import { NotificationRequested } from './notification.events';

export interface RequestNotification {
  readonly kind: 'RequestNotification';
  readonly notification: NotificationRequested['data'];
}

/** Claims the letter before it is handed over. */
export interface StartAttempt {
  readonly kind: 'StartAttempt';
  readonly notificationId: string;
  /** Names this attempt of this process. */
  readonly attemptId: string;
  readonly now: string;
  readonly today: CivilDate;
  readonly leaseUntil: string;
  /** Whether the contact still is there and the kind still is on. */
  readonly isWanted: boolean;
}

export interface FinishAttempt {
  readonly kind: 'FinishAttempt';
  readonly notificationId: string;
  readonly attemptId: string;
  readonly now: string;
  readonly outcome:
    | { readonly kind: 'sent' }
    | { readonly kind: 'deferred'; readonly reason: string; readonly retryAt: string }
    | { readonly kind: 'failed'; readonly reason: 'no_address' | 'refused' };
}

export type NotificationCommand = RequestNotification | StartAttempt | FinishAttempt;

export function notificationStream(notificationId: string): string {
  return `support_notification-${notificationId}`;
}

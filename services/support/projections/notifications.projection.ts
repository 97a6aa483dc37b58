import { RecordedEvent, unreachable } from '#libs/kernel';
import { Projection } from '#libs/read-models';
import {
  NOTIFICATION_EVENT_TYPES,
  NotificationEvent,
  NotificationFailure,
  NotificationRequested,
} from '../domain/notification.events';

export type NotificationCard = NotificationRequested['data'] & {
  readonly state: 'waiting' | 'attempted' | 'sent' | 'failed';
  readonly attempts: number;
  /** From when somebody has to look at it; the empty text is at once, null is never again. */
  readonly dueAt: string | null;
  readonly sentAt: string | null;
  readonly failure: NotificationFailure | null;
};

/** Which letters wait to be sent, and what became of the others? */
export const notifications: Projection<NotificationCard> = {
  name: 'support.notifications',
  version: 1,
  handles: NOTIFICATION_EVENT_TYPES,
  keysOf: (event) => [(event as NotificationEvent & RecordedEvent).data.notificationId],
  evolve: (document, event) => evolveCard(document, event as NotificationEvent & RecordedEvent),
  columns: { account: 'text', state: 'text', due_at: 'text' },
  columnsOf: ({ account, state, dueAt }) => ({ account, state, due_at: dueAt }),
  indexes: [['state', 'due_at'], ['account']],
};

function evolveCard(card: NotificationCard | null, event: NotificationEvent): NotificationCard | null {
  if (event.type === 'NotificationRequested') {
    return { ...event.data, state: 'waiting', attempts: 0, dueAt: '', sentAt: null, failure: null };
  }
  if (card === null) return null;
  switch (event.type) {
    case 'NotificationAttempted':
      return { ...card, state: 'attempted', attempts: event.data.attempt, dueAt: event.data.leaseUntil };
    case 'NotificationDeferred':
      return { ...card, state: 'waiting', dueAt: event.data.retryAt };
    case 'NotificationSent':
      return { ...card, state: 'sent', dueAt: null, sentAt: event.data.sentAt };
    case 'NotificationFailed':
      return { ...card, state: 'failed', dueAt: null, failure: event.data.reason };
    default:
      return unreachable(event);
  }
}

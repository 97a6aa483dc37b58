import { projectionSpec, recorded } from '#libs/testing';
import { notifications } from './notifications.projection';

const notificationId = 'n-1';
const NOTIFICATION = {
  notificationId,
  account: '0017',
  contactId: 'c-1',
  personId: 'p-1',
  kind: 'slip_ready',
  subject: '2026-02',
  facts: { dueOn: '2026-03-15' },
  requestedOn: '2026-03-04',
  expiresOn: '2026-03-07',
} as const;
const requested = recorded('NotificationRequested', NOTIFICATION);
const attempted = recorded('NotificationAttempted', {
  notificationId,
  attempt: 1,
  attemptId: 'a-1',
  attemptedAt: '2026-03-05T10:00:00.000Z',
  leaseUntil: '2026-03-05T10:10:00.000Z',
});
const deferred = recorded('NotificationDeferred', {
  notificationId,
  attempt: 1,
  reason: 'ECONNREFUSED',
  retryAt: '2026-03-05T10:05:00.000Z',
});
const sent = recorded('NotificationSent', { notificationId, attempt: 1, sentAt: '2026-03-05T10:00:01.000Z' });
const failed = recorded('NotificationFailed', { notificationId, reason: 'refused', failedAt: '2026-03-05T10:00:01Z' });
const spec = projectionSpec(notifications);

describe('the outbox of letters', () => {
  it('shows a letter that waits, at once', () => {
    spec
      .given([requested])
      .then(notificationId, { ...NOTIFICATION, state: 'waiting', attempts: 0, dueAt: '', sentAt: null, failure: null })
      .thenColumns(notificationId, { account: '0017', state: 'waiting', due_at: '' });
  });

  it('looks at a claimed letter when its lease ends, at a deferred one when its pause ends', () => {
    spec
      .given([requested, attempted])
      .thenColumns(notificationId, { account: '0017', state: 'attempted', due_at: '2026-03-05T10:10:00.000Z' });
    spec
      .given([requested, attempted, deferred])
      .thenColumns(notificationId, { account: '0017', state: 'waiting', due_at: '2026-03-05T10:05:00.000Z' });
  });

  it('never looks again at what is finished, and keeps what became of it', () => {
    spec.given([requested, attempted, sent]).then(notificationId, {
      ...NOTIFICATION,
      state: 'sent',
      attempts: 1,
      dueAt: null,
      sentAt: '2026-03-05T10:00:01.000Z',
      failure: null,
    });
    spec
      .given([requested, attempted, failed])
      .thenColumns(notificationId, { account: '0017', state: 'failed', due_at: null });
  });
});

import { deciderSpec } from '#libs/testing';
import { FinishAttempt, StartAttempt } from './notification.commands';
import { ATTEMPTS_LIMIT, notificationDecider } from './notification.decider';
import { NotificationEvent, NotificationFailure } from './notification.events';

const spec = deciderSpec(notificationDecider);
const notificationId = 'n-1';
const NOW = '2026-03-05T10:00:00.000Z';
const LEASE = '2026-03-05T10:10:00.000Z';
const RETRY = '2026-03-05T10:05:00.000Z';

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
const requested: NotificationEvent = { type: 'NotificationRequested', version: 1, data: NOTIFICATION };
const attempted = (attempt = 1, attemptId = 'a-1'): NotificationEvent => ({
  type: 'NotificationAttempted',
  version: 1,
  data: { notificationId, attempt, attemptId, attemptedAt: NOW, leaseUntil: LEASE },
});
const deferred = (attempt = 1): NotificationEvent => ({
  type: 'NotificationDeferred',
  version: 1,
  data: { notificationId, attempt, reason: 'ECONNREFUSED', retryAt: RETRY },
});
const sent: NotificationEvent = {
  type: 'NotificationSent',
  version: 1,
  data: { notificationId, attempt: 1, sentAt: NOW },
};
const failed = (reason: NotificationFailure, failedAt = NOW): NotificationEvent => ({
  type: 'NotificationFailed',
  version: 1,
  data: { notificationId, reason, failedAt },
});
const start = (change: Partial<StartAttempt> = {}): StartAttempt => ({
  kind: 'StartAttempt',
  notificationId,
  attemptId: 'a-1',
  now: NOW,
  today: '2026-03-05',
  leaseUntil: LEASE,
  isWanted: true,
  ...change,
});
const finish = (outcome: FinishAttempt['outcome'], attemptId = 'a-1'): FinishAttempt => ({
  kind: 'FinishAttempt',
  notificationId,
  attemptId,
  now: NOW,
  outcome,
});

describe('a notification', () => {
  it('is requested once', () => {
    const request = { kind: 'RequestNotification', notification: NOTIFICATION } as const;
    spec.when(request).then([requested]);
    spec.given([requested]).when(request).thenNothing();
    spec.given([requested, attempted(), sent]).when(request).thenNothing();
  });

  it.each([start(), finish({ kind: 'sent' })])('that nobody requested knows no $kind', (command) => {
    spec.when(command).thenRejected('SUPPORT_UNKNOWN_NOTIFICATION');
  });

  it('is claimed by one process before it is handed over', () => {
    spec.given([requested]).when(start()).then([attempted()]);
    spec
      .given([requested, attempted()])
      .when(start({ attemptId: 'a-2' }))
      .thenNothing();
  });

  it('is sent when its attempt says so, and nothing follows', () => {
    const given = [requested, attempted()];
    spec
      .given(given)
      .when(finish({ kind: 'sent' }))
      .then([sent]);
    spec
      .given([...given, sent])
      .when(finish({ kind: 'sent' }))
      .thenNothing();
    spec
      .given([...given, sent])
      .when(start({ now: '2026-03-06T10:00:00.000Z' }))
      .thenNothing();
  });

  it('whose process ended in between is not sent again: nobody knows whether it left', () => {
    const later = { now: LEASE, attemptId: 'a-2' };
    spec
      .given([requested, attempted()])
      .when(start(later))
      .then([failed('outcome_unknown', LEASE)]);
    spec
      .given([requested, attempted(), failed('outcome_unknown', LEASE)])
      .when(finish({ kind: 'sent' }))
      .thenNothing();
  });

  it('is tried again after a pause when nobody took it', () => {
    const outcome = { kind: 'deferred', reason: 'ECONNREFUSED', retryAt: RETRY } as const;
    spec.given([requested, attempted()]).when(finish(outcome)).then([deferred()]);
    const given = [requested, attempted(), deferred()];
    spec
      .given(given)
      .when(start({ now: NOW }))
      .thenNothing();
    spec
      .given(given)
      .when(start({ now: RETRY, attemptId: 'a-2' }))
      .then([
        {
          type: 'NotificationAttempted',
          version: 1,
          data: { notificationId, attempt: 2, attemptId: 'a-2', attemptedAt: RETRY, leaseUntil: LEASE },
        },
      ]);
  });

  it('is given up after so many attempts', () => {
    const outcome = { kind: 'deferred', reason: 'ECONNREFUSED', retryAt: RETRY } as const;
    spec
      .given([requested, attempted(ATTEMPTS_LIMIT - 1)])
      .when(finish(outcome))
      .then([deferred(ATTEMPTS_LIMIT - 1)]);
    spec
      .given([requested, attempted(ATTEMPTS_LIMIT)])
      .when(finish(outcome))
      .then([failed('attempts_exhausted')]);
  });

  it.each(['no_address', 'refused'] as const)('is given up at once: %s', (reason) => {
    spec
      .given([requested, attempted()])
      .when(finish({ kind: 'failed', reason }))
      .then([failed(reason)]);
  });

  it('is not sent to somebody who does not want it any more, nor after its day', () => {
    spec
      .given([requested])
      .when(start({ isWanted: false }))
      .then([failed('not_wanted')]);
    spec
      .given([requested])
      .when(start({ today: '2026-03-08' }))
      .then([failed('expired')]);
    spec
      .given([requested])
      .when(start({ today: '2026-03-07' }))
      .then([attempted()]);
  });

  it('hears of no attempt but its own', () => {
    spec
      .given([requested, attempted()])
      .when(finish({ kind: 'sent' }, 'a-2'))
      .thenNothing();
    spec
      .given([requested])
      .when(finish({ kind: 'sent' }))
      .thenNothing();
  });
});

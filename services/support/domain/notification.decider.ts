import { CivilDate, Decider, Rejection, unreachable } from '#libs/kernel';
import { FinishAttempt, NotificationCommand, RequestNotification, StartAttempt } from './notification.commands';
import { NotificationEvent, NotificationFailure } from './notification.events';

interface Requested {
  readonly notificationId: string;
  readonly expiresOn: CivilDate;
  readonly attempts: number;
}

export type NotificationState =
  | { readonly status: 'unknown' }
  | ({ readonly status: 'waiting'; readonly retryAt: string | null } & Requested)
  | ({ readonly status: 'attempted'; readonly attemptId: string; readonly leaseUntil: string } & Requested)
  /** Sent, or given up: nothing happens to it any more. */
  | ({ readonly status: 'finished' } & Requested);

type KnownNotification = Exclude<NotificationState, { status: 'unknown' }>;

/** With the growing pauses between them, two days. */
export const ATTEMPTS_LIMIT = 9;

export const notificationDecider: Decider<NotificationState, NotificationCommand, NotificationEvent> = {
  initialState: () => ({ status: 'unknown' }),
  evolve: evolveNotification,
  decide(command, state) {
    if (command.kind === 'RequestNotification') return requestNotification(command, state);
    const { notificationId } = command;
    if (state.status === 'unknown') return new Rejection('SUPPORT_UNKNOWN_NOTIFICATION', { notificationId });
    switch (command.kind) {
      case 'StartAttempt':
        return startAttempt(command, state);
      case 'FinishAttempt':
        return finishAttempt(command, state);
      default:
        return unreachable(command);
    }
  },
};

/** The id says what is told to whom: the same thing is told once, however often it is asked for. */
export function requestNotification(
  { notification }: RequestNotification,
  state: NotificationState,
): readonly NotificationEvent[] {
  if (state.status !== 'unknown') return [];
  return [{ type: 'NotificationRequested', version: 1, data: notification }];
}

/**
 * Claims the letter. Whoever gets `NotificationAttempted` hands it over, and nobody else does. A claim without an
 * outcome is a process that ended in between: whether the letter left nobody knows, and it is not sent again, since a
 * letter that comes twice is worse than one that the cabinet replaces.
 */
export function startAttempt(command: StartAttempt, state: KnownNotification): readonly NotificationEvent[] {
  const { notificationId, attemptId, now, today, leaseUntil, isWanted } = command;
  if (state.status === 'finished') return [];
  if (state.status === 'attempted') {
    return now < state.leaseUntil ? [] : [failed(notificationId, 'outcome_unknown', now)];
  }
  if (!isWanted) return [failed(notificationId, 'not_wanted', now)];
  if (today > state.expiresOn) return [failed(notificationId, 'expired', now)];
  if (state.retryAt !== null && now < state.retryAt) return [];
  const attempt = state.attempts + 1;
  const data = { notificationId, attempt, attemptId, attemptedAt: now, leaseUntil };
  return [{ type: 'NotificationAttempted', version: 1, data }];
}

/** Only the attempt that is under way ends: one whose lease was taken away has nothing more to say. */
export function finishAttempt(command: FinishAttempt, state: KnownNotification): readonly NotificationEvent[] {
  const { notificationId, attemptId, now, outcome } = command;
  if (state.status !== 'attempted' || state.attemptId !== attemptId) return [];
  const attempt = state.attempts;
  switch (outcome.kind) {
    case 'sent':
      return [{ type: 'NotificationSent', version: 1, data: { notificationId, attempt, sentAt: now } }];
    case 'failed':
      return [failed(notificationId, outcome.reason, now)];
    case 'deferred': {
      if (attempt >= ATTEMPTS_LIMIT) return [failed(notificationId, 'attempts_exhausted', now)];
      const { reason, retryAt } = outcome;
      return [{ type: 'NotificationDeferred', version: 1, data: { notificationId, attempt, reason, retryAt } }];
    }
    default:
      return unreachable(outcome);
  }
}

function failed(notificationId: string, reason: NotificationFailure, failedAt: string): NotificationEvent {
  return { type: 'NotificationFailed', version: 1, data: { notificationId, reason, failedAt } };
}

function evolveNotification(state: NotificationState, event: NotificationEvent): NotificationState {
  if (event.type === 'NotificationRequested') {
    const { notificationId, expiresOn } = event.data;
    return { status: 'waiting', notificationId, expiresOn, attempts: 0, retryAt: null };
  }
  if (state.status === 'unknown') return state;
  const { notificationId, expiresOn } = state;
  switch (event.type) {
    case 'NotificationAttempted': {
      const { attempt, attemptId, leaseUntil } = event.data;
      return { status: 'attempted', notificationId, expiresOn, attempts: attempt, attemptId, leaseUntil };
    }
    case 'NotificationDeferred': {
      const { attempt, retryAt } = event.data;
      return { status: 'waiting', notificationId, expiresOn, attempts: attempt, retryAt };
    }
    case 'NotificationSent':
    case 'NotificationFailed':
      return { status: 'finished', notificationId, expiresOn, attempts: state.attempts };
    default:
      return unreachable(event);
  }
}

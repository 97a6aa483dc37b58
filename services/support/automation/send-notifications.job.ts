import { Logger } from '@nestjs/common';
import { CommandHandler, EventStore } from '#libs/event-store';
import { CivilDate, RejectedError } from '#libs/kernel';
import { isMailAddress, Mailer, MailRefusedError, MailUnavailableError } from '#libs/mail';
import { PersonErasedError, PersonVault } from '#libs/person-vault';
import { ReadModels } from '#libs/read-models';
import { FinishAttempt, NotificationCommand, notificationStream } from '../domain/notification.commands';
import { notificationDecider } from '../domain/notification.decider';
import { comesAlways } from '../domain/notification-kinds';
import { isQuiet, pauseMinutes } from '../domain/notification-time.policy';
import { isChosen } from '../domain/supported-account.state';
import { NotificationCard, notifications } from '../projections/notifications.projection';
import { letterText, wordsOfNotice } from './notices';
import { supportedAccountNow } from './request-notifications';
import { SUPPORT_ACTOR } from './support-consumer';

export interface SendingParts {
  readonly readModels: Pick<ReadModels, 'find'>;
  readonly commands: Pick<CommandHandler, 'execute'>;
  readonly store: Pick<EventStore, 'readStream'>;
  readonly vault: Pick<PersonVault, 'get' | 'seal'>;
  readonly mailer: Pick<Mailer, 'send'>;
  /** Where residents reach the cabinet: links in letters begin with it. */
  readonly publicAddress: string;
  /** Names an attempt; never the same twice. */
  newAttemptId(): string;
  /** Asked anew for each letter: those of one run may take minutes. */
  moment(): SendingMoment;
}

export interface SendingMoment {
  /** UTC instant. */
  readonly now: string;
  /** Of the company. */
  readonly today: CivilDate;
  /** Time of day of the company, `HH:MM`. */
  readonly time: string;
}

export interface SendingResult {
  readonly sent: number;
  readonly deferred: number;
  readonly failed: number;
  /** Letters that something in this process kept from leaving, as no mail server or address did; each stands in its log. */
  readonly faults: number;
}

const logger = new Logger('Letters');

/** Letters of one run; the rest follows in the next. */
const LETTERS_LIMIT = 200;
const LEASE_MINUTES = 10;

/**
 * Sends what waits in the outbox, outside quiet hours. Each letter is claimed in the log before it is handed over and
 * noted afterwards: two processes do not send the same one, and what a process that ended has claimed is not sent
 * again. Nothing is sent by a projection or by a replay: this job alone has the mailer.
 */
export async function sendNotifications(parts: SendingParts): Promise<SendingResult> {
  const result = { sent: 0, deferred: 0, failed: 0, faults: 0 };
  const started = parts.moment();
  if (isQuiet(started.time)) return result;
  const due = await parts.readModels.find(notifications, {
    where: { state: { in: ['waiting', 'attempted'] }, due_at: { to: started.now } },
    orderBy: ['position'],
    limit: LETTERS_LIMIT,
  });
  for (const { document } of due) {
    // The evening may come while letters leave one after another.
    if (isQuiet(parts.moment().time)) break;
    try {
      const outcome = await sendOne(parts, document);
      if (outcome !== null) result[outcome] += 1;
    } catch (error) {
      result.faults += 1;
      tellFault(error, document);
    }
  }
  return result;
}

/** What broke may hold the address of the letter in its message: only its kind and code are told. */
function tellFault(error: unknown, { notificationId, kind }: NotificationCard): void {
  const { name, code } = error as { readonly name?: string; readonly code?: string };
  logger.error(
    { notificationId, kind, fault: name ?? 'unknown', code: code ?? null },
    'A letter could not be dealt with',
  );
}

async function sendOne(
  parts: SendingParts,
  card: NotificationCard,
): Promise<Exclude<keyof SendingResult, 'faults'> | null> {
  const { notificationId } = card;
  const { now, today } = parts.moment();
  const attemptId = parts.newAttemptId();
  const started = await state(parts, `attempt:${notificationId}:${attemptId}`, {
    kind: 'StartAttempt',
    ...{ notificationId, attemptId, now, today },
    leaseUntil: afterMinutes(now, LEASE_MINUTES),
    isWanted: await isWanted(parts, card),
  });
  if (started.includes('NotificationFailed')) return 'failed';
  if (!started.includes('NotificationAttempted')) return null;
  const outcome = await handOver(parts, card);
  const finished = await state(parts, `outcome:${notificationId}:${attemptId}`, {
    kind: 'FinishAttempt',
    ...{ notificationId, attemptId, now: parts.moment().now, outcome },
  });
  if (finished.includes('NotificationSent')) return 'sent';
  return finished.includes('NotificationDeferred') ? 'deferred' : 'failed';
}

/** The types of the events that the command made. */
async function state(
  { commands }: SendingParts,
  commandId: string,
  command: NotificationCommand & { readonly notificationId: string },
): Promise<readonly string[]> {
  const result = await commands.execute({
    stream: notificationStream(command.notificationId),
    decider: notificationDecider,
    command,
    commandId,
    actor: SUPPORT_ACTOR,
  });
  if (result.kind === 'rejected') throw new RejectedError(result.rejection);
  return result.events.map(({ type }) => type);
}

async function isWanted({ store }: SendingParts, { account, contactId, kind }: NotificationCard): Promise<boolean> {
  const known = await supportedAccountNow(store, account);
  if (!isChosen(known, kind)) return false;
  return known.contacts.some((contact) => contact.contactId === contactId);
}

async function handOver(parts: SendingParts, card: NotificationCard): Promise<FinishAttempt['outcome']> {
  const { notificationId, account, personId, contactId, kind, facts, attempts } = card;
  try {
    const address = (await parts.vault.get(personId))?.[`mail:${contactId}`];
    if (address === undefined || !isMailAddress(address)) return { kind: 'failed', reason: 'no_address' };
    const token = comesAlways(kind) ? null : await offTokenOf(parts.vault, card);
    const off = token === null ? null : `${parts.publicAddress}/unsubscribe/${token}`;
    const words = wordsOfNotice(kind, facts, account);
    const text = letterText(kind, words, { publicAddress: parts.publicAddress, off });
    const letter = { to: address, subject: words.subject, text, oneClickOff: off };
    await parts.mailer.send({ messageId: notificationId, sentAt: parts.moment().now, ...letter });
    return { kind: 'sent' };
  } catch (error) {
    if (error instanceof PersonErasedError) return { kind: 'failed', reason: 'no_address' };
    if (error instanceof MailRefusedError) return { kind: 'failed', reason: 'refused' };
    // A mail server that does not answer is the outbox's own matter; anything else is a fault of this process.
    if (!(error instanceof MailUnavailableError)) tellFault(error, card);
    const retryAt = afterMinutes(parts.moment().now, pauseMinutes(attempts + 1));
    // What a mail server says may hold the address: only that it failed is kept.
    return { kind: 'deferred', reason: 'unavailable', retryAt };
  }
}

/**
 * What one press turns off is sealed with the person's own key: nobody can make it up, it names nobody, and it is void
 * when the person is erased.
 */
async function offTokenOf(vault: SendingParts['vault'], card: NotificationCard): Promise<string> {
  const { notificationId, personId, kind } = card;
  return `${notificationId}.${await vault.seal(personId, `unsubscribe:${notificationId}`, kind)}`;
}

function afterMinutes(instant: string, minutes: number): string {
  return new Date(Date.parse(instant) + minutes * 60_000).toISOString();
}

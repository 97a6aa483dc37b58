import { createHash } from 'node:crypto';
import { CommandHandler, EventStore } from '#libs/event-store';
import { CivilDate, fold, RejectedError } from '#libs/kernel';
import { notificationStream } from '../domain/notification.commands';
import { notificationDecider } from '../domain/notification.decider';
import { comesAlways, NotificationKind } from '../domain/notification-kinds';
import { isNews } from '../domain/notification-time.policy';
import { supportedAccountStream } from '../domain/supported-account.commands';
import { supportedAccountDecider } from '../domain/supported-account.decider';
import { SupportedAccountEvent } from '../domain/supported-account.events';
import { Contact, isChosen, SupportedAccount } from '../domain/supported-account.state';
import { News } from './notices/notice';
import { SUPPORT_ACTOR } from './support-consumer';

export interface RequestParts {
  readonly commands: Pick<CommandHandler, 'execute'>;
  readonly store: Pick<EventStore, 'readStream'>;
}

/** Where the news came from, for the trace. */
export interface NewsOrigin {
  readonly correlationId?: string;
  readonly causationId?: string | null;
}

/**
 * The account as the log has it now: a read model may be behind, and a contact that was withdrawn a moment ago must not
 * be told.
 */
export async function supportedAccountNow(store: RequestParts['store'], account: string): Promise<SupportedAccount> {
  const history = await store.readStream(supportedAccountStream(account));
  return fold(supportedAccountDecider, history as unknown as readonly SupportedAccountEvent[]);
}

/** Of many accounts in one look: those of which something holds. */
export async function accountsThat(
  isMeant: (account: SupportedAccount) => boolean,
  store: Pick<EventStore, 'readStreams'>,
  accounts: readonly string[],
): Promise<ReadonlySet<string>> {
  const asked = [...new Set(accounts)];
  const histories = await store.readStreams(asked.map(supportedAccountStream));
  const meant = asked.filter((account) => {
    const history = histories.get(supportedAccountStream(account)) ?? [];
    return isMeant(fold(supportedAccountDecider, history as unknown as readonly SupportedAccountEvent[]));
  });
  return new Set(meant);
}

/**
 * What comes always is held where nobody is known, for whoever is told of later and could be reached before: the topics of the
 * news and of the contacts come in any order. Other letters are not: most accounts have nobody to be told, and the log would
 * grow for nothing.
 */
async function holdWhereNobodyIsKnown(
  { commands }: RequestParts,
  kind: NotificationKind,
  { account, subject, happenedOn, expiresOn, facts }: News,
  origin: NewsOrigin,
): Promise<void> {
  const result = await commands.execute({
    stream: supportedAccountStream(account),
    decider: supportedAccountDecider,
    command: { kind: 'HoldLetter', account, letter: { kind, subject, happenedOn, expiresOn, facts } },
    commandId: `hold:${account}:${kind}:${subject}`,
    input: { kind, subject },
    actor: SUPPORT_ACTOR,
    ...origin,
  });
  if (result.kind === 'rejected') throw new RejectedError(result.rejection);
}

/**
 * Puts a letter into the outbox for every contact of the account to whom this is news and who wants to know. What was
 * requested before is not requested again, whoever asks. Answers how many are new.
 */
export async function requestNotifications(
  parts: RequestParts,
  kind: NotificationKind,
  news: News,
  today: CivilDate,
  origin: NewsOrigin = {},
): Promise<number> {
  const { commands, store } = parts;
  let state = await supportedAccountNow(store, news.account);
  if (state.contacts.length === 0 && comesAlways(kind) && today <= news.expiresOn) {
    await holdWhereNobodyIsKnown(parts, kind, news, origin);
    // Somebody may have been told of in between.
    state = await supportedAccountNow(store, news.account);
  }
  let requested = 0;
  for (const contact of recipientsOf(state, kind, news, today)) {
    const { account, subject, facts, expiresOn } = news;
    const notificationId = notificationIdOf(account, contact.contactId, kind, subject);
    const { contactId, personId } = contact;
    const result = await commands.execute({
      stream: notificationStream(notificationId),
      decider: notificationDecider,
      command: {
        kind: 'RequestNotification',
        notification: {
          ...{ notificationId, account, contactId, personId },
          ...{ kind, subject, facts, requestedOn: today, expiresOn },
        },
      },
      commandId: `notify:${notificationId}`,
      input: { notificationId },
      actor: SUPPORT_ACTOR,
      ...origin,
    });
    if (result.kind === 'rejected') throw new RejectedError(result.rejection);
    if (!result.repeated && result.events.length > 0) requested += 1;
  }
  return requested;
}

function recipientsOf(
  state: SupportedAccount,
  kind: NotificationKind,
  { happenedOn, expiresOn }: News,
  today: CivilDate,
): readonly Contact[] {
  if (today > expiresOn || !isChosen(state, kind)) return [];
  const turnedOnOn = comesAlways(kind) ? null : (state.choices[kind]?.chosenOn ?? null);
  return state.contacts.filter(({ verifiedOn }) => isNews(happenedOn, today, { verifiedOn, turnedOnOn }));
}

/** The same thing told to the same contact has the same id. It says nothing of any of them. */
export function notificationIdOf(account: string, contactId: string, kind: NotificationKind, subject: string): string {
  const told = JSON.stringify([account, contactId, kind, subject]);
  return createHash('sha256').update(told).digest('hex').slice(0, 32);
}

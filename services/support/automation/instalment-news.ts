import { CommandHandler, EventStore } from '#libs/event-store';
import { addDays, CivilDate, Clock } from '#libs/kernel';
import { IntegrationMessage } from '#libs/messaging';
import { NotificationFacts } from '../domain/notification.events';
import { NotificationKind } from '../domain/notification-kinds';
import { SupportedAccountCommand } from '../domain/supported-account.commands';
import { requestNotifications, supportedAccountNow } from './request-notifications';
import { newsDayOf, noteOfAccount, traceOf } from './support-reaction';

/** A debt and what becomes of it are of interest for longer than a payment that has come. */
const USEFUL_DAYS = 14;

export interface InstalmentNewsParts {
  readonly commands: CommandHandler;
  readonly store: EventStore;
  readonly clock: Clock;
}

type InstalmentCommand = Extract<SupportedAccountCommand, { readonly agreementId: string }>;

/** A letter of an agreement. */
export interface InstalmentLetter {
  readonly kind: NotificationKind;
  readonly subject: string;
  /** The day that the news is of. */
  readonly on: CivilDate;
  readonly facts: NotificationFacts;
}

/**
 * Notes what billing has told of an agreement to pay by parts, then tells whoever wants to know; null where there is
 * nothing to tell. An account that support does not know is left alone, as with everything that is told of one.
 */
export async function tellOfInstalments(
  { commands, store, clock }: InstalmentNewsParts,
  message: IntegrationMessage,
  command: InstalmentCommand,
  letter: InstalmentLetter | null,
): Promise<void> {
  const { account, agreementId } = command;
  const state = await supportedAccountNow(store, account);
  if (state.noted === null) return;
  await noteOfAccount(commands, message, command);
  if (letter === null) return;
  const payee = command.kind === 'NoteInstalments' ? command.payee : state.instalments[agreementId]?.payee;
  const news = {
    account,
    subject: letter.subject,
    happenedOn: newsDayOf(message),
    expiresOn: addDays(letter.on, USEFUL_DAYS),
    facts: { ...letter.facts, ...(payee === undefined ? {} : { payee }) },
  };
  await requestNotifications({ commands, store }, letter.kind, news, clock.today(), traceOf(message));
}

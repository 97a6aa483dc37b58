import { BillingPeriod, Decider, periodOf, Rejection, unreachable } from '#libs/kernel';
import { comesAlways } from './notification-kinds';
import {
  ChooseNotifications,
  CloseSupportedAccount,
  correspondentOf,
  DropContact,
  EndInstalments,
  HoldLetter,
  NoteContact,
  NoteDue,
  NoteDuePayment,
  NoteInstalments,
  NoteInstalmentsLeft,
  NoteReadings,
  NoteSupportedAccount,
  RecallDuePayment,
  ResumeInstalments,
  SupportedAccountCommand,
} from './supported-account.commands';
import { SupportedAccountEvent } from './supported-account.events';
import { evolveAccount, isChosen, SupportedAccount, UNTOLD_ACCOUNT } from './supported-account.state';

export const CONTACTS_LIMIT = 20;

export const supportedAccountDecider: Decider<SupportedAccount, SupportedAccountCommand, SupportedAccountEvent> = {
  initialState: () => UNTOLD_ACCOUNT,
  evolve: evolveAccount,
  decide: decideSupportedAccount,
};

function decideSupportedAccount(
  command: SupportedAccountCommand,
  state: SupportedAccount,
): readonly SupportedAccountEvent[] | Rejection {
  switch (command.kind) {
    case 'NoteSupportedAccount':
      return noteSupportedAccount(command, state);
    case 'NoteContact':
      return noteContact(command, state);
    case 'DropContact':
      return dropContact(command, state);
    case 'NoteDuePayment':
      return noteDuePayment(command, state);
    case 'RecallDuePayment':
      return recallDuePayment(command, state);
    case 'NoteReadings':
      return noteReadings(command, state);
    case 'HoldLetter':
      return holdLetter(command, state);
    default:
      return decideOnNoted(command, state);
  }
}

/** What people choose, and what billing tells behind the account itself, is of an account that was noted. */
function decideOnNoted(command: OfNotedAccount, state: SupportedAccount): readonly SupportedAccountEvent[] | Rejection {
  if (state.noted === null) return new Rejection('SUPPORT_UNKNOWN_ACCOUNT', { account: command.account });
  switch (command.kind) {
    case 'CloseSupportedAccount':
      return closeSupportedAccount(command, state);
    case 'ChooseNotifications':
      return chooseNotifications(command, state);
    case 'NoteDue':
      return noteDue(command, state);
    case 'NoteInstalments':
      return noteInstalments(command, state);
    case 'NoteInstalmentsLeft':
      return noteInstalmentsLeft(command, state);
    case 'EndInstalments':
      return endInstalments(command, state);
    case 'ResumeInstalments':
      return resumeInstalments(command, state);
    default:
      return unreachable(command);
  }
}

type OfNotedAccount =
  | ChooseNotifications
  | CloseSupportedAccount
  | EndInstalments
  | NoteDue
  | NoteInstalments
  | NoteInstalmentsLeft
  | ResumeInstalments;

/** Notes an account that billing has opened. Billing decides what is true of it: another note replaces the earlier. */
export function noteSupportedAccount(
  command: NoteSupportedAccount,
  { noted }: SupportedAccount,
): readonly SupportedAccountEvent[] {
  const { account, payerId, openedOn, windowFromDay, windowToDay } = command;
  const data = { account, personId: payerId ?? correspondentOf(account), openedOn, windowFromDay, windowToDay };
  if (JSON.stringify(noted) === JSON.stringify(data)) return [];
  return [{ type: 'SupportedAccountNoted', version: 1, data }];
}

export function closeSupportedAccount(
  { account, closedOn }: CloseSupportedAccount,
  state: SupportedAccount,
): readonly SupportedAccountEvent[] {
  if (state.closedOn === closedOn) return [];
  return [{ type: 'SupportedAccountClosed', version: 1, data: { account, closedOn } }];
}

/** A contact that is verified anew counts from its new day. */
export function noteContact(
  { account, contactId, personId, verifiedOn }: NoteContact,
  state: SupportedAccount,
): readonly SupportedAccountEvent[] | Rejection {
  const known = state.contacts.find((one) => one.contactId === contactId);
  if (known?.personId === personId && known.verifiedOn === verifiedOn) return [];
  if (known === undefined && state.contacts.length >= CONTACTS_LIMIT) {
    return new Rejection('SUPPORT_TOO_MANY_CONTACTS', { account, contactsLimit: CONTACTS_LIMIT });
  }
  return [{ type: 'ContactNoted', version: 1, data: { account, contactId, personId, verifiedOn } }];
}

export function dropContact(
  { account, contactId, droppedOn }: DropContact,
  state: SupportedAccount,
): readonly SupportedAccountEvent[] {
  if (!state.contacts.some((one) => one.contactId === contactId)) return [];
  return [{ type: 'ContactDropped', version: 1, data: { account, contactId, droppedOn } }];
}

/**
 * Only what changes is an event: the page of preferences always states every switch. What belongs to an agreement has no
 * switch and is left as it is.
 */
export function chooseNotifications(
  { account, choices, chosenOn, by }: ChooseNotifications,
  state: SupportedAccount,
): readonly SupportedAccountEvent[] {
  return choices
    .filter(({ kind, on }) => !comesAlways(kind) && isChosen(state, kind) !== on)
    .map(({ kind, on }) => ({ type: 'NotificationsChosen', version: 1, data: { account, kind, on, chosenOn, by } }));
}

/** What a closed month leaves to be paid. Where nobody can be reminded nothing is noted: the log would grow for nothing. */
export function noteDue(
  { account, period, dueOn, closingKopecks: owedKopecks }: NoteDue,
  state: SupportedAccount,
): readonly SupportedAccountEvent[] {
  if (state.contacts.length === 0 || (state.due !== null && period <= state.due.period)) return [];
  return [{ type: 'DueNoted', version: 1, data: { account, period, dueOn, owedKopecks } }];
}

/**
 * Billing tells of credits and closes in the order of its log, so that the months alone say whether a closing sum has a
 * payment in it. Before there is a closing sum nothing needs to be noted: the next one has whatever is told before it.
 */
export function noteDuePayment(
  { kind, ...data }: NoteDuePayment,
  state: SupportedAccount,
): readonly SupportedAccountEvent[] {
  void kind;
  if (!isBehindClosing(data, state) || state.payments.some(({ paymentId }) => paymentId === data.paymentId)) return [];
  return [{ type: 'DuePaid', version: 1, data }];
}

/** Whether the closing sum has the payment or it counts beside the sum: what is left is more by as much. */
export function recallDuePayment(
  { account, paymentId, payee, amountKopecks, period }: RecallDuePayment,
  state: SupportedAccount,
): readonly SupportedAccountEvent[] {
  if (!isBehindClosing({ period }, state) || state.recalled.some((one) => one.paymentId === paymentId)) return [];
  const owedAgain = { payee, amountKopecks, period };
  return [{ type: 'DuePaymentRecalled', version: 1, data: { account, paymentId, owedAgain } }];
}

function isBehindClosing({ period }: { readonly period: BillingPeriod }, { due }: SupportedAccount): boolean {
  return due !== null && period > due.period;
}

export function noteReadings(
  { account, takenOn }: NoteReadings,
  state: SupportedAccount,
): readonly SupportedAccountEvent[] {
  const period = periodOf(takenOn);
  if (state.contacts.length === 0 || (state.readingsOf !== null && period <= state.readingsOf)) return [];
  return [{ type: 'ReadingsNoted', version: 1, data: { account, period } }];
}

export function noteInstalments(
  { account, agreementId, agreedOn, payee, parts }: NoteInstalments,
  state: SupportedAccount,
): readonly SupportedAccountEvent[] {
  if (state.instalments[agreementId] !== undefined) return [];
  return [{ type: 'InstalmentsNoted', version: 1, data: { account, agreementId, agreedOn, payee, parts } }];
}

/** Of an agreement that was made before support was told of them nothing is noted, here and below: there is no plan to remind of. */
export function noteInstalmentsLeft(
  { account, agreementId, part, leftKopecks }: NoteInstalmentsLeft,
  state: SupportedAccount,
): readonly SupportedAccountEvent[] {
  const known = state.instalments[agreementId];
  if (known === undefined || known.leftKopecks === leftKopecks) return [];
  return [{ type: 'InstalmentsLeftNoted', version: 1, data: { account, agreementId, part, leftKopecks } }];
}

export function endInstalments(
  { account, agreementId, because, endedOn }: EndInstalments,
  state: SupportedAccount,
): readonly SupportedAccountEvent[] {
  const known = state.instalments[agreementId];
  if (known === undefined || known.state === because) return [];
  return [{ type: 'InstalmentsEnded', version: 1, data: { account, agreementId, because, endedOn } }];
}

export function resumeInstalments(
  { account, agreementId, resumedOn, leftKopecks }: ResumeInstalments,
  state: SupportedAccount,
): readonly SupportedAccountEvent[] {
  const known = state.instalments[agreementId];
  if (known?.state !== 'broken' && known?.state !== 'fulfilled') return [];
  const left = leftKopecks === undefined ? {} : { leftKopecks };
  return [{ type: 'InstalmentsResumed', version: 1, data: { account, agreementId, resumedOn, ...left } }];
}

/** Where somebody is known the letter goes to them, and there is nothing to hold. */
export function holdLetter({ account, letter }: HoldLetter, state: SupportedAccount): readonly SupportedAccountEvent[] {
  const isHeld = state.held.some(({ kind, subject }) => kind === letter.kind && subject === letter.subject);
  if (state.contacts.length > 0 || isHeld) return [];
  return [{ type: 'LetterHeld', version: 1, data: { account, ...letter } }];
}

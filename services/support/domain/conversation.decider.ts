import { addDays, CivilDate, Decider, Rejection, unreachable } from '#libs/kernel';
import {
  AssignConversation,
  ChangeAnswerPromise,
  CloseConversation,
  ConversationCommand,
  NoteOverdueAnswer,
  OpenConversation,
  ReopenConversation,
  SealedMessage,
  WriteMessage,
} from './conversation.commands';
import { ConversationEvent, ConversationSubject, MessageAuthor } from './conversation.events';

interface KnownMessage {
  readonly messageId: string;
  readonly author: MessageAuthor;
}

interface Dialogue {
  readonly conversationId: string;
  readonly account: string;
  readonly subject: ConversationSubject;
  readonly messages: readonly KnownMessage[];
  /** Who of the office takes care of it; null for nobody. */
  readonly assignedTo: string | null;
}

export type ConversationState =
  | { readonly status: 'unknown' }
  /** A resident waits for an answer. */
  | ({ readonly status: 'waiting'; readonly answerPromisedOn: CivilDate; readonly overdueNoted: boolean } & Dialogue)
  /** Nobody waits. */
  | ({ readonly status: 'settled' } & Dialogue)
  | ({ readonly status: 'closed' } & Dialogue);

type KnownConversation = Exclude<ConversationState, { status: 'unknown' }>;

export const MESSAGE_CHARACTERS_LIMIT = 4_000;
export const MESSAGES_LIMIT = 500;
/** An answer may be put off by so many days at a time. */
export const PROMISE_DAYS_AHEAD_MAX = 60;
const REASON_CHARACTERS_LIMIT = 300;
export const ATTACHMENTS_LIMIT = 5;
export const ATTACHMENT_BYTES_LIMIT = 10 * 1024 * 1024;
/** A sealed text of the longest message, four bytes a character, in base64 with room for nonce and tag. */
const SEALED_CHARACTERS_LIMIT = 24_000;

export const conversationDecider: Decider<ConversationState, ConversationCommand, ConversationEvent> = {
  initialState: () => ({ status: 'unknown' }),
  evolve: evolveConversation,
  decide: decideConversation,
};

function decideConversation(
  command: ConversationCommand,
  state: ConversationState,
): readonly ConversationEvent[] | Rejection {
  if (command.kind === 'OpenConversation') return openConversation(command, state);
  if (state.status === 'unknown') {
    return new Rejection('SUPPORT_UNKNOWN_CONVERSATION', { conversationId: command.conversationId });
  }
  switch (command.kind) {
    case 'WriteMessage':
      return writeMessage(command, state);
    case 'NoteOverdueAnswer':
      return noteOverdueAnswer(command, state);
    case 'CloseConversation':
      return closeConversation(command, state);
    case 'ReopenConversation':
      return reopenConversation(command, state);
    case 'AssignConversation':
      return assignConversation(command, state);
    case 'ChangeAnswerPromise':
      return changeAnswerPromise(command, state);
    default:
      return unreachable(command);
  }
}

/** Opens a conversation with its first message. The same opening again changes nothing. */
export function openConversation(
  command: OpenConversation,
  state: ConversationState,
): readonly ConversationEvent[] | Rejection {
  const { conversationId, account, subject, message, openedOn } = command;
  if (state.status !== 'unknown') {
    const [first] = state.messages;
    if (state.account === account && first?.messageId === message.messageId) return [];
    return new Rejection('SUPPORT_CONVERSATION_EXISTS', { conversationId });
  }
  const fault = faultOfMessage(conversationId, message) ?? faultOfPromise(conversationId, openedOn, command);
  if (fault !== null) return fault;
  const answerPromisedOn = message.author === 'resident' ? command.answerPromisedOn : null;
  const opened = { conversationId, account, subject, openedBy: message.author, openedOn };
  return [
    { type: 'ConversationOpened', version: 1, data: opened },
    ...written(conversationId, account, message, openedOn, answerPromisedOn),
  ];
}

/**
 * Adds a message. A resident's message waits for an answer from then on, and opens a closed conversation again; the
 * day promised first stays. A specialist's message answers; a closed conversation the specialist reopens first.
 * The same message again changes nothing.
 */
export function writeMessage(
  command: WriteMessage,
  state: KnownConversation,
): readonly ConversationEvent[] | Rejection {
  const { conversationId, message, writtenOn } = command;
  const { account } = state;
  const known = state.messages.find(({ messageId }) => messageId === message.messageId);
  if (known !== undefined) {
    if (known.author === message.author) return [];
    return new Rejection('SUPPORT_MESSAGE_EXISTS', { conversationId, messageId: message.messageId });
  }
  const fault = faultOfMessage(conversationId, message) ?? faultOfPromise(conversationId, writtenOn, command);
  if (fault !== null) return fault;
  if (state.messages.length >= MESSAGES_LIMIT) {
    return new Rejection('SUPPORT_CONVERSATION_FULL', { conversationId, messagesLimit: MESSAGES_LIMIT });
  }
  if (message.author === 'specialist') return answer(command, state);
  const isWaiting = state.status === 'waiting';
  const question = written(conversationId, account, message, writtenOn, isWaiting ? null : command.answerPromisedOn);
  if (state.status !== 'closed') return question;
  return [reopened(state, 'resident', writtenOn), ...question];
}

function answer(
  { conversationId, message, writtenOn }: WriteMessage,
  state: KnownConversation,
): readonly ConversationEvent[] | Rejection {
  if (state.status === 'closed') return new Rejection('SUPPORT_CONVERSATION_CLOSED', { conversationId });
  const { account } = state;
  const events: ConversationEvent[] = written(conversationId, account, message, writtenOn, null);
  if (message.correction !== undefined) {
    const data = { conversationId, account, messageId: message.messageId, ...message.correction };
    events.push({ type: 'AnswerCorrectionLinked', version: 1, data });
  }
  if (state.status === 'waiting') {
    const { messageId } = message;
    const { answerPromisedOn } = state;
    const data = { conversationId, account, messageId, answeredOn: writtenOn, answerPromisedOn };
    events.push({ type: 'ConversationAnswered', version: 1, data });
  }
  return events;
}

/** Notes once for each promise that its day went by without an answer. */
export function noteOverdueAnswer(
  { conversationId, today }: NoteOverdueAnswer,
  state: KnownConversation,
): readonly ConversationEvent[] {
  if (state.status !== 'waiting' || state.overdueNoted || today <= state.answerPromisedOn) return [];
  const { account, answerPromisedOn } = state;
  return [
    { type: 'AnswerOverdueNoted', version: 1, data: { conversationId, account, answerPromisedOn, notedOn: today } },
  ];
}

/** Closes a conversation. A specialist closes it only after an answer; a resident may do without. */
export function closeConversation(
  { conversationId, closedBy, closedOn }: CloseConversation,
  state: KnownConversation,
): readonly ConversationEvent[] | Rejection {
  if (state.status === 'closed') return [];
  if (state.status === 'waiting' && closedBy === 'specialist') {
    return new Rejection('SUPPORT_CONVERSATION_UNANSWERED', { conversationId });
  }
  const { account } = state;
  return [{ type: 'ConversationClosed', version: 1, data: { conversationId, account, closedBy, closedOn } }];
}

export function reopenConversation(
  { reopenedBy, reopenedOn }: ReopenConversation,
  state: KnownConversation,
): readonly ConversationEvent[] {
  return state.status === 'closed' ? [reopened(state, reopenedBy, reopenedOn)] : [];
}

/** Gives a conversation to a member of staff, in whatever state it is: the next question finds its reader. */
export function assignConversation(
  { conversationId, assignedTo }: AssignConversation,
  state: KnownConversation,
): readonly ConversationEvent[] {
  const { account, assignedTo: assignedBefore } = state;
  if (assignedTo === assignedBefore) return [];
  const data = { conversationId, account, assignedTo, assignedBefore };
  return [{ type: 'ConversationAssigned', version: 1, data }];
}

/** Promises the answer for another day, said with the reason; whoever asked sees the new day at once. */
export function changeAnswerPromise(
  { conversationId, answerPromisedOn, reason, today }: ChangeAnswerPromise,
  state: KnownConversation,
): readonly ConversationEvent[] | Rejection {
  if (state.status !== 'waiting') return new Rejection('SUPPORT_NOBODY_WAITS', { conversationId });
  if (answerPromisedOn < today || answerPromisedOn > addDays(today, PROMISE_DAYS_AHEAD_MAX)) {
    return new Rejection('SUPPORT_PROMISE_DAY', { conversationId, daysLimit: PROMISE_DAYS_AHEAD_MAX });
  }
  if (reason.trim() === '' || [...reason].length > REASON_CHARACTERS_LIMIT) {
    return new Rejection('SUPPORT_REASON_REQUIRED', { charactersLimit: REASON_CHARACTERS_LIMIT });
  }
  const { account, answerPromisedOn: promisedBefore } = state;
  if (answerPromisedOn === promisedBefore) return [];
  const data = { conversationId, account, answerPromisedOn, promisedBefore, reason, changedOn: today };
  return [{ type: 'AnswerPromiseChanged', version: 1, data }];
}

function faultOfMessage(
  conversationId: string,
  { messageId, sealedText, characters, attachments = [] }: SealedMessage,
): Rejection | null {
  if (!Number.isInteger(characters) || characters < 1 || sealedText === '') {
    return new Rejection('SUPPORT_MESSAGE_EMPTY', { conversationId, messageId });
  }
  if (characters > MESSAGE_CHARACTERS_LIMIT || sealedText.length > SEALED_CHARACTERS_LIMIT) {
    const charactersLimit = MESSAGE_CHARACTERS_LIMIT;
    return new Rejection('SUPPORT_MESSAGE_TOO_LONG', { conversationId, messageId, charactersLimit });
  }
  if (attachments.length > ATTACHMENTS_LIMIT) {
    return new Rejection('SUPPORT_TOO_MANY_ATTACHMENTS', { attachmentsLimit: ATTACHMENTS_LIMIT });
  }
  if (attachments.some(({ bytes }) => bytes > ATTACHMENT_BYTES_LIMIT)) {
    return new Rejection('SUPPORT_ATTACHMENT_TOO_LARGE', { megabytesLimit: ATTACHMENT_BYTES_LIMIT / 1024 / 1024 });
  }
  return null;
}

function faultOfPromise(
  conversationId: string,
  on: CivilDate,
  { answerPromisedOn }: { readonly answerPromisedOn: CivilDate },
): Rejection | null {
  if (answerPromisedOn >= on) return null;
  return new Rejection('SUPPORT_PROMISE_BEFORE_MESSAGE', { conversationId, writtenOn: on, answerPromisedOn });
}

function written(
  conversationId: string,
  account: string,
  { messageId, author, personId, sealedText, characters, attachments = [] }: SealedMessage,
  writtenOn: CivilDate,
  answerPromisedOn: CivilDate | null,
): ConversationEvent[] {
  const text = { messageId, author, personId, sealedText, characters };
  return [
    { type: 'MessageWritten', version: 1, data: { conversationId, account, ...text, writtenOn, answerPromisedOn } },
    ...attachments.map(({ attachmentId, sealedName, mediaType, bytes, sealedSha256 }): ConversationEvent => ({
      type: 'AttachmentAdded',
      version: 1,
      data: {
        ...{ conversationId, account, messageId, attachmentId, personId },
        ...{ sealedName, mediaType, bytes, sealedSha256 },
      },
    })),
  ];
}

function reopened(
  { conversationId, account }: KnownConversation,
  reopenedBy: MessageAuthor,
  reopenedOn: CivilDate,
): ConversationEvent {
  return { type: 'ConversationReopened', version: 1, data: { conversationId, account, reopenedBy, reopenedOn } };
}

function evolveConversation(state: ConversationState, event: ConversationEvent): ConversationState {
  if (event.type === 'ConversationOpened') {
    const { conversationId, account, subject } = event.data;
    return { status: 'settled', conversationId, account, subject, messages: [], assignedTo: null };
  }
  if (state.status === 'unknown') return state;
  const { conversationId, account, subject, messages, assignedTo } = state;
  const dialogue: Dialogue = { conversationId, account, subject, messages, assignedTo };
  switch (event.type) {
    case 'MessageWritten': {
      const { messageId, author, answerPromisedOn } = event.data;
      const grown = { ...state, messages: [...messages, { messageId, author }] };
      return answerPromisedOn === null ? grown : { ...grown, status: 'waiting', answerPromisedOn, overdueNoted: false };
    }
    case 'ConversationAnswered':
    case 'ConversationReopened':
      return { ...dialogue, status: 'settled' };
    case 'AnswerOverdueNoted':
      return state.status === 'waiting' ? { ...state, overdueNoted: true } : state;
    case 'AttachmentAdded':
    case 'AnswerCorrectionLinked':
      return state;
    case 'ConversationAssigned':
      return { ...state, assignedTo: event.data.assignedTo };
    case 'AnswerPromiseChanged': {
      const { answerPromisedOn } = event.data;
      return state.status === 'waiting' ? { ...state, answerPromisedOn, overdueNoted: false } : state;
    }
    case 'ConversationClosed':
      return { ...dialogue, status: 'closed' };
    default:
      return unreachable(event);
  }
}

import { CivilDate } from '#libs/kernel';
import { AttachmentType, ConversationSubject, MessageAuthor, Correction } from './conversation.events';

/**
 * A message whose text was sealed before. A text is sealed differently each time, so whoever repeats a command names
 * what was asked for (`input`: the message id) instead of letting the sealed text be compared.
 */
export interface SealedMessage {
  readonly messageId: string;
  readonly author: MessageAuthor;
  readonly personId: string;
  readonly sealedText: string;
  /** Length of the clear text. */
  readonly characters: number;
  /** Files that lie sealed in the store of attachments already. */
  readonly attachments?: readonly SealedAttachment[];
  /** What a specialist's answer points to. */
  readonly correction?: Correction;
}

export interface SealedAttachment {
  readonly attachmentId: string;
  readonly sealedName: string;
  readonly mediaType: AttachmentType;
  readonly bytes: number;
  readonly sealedSha256: string;
}

export interface OpenConversation {
  readonly kind: 'OpenConversation';
  readonly conversationId: string;
  readonly account: string;
  readonly subject: ConversationSubject;
  readonly message: SealedMessage;
  readonly openedOn: CivilDate;
  /** By when a question of this day is answered (see `promised-answer.policy.ts`). */
  readonly answerPromisedOn: CivilDate;
}

export interface WriteMessage {
  readonly kind: 'WriteMessage';
  readonly conversationId: string;
  readonly message: SealedMessage;
  readonly writtenOn: CivilDate;
  readonly answerPromisedOn: CivilDate;
}

export interface NoteOverdueAnswer {
  readonly kind: 'NoteOverdueAnswer';
  readonly conversationId: string;
  readonly today: CivilDate;
}

export interface CloseConversation {
  readonly kind: 'CloseConversation';
  readonly conversationId: string;
  readonly closedBy: MessageAuthor;
  readonly closedOn: CivilDate;
}

export interface ReopenConversation {
  readonly kind: 'ReopenConversation';
  readonly conversationId: string;
  readonly reopenedBy: MessageAuthor;
  readonly reopenedOn: CivilDate;
}

export interface AssignConversation {
  readonly kind: 'AssignConversation';
  readonly conversationId: string;
  readonly assignedTo: string;
}

export interface ChangeAnswerPromise {
  readonly kind: 'ChangeAnswerPromise';
  readonly conversationId: string;
  readonly answerPromisedOn: CivilDate;
  readonly reason: string;
  readonly today: CivilDate;
}

export type ConversationCommand =
  | OpenConversation
  | WriteMessage
  | NoteOverdueAnswer
  | CloseConversation
  | ReopenConversation
  | AssignConversation
  | ChangeAnswerPromise;

export function conversationStream(conversationId: string): string {
  return `support_conversation-${conversationId}`;
}

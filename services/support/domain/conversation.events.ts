import { CivilDate, DomainEvent } from '#libs/kernel';
import { Kopecks } from '#libs/money';

/** What a conversation is about: the account itself, one line of a charge, or an order for additional work. */
export interface ConversationSubject {
  readonly kind: 'account' | 'charge_line' | 'order';
  /** The account, `<period>/<utility>/<component>` of the line, or the id of the order. */
  readonly reference: string;
}

export type MessageAuthor = 'resident' | 'specialist';

export type ConversationOpened = DomainEvent<
  'ConversationOpened',
  {
    readonly conversationId: string;
    readonly account: string;
    readonly subject: ConversationSubject;
    readonly openedBy: MessageAuthor;
    readonly openedOn: CivilDate;
  }
>;

export type MessageWritten = DomainEvent<
  'MessageWritten',
  {
    readonly conversationId: string;
    readonly account: string;
    readonly messageId: string;
    readonly author: MessageAuthor;
    /** Whose key the text is sealed with. */
    readonly personId: string;
    /** The text as the vault sealed it: the log never holds it in clear. */
    readonly sealedText: string;
    readonly characters: number;
    readonly writtenOn: CivilDate;
    /** Set by the first message that waits for an answer: the day by which it is promised. */
    readonly answerPromisedOn: CivilDate | null;
  }
>;

/** What may be attached; found by the content of a file, never by its name. */
export type AttachmentType = 'image/jpeg' | 'image/png' | 'application/pdf';

export const ATTACHMENT_TYPES: readonly AttachmentType[] = ['image/jpeg', 'image/png', 'application/pdf'];

/** A file that belongs to the message written before it. Its bytes lie sealed outside the log, under its id. */
export type AttachmentAdded = DomainEvent<
  'AttachmentAdded',
  {
    readonly conversationId: string;
    readonly account: string;
    readonly messageId: string;
    readonly attachmentId: string;
    /** Whose key the file and its name are sealed with. */
    readonly personId: string;
    /** The name of the file as the vault sealed it: people put names and addresses into it. */
    readonly sealedName: string;
    readonly mediaType: AttachmentType;
    /** Length of the file in clear. */
    readonly bytes: number;
    /** SHA-256 of the sealed bytes, hexadecimal: shows a change and says nothing of the content. */
    readonly sealedSha256: string;
  }
>;

/** A specialist's message that ends the waiting. */
export type ConversationAnswered = DomainEvent<
  'ConversationAnswered',
  {
    readonly conversationId: string;
    readonly account: string;
    readonly messageId: string;
    readonly answeredOn: CivilDate;
    readonly answerPromisedOn: CivilDate;
  }
>;

/** The promised day went by without an answer. */
export type AnswerOverdueNoted = DomainEvent<
  'AnswerOverdueNoted',
  {
    readonly conversationId: string;
    readonly account: string;
    readonly answerPromisedOn: CivilDate;
    readonly notedOn: CivilDate;
  }
>;

export type ConversationClosed = DomainEvent<
  'ConversationClosed',
  {
    readonly conversationId: string;
    readonly account: string;
    readonly closedBy: MessageAuthor;
    readonly closedOn: CivilDate;
  }
>;

export type ConversationReopened = DomainEvent<
  'ConversationReopened',
  {
    readonly conversationId: string;
    readonly account: string;
    readonly reopenedBy: MessageAuthor;
    readonly reopenedOn: CivilDate;
  }
>;

/** Somebody of the office takes care of a conversation from now on. */
export type ConversationAssigned = DomainEvent<
  'ConversationAssigned',
  {
    readonly conversationId: string;
    readonly account: string;
    /** The number of a member of staff. */
    readonly assignedTo: string;
    /** Who had it before; null for nobody. */
    readonly assignedBefore: string | null;
  }
>;

/** An answer is promised for another day than before. */
export type AnswerPromiseChanged = DomainEvent<
  'AnswerPromiseChanged',
  {
    readonly conversationId: string;
    readonly account: string;
    readonly answerPromisedOn: CivilDate;
    readonly promisedBefore: CivilDate;
    readonly reason: string;
    readonly changedOn: CivilDate;
  }
>;

/** What was put right in the charges, as whoever asked is told of it. */
export interface Correction {
  /** The recalculation of billing. */
  readonly recalculationId: string;
  /** What it changes of what is owed; below zero it is given back. */
  readonly amountKopecks: Kopecks;
  /** Why, in the words of the recalculation. */
  readonly cause: string;
}

/** The message before it answers by a recalculation. */
export type AnswerCorrectionLinked = DomainEvent<
  'AnswerCorrectionLinked',
  { readonly conversationId: string; readonly account: string; readonly messageId: string } & Correction
>;

/** Stream `support_conversation-<id>`. */
export type ConversationEvent =
  | ConversationOpened
  | MessageWritten
  | AttachmentAdded
  | ConversationAnswered
  | AnswerOverdueNoted
  | ConversationClosed
  | ConversationReopened
  | ConversationAssigned
  | AnswerPromiseChanged
  | AnswerCorrectionLinked;

export const CONVERSATION_EVENT_TYPES: readonly ConversationEvent['type'][] = [
  'ConversationOpened',
  'MessageWritten',
  'AttachmentAdded',
  'ConversationAnswered',
  'AnswerOverdueNoted',
  'ConversationClosed',
  'ConversationReopened',
  'ConversationAssigned',
  'AnswerPromiseChanged',
  'AnswerCorrectionLinked',
];

import { CivilDate, RecordedEvent } from '#libs/kernel';
import { Projection } from '#libs/read-models';
import {
  AnswerCorrectionLinked,
  AttachmentAdded,
  AttachmentType,
  Correction,
  MessageAuthor,
  MessageWritten,
} from '../domain/conversation.events';

export interface MessageAttachment {
  readonly attachmentId: string;
  /** Opened by the vault for whoever may read the message. */
  readonly sealedName: string;
  readonly mediaType: AttachmentType;
  readonly bytes: number;
  readonly sealedSha256: string;
}

export interface ConversationMessage {
  readonly conversationId: string;
  readonly messageId: string;
  readonly author: MessageAuthor;
  readonly personId: string;
  /** Opened by the vault for whoever may read it. */
  readonly sealedText: string;
  readonly characters: number;
  readonly writtenOn: CivilDate;
  /** UTC instant. */
  readonly recordedAt: string;
  /** The place of the message in the log: messages of one instant keep their order. */
  readonly place: number;
  readonly attachments: readonly MessageAttachment[];
  /** The recalculation by which it answers; null for none. */
  readonly correction: Correction | null;
}

type MessageFact = (MessageWritten | AttachmentAdded | AnswerCorrectionLinked) & RecordedEvent;

/** What was written in a conversation, in which order? One document a message; its text stays sealed. */
export const conversationMessages: Projection<ConversationMessage> = {
  name: 'support.conversation-messages',
  version: 3,
  handles: ['MessageWritten', 'AttachmentAdded', 'AnswerCorrectionLinked'],
  keysOf(event) {
    const { conversationId, messageId } = (event as MessageFact).data;
    return [`${conversationId}/${messageId}`];
  },
  evolve(message, recorded) {
    const event = recorded as MessageFact;
    if (event.type === 'AttachmentAdded') {
      if (message === null) return null;
      const { attachmentId, sealedName, mediaType, bytes, sealedSha256 } = event.data;
      const attachment = { attachmentId, sealedName, mediaType, bytes, sealedSha256 };
      return { ...message, attachments: [...message.attachments, attachment] };
    }
    if (event.type === 'AnswerCorrectionLinked') {
      if (message === null) return null;
      const { recalculationId, amountKopecks, cause } = event.data;
      return { ...message, correction: { recalculationId, amountKopecks, cause } };
    }
    const { conversationId, messageId, author, personId, sealedText, characters, writtenOn } = event.data;
    const { recordedAt } = event.metadata;
    const text = { author, personId, sealedText, characters, writtenOn, recordedAt };
    return { conversationId, messageId, ...text, place: event.position, attachments: [], correction: null };
  },
  columns: { conversation_id: 'text', person_id: 'text', place: 'integer' },
  columnsOf: ({ conversationId, personId, place }) => ({
    conversation_id: conversationId,
    person_id: personId,
    place,
  }),
  indexes: [['conversation_id', 'place'], ['person_id']],
};

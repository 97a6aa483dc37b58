import { CivilDate, RecordedEvent } from '#libs/kernel';
import { Projection } from '#libs/read-models';
import { MessageAuthor, MessageWritten } from '../domain/conversation.events';

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
}

/** What was written in a conversation, in which order? One document a message; its text stays sealed. */
export const conversationMessages: Projection<ConversationMessage> = {
  name: 'support.conversation-messages',
  version: 1,
  handles: ['MessageWritten'],
  keysOf(event) {
    const { conversationId, messageId } = (event as MessageWritten & RecordedEvent).data;
    return [`${conversationId}/${messageId}`];
  },
  evolve(_document, recorded) {
    const event = recorded as MessageWritten & RecordedEvent;
    const { conversationId, messageId, author, personId, sealedText, characters, writtenOn } = event.data;
    const { recordedAt } = event.metadata;
    return { conversationId, messageId, author, personId, sealedText, characters, writtenOn, recordedAt };
  },
  columns: { conversation_id: 'text', person_id: 'text' },
  columnsOf: ({ conversationId, personId }) => ({ conversation_id: conversationId, person_id: personId }),
  indexes: [['conversation_id'], ['person_id']],
};

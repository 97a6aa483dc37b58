import { answerWritten, DataOf } from '#libs/contracts';
import { RecordedEvent } from '#libs/kernel';
import { RelayTranslation } from '#libs/messaging';
import { MessageWritten } from '../domain/conversation.events';

/** Tells, also to support itself, that a specialist has written. */
export const ANSWERS_RELAY: RelayTranslation = {
  service: 'support',
  handles: ['MessageWritten'],
  translate(recorded) {
    const event = recorded as MessageWritten & RecordedEvent;
    if (event.data.author !== 'specialist') return null;
    const { account, conversationId, messageId, writtenOn } = event.data;
    const data: DataOf<typeof answerWritten> = { account, conversationId, messageId, writtenOn };
    return { contract: answerWritten.name, key: account, data };
  },
};

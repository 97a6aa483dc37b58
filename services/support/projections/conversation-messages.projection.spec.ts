import { foldProjection, recordedEvents } from '#libs/testing';
import { conversationMessages } from './conversation-messages.projection';

const MESSAGE = {
  conversationId: 'c-1',
  messageId: 'm-1',
  author: 'resident',
  personId: 'p-1',
  sealedText: 'c2VhbGVk',
  characters: 12,
  writtenOn: '2026-03-03',
};

describe('the messages of a conversation', () => {
  it('are one document each, whose text stays sealed', () => {
    const written = {
      type: 'MessageWritten',
      version: 1,
      data: { ...MESSAGE, account: '0017', answerPromisedOn: null },
    };
    const [event] = recordedEvents([written], { metadata: { recordedAt: '2026-03-03T10:00:00.000Z' } });
    expect([...foldProjection(conversationMessages, [event!])]).toEqual([
      [
        'c-1/m-1',
        {
          document: { ...MESSAGE, recordedAt: '2026-03-03T10:00:00.000Z' },
          columns: { conversation_id: 'c-1', person_id: 'p-1' },
        },
      ],
    ]);
  });
});

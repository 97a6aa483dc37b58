import { answerWritten } from '#libs/contracts';
import { recorded } from '#libs/testing';
import { ANSWERS_RELAY } from './publish-answers.relay';

const MESSAGE = { account: '0017', conversationId: 'c-1', messageId: 'm-1', writtenOn: '2026-03-04' };
const written = (author: string) =>
  recorded('MessageWritten', { ...MESSAGE, author, personId: 'p-1', sealedText: 'c2VhbGVk', answerPromisedOn: null });

describe('what support tells', () => {
  it('is that a specialist has written, never what', () => {
    const message = ANSWERS_RELAY.translate(written('specialist'));
    expect(message).toEqual({ contract: answerWritten.name, key: '0017', data: MESSAGE });
    expect(answerWritten.schema.strict().parse(message?.data)).toEqual(MESSAGE);
  });

  it('is nothing of what a resident wrote', () => {
    expect(ANSWERS_RELAY.translate(written('resident'))).toBeNull();
  });
});

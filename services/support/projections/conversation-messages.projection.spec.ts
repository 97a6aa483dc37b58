import { projectionSpec, recorded } from '#libs/testing';
import { conversationMessages } from './conversation-messages.projection';

const MESSAGE = {
  conversationId: 'c-1',
  messageId: 'm-1',
  author: 'resident',
  personId: 'p-1',
  sealedText: 'c2VhbGVk',
  characters: 12,
  writtenOn: '2026-03-03',
} as const;
const FILE = {
  attachmentId: 'f-1',
  sealedName: 'bmFtZQ',
  mediaType: 'image/png',
  bytes: 1_234,
  sealedSha256: 'ab12',
} as const;
const metadata = { recordedAt: '2026-03-03T10:00:00.000Z' };
const written = recorded(
  'MessageWritten',
  { ...MESSAGE, account: '0017', answerPromisedOn: null },
  { position: 7, metadata },
);
const added = recorded('AttachmentAdded', {
  ...FILE,
  account: '0017',
  conversationId: 'c-1',
  messageId: 'm-1',
  personId: 'p-1',
});
const spec = projectionSpec(conversationMessages);

describe('the messages of a conversation', () => {
  it('are one document each, whose text stays sealed', () => {
    spec
      .given([written])
      .then('c-1/m-1', {
        ...MESSAGE,
        recordedAt: '2026-03-03T10:00:00.000Z',
        place: 7,
        attachments: [],
        correction: null,
      })
      .thenColumns('c-1/m-1', { conversation_id: 'c-1', person_id: 'p-1', place: 7 });
  });

  it('carry their files, whose names stay sealed', () => {
    spec.given([written, added]).then('c-1/m-1', {
      ...MESSAGE,
      recordedAt: '2026-03-03T10:00:00.000Z',
      place: 7,
      attachments: [FILE],
      correction: null,
    });
  });

  it('tell by which recalculation they answer', () => {
    const correction = { recalculationId: 'r-1', amountKopecks: -12_345, cause: 'Показание передано с ошибкой' };
    const linked = recorded('AnswerCorrectionLinked', {
      account: '0017',
      conversationId: 'c-1',
      messageId: 'm-1',
      ...correction,
    });
    spec
      .given([written, linked])
      .then('c-1/m-1', { ...MESSAGE, recordedAt: '2026-03-03T10:00:00.000Z', place: 7, attachments: [], correction });
  });
});

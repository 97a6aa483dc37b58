import { deciderSpec } from '#libs/testing';
import {
  ConversationCommand,
  OpenConversation,
  SealedAttachment,
  SealedMessage,
  WriteMessage,
} from './conversation.commands';
import {
  ATTACHMENT_BYTES_LIMIT,
  ATTACHMENTS_LIMIT,
  conversationDecider,
  MESSAGE_CHARACTERS_LIMIT,
  MESSAGES_LIMIT,
} from './conversation.decider';
import { ConversationEvent, MessageAuthor } from './conversation.events';

const spec = deciderSpec(conversationDecider);

const PLACE = { conversationId: 'c-1', account: '0017' };
const SUBJECT = { kind: 'charge_line', reference: '2026-02/heating' } as const;
const message = (messageId: string, author: MessageAuthor = 'resident'): SealedMessage => ({
  messageId,
  author,
  personId: 'p-1',
  sealedText: 'c2VhbGVk',
  characters: 120,
});
const opened = (openedBy: MessageAuthor = 'resident'): ConversationEvent => ({
  type: 'ConversationOpened',
  version: 1,
  data: { ...PLACE, subject: SUBJECT, openedBy, openedOn: '2026-03-03' },
});
const written = (
  messageId: string,
  author: MessageAuthor,
  writtenOn: string,
  answerPromisedOn: string | null,
): ConversationEvent => ({
  type: 'MessageWritten',
  version: 1,
  data: { ...PLACE, ...message(messageId, author), writtenOn, answerPromisedOn },
});
const answered = (messageId: string, answeredOn: string, answerPromisedOn: string): ConversationEvent => ({
  type: 'ConversationAnswered',
  version: 1,
  data: { ...PLACE, messageId, answeredOn, answerPromisedOn },
});
const closed = (closedBy: MessageAuthor): ConversationEvent => ({
  type: 'ConversationClosed',
  version: 1,
  data: { ...PLACE, closedBy, closedOn: '2026-03-06' },
});
const reopened = (reopenedBy: MessageAuthor, reopenedOn: string): ConversationEvent => ({
  type: 'ConversationReopened',
  version: 1,
  data: { ...PLACE, reopenedBy, reopenedOn },
});
const overdue = (answerPromisedOn: string, notedOn: string): ConversationEvent => ({
  type: 'AnswerOverdueNoted',
  version: 1,
  data: { ...PLACE, answerPromisedOn, notedOn },
});

const OPEN: OpenConversation = {
  kind: 'OpenConversation',
  ...PLACE,
  subject: SUBJECT,
  message: message('m-1'),
  openedOn: '2026-03-03',
  answerPromisedOn: '2026-03-05',
};
const write = (
  messageId: string,
  author: MessageAuthor,
  writtenOn: string,
  answerPromisedOn: string,
): WriteMessage => ({
  kind: 'WriteMessage',
  conversationId: 'c-1',
  message: message(messageId, author),
  writtenOn,
  answerPromisedOn,
});
const note = (today: string): ConversationCommand => ({ kind: 'NoteOverdueAnswer', conversationId: 'c-1', today });
const close = (closedBy: MessageAuthor): ConversationCommand => ({
  kind: 'CloseConversation',
  conversationId: 'c-1',
  closedBy,
  closedOn: '2026-03-06',
});

const QUESTION = [opened(), written('m-1', 'resident', '2026-03-03', '2026-03-05')];
const ANSWERED = [
  ...QUESTION,
  written('m-2', 'specialist', '2026-03-04', null),
  answered('m-2', '2026-03-04', '2026-03-05'),
];

describe('opening a conversation', () => {
  it('by a resident asks a question and is promised an answer', () => {
    spec.when(OPEN).then(QUESTION);
  });

  it('by a specialist promises nothing', () => {
    spec
      .when({ ...OPEN, message: message('m-1', 'specialist') })
      .then([opened('specialist'), written('m-1', 'specialist', '2026-03-03', null)]);
  });

  it('again changes nothing, though the text was sealed anew; another conversation under its id is refused', () => {
    spec
      .given(ANSWERED)
      .when({ ...OPEN, message: { ...OPEN.message, sealedText: 'b3RoZXI' } })
      .thenNothing();
    spec
      .given(QUESTION)
      .when({ ...OPEN, message: message('m-9') })
      .thenRejected('SUPPORT_CONVERSATION_EXISTS');
    spec
      .given(QUESTION)
      .when({ ...OPEN, account: '0018' })
      .thenRejected('SUPPORT_CONVERSATION_EXISTS');
  });

  it('does not promise an answer for a day before the question', () => {
    spec.when({ ...OPEN, answerPromisedOn: '2026-03-02' }).thenRejected('SUPPORT_PROMISE_BEFORE_MESSAGE');
  });
});

describe('writing a message', () => {
  it('into an unknown conversation is refused', () => {
    spec.when(write('m-2', 'resident', '2026-03-04', '2026-03-06')).thenRejected('SUPPORT_UNKNOWN_CONVERSATION');
  });

  it('while waiting does not put off the day promised first', () => {
    spec
      .given(QUESTION)
      .when(write('m-2', 'resident', '2026-03-04', '2026-03-06'))
      .then([written('m-2', 'resident', '2026-03-04', null)]);
  });

  it('by a specialist answers who waits', () => {
    spec
      .given(QUESTION)
      .when(write('m-2', 'specialist', '2026-03-04', '2026-03-06'))
      .then(ANSWERED.slice(2));
  });

  it('by a specialist to nobody who waits is a message, no answer', () => {
    spec
      .given(ANSWERED)
      .when(write('m-3', 'specialist', '2026-03-04', '2026-03-06'))
      .then([written('m-3', 'specialist', '2026-03-04', null)]);
  });

  it('by a resident after the answer waits anew', () => {
    spec
      .given(ANSWERED)
      .when(write('m-3', 'resident', '2026-03-05', '2026-03-09'))
      .then([written('m-3', 'resident', '2026-03-05', '2026-03-09')]);
  });

  it('by a resident opens a closed conversation again', () => {
    spec
      .given([...ANSWERED, closed('specialist')])
      .when(write('m-3', 'resident', '2026-03-09', '2026-03-11'))
      .then([reopened('resident', '2026-03-09'), written('m-3', 'resident', '2026-03-09', '2026-03-11')]);
  });

  it('by a specialist into a closed conversation is refused', () => {
    spec
      .given([...ANSWERED, closed('specialist')])
      .when(write('m-3', 'specialist', '2026-03-09', '2026-03-11'))
      .thenRejected('SUPPORT_CONVERSATION_CLOSED');
  });

  it('again changes nothing; another author under its id is refused', () => {
    spec
      .given(QUESTION)
      .when(write('m-1', 'resident', '2026-03-04', '2026-03-06'))
      .thenNothing();
    spec
      .given(QUESTION)
      .when(write('m-1', 'specialist', '2026-03-04', '2026-03-06'))
      .thenRejected('SUPPORT_MESSAGE_EXISTS');
  });

  it('needs a text, no longer than the limit', () => {
    const said = (change: Partial<SealedMessage>) => ({ ...OPEN, message: { ...OPEN.message, ...change } });
    spec.when(said({ characters: 0 })).thenRejected('SUPPORT_MESSAGE_EMPTY');
    spec.when(said({ sealedText: '' })).thenRejected('SUPPORT_MESSAGE_EMPTY');
    spec.when(said({ characters: MESSAGE_CHARACTERS_LIMIT + 1 })).thenRejected('SUPPORT_MESSAGE_TOO_LONG');
    spec.when(said({ sealedText: 'x'.repeat(24_001) })).thenRejected('SUPPORT_MESSAGE_TOO_LONG');
  });

  it('ends where a conversation is full', () => {
    const many = Array.from({ length: MESSAGES_LIMIT - 1 }, (_, index) =>
      written(`n-${index}`, 'resident', '2026-03-03', null),
    );
    spec
      .given([...QUESTION, ...many])
      .when(write('m-2', 'resident', '2026-03-04', '2026-03-06'))
      .thenRejected('SUPPORT_CONVERSATION_FULL', { messagesLimit: MESSAGES_LIMIT });
  });
});

describe('an overdue answer', () => {
  it('is noted the day after the day promised, once', () => {
    spec.given(QUESTION).when(note('2026-03-05')).thenNothing();
    spec
      .given(QUESTION)
      .when(note('2026-03-06'))
      .then([overdue('2026-03-05', '2026-03-06')]);
    spec
      .given([...QUESTION, overdue('2026-03-05', '2026-03-06')])
      .when(note('2026-03-07'))
      .thenNothing();
  });

  it('is not noted where nobody waits', () => {
    spec.given(ANSWERED).when(note('2026-03-20')).thenNothing();
  });

  it('is noted again for another question', () => {
    const again = [
      ...QUESTION,
      overdue('2026-03-05', '2026-03-06'),
      written('m-2', 'specialist', '2026-03-06', null),
      answered('m-2', '2026-03-06', '2026-03-05'),
      written('m-3', 'resident', '2026-03-09', '2026-03-11'),
    ];
    spec
      .given(again)
      .when(note('2026-03-12'))
      .then([overdue('2026-03-11', '2026-03-12')]);
  });
});

describe('closing a conversation', () => {
  it('by a specialist takes an answer first; a resident may do without', () => {
    spec
      .given(ANSWERED)
      .when(close('specialist'))
      .then([closed('specialist')]);
    spec.given(QUESTION).when(close('specialist')).thenRejected('SUPPORT_CONVERSATION_UNANSWERED');
    spec
      .given(QUESTION)
      .when(close('resident'))
      .then([closed('resident')]);
  });

  it('again changes nothing', () => {
    spec
      .given([...ANSWERED, closed('specialist')])
      .when(close('resident'))
      .thenNothing();
  });

  it('can be undone, and opening what is open changes nothing', () => {
    const reopen = {
      kind: 'ReopenConversation',
      conversationId: 'c-1',
      reopenedBy: 'specialist',
      reopenedOn: '2026-03-07',
    } as const;
    spec
      .given([...ANSWERED, closed('specialist')])
      .when(reopen)
      .then([reopened('specialist', '2026-03-07')]);
    spec.given(ANSWERED).when(reopen).thenNothing();
  });
});

describe('files of a message', () => {
  const file = (attachmentId: string, bytes = 100): SealedAttachment => ({
    attachmentId,
    sealedName: 'bmFtZQ',
    mediaType: 'application/pdf',
    bytes,
    sealedSha256: 'ab12',
  });
  const added = (messageId: string, attachmentId: string): ConversationEvent => ({
    type: 'AttachmentAdded',
    version: 1,
    data: { ...PLACE, messageId, personId: 'p-1', ...file(attachmentId) },
  });
  const withFiles = (...attachments: SealedAttachment[]) => ({ ...message('m-1'), attachments });

  it('stand behind it', () => {
    spec
      .when({ ...OPEN, message: withFiles(file('f-1'), file('f-2')) })
      .then([
        opened(),
        written('m-1', 'resident', '2026-03-03', '2026-03-05'),
        added('m-1', 'f-1'),
        added('m-1', 'f-2'),
      ]);
  });

  it('change nothing when the same message is written again', () => {
    const again = { ...OPEN, message: withFiles(file('f-9')) };
    spec
      .given([opened(), written('m-1', 'resident', '2026-03-03', '2026-03-05')])
      .when(again)
      .thenNothing();
  });

  it('are five at most, of ten megabytes at most', () => {
    const six = Array.from({ length: ATTACHMENTS_LIMIT + 1 }, (_, index) => file(`f-${index}`));
    spec.when({ ...OPEN, message: withFiles(...six) }).thenRejected('SUPPORT_TOO_MANY_ATTACHMENTS');
    spec
      .when({ ...OPEN, message: withFiles(file('f-1', ATTACHMENT_BYTES_LIMIT + 1)) })
      .thenRejected('SUPPORT_ATTACHMENT_TOO_LARGE', { megabytesLimit: 10 });
  });
});

import { foldProjection, recordedEvents } from '#libs/testing';
import { DomainEvent } from '#libs/kernel';
import { conversations } from './conversations.projection';

const PLACE = { conversationId: 'c-1', account: '0017' };
const SUBJECT = { kind: 'order', reference: 'o-1' };
const fact = (type: string, data: object): DomainEvent => ({ type, version: 1, data: { ...PLACE, ...data } });
const OPENED = fact('ConversationOpened', { subject: SUBJECT, openedBy: 'resident', openedOn: '2026-03-03' });
const ASKED = fact('MessageWritten', { author: 'resident', writtenOn: '2026-03-03', answerPromisedOn: '2026-03-05' });
const ADDED = fact('MessageWritten', { author: 'resident', writtenOn: '2026-03-04', answerPromisedOn: null });
const REPLY = fact('MessageWritten', { author: 'specialist', writtenOn: '2026-03-04', answerPromisedOn: null });
const ANSWERED = fact('ConversationAnswered', { answeredOn: '2026-03-04' });
const OVERDUE = fact('AnswerOverdueNoted', { answerPromisedOn: '2026-03-05', notedOn: '2026-03-06' });
const CLOSED = fact('ConversationClosed', { closedBy: 'resident', closedOn: '2026-03-06' });
const REOPENED = fact('ConversationReopened', { reopenedBy: 'resident', reopenedOn: '2026-03-07' });
const cardOf = (events: DomainEvent[]) => foldProjection(conversations, recordedEvents(events)).get('c-1');

describe('the conversations', () => {
  it('show who waits, since when and until when', () => {
    expect(cardOf([OPENED, ASKED, ADDED])).toEqual({
      document: {
        ...PLACE,
        subject: SUBJECT,
        state: 'waiting',
        openedOn: '2026-03-03',
        openedBy: 'resident',
        answerPromisedOn: '2026-03-05',
        overdue: false,
        messages: 2,
        lastWrittenOn: '2026-03-04',
        lastAuthor: 'resident',
        assignedTo: null,
      },
      columns: { account: '0017', state: 'waiting', promised_on: '2026-03-05', overdue: 0, assigned_to: null },
    });
  });

  it('show that the day promised went by, until the answer', () => {
    expect(cardOf([OPENED, ASKED, OVERDUE])?.columns).toMatchObject({ state: 'waiting', overdue: 1 });
    expect(cardOf([OPENED, ASKED, OVERDUE, REPLY, ANSWERED])).toMatchObject({
      document: { lastAuthor: 'specialist', messages: 2 },
      columns: { state: 'settled', promised_on: null, overdue: 0 },
    });
  });

  it('show what is closed, and waits again when it was opened with a question', () => {
    expect(cardOf([OPENED, ASKED, CLOSED])?.columns).toMatchObject({ state: 'closed', promised_on: null });
    expect(cardOf([OPENED, ASKED, CLOSED, REOPENED])?.columns).toMatchObject({ state: 'settled' });
    expect(cardOf([OPENED, ASKED, CLOSED, REOPENED, ASKED])?.columns).toMatchObject({ state: 'waiting' });
  });

  it('show who takes care of them, and the day to which an answer was put off', () => {
    const given = fact('ConversationAssigned', { assignedTo: '48210935', assignedBefore: null });
    const later = fact('AnswerPromiseChanged', { answerPromisedOn: '2026-03-12', promisedBefore: '2026-03-05' });
    const linked = fact('AnswerCorrectionLinked', { messageId: 'm-2', recalculationId: 'r-1' });
    expect(cardOf([OPENED, ASKED, OVERDUE, given, later, linked])?.columns).toEqual({
      account: '0017',
      state: 'waiting',
      promised_on: '2026-03-12',
      overdue: 0,
      assigned_to: '48210935',
    });
  });
});

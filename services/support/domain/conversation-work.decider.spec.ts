import { deciderSpec } from '#libs/testing';
import { ChangeAnswerPromise, WriteMessage } from './conversation.commands';
import { conversationDecider, PROMISE_DAYS_AHEAD_MAX } from './conversation.decider';
import { ConversationEvent } from './conversation.events';

const spec = deciderSpec(conversationDecider);
const PLACE = { conversationId: 'c-1', account: '0017' };
const message = {
  messageId: 'm-1',
  author: 'resident',
  personId: 'p-1',
  sealedText: 'c2VhbGVk',
  characters: 12,
} as const;
const ASKED: ConversationEvent[] = [
  {
    type: 'ConversationOpened',
    version: 1,
    data: {
      ...PLACE,
      subject: { kind: 'charge_line', reference: '2026-02/heating' },
      openedBy: 'resident',
      openedOn: '2026-03-03',
    },
  },
  {
    type: 'MessageWritten',
    version: 1,
    data: { ...PLACE, ...message, writtenOn: '2026-03-03', answerPromisedOn: '2026-03-17' },
  },
];
const assigned = (assignedTo: string, assignedBefore: string | null): ConversationEvent => ({
  type: 'ConversationAssigned',
  version: 1,
  data: { ...PLACE, assignedTo, assignedBefore },
});
const promised = (answerPromisedOn: string): ConversationEvent => ({
  type: 'AnswerPromiseChanged',
  version: 1,
  data: {
    ...PLACE,
    answerPromisedOn,
    promisedBefore: '2026-03-17',
    reason: 'ждём акт поставщика',
    changedOn: '2026-03-10',
  },
});
const change = (answerPromisedOn: string, reason = 'ждём акт поставщика'): ChangeAnswerPromise => ({
  kind: 'ChangeAnswerPromise',
  conversationId: 'c-1',
  answerPromisedOn,
  reason,
  today: '2026-03-10',
});
const assign = (assignedTo: string) => ({ kind: 'AssignConversation', conversationId: 'c-1', assignedTo }) as const;

describe('taking care of a conversation', () => {
  it('is given to a member of staff, and to another one afterwards', () => {
    spec
      .given(ASKED)
      .when(assign('48210935'))
      .then([assigned('48210935', null)]);
    spec
      .given([...ASKED, assigned('48210935', null)])
      .when(assign('11112222'))
      .then([assigned('11112222', '48210935')]);
  });

  it('given again to the same person changes nothing', () => {
    spec
      .given([...ASKED, assigned('48210935', null)])
      .when(assign('48210935'))
      .thenNothing();
  });

  it('of nothing is refused', () => {
    spec.when(assign('48210935')).thenRejected('SUPPORT_UNKNOWN_CONVERSATION');
  });
});

describe('the day of an answer', () => {
  it('is put off or brought forward, with the reason', () => {
    spec
      .given(ASKED)
      .when(change('2026-03-24'))
      .then([promised('2026-03-24')]);
    spec
      .given(ASKED)
      .when(change('2026-03-10'))
      .then([promised('2026-03-10')]);
  });

  it('that is promised already changes nothing', () => {
    spec.given(ASKED).when(change('2026-03-17')).thenNothing();
  });

  it('is no day gone by, and none far away', () => {
    const details = { daysLimit: PROMISE_DAYS_AHEAD_MAX };
    spec.given(ASKED).when(change('2026-03-09')).thenRejected('SUPPORT_PROMISE_DAY', details);
    spec.given(ASKED).when(change('2026-05-10')).thenRejected('SUPPORT_PROMISE_DAY', details);
    spec
      .given(ASKED)
      .when(change('2026-05-09'))
      .then([promised('2026-05-09')]);
  });

  it('is not changed without a reason, or where nobody waits', () => {
    spec.given(ASKED).when(change('2026-03-24', ' ')).thenRejected('SUPPORT_REASON_REQUIRED');
    spec.given(ASKED.slice(0, 1)).when(change('2026-03-24')).thenRejected('SUPPORT_NOBODY_WAITS');
  });

  it('that was missed and put off may be missed again', () => {
    const missed = (answerPromisedOn: string, notedOn: string): ConversationEvent => ({
      type: 'AnswerOverdueNoted',
      version: 1,
      data: { ...PLACE, answerPromisedOn, notedOn },
    });
    spec
      .given([...ASKED, missed('2026-03-17', '2026-03-18'), promised('2026-03-24')])
      .when({ kind: 'NoteOverdueAnswer', conversationId: 'c-1', today: '2026-03-25' })
      .then([missed('2026-03-24', '2026-03-25')]);
  });
});

describe('an answer by correction', () => {
  const correction = { recalculationId: 'r-1', amountKopecks: -12_345, cause: 'Показание передано с ошибкой' };
  const answer = (author: 'specialist' | 'resident'): WriteMessage => ({
    kind: 'WriteMessage',
    conversationId: 'c-1',
    message: { ...message, messageId: 'm-2', author, correction },
    writtenOn: '2026-03-11',
    answerPromisedOn: '2026-03-25',
  });
  const said = (author: 'specialist' | 'resident'): ConversationEvent => ({
    type: 'MessageWritten',
    version: 1,
    data: { ...PLACE, ...message, messageId: 'm-2', author, writtenOn: '2026-03-11', answerPromisedOn: null },
  });

  it('is a message that points to the recalculation', () => {
    spec
      .given(ASKED)
      .when(answer('specialist'))
      .then([
        said('specialist'),
        { type: 'AnswerCorrectionLinked', version: 1, data: { ...PLACE, messageId: 'm-2', ...correction } },
        {
          type: 'ConversationAnswered',
          version: 1,
          data: { ...PLACE, messageId: 'm-2', answeredOn: '2026-03-11', answerPromisedOn: '2026-03-17' },
        },
      ]);
  });

  it('is nothing that a resident can state', () => {
    spec
      .given(ASKED)
      .when(answer('resident'))
      .then([said('resident')]);
  });
});

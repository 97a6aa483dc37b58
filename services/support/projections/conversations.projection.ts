import { CivilDate, RecordedEvent, unreachable } from '#libs/kernel';
import { Projection } from '#libs/read-models';
import {
  CONVERSATION_EVENT_TYPES,
  ConversationEvent,
  ConversationSubject,
  MessageAuthor,
} from '../domain/conversation.events';

export interface ConversationCard {
  readonly conversationId: string;
  readonly account: string;
  readonly subject: ConversationSubject;
  readonly state: 'waiting' | 'settled' | 'closed';
  readonly openedOn: CivilDate;
  readonly openedBy: MessageAuthor;
  /** The day by which an answer is promised, while one is waited for. */
  readonly answerPromisedOn: CivilDate | null;
  /** True when that day went by. */
  readonly overdue: boolean;
  readonly messages: number;
  readonly lastWrittenOn: CivilDate | null;
  readonly lastAuthor: MessageAuthor | null;
  /** The member of staff who takes care of it; null for nobody. */
  readonly assignedTo: string | null;
}

/** Which conversations are there, and which wait for an answer until when? */
export const conversations: Projection<ConversationCard> = {
  name: 'support.conversations',
  version: 2,
  handles: CONVERSATION_EVENT_TYPES,
  keysOf: (event) => [(event as ConversationEvent & RecordedEvent).data.conversationId],
  evolve: (document, event) => evolveCard(document, event as ConversationEvent & RecordedEvent),
  columns: { account: 'text', state: 'text', promised_on: 'text', overdue: 'integer', assigned_to: 'text' },
  columnsOf: ({ account, state, answerPromisedOn, overdue, assignedTo }) => ({
    account,
    state,
    promised_on: answerPromisedOn,
    overdue: overdue ? 1 : 0,
    assigned_to: assignedTo,
  }),
  indexes: [['account'], ['state', 'promised_on'], ['assigned_to', 'state']],
};

function evolveCard(card: ConversationCard | null, event: ConversationEvent): ConversationCard | null {
  if (event.type === 'ConversationOpened') {
    const { conversationId, account, subject, openedOn, openedBy } = event.data;
    const silent = { answerPromisedOn: null, overdue: false, messages: 0, lastWrittenOn: null, lastAuthor: null };
    return { conversationId, account, subject, state: 'settled', openedOn, openedBy, ...silent, assignedTo: null };
  }
  if (card === null) return null;
  switch (event.type) {
    case 'MessageWritten': {
      const { writtenOn, author, answerPromisedOn } = event.data;
      const grown = { ...card, messages: card.messages + 1, lastWrittenOn: writtenOn, lastAuthor: author };
      return answerPromisedOn === null ? grown : { ...grown, state: 'waiting', answerPromisedOn, overdue: false };
    }
    case 'AttachmentAdded':
    case 'AnswerCorrectionLinked':
      return card;
    case 'ConversationAssigned':
      return { ...card, assignedTo: event.data.assignedTo };
    case 'AnswerPromiseChanged':
      return { ...card, answerPromisedOn: event.data.answerPromisedOn, overdue: false };
    case 'AnswerOverdueNoted':
      return { ...card, overdue: true };
    case 'ConversationAnswered':
    case 'ConversationReopened':
      return { ...card, state: 'settled', answerPromisedOn: null, overdue: false };
    case 'ConversationClosed':
      return { ...card, state: 'closed', answerPromisedOn: null, overdue: false };
    default:
      return unreachable(event);
  }
}

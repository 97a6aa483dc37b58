import { Inject, Injectable } from '@nestjs/common';
import { PersonVault } from '#libs/person-vault';
import { PERSON_VAULT, READ_MODELS } from '#libs/platform';
import { Query, ReadModels } from '#libs/read-models';
import { MESSAGES_LIMIT } from '../domain/conversation.decider';
import { ConversationMessage, conversationMessages } from '../projections/conversation-messages.projection';
import { ConversationCard, conversations } from '../projections/conversations.projection';
import { firstWordsOf } from './first-words';
import { OpenedFile, SealedAttachments } from './attachments/sealed-attachments';
import {
  ConversationAnswer,
  ConversationsAnswer,
  MessageAnswer,
  OwnConversationAnswer,
  OwnConversationsAnswer,
  QueueAnswer,
} from './conversations.dto';

export const CONVERSATIONS_PAGE_LIMIT = 200;

/** Of as many conversations at a time the first message is opened. */
const OPENED_AT_ONCE = 20;

/** Who waits; who waits and belongs to nobody; what one member of staff takes care of; everything, the newest first. */
export type QueueAsked =
  { readonly show: 'waiting' | 'unassigned' | 'all' } | { readonly show: 'mine'; readonly staffId: string };

function queryOf(asked: QueueAsked): Pick<Query, 'where' | 'orderBy'> {
  const orderBy = ['promised_on', 'position'];
  switch (asked.show) {
    case 'waiting':
      return { where: { state: 'waiting' }, orderBy };
    case 'unassigned':
      return { where: { state: 'waiting', assigned_to: null }, orderBy };
    case 'mine':
      // Those that wait come first: by their names the states stand the other way round.
      return {
        where: { assigned_to: asked.staffId, state: { in: ['waiting', 'settled'] } },
        orderBy: ['-state', ...orderBy],
      };
    default:
      return { orderBy: ['-position'] };
  }
}

/** Who of the office takes care of a conversation is no concern of whoever asks. */
export function shownToResident({ assignedTo, ...card }: ConversationCard): ConversationAnswer {
  void assignedTo;
  return card;
}

/** Reads conversations, and opens what was written for whoever may read it. */
@Injectable()
export class ConversationsQuery {
  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(PERSON_VAULT) private readonly vault: PersonVault,
    private readonly attachments: SealedAttachments,
  ) {}

  async ofAccount(account: string): Promise<ConversationsAnswer> {
    const rows = await this.readModels.find(conversations, {
      where: { account },
      orderBy: ['-position'],
      limit: CONVERSATIONS_PAGE_LIMIT + 1,
    });
    return {
      account,
      conversations: rows.slice(0, CONVERSATIONS_PAGE_LIMIT).map(({ document }) => shownToResident(document)),
      more: rows.length > CONVERSATIONS_PAGE_LIMIT,
    };
  }

  /** As `ofAccount`, with the words with which each was opened. */
  async ownOf(account: string): Promise<OwnConversationsAnswer> {
    const { conversations: cards, more } = await this.ofAccount(account);
    const own: OwnConversationAnswer[] = [];
    for (let first = 0; first < cards.length; first += OPENED_AT_ONCE) {
      const some = cards.slice(first, first + OPENED_AT_ONCE);
      own.push(
        ...(await Promise.all(some.map(async (card) => ({ ...card, firstWords: await this.firstWordsOf(card) })))),
      );
    }
    return { account, conversations: own, more };
  }

  private async firstWordsOf({ conversationId }: ConversationAnswer): Promise<string | null> {
    const [first] = await this.sealedMessagesOf(conversationId, 1);
    if (first === undefined) return null;
    const text = await this.vault.open(first.personId, `message:${first.messageId}`, first.sealedText);
    return text === null ? null : firstWordsOf(text);
  }

  /** Who waits for an answer, the earliest promise first; or another list of the office. */
  async queue(asked: QueueAsked = { show: 'waiting' }): Promise<QueueAnswer> {
    const rows = await this.readModels.find(conversations, {
      ...queryOf(asked),
      limit: CONVERSATIONS_PAGE_LIMIT + 1,
    });
    return {
      conversations: rows.slice(0, CONVERSATIONS_PAGE_LIMIT).map(({ document }) => document),
      more: rows.length > CONVERSATIONS_PAGE_LIMIT,
    };
  }

  /** What was written, in its order. The text of an erased person is null. */
  async messagesOf({ conversationId }: ConversationCard): Promise<readonly MessageAnswer[]> {
    const answers: MessageAnswer[] = [];
    for (const message of await this.sealedMessagesOf(conversationId)) answers.push(await this.opened(message));
    return answers;
  }

  /** Throws RejectedError SUPPORT_UNKNOWN_ATTACHMENT. */
  async file({ conversationId }: ConversationCard, attachmentId: string): Promise<OpenedFile> {
    const messages = await this.sealedMessagesOf(conversationId);
    const isItsMessage = ({ attachments }: ConversationMessage) =>
      attachments.some((one) => one.attachmentId === attachmentId);
    const none = { personId: '', attachments: [] } as unknown as ConversationMessage;
    return this.attachments.open(messages.find(isItsMessage) ?? none, attachmentId);
  }

  private async sealedMessagesOf(
    conversationId: string,
    limit = MESSAGES_LIMIT,
  ): Promise<readonly ConversationMessage[]> {
    const rows = await this.readModels.find(conversationMessages, {
      where: { conversation_id: conversationId },
      orderBy: ['place'],
      limit,
    });
    return rows.map(({ document }) => document);
  }

  private async opened(message: ConversationMessage): Promise<MessageAnswer> {
    const { messageId, author, personId, sealedText, writtenOn, recordedAt, correction } = message;
    const attachments = [];
    for (const { attachmentId, sealedName, mediaType, bytes } of message.attachments) {
      const name = await this.attachments.nameOf(personId, attachmentId, sealedName);
      attachments.push({ attachmentId, name, mediaType, bytes });
    }
    const text = await this.vault.open(personId, `message:${messageId}`, sealedText);
    return { messageId, author, text, writtenOn, recordedAt, attachments, correction };
  }
}

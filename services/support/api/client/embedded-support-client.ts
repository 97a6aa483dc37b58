import { Injectable } from '@nestjs/common';
import { CommandOrigin, receiptOf } from '#libs/platform';
import { ConversationsQuery, shownToResident } from '../conversations.query';
import { Correspondence } from '../correspondence';
import { firstWordsOf } from '../first-words';
import { NotificationPreferences } from '../notification-preferences';
import { ConversationSubject, SupportClient, TypedMessage } from './support-client';

/** Support in the same process. */
@Injectable()
export class EmbeddedSupportClient implements SupportClient {
  constructor(
    private readonly query: ConversationsQuery,
    private readonly correspondence: Correspondence,
    private readonly preferences: NotificationPreferences,
  ) {}

  conversationsOf(account: string) {
    return this.query.ownOf(account);
  }

  async conversation(account: string, conversationId: string) {
    const card = await this.correspondence.cardOf(conversationId, account);
    const messages = await this.query.messagesOf(card);
    const opening = messages[0]?.text ?? null;
    const firstWords = opening === null ? null : firstWordsOf(opening);
    return { conversation: { ...shownToResident(card), firstWords }, messages };
  }

  openConversation(account: string, subject: ConversationSubject, typed: TypedMessage, origin: CommandOrigin) {
    return this.correspondence.open(account, subject, typed, 'resident', origin);
  }

  async writeMessage(account: string, conversationId: string, typed: TypedMessage, origin: CommandOrigin) {
    return this.correspondence.add(
      await this.correspondence.cardOf(conversationId, account),
      typed,
      'resident',
      origin,
    );
  }

  async closeConversation(account: string, conversationId: string, origin: CommandOrigin) {
    const card = await this.correspondence.cardOf(conversationId, account);
    return receiptOf(await this.correspondence.close(card, 'resident', origin)).position;
  }

  async attachment(account: string, conversationId: string, attachmentId: string) {
    return this.query.file(await this.correspondence.cardOf(conversationId, account), attachmentId);
  }

  notifications(account: string) {
    return this.preferences.of(account);
  }

  chooseNotifications(account: string, on: readonly string[], origin: CommandOrigin) {
    return this.preferences.choose(account, on, origin);
  }

  lookAtOff(token: string) {
    return this.preferences.lookAtOff(token);
  }

  turnOff(token: string, correlationId: string) {
    return this.preferences.turnOff(token, { correlationId });
  }
}

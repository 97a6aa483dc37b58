import { Injectable } from '@nestjs/common';
import { CivilDate } from '#libs/kernel';
import { CommandOrigin, receiptOf } from '#libs/platform';
import { AnswerTemplates, TypedTemplate } from '../answer-templates';
import { ConversationsQuery, QueueAsked } from '../conversations.query';
import { Correspondence } from '../correspondence';
import { SupportOfficeClient, TypedAnswer } from './support-office-client';

/** Support for the office in the same process. */
@Injectable()
export class EmbeddedSupportOfficeClient implements SupportOfficeClient {
  constructor(
    private readonly query: ConversationsQuery,
    private readonly correspondence: Correspondence,
    private readonly texts: AnswerTemplates,
  ) {}

  queue(asked: QueueAsked) {
    return this.query.queue(asked);
  }

  card(conversationId: string) {
    return this.correspondence.cardOf(conversationId, null);
  }

  async conversation(conversationId: string) {
    const conversation = await this.card(conversationId);
    return { conversation, messages: await this.query.messagesOf(conversation) };
  }

  async attachment(conversationId: string, attachmentId: string) {
    return this.query.file(await this.card(conversationId), attachmentId);
  }

  async answer(conversationId: string, { text, correction }: TypedAnswer, origin: CommandOrigin) {
    const typed = { text, files: [], ...(correction === null ? {} : { correction }) };
    return this.correspondence.add(await this.card(conversationId), typed, 'specialist', origin);
  }

  async assign(conversationId: string, staffId: string, origin: CommandOrigin) {
    return receiptOf(await this.correspondence.assign(await this.card(conversationId), staffId, origin));
  }

  async changePromise(
    conversationId: string,
    promise: { readonly answerPromisedOn: CivilDate; readonly reason: string },
    origin: CommandOrigin,
  ) {
    return receiptOf(await this.correspondence.changePromise(await this.card(conversationId), promise, origin));
  }

  async close(conversationId: string, origin: CommandOrigin) {
    return receiptOf(await this.correspondence.close(await this.card(conversationId), 'specialist', origin));
  }

  async reopen(conversationId: string, origin: CommandOrigin) {
    return receiptOf(await this.correspondence.reopen(await this.card(conversationId), 'specialist', origin));
  }

  templates(companyId: string) {
    return this.texts.ofCompany(companyId);
  }

  saveTemplate(companyId: string, template: TypedTemplate, origin: CommandOrigin) {
    return this.texts.save(companyId, template, origin);
  }

  withdrawTemplate(companyId: string, templateId: string, origin: CommandOrigin) {
    return this.texts.withdraw(companyId, templateId, origin);
  }
}

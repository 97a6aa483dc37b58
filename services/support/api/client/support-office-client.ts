import { defineClient } from '#libs/clients';
import { CivilDate } from '#libs/kernel';
import { CommandOrigin, CommandReceipt } from '#libs/platform';
import { Correction } from '../../domain/conversation.events';
import { AnswerTemplateCard } from '../../projections/answer-templates.projection';
import { TypedTemplate } from '../answer-templates';
import { OpenedFile } from '../attachments/sealed-attachments';
import { MessageAnswer, OfficeConversationAnswer, QueueAnswer } from '../conversations.dto';
import { QueueAsked } from '../conversations.query';
import { WrittenMessage } from '../correspondence';

export { PROMISE_DAYS_AHEAD_MAX } from '../../domain/conversation.decider';
export type { Correction } from '../../domain/conversation.events';
export {
  TEMPLATE_CHARACTERS_LIMIT,
  TEMPLATE_TITLE_CHARACTERS_LIMIT,
  TEMPLATES_LIMIT,
} from '../../domain/answer-template.decider';
export type { AnswerTemplateCard } from '../../projections/answer-templates.projection';
export type { TypedTemplate } from '../answer-templates';
export type { QueueAsked } from '../conversations.query';
export { AnswerBody, OfficeConversationAnswer, QueueAnswer } from '../conversations.dto';

export const SUPPORT_OFFICE_CLIENT = Symbol('SUPPORT_OFFICE_CLIENT');

export interface OfficeConversation {
  readonly conversation: OfficeConversationAnswer;
  readonly messages: readonly MessageAnswer[];
}

/** An answer, with the recalculation that it points to; billing was asked about it before. */
export interface TypedAnswer {
  readonly text: string;
  readonly correction: Correction | null;
}

/**
 * What the back-office asks of support. In one process a direct call; between processes HTTP. Whether the account of a
 * conversation is the company’s is decided before. Throws RejectedError; SUPPORT_UNKNOWN_CONVERSATION from everything
 * that names one.
 */
export interface SupportOfficeClient {
  /** The earliest promise first. */
  queue(asked: QueueAsked): Promise<QueueAnswer>;
  card(conversationId: string): Promise<OfficeConversationAnswer>;
  conversation(conversationId: string): Promise<OfficeConversation>;
  /** SUPPORT_UNKNOWN_ATTACHMENT. */
  attachment(conversationId: string, attachmentId: string): Promise<OpenedFile>;
  /** SUPPORT_CONVERSATION_CLOSED, …_FULL, SUPPORT_MESSAGE_EMPTY, …_TOO_LONG, SUPPORT_PERSON_ERASED. */
  answer(conversationId: string, typed: TypedAnswer, origin: CommandOrigin): Promise<WrittenMessage>;
  assign(conversationId: string, staffId: string, origin: CommandOrigin): Promise<CommandReceipt>;
  /** SUPPORT_NOBODY_WAITS, SUPPORT_PROMISE_DAY, SUPPORT_REASON_REQUIRED. */
  changePromise(
    conversationId: string,
    promise: { readonly answerPromisedOn: CivilDate; readonly reason: string },
    origin: CommandOrigin,
  ): Promise<CommandReceipt>;
  /** SUPPORT_CONVERSATION_UNANSWERED. */
  close(conversationId: string, origin: CommandOrigin): Promise<CommandReceipt>;
  reopen(conversationId: string, origin: CommandOrigin): Promise<CommandReceipt>;
  /** By title. */
  templates(companyId: string): Promise<readonly AnswerTemplateCard[]>;
  /** SUPPORT_TEMPLATE_TEXT, SUPPORT_TOO_MANY_TEMPLATES. */
  saveTemplate(companyId: string, template: TypedTemplate, origin: CommandOrigin): Promise<CommandReceipt>;
  /** SUPPORT_UNKNOWN_TEMPLATE. */
  withdrawTemplate(companyId: string, templateId: string, origin: CommandOrigin): Promise<CommandReceipt>;
}

export const supportOfficeClient = defineClient<SupportOfficeClient>()({
  name: 'support-office',
  token: SUPPORT_OFFICE_CLIENT,
  operations: {
    queue: 'ask',
    card: 'ask',
    conversation: 'ask',
    attachment: 'ask',
    answer: 'tell',
    assign: 'tell',
    changePromise: 'tell',
    close: 'tell',
    reopen: 'tell',
    templates: 'ask',
    saveTemplate: 'tell',
    withdrawTemplate: 'tell',
  },
});

import { ANSWER_WITHIN_MILLISECONDS, carrying, defineClient } from '#libs/clients';
import { CommandOrigin } from '#libs/platform';
import { ConversationSubject } from '../../domain/conversation.events';
import { ATTACHMENT_BYTES_LIMIT, ATTACHMENTS_LIMIT } from '../../domain/conversation.decider';
import { DescribedKind } from '../../domain/notification-kinds';
import { OpenedFile, SentFile } from '../attachments/sealed-attachments';
import { MessageAnswer, OwnConversationAnswer, OwnConversationsAnswer } from '../conversations.dto';
import { TypedMessage, WrittenMessage } from '../correspondence';
import { NotificationPreferencesAnswer } from '../notification-preferences';

export type { ConversationSubject, DescribedKind, NotificationPreferencesAnswer, OpenedFile, SentFile, TypedMessage };
export type { WrittenMessage };
export { NOTIFICATION_KINDS } from '../../domain/notification-kinds';
export {
  ConversationAnswer,
  MESSAGE_UNITS_LIMIT,
  MessageAnswer,
  OwnConversationAnswer,
  OwnConversationsAnswer,
  WrittenAnswer,
} from '../conversations.dto';

export const SUPPORT_CLIENT = Symbol('SUPPORT_CLIENT');

export interface ConversationWithMessages {
  readonly conversation: OwnConversationAnswer;
  readonly messages: readonly MessageAnswer[];
}

/**
 * What a gateway asks of support. In one process a direct call; between processes HTTP. Everything is asked for an
 * account: a conversation of another one is unknown. Throws RejectedError.
 */
export interface SupportClient {
  conversationsOf(account: string): Promise<OwnConversationsAnswer>;
  conversation(account: string, conversationId: string): Promise<ConversationWithMessages>;
  openConversation(
    account: string,
    subject: ConversationSubject,
    typed: TypedMessage,
    origin: CommandOrigin,
  ): Promise<WrittenMessage>;
  writeMessage(
    account: string,
    conversationId: string,
    typed: TypedMessage,
    origin: CommandOrigin,
  ): Promise<WrittenMessage>;
  /** Answers the position. */
  closeConversation(account: string, conversationId: string, origin: CommandOrigin): Promise<number>;
  attachment(account: string, conversationId: string, attachmentId: string): Promise<OpenedFile>;
  notifications(account: string): Promise<NotificationPreferencesAnswer>;
  /** Turns the kinds that are named on and all others off. Answers the position. */
  chooseNotifications(account: string, on: readonly string[], origin: CommandOrigin): Promise<number>;
  /** What the link of a letter turns off, without any sign-in; null where it is void. */
  lookAtOff(token: string): Promise<DescribedKind | null>;
  turnOff(token: string, correlationId: string): Promise<DescribedKind | null>;
}

/** Most messages have no file: whoever sends one is not to wait for a service that hangs as long as for many files. */
const A_MESSAGE = {
  ...carrying('tell', ATTACHMENTS_LIMIT * ATTACHMENT_BYTES_LIMIT),
  withoutFilesWithinMilliseconds: ANSWER_WITHIN_MILLISECONDS,
};

export const supportClient = defineClient<SupportClient>()({
  name: 'support',
  token: SUPPORT_CLIENT,
  operations: {
    conversationsOf: 'ask',
    conversation: 'ask',
    openConversation: A_MESSAGE,
    writeMessage: A_MESSAGE,
    closeConversation: 'tell',
    attachment: 'ask',
    notifications: 'ask',
    chooseNotifications: 'tell',
    lookAtOff: 'ask',
    turnOff: 'once',
  },
});

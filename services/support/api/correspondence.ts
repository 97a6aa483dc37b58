import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CommandHandler, CommandResult, EventStore } from '#libs/event-store';
import { CivilDate, Clock, RejectedError, Rejection } from '#libs/kernel';
import { PersonErasedError, PersonVault } from '#libs/person-vault';
import { CLOCK, COMMAND_HANDLER, CommandOrigin, EVENT_STORE, PERSON_VAULT, READ_MODELS } from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import { ConversationCommand, conversationStream, SealedAttachment } from '../domain/conversation.commands';
import { conversationDecider, MESSAGE_CHARACTERS_LIMIT } from '../domain/conversation.decider';
import { ConversationEvent, ConversationSubject, Correction, MessageAuthor } from '../domain/conversation.events';
import { maskSecrets } from '../domain/mask-secrets.policy';
import { promisedAnswerDate } from '../domain/promised-answer.policy';
import { holidaysFrom } from '../domain/public-holidays.policy';
import { ConversationCard, conversations } from '../projections/conversations.projection';
import { supportedAccounts } from '../projections/supported-accounts.projection';
import { Allowances, ATTACHED_MEGABYTES_A_DAY, CONVERSATIONS_A_DAY, megabytesOf, MESSAGES_AN_HOUR } from './allowances';
import { OwnSubjects } from './own-subjects';
import { SealedAttachments, SentFile } from './attachments/sealed-attachments';

/** As it was typed, with what is attached. */
export interface TypedMessage {
  readonly text: string;
  readonly files: readonly SentFile[];
  /** What a specialist's answer points to; billing has been asked about it. */
  readonly correction?: Correction;
}

export interface WrittenMessage {
  readonly conversationId: string;
  readonly messageId: string;
  /** Give it as minPosition to a query. */
  readonly position: number;
  /** An access code stood in the text: it was not recorded, and whoever wrote it has to hear that. */
  readonly accessCodeRemoved: boolean;
}

const NOTHING_TAKEN = async (): Promise<void> => undefined;

/** An answer to a request is due in ten business days (ПП РФ от 15.05.2013 № 416, п. 36). */
const ANSWER_BUSINESS_DAYS = 10;
/** Conversations of an account that may wait for an answer at a time. */
export const WAITING_CONVERSATIONS_LIMIT = 10;

/** Writes into conversations: masks, seals and states the command. */
@Injectable()
export class Correspondence {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(PERSON_VAULT) private readonly vault: PersonVault,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly attachments: SealedAttachments,
    private readonly subjects: OwnSubjects,
    private readonly allowances: Allowances,
  ) {}

  /** Opens a conversation. Its id follows from the command: the same form sent again is the same conversation. */
  async open(
    account: string,
    subject: ConversationSubject,
    typed: TypedMessage,
    author: MessageAuthor,
    origin: CommandOrigin,
  ): Promise<WrittenMessage> {
    await this.subjects.require(account, subject);
    const conversationId = `c${idOf(origin, 'conversation')}`;
    const openedOn = this.clock.today();
    return this.write(account, conversationId, typed, author, origin, (message) => ({
      kind: 'OpenConversation',
      ...{ conversationId, account, subject, message, openedOn },
      answerPromisedOn: promisedFrom(openedOn),
    }));
  }

  /** Adds a message to a conversation of the account. Throws RejectedError SUPPORT_UNKNOWN_CONVERSATION. */
  async add(
    { account, conversationId }: ConversationCard,
    typed: TypedMessage,
    author: MessageAuthor,
    origin: CommandOrigin,
  ): Promise<WrittenMessage> {
    const writtenOn = this.clock.today();
    return this.write(account, conversationId, typed, author, origin, (message) => ({
      kind: 'WriteMessage',
      ...{ conversationId, message, writtenOn },
      answerPromisedOn: promisedFrom(writtenOn),
    }));
  }

  async close(
    { conversationId }: ConversationCard,
    closedBy: MessageAuthor,
    origin: CommandOrigin,
  ): Promise<CommandResult> {
    const closedOn = this.clock.today();
    return this.state({ kind: 'CloseConversation', conversationId, closedBy, closedOn }, { conversationId }, origin);
  }

  async reopen(
    { conversationId }: ConversationCard,
    reopenedBy: MessageAuthor,
    origin: CommandOrigin,
  ): Promise<CommandResult> {
    const reopenedOn = this.clock.today();
    return this.state(
      { kind: 'ReopenConversation', conversationId, reopenedBy, reopenedOn },
      { conversationId },
      origin,
    );
  }

  /** Gives a conversation to a member of staff. */
  async assign(
    { conversationId }: ConversationCard,
    assignedTo: string,
    origin: CommandOrigin,
  ): Promise<CommandResult> {
    const command = { kind: 'AssignConversation', conversationId, assignedTo } as const;
    return this.state(command, { conversationId, assignedTo }, origin);
  }

  /** Promises the answer for another day. Throws RejectedError SUPPORT_NOBODY_WAITS, SUPPORT_PROMISE_DAY, …. */
  async changePromise(
    { conversationId }: ConversationCard,
    promise: { readonly answerPromisedOn: CivilDate; readonly reason: string },
    origin: CommandOrigin,
  ): Promise<CommandResult> {
    const today = this.clock.today();
    const command = { kind: 'ChangeAnswerPromise', conversationId, ...promise, today } as const;
    return this.state(command, { conversationId, ...promise }, origin);
  }

  /** A conversation of another account is as unknown as one that is nowhere. */
  async cardOf(conversationId: string, account: string | null): Promise<ConversationCard> {
    const row = await this.readModels.get(conversations, conversationId);
    if (row === null || (account !== null && row.document.account !== account)) {
      throw new RejectedError(new Rejection('SUPPORT_UNKNOWN_CONVERSATION', { conversationId }));
    }
    return row.document;
  }

  /** With whose key the correspondence of an account is sealed. Throws RejectedError SUPPORT_UNKNOWN_ACCOUNT. */
  async personOf(account: string): Promise<string> {
    const row = await this.readModels.get(supportedAccounts, account);
    if (!row?.document.noted) throw new RejectedError(new Rejection('SUPPORT_UNKNOWN_ACCOUNT', { account }));
    return row.document.noted.personId;
  }

  private async write(
    account: string,
    conversationId: string,
    { text, files, correction }: TypedMessage,
    author: MessageAuthor,
    origin: CommandOrigin,
    commandOf: (message: Extract<ConversationCommand, { kind: 'WriteMessage' }>['message']) => ConversationCommand,
  ): Promise<WrittenMessage> {
    const personId = await this.personOf(account);
    const messageId = `m${idOf(origin, 'message')}`;
    const { text: clear, accessCodeRemoved } = maskSecrets(plainText(text));
    const characters = [...clear].length;
    // Looked at before anything is sealed or kept.
    if (characters === 0)
      throw new RejectedError(new Rejection('SUPPORT_MESSAGE_EMPTY', { conversationId, messageId }));
    if (characters > MESSAGE_CHARACTERS_LIMIT) {
      const charactersLimit = MESSAGE_CHARACTERS_LIMIT;
      throw new RejectedError(
        new Rejection('SUPPORT_MESSAGE_TOO_LONG', { conversationId, messageId, charactersLimit }),
      );
    }
    const giveBack = author === 'resident' ? await this.allow(account, conversationId, files, origin) : NOTHING_TAKEN;
    const kept: SealedAttachment[] = [];
    let isKept = false;
    try {
      kept.push(...(await this.attachments.keep(personId, files)));
      const sealedText = await this.vault.seal(personId, `message:${messageId}`, clear);
      const answers = correction === undefined ? {} : { correction };
      const command = commandOf({ messageId, author, personId, sealedText, characters, attachments: kept, ...answers });
      // A text is sealed differently each time, and its hash would say something of it: the id names what was asked for.
      const result = await this.state(command, { conversationId, messageId }, origin);
      if (result.repeated) await this.assertSameText(result.events, clear, origin);
      isKept = !result.repeated && result.events.length > 0;
      return { conversationId, messageId, position: result.position, accessCodeRemoved };
    } catch (error) {
      await giveBack();
      if (error instanceof PersonErasedError)
        throw new RejectedError(new Rejection('SUPPORT_PERSON_ERASED', { account }));
      throw error;
    } finally {
      if (!isKept) await this.attachments.remove(kept);
    }
  }

  /**
   * Another message of a resident; one that was written before is not counted again. How many conversations wait is read
   * from a read model, which may be behind by what comes at the same moment: those of the day are counted exactly.
   * Throws RejectedError SUPPORT_TOO_MANY_….
   */
  private async allow(
    account: string,
    conversationId: string,
    files: readonly SentFile[],
    { commandId }: CommandOrigin,
  ): Promise<() => Promise<void>> {
    const history = await this.store.readStream(conversationStream(conversationId));
    if (history.some(({ metadata }) => metadata.commandId === commandId)) return NOTHING_TAKEN;
    const isNew = history.length === 0;
    if (isNew) await this.requireFewWaiting(account);
    return this.allowances.take(account, commandId, [
      { of: MESSAGES_AN_HOUR, amount: 1 },
      { of: CONVERSATIONS_A_DAY, amount: isNew ? 1 : 0 },
      { of: ATTACHED_MEGABYTES_A_DAY, amount: megabytesOf(files) },
    ]);
  }

  private async requireFewWaiting(account: string): Promise<void> {
    const limit = WAITING_CONVERSATIONS_LIMIT;
    const where = { account, state: 'waiting' };
    const waiting = await this.readModels.find(conversations, { where, orderBy: ['promised_on'], limit });
    if (waiting.length < limit) return;
    const answerPromisedOn = waiting[0]?.document.answerPromisedOn ?? null;
    throw new RejectedError(new Rejection('SUPPORT_TOO_MANY_WAITING_CONVERSATIONS', { limit, answerPromisedOn }));
  }

  /**
   * The same key with another text is a mistake of the caller. The texts themselves are compared: a hash of one in the log
   * would outlive the person.
   */
  private async assertSameText(
    events: readonly ConversationEvent[],
    clear: string,
    { commandId }: CommandOrigin,
  ): Promise<void> {
    for (const event of events) {
      if (event.type !== 'MessageWritten') continue;
      const { personId, messageId, sealedText } = event.data;
      const earlier = await this.vault.open(personId, `message:${messageId}`, sealedText);
      if (earlier !== clear) throw new RejectedError(new Rejection('COMMAND_ID_REUSED', { commandId }));
    }
  }

  private async state(command: ConversationCommand, input: object, origin: CommandOrigin) {
    const { conversationId } = command;
    const stated = { stream: conversationStream(conversationId), decider: conversationDecider, command };
    const result = await this.commands.execute({ ...stated, ...origin, input: { kind: command.kind, ...input } });
    if (result.kind === 'rejected') throw new RejectedError(result.rejection);
    return result;
  }
}

function promisedFrom(day: string): string {
  return promisedAnswerDate(day, ANSWER_BUSINESS_DAYS, holidaysFrom(day));
}

/** Twenty hexadecimal digits that follow from the command. */
function idOf({ commandId }: CommandOrigin, what: string): string {
  return createHash('sha256').update(`${what}:${commandId}`).digest('hex').slice(0, 20);
}

/** Lines as they were typed, without what no keyboard types. */
function plainText(text: string): string {
  return text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\P{C}\n\t\u200d]/gu, '')
    .trim();
}

import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import {
  ApiCommand,
  ApiProblems,
  CommandOrigin,
  CommandReceipt,
  FreshEnough,
  MinPositionQuery,
  Origin,
  receiptOf,
} from '#libs/platform';
import { conversationMessages } from '../projections/conversation-messages.projection';
import { conversations } from '../projections/conversations.projection';
import { ConversationsQuery } from './conversations.query';
import {
  AccountPath,
  AnswerBody,
  AttachmentPath,
  ConversationPath,
  ConversationsAnswer,
  MessagesAnswer,
  OfficeConversationAnswer,
  QueueAnswer,
  TransitionBody,
  WrittenAnswer,
} from './conversations.dto';
import { Correspondence } from './correspondence';

const UNKNOWN = 'SUPPORT_UNKNOWN_CONVERSATION';

/** The work of specialists: who waits, what was written, answers. */
@ApiTags('support')
@Controller('support')
export class ConversationsController {
  constructor(
    private readonly query: ConversationsQuery,
    private readonly correspondence: Correspondence,
  ) {}

  @Get('queue')
  @ApiOperation({ summary: 'The conversations that wait for an answer, the earliest promise first' })
  @ApiOkResponse({ type: QueueAnswer })
  @ApiProblems()
  @FreshEnough({ projections: [conversations] })
  queue(@Query() _query: MinPositionQuery): Promise<QueueAnswer> {
    return this.query.queue();
  }

  @Get('accounts/:account/conversations')
  @ApiOperation({ summary: 'The conversations of an account' })
  @ApiOkResponse({ type: ConversationsAnswer })
  @ApiProblems()
  @FreshEnough({ projections: [conversations] })
  conversationsOfAccount(
    @Param() { account }: AccountPath,
    @Query() _query: MinPositionQuery,
  ): Promise<ConversationsAnswer> {
    return this.query.ofAccount(account);
  }

  @Get('conversations/:conversationId')
  @ApiOperation({ summary: 'A conversation, without what was written' })
  @ApiOkResponse({ type: OfficeConversationAnswer })
  @ApiProblems(UNKNOWN)
  @FreshEnough({ projections: [conversations] })
  conversation(
    @Param() { conversationId }: ConversationPath,
    @Query() _query: MinPositionQuery,
  ): Promise<OfficeConversationAnswer> {
    return this.correspondence.cardOf(conversationId, null);
  }

  @Get('conversations/:conversationId/messages')
  @ApiOperation({ summary: 'What was written in a conversation' })
  @ApiOkResponse({ type: MessagesAnswer })
  @ApiProblems(UNKNOWN)
  @FreshEnough({ projections: [conversations, conversationMessages] })
  async messages(
    @Param() { conversationId }: ConversationPath,
    @Query() _query: MinPositionQuery,
  ): Promise<MessagesAnswer> {
    const card = await this.correspondence.cardOf(conversationId, null);
    return { conversationId, messages: await this.query.messagesOf(card) };
  }

  @Get('conversations/:conversationId/attachments/:attachmentId')
  @ApiOperation({ summary: 'A file of a conversation, as a download' })
  @ApiProduces('application/octet-stream')
  @ApiOkResponse({ description: 'The file', schema: { type: 'string', format: 'binary' } })
  @ApiProblems(UNKNOWN, 'SUPPORT_UNKNOWN_ATTACHMENT')
  async attachment(
    @Param() { conversationId, attachmentId }: AttachmentPath,
    @Res() response: Response,
  ): Promise<void> {
    const card = await this.correspondence.cardOf(conversationId, null);
    const { mediaType, bytes } = await this.query.file(card, attachmentId);
    response.setHeader('Content-Type', mediaType);
    response.setHeader('Content-Disposition', 'attachment');
    response.setHeader('Cache-Control', 'no-store');
    response.end(bytes);
  }

  @Post('conversations/:conversationId/answers')
  @ApiOperation({ summary: 'A specialist answers; the resident is told by letter' })
  @ApiCreatedResponse({ type: WrittenAnswer })
  @ApiCommand(
    UNKNOWN,
    'SUPPORT_CONVERSATION_CLOSED',
    'SUPPORT_CONVERSATION_FULL',
    'SUPPORT_MESSAGE_EMPTY',
    'SUPPORT_MESSAGE_TOO_LONG',
    'SUPPORT_UNKNOWN_ACCOUNT',
    'SUPPORT_PERSON_ERASED',
  )
  async answer(
    @Param() { conversationId }: ConversationPath,
    @Body() { text }: AnswerBody,
    @Origin() origin: CommandOrigin,
  ): Promise<WrittenAnswer> {
    const card = await this.correspondence.cardOf(conversationId, null);
    return this.correspondence.add(card, { text, files: [] }, 'specialist', origin);
  }

  @Post('conversations/:conversationId/transitions')
  @ApiOperation({ summary: 'A specialist closes a conversation that was answered, or opens a closed one again' })
  @ApiCreatedResponse({ type: CommandReceipt })
  @ApiCommand(UNKNOWN, 'SUPPORT_CONVERSATION_UNANSWERED')
  async turn(
    @Param() { conversationId }: ConversationPath,
    @Body() { to }: TransitionBody,
    @Origin() origin: CommandOrigin,
  ): Promise<CommandReceipt> {
    const card = await this.correspondence.cardOf(conversationId, null);
    const { correspondence } = this;
    return receiptOf(
      to === 'closed'
        ? await correspondence.close(card, 'specialist', origin)
        : await correspondence.reopen(card, 'specialist', origin),
    );
  }
}

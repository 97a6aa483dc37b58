import { Body, Get, HttpCode, Inject, Param, Post, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiProduces } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import {
  ConversationWithMessages,
  OwnConversationsAnswer,
  SUPPORT_CLIENT,
  SupportClient,
  WrittenAnswer,
  WrittenMessage,
} from '#services/support/api/client';
import { WAIT_UNTIL_SEEN, WaitUntilSeen } from '../settings';
import {
  ConversationWithMessagesAnswer,
  OpenConversationForm,
  OpenConversationParts,
  OwnConversationPath,
  OwnFilePath,
  WriteMessageForm,
  WriteMessageParts,
} from './conversations.dto';
import { OwnSubject } from './own-subject';
import { ResidentApi, ResidentCommand, residentOriginOf, ResidentQuery } from './resident-api';
import { AccountPath } from './resident.dto';
import { sentFilesOf, TakesFiles, UPLOAD_REFUSALS } from './upload';
import { SignedIn, Visitor } from './visitor';

const UNKNOWN = 'SUPPORT_UNKNOWN_CONVERSATION';
const WRITING_REFUSALS = [
  ...UPLOAD_REFUSALS,
  'SUPPORT_MESSAGE_EMPTY',
  'SUPPORT_MESSAGE_TOO_LONG',
  'SUPPORT_UNKNOWN_ACCOUNT',
  'SUPPORT_PERSON_ERASED',
  'SUPPORT_TOO_MANY_MESSAGES',
  'SUPPORT_TOO_MANY_ATTACHED_MEGABYTES',
];

/** Writing with a specialist. */
@ResidentApi('conversations')
export class ApiConversationsController {
  constructor(
    @Inject(SUPPORT_CLIENT) private readonly support: SupportClient,
    @Inject(WAIT_UNTIL_SEEN) private readonly untilSeen: WaitUntilSeen,
    private readonly subject: OwnSubject,
  ) {}

  @Get('conversations')
  @ApiOperation({ summary: 'The conversations of the account' })
  @ApiOkResponse({ type: OwnConversationsAnswer })
  @ResidentQuery()
  all(@Param() { account }: AccountPath): Promise<OwnConversationsAnswer> {
    return this.support.conversationsOf(account);
  }

  @Get('conversations/:conversationId')
  @ApiOperation({ summary: 'A conversation and what was written in it' })
  @ApiOkResponse({ type: ConversationWithMessagesAnswer })
  @ResidentQuery(UNKNOWN)
  one(@Param() { account, conversationId }: OwnConversationPath): Promise<ConversationWithMessages> {
    return this.support.conversation(account, conversationId);
  }

  @Post('conversations')
  @ApiOperation({ summary: 'Asks a specialist, about the account, a line of its charges or an order' })
  @ApiCreatedResponse({ type: WrittenAnswer })
  @TakesFiles(OpenConversationParts)
  @ResidentCommand(
    ...WRITING_REFUSALS,
    'SUPPORT_UNKNOWN_SUBJECT',
    'SUPPORT_UNKNOWN_ORDER',
    'SUPPORT_TOO_MANY_CONVERSATIONS',
    'SUPPORT_TOO_MANY_WAITING_CONVERSATIONS',
  )
  async open(
    @Param() { account }: AccountPath,
    @Body() { text, kind = 'account', reference = '' }: OpenConversationForm,
    @Req() request: Request,
    @SignedIn() visitor: Visitor,
  ): Promise<WrittenMessage> {
    const typed = { text, files: sentFilesOf(request) };
    const subject = await this.subject.of(account, kind, reference);
    const origin = residentOriginOf(request, visitor);
    return this.seen(await this.support.openConversation(account, subject, typed, origin));
  }

  @Post('conversations/:conversationId/messages')
  @ApiOperation({ summary: 'Writes on; a conversation that was closed is opened by it' })
  @ApiCreatedResponse({ type: WrittenAnswer })
  @TakesFiles(WriteMessageParts)
  @ResidentCommand(UNKNOWN, ...WRITING_REFUSALS, 'SUPPORT_CONVERSATION_FULL', 'SUPPORT_CONVERSATION_CLOSED')
  async write(
    @Param() { account, conversationId }: OwnConversationPath,
    @Body() { text }: WriteMessageForm,
    @Req() request: Request,
    @SignedIn() visitor: Visitor,
  ): Promise<WrittenMessage> {
    const typed = { text, files: sentFilesOf(request) };
    const origin = residentOriginOf(request, visitor);
    return this.seen(await this.support.writeMessage(account, conversationId, typed, origin));
  }

  @Post('conversations/:conversationId/closings')
  @HttpCode(200)
  @ApiOperation({ summary: 'Closes a conversation: no answer is waited for any more' })
  @ApiOkResponse({ type: ConversationWithMessagesAnswer })
  @ResidentCommand(UNKNOWN)
  async close(
    @Param() { account, conversationId }: OwnConversationPath,
    @Req() request: Request,
    @SignedIn() visitor: Visitor,
  ): Promise<ConversationWithMessages> {
    const origin = residentOriginOf(request, visitor);
    await this.untilSeen(await this.support.closeConversation(account, conversationId, origin));
    return this.support.conversation(account, conversationId);
  }

  @Get('conversations/:conversationId/files/:attachmentId')
  @ApiOperation({ summary: 'A file of a conversation, as a download' })
  @ApiProduces('application/pdf', 'image/jpeg', 'image/png')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  @ResidentQuery(UNKNOWN, 'SUPPORT_UNKNOWN_ATTACHMENT')
  async file(
    @Param() { account, conversationId, attachmentId }: OwnFilePath,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    const { name, mediaType, bytes } = await this.support.attachment(account, conversationId, attachmentId);
    response.setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Cache-Control', 'private, no-store');
    const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(name)}`;
    return new StreamableFile(bytes, { type: mediaType, disposition });
  }

  private async seen(written: WrittenMessage): Promise<WrittenMessage> {
    await this.untilSeen(written.position);
    return written;
  }
}

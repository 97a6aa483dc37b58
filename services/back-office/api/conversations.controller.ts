import { Body, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiProduces } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { CommandReceipt } from '#libs/platform';
import { QueueAnswer, WrittenAnswer } from '#services/support/api/client';
import { ConversationDesk } from './conversation-desk';
import {
  AssignmentBody,
  ConversationFilePath,
  ConversationPath,
  ConversationTransitionBody,
  CorrectionsAnswer,
  OfficeAnswerBody,
  PromiseBody,
  QueueQuery,
  WholeConversationAnswer,
} from './conversations.dto';
import { OfficeApi, OfficeCommand, officeOriginOf, OfficeQuery } from './office-api';
import { Officer, SignedIn } from './officer';
import { sendAttachment } from './send-attachment';

const UNKNOWN = 'SUPPORT_UNKNOWN_CONVERSATION';

/** Questions of residents: who waits, who takes care of it, and the answer, with the recalculation that it points to. */
@OfficeApi('conversations', 'conversations')
export class ApiConversationsController {
  constructor(private readonly desk: ConversationDesk) {}

  @Get()
  @ApiOperation({ summary: 'The queue, the earliest promise first' })
  @ApiOkResponse({ type: QueueAnswer })
  @OfficeQuery('operator', 'BACK_OFFICE_NO_COMPANY')
  queue(@SignedIn() officer: Officer, @Query() { show = 'waiting' }: QueueQuery): Promise<QueueAnswer> {
    return this.desk.queue(officer, show);
  }

  @Get(':conversationId')
  @ApiOperation({ summary: 'A conversation with what was written' })
  @ApiOkResponse({ type: WholeConversationAnswer })
  @OfficeQuery('operator', UNKNOWN)
  one(@SignedIn() officer: Officer, @Param() { conversationId }: ConversationPath): Promise<WholeConversationAnswer> {
    return this.desk.one(officer, conversationId);
  }

  @Get(':conversationId/attachments/:attachmentId')
  @ApiOperation({ summary: 'A file of a conversation, as a download' })
  @ApiProduces('application/octet-stream')
  @ApiOkResponse({ description: 'The file', schema: { type: 'string', format: 'binary' } })
  @OfficeQuery('operator', UNKNOWN, 'SUPPORT_UNKNOWN_ATTACHMENT')
  async attachment(
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Param() { conversationId, attachmentId }: ConversationFilePath,
  ): Promise<void> {
    sendAttachment(response, await this.desk.attachment(officer, conversationId, attachmentId));
  }

  @Get(':conversationId/corrections')
  @ApiOperation({ summary: 'Recalculations of the account since the question: one of them may be the answer' })
  @ApiOkResponse({ type: CorrectionsAnswer })
  @OfficeQuery('operator', UNKNOWN)
  async corrections(
    @SignedIn() officer: Officer,
    @Param() { conversationId }: ConversationPath,
  ): Promise<CorrectionsAnswer> {
    const found = await this.desk.corrections(officer, conversationId);
    return {
      corrections: found.map(({ recalculationId, recordedOn, cause, amountKopecks, state }) => ({
        ...{ recalculationId, recordedOn, cause, amountKopecks, state },
      })),
    };
  }

  @Post(':conversationId/answers')
  @ApiOperation({ summary: 'Answers; the resident is told by letter, and sees what was put right' })
  @ApiCreatedResponse({ type: WrittenAnswer })
  @OfficeCommand(
    'operator',
    UNKNOWN,
    'BACK_OFFICE_UNKNOWN_CORRECTION',
    'SUPPORT_CONVERSATION_CLOSED',
    'SUPPORT_CONVERSATION_FULL',
    'SUPPORT_MESSAGE_EMPTY',
    'SUPPORT_MESSAGE_TOO_LONG',
    'SUPPORT_UNKNOWN_ACCOUNT',
    'SUPPORT_PERSON_ERASED',
  )
  answer(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Param() { conversationId }: ConversationPath,
    @Body() { text, recalculationId }: OfficeAnswerBody,
  ): Promise<WrittenAnswer> {
    const answer = { text, recalculationId: recalculationId ?? null };
    return this.desk.answer(officer, conversationId, answer, officeOriginOf(request, officer));
  }

  @Post(':conversationId/assignments')
  @ApiOperation({ summary: 'Gives a conversation to oneself or to a colleague' })
  @ApiCreatedResponse({ type: CommandReceipt })
  @OfficeCommand('operator', UNKNOWN, 'BACK_OFFICE_UNKNOWN_COLLEAGUE')
  assign(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Param() { conversationId }: ConversationPath,
    @Body() { staffId }: AssignmentBody,
  ): Promise<CommandReceipt> {
    return this.desk.assign(officer, conversationId, staffId, officeOriginOf(request, officer));
  }

  @Post(':conversationId/promises')
  @ApiOperation({ summary: 'Promises the answer for another day' })
  @ApiCreatedResponse({ type: CommandReceipt })
  @OfficeCommand('operator', UNKNOWN, 'SUPPORT_NOBODY_WAITS', 'SUPPORT_PROMISE_DAY', 'SUPPORT_REASON_REQUIRED')
  promise(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Param() { conversationId }: ConversationPath,
    @Body() { answerPromisedOn, reason }: PromiseBody,
  ): Promise<CommandReceipt> {
    const origin = officeOriginOf(request, officer);
    return this.desk.changePromise(officer, conversationId, { answerPromisedOn, reason }, origin);
  }

  @Post(':conversationId/transitions')
  @ApiOperation({ summary: 'Closes a conversation that was answered, or opens a closed one again' })
  @ApiCreatedResponse({ type: CommandReceipt })
  @OfficeCommand('operator', UNKNOWN, 'SUPPORT_CONVERSATION_UNANSWERED')
  turn(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Param() { conversationId }: ConversationPath,
    @Body() { to }: ConversationTransitionBody,
  ): Promise<CommandReceipt> {
    return this.desk.turn(officer, conversationId, to, officeOriginOf(request, officer));
  }
}

import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RejectedError, Rejection } from '#libs/kernel';
import { ApiProblems, FreshEnough, MinPositionQuery, READ_MODELS } from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import { conversations } from '../projections/conversations.projection';
import { AccountPath, ConversationAnswer, ConversationPath, ConversationsAnswer } from './conversations.dto';

const CONVERSATIONS_PAGE_LIMIT = 200;

/** Which conversations there are and who waits. What was written stays sealed. */
@ApiTags('support')
@Controller('support')
export class ConversationsController {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  @Get('accounts/:account/conversations')
  @ApiOperation({ summary: 'The conversations of an account' })
  @ApiOkResponse({ type: ConversationsAnswer })
  @ApiProblems()
  @FreshEnough({ projections: [conversations] })
  async conversationsOfAccount(
    @Param() { account }: AccountPath,
    @Query() _query: MinPositionQuery,
  ): Promise<ConversationsAnswer> {
    const rows = await this.readModels.find(conversations, {
      where: { account },
      orderBy: ['-position'],
      limit: CONVERSATIONS_PAGE_LIMIT + 1,
    });
    return {
      account,
      conversations: rows.slice(0, CONVERSATIONS_PAGE_LIMIT).map(({ document }) => document),
      more: rows.length > CONVERSATIONS_PAGE_LIMIT,
    };
  }

  @Get('conversations/:conversationId')
  @ApiOperation({ summary: 'A conversation' })
  @ApiOkResponse({ type: ConversationAnswer })
  @ApiProblems('SUPPORT_UNKNOWN_CONVERSATION')
  @FreshEnough({ projections: [conversations] })
  async conversation(
    @Param() { conversationId }: ConversationPath,
    @Query() _query: MinPositionQuery,
  ): Promise<ConversationAnswer> {
    const row = await this.readModels.get(conversations, conversationId);
    if (row === null) throw new RejectedError(new Rejection('SUPPORT_UNKNOWN_CONVERSATION', { conversationId }));
    return row.document;
  }
}

import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiCommand, ApiProblems, CommandOrigin, CommandReceipt, Origin } from '#libs/platform';
import { AccountPath } from '../accounts.dto';
import { RecordRecalculation } from '../recalculations/record-recalculation';
import { ReplayQuery } from './replay.query';
import { PostReplayBody, ReplayAnswer, ReplayBody } from './replays.dto';

const REFUSALS = [
  'BILLING_NO_COMPANY',
  'BILLING_DATES_OUT_OF_ORDER',
  'BILLING_BEFORE_FIRST_PERIOD',
  'BILLING_UNKNOWN_HOUSE',
  'BILLING_REPLAY_RULES',
];
const ACCOUNTS_EVERYDAY = 100;

/** Closed periods charged anew: first looked at, then, where a second person has approved it, posted account by account. */
@ApiTags('billing')
@Controller('billing')
export class ReplaysController {
  constructor(
    private readonly replays: ReplayQuery,
    private readonly recording: RecordRecalculation,
  ) {}

  @Post('replays/preview')
  @HttpCode(200)
  @ApiOperation({
    summary: 'What closed periods would come to under today’s code and rules, or others; writes nothing',
  })
  @ApiOkResponse({ type: ReplayAnswer })
  @ApiProblems(...REFUSALS, 'MALFORMED_REQUEST', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE')
  async preview(@Body() { limit = ACCOUNTS_EVERYDAY, ...question }: ReplayBody): Promise<ReplayAnswer> {
    const accounts: ReplayAnswer['accounts'][number][] = [];
    let [told, next]: [number, string | null] = [0, null];
    for await (const { account, houseId, differenceKopecks, refused, lines } of this.replays.accounts(question)) {
      if (lines.length > 0 || refused !== null) accounts.push({ account, houseId, differenceKopecks, refused, lines });
      told += 1;
      if (told < limit) continue;
      next = account;
      break;
    }
    return { replayId: await this.replays.idOf(question), accounts, next };
  }

  @Post('accounts/:account/replays')
  @ApiOperation({ summary: 'Posts what was approved of a replay to one account, once' })
  @ApiCreatedResponse({ type: CommandReceipt })
  @ApiCommand(
    ...REFUSALS,
    'BILLING_UNKNOWN_ACCOUNT',
    'BILLING_REPLAY_CHANGED',
    'BILLING_RECALCULATION_CHANGES_NOTHING',
    'BILLING_RECALCULATION_NOT_OVER',
  )
  post(
    @Param() { account }: AccountPath,
    @Body() body: PostReplayBody,
    @Origin() origin: CommandOrigin,
  ): Promise<CommandReceipt> {
    return this.recording.postReplay(account, body, origin);
  }
}

import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems } from '#libs/platform';
import { ReplayQuery } from './replay.query';
import { ReplayAnswer, ReplayBody } from './replays.dto';

const REFUSALS = [
  'BILLING_NO_COMPANY',
  'BILLING_DATES_OUT_OF_ORDER',
  'BILLING_BEFORE_FIRST_PERIOD',
  'BILLING_UNKNOWN_HOUSE',
  'BILLING_REPLAY_RULES',
];
const ACCOUNTS_EVERYDAY = 100;

/** Closed periods charged anew, to be looked at: what is posted of it is an order that a second person has agreed to. */
@ApiTags('billing')
@Controller('billing')
export class ReplaysController {
  constructor(private readonly replays: ReplayQuery) {}

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
}

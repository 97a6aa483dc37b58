import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems } from '#libs/platform';
import { SupposedChange } from '../domain/what-if.policy';
import { AccountPath } from './accounts.dto';
import { WhatIfAnswer, WhatIfBody, WHAT_IF_REFUSALS } from './what-if.dto';
import { WhatIfQuery } from './what-if.query';

/** What would be charged and owed if something changed; asked by POST for its length, and nothing is written. */
@ApiTags('billing')
@Controller('billing')
export class WhatIfController {
  constructor(private readonly query: WhatIfQuery) {}

  @Post('accounts/:account/what-if')
  @HttpCode(200)
  @ApiOperation({ summary: 'The present period and the next ones by the engine that bills, on changed facts' })
  @ApiOkResponse({ type: WhatIfAnswer })
  @ApiProblems(
    'BILLING_UNKNOWN_ACCOUNT',
    'BILLING_NO_COMPANY',
    ...WHAT_IF_REFUSALS,
    'MALFORMED_REQUEST',
    'PAYLOAD_TOO_LARGE',
    'UNSUPPORTED_MEDIA_TYPE',
  )
  ask(@Param() { account }: AccountPath, @Body() body: WhatIfBody): Promise<WhatIfAnswer> {
    return this.query.ask(account, changesOf(body));
  }
}

function changesOf({ readings = [], payments = [], residents = [], tariffs = [] }: WhatIfBody): SupposedChange[] {
  return [
    ...readings.map((reading): SupposedChange => ({ kind: 'reading', ...reading })),
    ...payments.map((payment): SupposedChange => ({ kind: 'payment', ...payment })),
    ...residents.map((row): SupposedChange => ({ kind: 'residents', ...row })),
    ...tariffs.map(({ part = null, ...tariff }): SupposedChange => ({ kind: 'tariff', part, ...tariff })),
  ];
}

import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Clock, RejectedError, Rejection } from '#libs/kernel';
import { ApiProblems, CLOCK, FreshEnough, MinPositionQuery, READ_MODELS } from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import { accountMeters } from '../projections/account-meters.projection';
import { meterCard } from '../projections/meter-card.projection';
import { metersOf } from './account-meters.query';
import { AccountMetersAnswer, AccountPath, MeterCardAnswer, MeterPath } from './meters.dto';

/** Under this name the reactions of metering follow billing (`automation/metering-consumer.ts`). */
export const CONSUMER = 'kvitok.metering';

@ApiTags('metering')
@Controller('metering')
export class MetersController {
  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('accounts/:account/meters')
  @ApiOperation({ summary: 'The meters of an account with their last values and the reading window of its house' })
  @ApiOkResponse({ type: AccountMetersAnswer })
  @ApiProblems('METERING_UNKNOWN_ACCOUNT')
  @FreshEnough({ projections: [accountMeters], consumer: CONSUMER })
  async metersOfAccount(
    @Param() { account }: AccountPath,
    @Query() _query: MinPositionQuery,
  ): Promise<AccountMetersAnswer> {
    return metersOf(this.readModels, account, this.clock.today());
  }

  @Get('meters/:meterId')
  @ApiOperation({ summary: 'A meter with its life, its verification and its latest readings' })
  @ApiOkResponse({ type: MeterCardAnswer })
  @ApiProblems('METERING_UNKNOWN_METER')
  @FreshEnough({ projections: [meterCard] })
  async meter(@Param() { meterId }: MeterPath, @Query() _query: MinPositionQuery): Promise<MeterCardAnswer> {
    const row = await this.readModels.get(meterCard, meterId);
    if (row === null) throw new RejectedError(new Rejection('METERING_UNKNOWN_METER', { meterId }));
    return row.document;
  }
}

import { Body, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { Request } from 'express';
import { RejectedError, Rejection } from '#libs/kernel';
import { BILLING_CLIENT, BillingClient } from '#services/billing/api/client';
import {
  AccountMeterAnswer,
  AccountMetersAnswer,
  METERING_CLIENT,
  MeterCardAnswer,
  MeteringClient,
  ReadingAcknowledgement,
} from '#services/metering/api/client';
import { WAIT_UNTIL_SEEN, WaitUntilSeen } from '../settings';
import { forecastReading } from './figures';
import { PostedQuery, ResidentApi, ResidentCommand, residentOriginOf, ResidentQuery } from './resident-api';
import {
  AccountMeterPath,
  AccountPath,
  GiveReadingBody,
  ReadingForecastAnswer,
  ReadingForecastBody,
  ReplaceReadingBody,
} from './resident.dto';
import { SignedIn, Visitor } from './visitor';

const WRONG_VALUES = [
  'METERING_UNKNOWN_METER',
  'METERING_REGISTER_COUNT',
  'METERING_VALUE_NOT_A_NUMBER',
  'METERING_VALUE_ABOVE_DIGITS',
  'METERING_VALUE_TOO_MANY_PLACES',
  'METERING_READING_BELOW_PREVIOUS',
  'METERING_READING_ABOVE_NEXT',
  'METERING_READING_DOUBTFUL',
];
const GIVING_REFUSALS = [
  ...WRONG_VALUES,
  'METERING_METER_REMOVED',
  'METERING_READING_BEFORE_INSTALLATION',
  'METERING_READING_ALREADY_TAKEN',
];
const REPLACING_REFUSALS = [...WRONG_VALUES, 'METERING_UNKNOWN_READING', 'METERING_READING_NOT_REPLACEABLE'];

/** Meters and their readings. */
@ResidentApi('readings')
export class ApiReadingsController {
  constructor(
    @Inject(METERING_CLIENT) private readonly metering: MeteringClient,
    @Inject(BILLING_CLIENT) private readonly billing: BillingClient,
    @Inject(WAIT_UNTIL_SEEN) private readonly untilSeen: WaitUntilSeen,
  ) {}

  @Get('meters')
  @ApiOperation({ summary: 'The meters, the last value of each, and the window of readings' })
  @ApiOkResponse({ type: AccountMetersAnswer })
  @ResidentQuery()
  meters(@Param() { account }: AccountPath): Promise<AccountMetersAnswer> {
    return this.metering.metersOf(account);
  }

  @Get('meters/:meterId')
  @ApiOperation({ summary: 'The passport of a meter and its latest readings' })
  @ApiOkResponse({ type: MeterCardAnswer })
  @ResidentQuery('METERING_UNKNOWN_METER')
  async meter(@Param() { account, meterId }: AccountMeterPath): Promise<MeterCardAnswer> {
    await this.own(account, meterId);
    return this.metering.meter(meterId);
  }

  @Post('readings')
  @ApiOperation({ summary: 'Gives a reading of today' })
  @ApiCreatedResponse({ type: ReadingAcknowledgement })
  @ResidentCommand(...GIVING_REFUSALS)
  async give(
    @Req() request: Request,
    @SignedIn() visitor: Visitor,
    @Param() { account }: AccountPath,
    @Body() { meterId, values, explanation }: GiveReadingBody,
  ): Promise<ReadingAcknowledgement> {
    await this.own(account, meterId);
    const origin = residentOriginOf(request, visitor);
    return this.seen(await this.metering.submitReading({ meterId, values, explanation }, origin));
  }

  @Post('readings/replacements')
  @ApiOperation({ summary: 'Gives one’s own reading other values until the window of its month ends' })
  @ApiCreatedResponse({ type: ReadingAcknowledgement })
  @ResidentCommand(...REPLACING_REFUSALS)
  async replace(
    @Req() request: Request,
    @SignedIn() visitor: Visitor,
    @Param() { account }: AccountPath,
    @Body() { meterId, takenOn, values, explanation }: ReplaceReadingBody,
  ): Promise<ReadingAcknowledgement> {
    await this.own(account, meterId);
    const origin = residentOriginOf(request, visitor);
    return this.seen(await this.metering.replaceReading({ meterId, takenOn, values, explanation }, origin));
  }

  @Post('readings/forecasts')
  @HttpCode(200)
  @ApiOperation({ summary: 'What a reading would add and cost; nothing is recorded' })
  @ApiOkResponse({ type: ReadingForecastAnswer })
  @PostedQuery(
    'CABINET_SIGN_IN_REQUIRED',
    'CABINET_UNKNOWN_ACCOUNT',
    'METERING_UNKNOWN_METER',
    'BILLING_NO_RULE_IN_FORCE',
    'BILLING_WHAT_IF_UNKNOWN_METER',
    'BILLING_WHAT_IF_READING',
    'BILLING_WHAT_IF_READING_BELOW',
    'BILLING_WHAT_IF_NEEDS_HISTORY',
  )
  async forecast(
    @Param() { account }: AccountPath,
    @Body() { meterId, values }: ReadingForecastBody,
  ): Promise<ReadingForecastAnswer> {
    return forecastReading(this.billing, account, await this.own(account, meterId), values);
  }

  /** A meter of another account is as unknown as one that is nowhere. */
  private async own(account: string, meterId: string): Promise<AccountMeterAnswer> {
    const { meters } = await this.metering.metersOf(account);
    const meter = meters.find((one) => one.meterId === meterId);
    if (meter !== undefined) return meter;
    throw new RejectedError(new Rejection('METERING_UNKNOWN_METER', { meterId }));
  }

  private async seen(acknowledged: ReadingAcknowledgement): Promise<ReadingAcknowledgement> {
    await this.untilSeen(acknowledged.position);
    return acknowledged;
  }
}

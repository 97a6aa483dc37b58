import { Body, Get, Inject, Post, Query, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { Request } from 'express';
import { CommandReceipt } from '#libs/platform';
import { METERING_OFFICE_CLIENT, MeteringOfficeClient, ReadingAcknowledgement } from '#services/metering/api/client';
import { OfficeApi, OfficeCommand, officeOriginOf, OfficeQuery } from './office-api';
import { Officer, SignedIn } from './officer';
import {
  CorrectOfficeReadingBody,
  OfficeReadingBody,
  ReadingsAnswer,
  ReadingsRequest,
  SettleReadingBody,
} from './readings.dto';
import { ReadingsOfPeriod } from './readings-view';
import { SettleReading } from './settle-reading';

const OF_READING = [
  'METERING_UNKNOWN_METER',
  'METERING_METER_REMOVED',
  'METERING_REGISTER_COUNT',
  'METERING_VALUE_NOT_A_NUMBER',
  'METERING_VALUE_ABOVE_DIGITS',
  'METERING_VALUE_TOO_MANY_PLACES',
  'METERING_READING_IN_FUTURE',
  'METERING_READING_BEFORE_INSTALLATION',
  'METERING_READING_ALREADY_TAKEN',
  'METERING_READING_BELOW_PREVIOUS',
  'METERING_READING_ABOVE_NEXT',
];

/** Asked before a reading that jumps is written down; answered with `confirmed`. */
const QUESTIONS = ['METERING_READING_FAR_ABOVE_USUAL', 'METERING_READING_ROLLS_OVER'];

const OF_CORRECTION = [
  'METERING_REASON_REQUIRED',
  'METERING_READING_ALREADY_CORRECTED',
  'METERING_CORRECTION_BEFORE_READING',
];

/** The readings of the open period: what has not come, what is doubtful, and what the office writes down for residents. */
@OfficeApi('readings', 'readings')
export class ApiReadingsController {
  constructor(
    @Inject(METERING_OFFICE_CLIENT) private readonly metering: MeteringOfficeClient,
    private readonly readings: ReadingsOfPeriod,
    private readonly settling: SettleReading,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Meters of the open period: read or not, what is charged without a reading, by what rule; page by page',
  })
  @ApiOkResponse({ type: ReadingsAnswer })
  @OfficeQuery('operator', 'BACK_OFFICE_NO_COMPANY')
  async control(
    @SignedIn() officer: Officer,
    @Query() { page = 1, ...filter }: ReadingsRequest,
  ): Promise<ReadingsAnswer> {
    const { period, counts, meters, doubts } = await this.readings.look(officer, filter, page);
    const { rows, count, pages } = meters;
    return { period, counts, meters: rows, count, page, pages, doubts };
  }

  @Post()
  @ApiOperation({ summary: 'Writes a reading down that a resident has told the office' })
  @ApiCreatedResponse({ type: ReadingAcknowledgement })
  @OfficeCommand('operator', ...OF_READING, ...QUESTIONS)
  submit(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Body() reading: OfficeReadingBody,
  ): Promise<ReadingAcknowledgement> {
    return this.metering.submitReading({ ...reading }, officeOriginOf(request, officer));
  }

  @Post('corrections')
  @ApiOperation({ summary: 'Gives an accepted reading other values, as of today, with the reason' })
  @ApiCreatedResponse({ type: CommandReceipt })
  @OfficeCommand('accountant', 'METERING_UNKNOWN_READING', ...OF_CORRECTION, ...OF_READING, ...QUESTIONS)
  correct(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Body() correction: CorrectOfficeReadingBody,
  ): Promise<CommandReceipt> {
    return this.metering.correctReading({ ...correction }, officeOriginOf(request, officer));
  }

  @Post('decisions')
  @ApiOperation({
    summary: 'Decides on a doubtful reading: it is right, or the check of the meter has found other values',
  })
  @ApiCreatedResponse({ type: CommandReceipt })
  @OfficeCommand(
    'accountant',
    'BILLING_CALCULATION_IMPOSSIBLE',
    'METERING_DOUBT_SETTLED',
    'METERING_CHECK_VALUES_REQUIRED',
    ...OF_CORRECTION,
    ...OF_READING,
  )
  settle(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Body() { values, ...decision }: SettleReadingBody,
  ): Promise<CommandReceipt> {
    return this.settling.settle({ ...decision, values: values ?? null }, officeOriginOf(request, officer));
  }
}

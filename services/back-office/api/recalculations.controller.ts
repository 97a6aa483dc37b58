import { Body, Get, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { Request } from 'express';
import { CommandReceipt } from '#libs/platform';
import {
  BILLING_OFFICE_CLIENT,
  BillingOfficeClient,
  groundsOf,
  RecalculationPreviewAnswer,
  REFUSALS_OF_GROUNDS,
} from '#services/billing/api/client';
import { ApprovalReceiptAnswer } from './approvals.dto';
import { AskToRecalculate } from './ask-to-recalculate';
import { CompanyScope } from './company-scope';
import { OfficeApi, OfficeCommand, officeOriginOf, OfficePostedQuery, OfficeQuery } from './office-api';
import { Officer, SignedIn } from './officer';
import {
  HouseOrderBody,
  HousePreviewAnswer,
  HousePreviewBody,
  OrderAnswer,
  OrderPath,
  PreviewBody,
  RecordBody,
  RecordedAnswers,
  RecordedQuery,
  StatedBody,
} from './recalculations.dto';
import { ROWS_PER_PAGE } from './row-window';

const OF_RECORD = [
  ...REFUSALS_OF_GROUNDS,
  'BILLING_RECALCULATION_NEEDS_APPROVAL',
  'BILLING_RECALCULATION_NOT_OVER',
  'BILLING_RECALCULATION_CHANGED',
];

const OF_ASKING = [
  'BACK_OFFICE_NO_COMPANY',
  'IDENTITY_APPROVAL_ROLE',
  'IDENTITY_APPROVAL_ASKED_ALREADY',
  'IDENTITY_APPROVAL_TAKEN',
];

/** Recalculations that the monthly run does not make by itself: previewed, recorded, ordered for a house, waived by two. */
@OfficeApi('recalculations', 'recalculations')
export class ApiRecalculationsController {
  constructor(
    @Inject(BILLING_OFFICE_CLIENT) private readonly billing: BillingOfficeClient,
    private readonly toRecalculate: AskToRecalculate,
    private readonly scope: CompanyScope,
  ) {}

  @Get()
  @ApiOperation({ summary: 'What was recalculated, by whom and why, the newest first' })
  @ApiOkResponse({ type: RecordedAnswers })
  @OfficeQuery('accountant', 'BACK_OFFICE_NO_COMPANY')
  async recorded(@SignedIn() officer: Officer, @Query() asked: RecordedQuery): Promise<RecordedAnswers> {
    await this.scope.requireCompany(officer);
    return { recalculations: await this.billing.recorded({ ...asked, limit: ROWS_PER_PAGE }) };
  }

  @Post('previews')
  @HttpCode(200)
  @ApiOperation({ summary: 'What a recalculation of an account would come to, line by line; writes nothing' })
  @ApiOkResponse({ type: RecalculationPreviewAnswer })
  @OfficePostedQuery('accountant', ...REFUSALS_OF_GROUNDS)
  preview(@Body() { account, ...grounds }: PreviewBody): Promise<RecalculationPreviewAnswer> {
    return this.billing.previewRecalculation(account, groundsOf(grounds));
  }

  @Post('house-previews')
  @HttpCode(200)
  @ApiOperation({ summary: 'The same for every account of a house; writes nothing' })
  @ApiOkResponse({ type: HousePreviewAnswer })
  @OfficePostedQuery(
    'accountant',
    ...REFUSALS_OF_GROUNDS,
    'BILLING_UNKNOWN_HOUSE',
    'BILLING_HOUSE_TOO_LARGE',
    'BILLING_LEFT_OUT_NOT_IN_HOUSE',
    'BILLING_PREVIEW_BUSY',
  )
  previewForHouse(@Body() { houseId, except = [], ...grounds }: HousePreviewBody): Promise<HousePreviewAnswer> {
    return this.billing.previewForHouse(houseId, except, groundsOf(grounds));
  }

  @Post()
  @ApiOperation({ summary: 'Records a recalculation of an account; the close of the open period posts it' })
  @ApiCreatedResponse({ type: CommandReceipt })
  @OfficeCommand('accountant', ...OF_RECORD)
  record(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Body() { account, cause, document, expectedKopecks, ...grounds }: RecordBody,
  ): Promise<CommandReceipt> {
    const said = { cause, document: document ?? null, expectedKopecks };
    const statement = { grounds: groundsOf(grounds), ...said };
    return this.billing.recordRecalculation(account, statement, officeOriginOf(request, officer));
  }

  @Post('approvals')
  @ApiOperation({ summary: 'Asks a second person to agree to a recalculation that one may not record alone' })
  @ApiCreatedResponse({ type: ApprovalReceiptAnswer })
  @OfficeCommand('accountant', ...OF_RECORD, 'BILLING_RECALCULATION_ALONE', ...OF_ASKING)
  ask(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Body() { account, cause, document, expectedKopecks, ...grounds }: RecordBody,
  ): Promise<ApprovalReceiptAnswer> {
    const statement = { grounds: groundsOf(grounds), cause, document: document ?? null, expectedKopecks };
    return this.toRecalculate.recalculation(officer, account, statement, officeOriginOf(request, officer));
  }

  @Post('waivers')
  @ApiOperation({ summary: 'Asks a second person to agree that penalty is given up' })
  @ApiCreatedResponse({ type: ApprovalReceiptAnswer })
  @OfficeCommand('accountant', ...REFUSALS_OF_GROUNDS, 'BILLING_WAIVER_TOO_LARGE', ...OF_ASKING)
  waive(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Body() { account, cause, document, ...grounds }: StatedBody,
  ): Promise<ApprovalReceiptAnswer> {
    const statement = { grounds: groundsOf(grounds), cause, document: document ?? null };
    return this.toRecalculate.waiver(officer, account, statement, officeOriginOf(request, officer));
  }

  @Post('orders')
  @ApiOperation({
    summary: 'Orders a recalculation for the accounts of a house, as it was previewed; a job records it',
  })
  @ApiCreatedResponse({ type: OrderPath })
  @OfficeCommand(
    'accountant',
    ...OF_RECORD,
    'BILLING_UNKNOWN_HOUSE',
    'BILLING_RECALCULATION_ORDERED_ALREADY',
    'BILLING_HOUSE_TOO_LARGE',
    'BILLING_LEFT_OUT_NOT_IN_HOUSE',
    'BILLING_PREVIEW_BUSY',
  )
  async order(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Body() { houseId: house, except = [], digest, cause, document, ...grounds }: HouseOrderBody,
  ): Promise<OrderPath> {
    const order = { house, except, digest, cause, document: document ?? null, grounds: groundsOf(grounds) };
    const { orderId } = await this.billing.orderForHouse(order, officeOriginOf(request, officer));
    return { orderId };
  }

  @Get('orders/:orderId')
  @ApiOperation({ summary: 'How far an order is, and which accounts were refused' })
  @ApiOkResponse({ type: OrderAnswer })
  @OfficeQuery('accountant', 'BACK_OFFICE_NO_COMPANY', 'BILLING_UNKNOWN_RECALCULATION_ORDER')
  async one(@SignedIn() officer: Officer, @Param() { orderId }: OrderPath): Promise<OrderAnswer> {
    await this.scope.requireCompany(officer);
    const order = await this.billing.order(orderId);
    const { figures, cause, document, approvalId, orderedBy, orderedAt } = order;
    const { state, recordedSoFar, refused, failure, stopped } = order;
    return {
      orderId,
      figures,
      cause,
      document,
      approvalId,
      orderedBy,
      orderedAt,
      state,
      recordedSoFar,
      refused,
      failure,
      stopped,
    };
  }
}

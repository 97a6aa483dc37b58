import { Body, Get, HttpCode, Inject, Param, Post, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiProduces } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import {
  IssuedSlipAnswer,
  PaymentCodeAnswer,
  SlipPdfRequest,
  SLIPS_CLIENT,
  SlipsAnswer,
  SlipsClient,
  SlipVerdictAnswer,
  VerifySlipBody,
} from '#services/billing/api/client';
import { WAIT_UNTIL_SEEN, WaitUntilSeen } from '../settings';
import { SLIP_CHECKS } from '../tokens';
import { CallsLimit } from './calls-limit';
import { PostedQuery, PublicApi, ResidentApi, ResidentCommand, residentOriginOf, ResidentQuery } from './resident-api';
import { AccountPath, AccountPeriodPath, FormSlipBody, PaymentCodeQuery } from './resident.dto';
import { SignedIn, Visitor } from './visitor';

/** Payment slips, and paying by them. */
@ResidentApi('slips')
export class ApiSlipsController {
  constructor(
    @Inject(SLIPS_CLIENT) private readonly slips: SlipsClient,
    @Inject(WAIT_UNTIL_SEEN) private readonly untilSeen: WaitUntilSeen,
  ) {}

  @Get('slips')
  @ApiOperation({ summary: 'The slips that were formed, every version' })
  @ApiOkResponse({ type: SlipsAnswer })
  @ResidentQuery()
  async all(@Param() { account }: AccountPath): Promise<SlipsAnswer> {
    return { slips: await this.slips.slips(account) };
  }

  @Post('slips')
  @ApiOperation({ summary: 'Forms the slip of a closed period; nothing is done where it would say nothing new' })
  @ApiCreatedResponse({ type: IssuedSlipAnswer })
  @ResidentCommand(
    'BILLING_NO_RULE_IN_FORCE',
    'BILLING_PAYMENT_QR_IMPOSSIBLE',
    'BILLING_SLIP_PERIOD_NOT_CLOSED',
    'BILLING_SLIP_DOES_NOT_ADD_UP',
  )
  async form(
    @Req() request: Request,
    @SignedIn() visitor: Visitor,
    @Param() { account }: AccountPath,
    @Body() { period }: FormSlipBody,
  ): Promise<IssuedSlipAnswer> {
    const issued = await this.slips.issueSlip(account, period, residentOriginOf(request, visitor));
    await this.untilSeen(issued.position);
    return issued;
  }

  @Get('slips/:period/pdf')
  @ApiOperation({ summary: 'A slip as PDF, without the access code: that is on the paper slip only' })
  @ApiProduces('application/pdf')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  @ResidentQuery('BILLING_SLIP_NOT_ISSUED')
  async file(
    @Param() { account, period }: AccountPeriodPath,
    @Query() { version }: SlipPdfRequest,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    const pdf = await this.slips.slipPdf(account, period, version);
    response.setHeader('Cache-Control', 'private, no-store');
    return new StreamableFile(pdf, {
      type: 'application/pdf',
      disposition: `attachment; filename="kvitanciya-${period}.pdf"`,
    });
  }

  @Get('payment-code')
  @ApiOperation({ summary: 'The payment QR and the requisites of a payee, for paying at any time' })
  @ApiOkResponse({ type: PaymentCodeAnswer })
  @ResidentQuery('BILLING_PAYMENT_QR_IMPOSSIBLE')
  paymentCode(
    @Param() { account }: AccountPath,
    @Query() { payee, amountKopecks }: PaymentCodeQuery,
  ): Promise<PaymentCodeAnswer> {
    return this.slips.slipPaymentQr(account, payee, amountKopecks);
  }
}

/** Proving a slip: anybody may ask, and is told one word. */
@PublicApi('slips', 'slip-checks')
export class ApiSlipChecksController {
  constructor(
    @Inject(SLIPS_CLIENT) private readonly slips: SlipsClient,
    @Inject(SLIP_CHECKS) private readonly checks: CallsLimit,
  ) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Whether a printed code is of a genuine slip; posted, so that codes stay out of addresses' })
  @ApiOkResponse({ type: SlipVerdictAnswer })
  @PostedQuery('CABINET_TOO_MANY_CALLS')
  async check(@Req() request: Request, @Body() { code }: VerifySlipBody): Promise<SlipVerdictAnswer> {
    this.checks.take(request.ip ?? '', performance.now());
    return { state: await this.slips.verifySlip(code) };
  }
}

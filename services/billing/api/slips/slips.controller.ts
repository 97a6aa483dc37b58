import { Body, Controller, Get, HttpCode, Param, Post, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { ApiCommand, ApiProblems, CommandOrigin, FreshEnough, MinPositionQuery, Origin } from '#libs/platform';
import { Projection } from '#libs/read-models';
import { accountDossierProjection } from '../../projections/account-dossier.projection';
import { accountStatementProjection } from '../../projections/account-statement.projection';
import { slipsProjection } from '../../projections/slips.projection';
import { AccountPath, AccountPeriodPath } from '../accounts.dto';
import { AskedMoment } from '../asked-moment';
import { IssueSlips } from './issue-slips';
import { PrintSlips } from './print-slips';
import { issuedSlipAnswer } from './slip-answers';
import { SlipsQuery } from './slips.query';
import {
  IssuedSlipAnswer,
  IssueSlipBody,
  PaymentCodeAnswer,
  PaymentCodeRequest,
  SlipPdfRequest,
  SlipsAnswer,
  SlipVerdictAnswer,
  VerifySlipBody,
} from './slips.dto';

const SLIP_MODELS = [accountDossierProjection, slipsProjection] as unknown as readonly Projection[];
const PAYMENT_MODELS = [accountDossierProjection, accountStatementProjection] as unknown as readonly Projection[];

/** Payment slips: issuing, reading, paying by them, and proving them genuine. */
@ApiTags('slips')
@Controller('billing')
export class SlipsController {
  constructor(
    private readonly issue: IssueSlips,
    private readonly query: SlipsQuery,
    private readonly print: PrintSlips,
    private readonly asked: AskedMoment,
  ) {}

  @Post('slips')
  @ApiOperation({ summary: 'Issues the slip of a closed period; nothing is done where it would say nothing new' })
  @ApiCreatedResponse({ type: IssuedSlipAnswer })
  @ApiCommand(
    'BILLING_UNKNOWN_ACCOUNT',
    'BILLING_NO_COMPANY',
    'BILLING_NO_RULE_IN_FORCE',
    'BILLING_PAYMENT_QR_IMPOSSIBLE',
    'BILLING_SLIP_PERIOD_NOT_CLOSED',
    'BILLING_SLIP_DOES_NOT_ADD_UP',
  )
  async issueSlip(
    @Body() { account, period, reason }: IssueSlipBody,
    @Origin() origin: CommandOrigin,
  ): Promise<IssuedSlipAnswer> {
    return issuedSlipAnswer(await this.issue.one(account, period, reason ?? null, origin));
  }

  @Get('accounts/:account/slips')
  @ApiOperation({ summary: 'The slips of an account, every version' })
  @ApiOkResponse({ type: SlipsAnswer })
  @ApiProblems('BILLING_UNKNOWN_ACCOUNT')
  @FreshEnough({ projections: SLIP_MODELS })
  async slips(@Param() { account }: AccountPath, @Query() _query: MinPositionQuery): Promise<SlipsAnswer> {
    await this.asked.requireAccount(account);
    return { slips: await this.query.ofAccount(account) };
  }

  @Get('accounts/:account/slips/:period/pdf')
  @ApiOperation({ summary: 'An issued slip as PDF, in the form that is downloaded: without the access code' })
  @ApiProduces('application/pdf')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  @ApiProblems('BILLING_SLIP_NOT_ISSUED', 'BILLING_NO_COMPANY')
  async slipPdf(
    @Param() { account, period }: AccountPeriodPath,
    @Query() { version }: SlipPdfRequest,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    const pdf = await this.print.one(await this.query.issued(account, period, version));
    response.setHeader('Cache-Control', 'private, no-store');
    // The name says neither who pays nor for which account: it stays in lists of downloads.
    return new StreamableFile(pdf, {
      type: 'application/pdf',
      disposition: `attachment; filename="slip-${period}.pdf"`,
    });
  }

  @Get('accounts/:account/payment-code')
  @ApiOperation({ summary: 'The payment QR and the requisites of a payee, for paying at any time' })
  @ApiOkResponse({ type: PaymentCodeAnswer })
  @ApiProblems('BILLING_UNKNOWN_ACCOUNT', 'BILLING_NO_COMPANY', 'BILLING_PAYMENT_QR_IMPOSSIBLE')
  @FreshEnough({ projections: PAYMENT_MODELS })
  async paymentCode(
    @Param() { account }: AccountPath,
    @Query() { payee, amountKopecks }: PaymentCodeRequest,
  ): Promise<PaymentCodeAnswer> {
    await this.asked.requireAccount(account);
    return this.query.paymentCode(account, payee, amountKopecks ?? null);
  }

  @Post('slips/verifications')
  @HttpCode(200)
  @ApiOperation({ summary: 'Whether a printed code is of a genuine slip; posted, so that codes stay out of addresses' })
  @ApiOkResponse({ type: SlipVerdictAnswer })
  @ApiProblems('MALFORMED_REQUEST', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE')
  async verify(@Body() { code }: VerifySlipBody): Promise<SlipVerdictAnswer> {
    return { state: await this.query.verify(code) };
  }
}

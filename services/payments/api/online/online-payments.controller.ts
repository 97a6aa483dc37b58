import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Clock, RejectedError, Rejection } from '#libs/kernel';
import {
  ApiCommand,
  ApiProblems,
  CLOCK,
  CommandOrigin,
  CommandReceipt,
  Origin,
  READ_MODELS,
  receiptOf,
} from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import { OnlinePaymentCard, onlinePayments } from '../../projections/online-payments.projection';
import { PaymentPath } from '../payments.dto';
import { ATTENTION_PAGE_LIMIT, OnlinePaymentsOffice } from './online-payments-office';
import {
  AttentionAnswer,
  AttentionQuery,
  CloseAttentionBody,
  OnlinePaymentAnswer,
  SettleOnlinePaymentBody,
} from './online-payments.dto';

/** Online payments as the office sees them. */
@ApiTags('payments')
@Controller('online-payments')
export class OnlinePaymentsController {
  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly office: OnlinePaymentsOffice,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Online payments of which a person has to find out what became, the longest waiting first' })
  @ApiOkResponse({ type: AttentionAnswer })
  @ApiProblems()
  needingAttention(@Query() { limit = ATTENTION_PAGE_LIMIT }: AttentionQuery): Promise<AttentionAnswer> {
    return this.office.needingAttention(limit);
  }

  @Get(':paymentId')
  @ApiOperation({ summary: 'An online payment and how it stands, without asking the bank' })
  @ApiOkResponse({ type: OnlinePaymentAnswer })
  @ApiProblems('PAYMENTS_UNKNOWN_ONLINE_PAYMENT')
  async one(@Param() { paymentId }: PaymentPath): Promise<OnlinePaymentCard> {
    const row = await this.readModels.get(onlinePayments, paymentId);
    if (row === null) throw new RejectedError(new Rejection('PAYMENTS_UNKNOWN_ONLINE_PAYMENT', { paymentId }));
    return row.document;
  }

  @Post(':paymentId/settlement')
  @ApiOperation({ summary: 'Notes that the bank’s transfer has reached the company’s account' })
  @ApiCreatedResponse({ type: CommandReceipt })
  @ApiCommand('PAYMENTS_UNKNOWN_ONLINE_PAYMENT', 'PAYMENTS_ONLINE_PAYMENT_NOT_CAPTURED', 'PAYMENTS_DATE_IN_FUTURE')
  async settle(
    @Param() { paymentId }: PaymentPath,
    @Body() { settledOn }: SettleOnlinePaymentBody,
    @Origin() origin: CommandOrigin,
  ): Promise<CommandReceipt> {
    const today = this.clock.today();
    const command = { kind: 'SettleOnlinePayment' as const, paymentId, settledOn: settledOn ?? today, today };
    return receiptOf(await this.office.state(command, origin));
  }

  @Post(':paymentId/attention/closing')
  @ApiOperation({ summary: 'Says what a person has found in the bank’s own records' })
  @ApiCreatedResponse({ type: CommandReceipt })
  @ApiCommand(
    'PAYMENTS_UNKNOWN_ONLINE_PAYMENT',
    'PAYMENTS_ONLINE_PAYMENT_NEEDS_NO_ATTENTION',
    'PAYMENTS_ONLINE_PAYMENT_IS_PAID',
    'PAYMENTS_FINDING_DOES_NOT_FIT',
  )
  closeAttention(
    @Param() { paymentId }: PaymentPath,
    @Body() { verdict, finding }: CloseAttentionBody,
    @Origin() origin: CommandOrigin,
  ): Promise<CommandReceipt> {
    return this.office.closeAttention(paymentId, verdict, finding, origin);
  }
}

import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiCommand, ApiProblems, CommandOrigin, CommandReceipt, FreshEnough, Origin } from '#libs/platform';
import { setAsidePayments } from '../../projections/registries/set-aside-payments.projection';
import { PaymentPath } from '../payments.dto';
import { SetAsideAnswer } from './registries-answers.dto';
import { AssignPaymentBody, RefusePaymentBody, SetAsideQuery, TransferPaymentBody } from './registries.dto';
import { RegistriesQuery } from './registries.query';
import { RegistryDesk } from './registry-desk';

/** Payments that wait for a person, and payments that a person puts right. */
@ApiTags('payments')
@Controller()
export class SetAsidePaymentsController {
  constructor(
    private readonly query: RegistriesQuery,
    private readonly desk: RegistryDesk,
  ) {}

  @Get('set-aside-payments')
  @ApiOperation({ summary: 'Payments that stand aside, the oldest first, with who paid' })
  @ApiOkResponse({ type: SetAsideAnswer })
  @ApiProblems()
  @FreshEnough({ projections: [setAsidePayments] })
  list(@Query() { status, because, limit }: SetAsideQuery): Promise<SetAsideAnswer> {
    return this.query.setAside({
      ...(status === undefined ? {} : { status }),
      ...(because === undefined ? {} : { because: [because] }),
      ...(limit === undefined ? {} : { limit }),
    });
  }

  @Post('set-aside-payments/:paymentId/assignment')
  @ApiOperation({ summary: 'Puts a payment on an account; it counts from the day on which it was paid' })
  @ApiCreatedResponse({ type: CommandReceipt })
  @ApiCommand(
    'PAYMENTS_UNKNOWN_ACCOUNT',
    'PAYMENTS_UNKNOWN_SET_ASIDE',
    'PAYMENTS_SET_ASIDE_SETTLED',
    'PAYMENTS_REASON_REQUIRED',
  )
  assign(
    @Param() { paymentId }: PaymentPath,
    @Body() { account, namedPeriod, reason }: AssignPaymentBody,
    @Origin() origin: CommandOrigin,
  ): Promise<CommandReceipt> {
    return this.desk.assign(paymentId, { account, namedPeriod, reason }, origin);
  }

  @Post('set-aside-payments/:paymentId/refusal')
  @ApiOperation({ summary: 'Says that what contradicts a known payment is no payment of its own' })
  @ApiCreatedResponse({ type: CommandReceipt })
  @ApiCommand(
    'PAYMENTS_UNKNOWN_SET_ASIDE',
    'PAYMENTS_SET_ASIDE_SETTLED',
    'PAYMENTS_NO_CONFLICT',
    'PAYMENTS_REASON_REQUIRED',
  )
  refuse(
    @Param() { paymentId }: PaymentPath,
    @Body() { reason }: RefusePaymentBody,
    @Origin() origin: CommandOrigin,
  ): Promise<CommandReceipt> {
    return this.desk.refuse(paymentId, reason, origin);
  }

  @Post('payments/:paymentId/transfer')
  @ApiOperation({ summary: 'Moves a payment to the right account, with its own day' })
  @ApiCreatedResponse({ type: CommandReceipt })
  @ApiCommand(
    'PAYMENTS_UNKNOWN_ACCOUNT',
    'PAYMENTS_UNKNOWN_PAYMENT',
    'PAYMENTS_ALREADY_REVERSED',
    'PAYMENTS_TRANSFER_TO_SAME_ACCOUNT',
    'PAYMENTS_REASON_REQUIRED',
  )
  transfer(
    @Param() { paymentId }: PaymentPath,
    @Body() { account, reason }: TransferPaymentBody,
    @Origin() origin: CommandOrigin,
  ): Promise<CommandReceipt> {
    return this.desk.transfer(paymentId, { account, reason }, origin);
  }
}

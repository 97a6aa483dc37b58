import { Body, Get, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { Request } from 'express';
import { CommandReceipt } from '#libs/platform';
import {
  OfficePaymentAnswer,
  OfficePaymentsAnswer,
  PaymentPath,
  PAYMENTS_OFFICE_CLIENT,
  PaymentsOfficeClient,
  REGISTRIES_CLIENT,
  RegistriesClient,
  ReversePaymentBody,
  TransferPaymentBody,
} from '#services/payments/api/client';
import { ApprovalReceiptAnswer } from './approvals.dto';
import { AskToRefund } from './ask-to-refund';
import { CompanyScope } from './company-scope';
import { OfficeApi, OfficeCommand, officeOriginOf, OfficeQuery } from './office-api';
import { Officer, SignedIn } from './officer';
import { PaymentsQuery, RefundBody } from './payments.dto';

/** Payments of the company, and what puts one right. */
@OfficeApi('payments', 'payments')
export class ApiPaymentsController {
  constructor(
    @Inject(PAYMENTS_OFFICE_CLIENT) private readonly payments: PaymentsOfficeClient,
    @Inject(REGISTRIES_CLIENT) private readonly registries: RegistriesClient,
    private readonly scope: CompanyScope,
    private readonly toRefund: AskToRefund,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Payments by day, way and state, the latest first' })
  @ApiOkResponse({ type: OfficePaymentsAnswer })
  @OfficeQuery('operator', 'BACK_OFFICE_NO_COMPANY')
  async all(@SignedIn() officer: Officer, @Query() query: PaymentsQuery): Promise<OfficePaymentsAnswer> {
    await this.scope.requireCompany(officer);
    return this.payments.payments({ ...query });
  }

  @Get(':paymentId')
  @ApiOperation({ summary: 'One payment with where it comes from' })
  @ApiOkResponse({ type: OfficePaymentAnswer })
  @OfficeQuery('operator', 'BACK_OFFICE_NO_COMPANY', 'PAYMENTS_UNKNOWN_PAYMENT')
  async one(@SignedIn() officer: Officer, @Param() { paymentId }: PaymentPath): Promise<OfficePaymentAnswer> {
    await this.scope.requireCompany(officer);
    return this.payments.payment(paymentId);
  }

  @Post(':paymentId/reversals')
  @ApiOperation({ summary: 'Recalls a payment: it counts as if it had never been made' })
  @ApiCreatedResponse({ type: CommandReceipt })
  @OfficeCommand(
    'accountant',
    'BACK_OFFICE_NO_COMPANY',
    'PAYMENTS_UNKNOWN_PAYMENT',
    'PAYMENTS_ALREADY_REVERSED',
    'PAYMENTS_REVERSAL_BEFORE_PAYMENT',
    'PAYMENTS_REVERSAL_IN_FUTURE',
    'PAYMENTS_REASON_REQUIRED',
  )
  async reverse(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Param() { paymentId }: PaymentPath,
    @Body() { reversedOn, reason }: ReversePaymentBody,
  ): Promise<CommandReceipt> {
    await this.scope.requireCompany(officer);
    const asked = { reason, ...(reversedOn === undefined ? {} : { reversedOn }) };
    return this.registries.reverse(paymentId, asked, officeOriginOf(request, officer));
  }

  @Post(':paymentId/transfers')
  @ApiOperation({ summary: 'Moves a payment to the right account, with its own day' })
  @ApiCreatedResponse({ type: CommandReceipt })
  @OfficeCommand(
    'accountant',
    'BACK_OFFICE_NO_COMPANY',
    'PAYMENTS_UNKNOWN_ACCOUNT',
    'PAYMENTS_UNKNOWN_PAYMENT',
    'PAYMENTS_ALREADY_REVERSED',
    'PAYMENTS_TRANSFER_TO_SAME_ACCOUNT',
    'PAYMENTS_REASON_REQUIRED',
  )
  async transfer(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Param() { paymentId }: PaymentPath,
    @Body() { account, reason }: TransferPaymentBody,
  ): Promise<CommandReceipt> {
    await this.scope.requireCompany(officer);
    return this.registries.transfer(paymentId, { account, reason }, officeOriginOf(request, officer));
  }

  @Post(':paymentId/refunds')
  @ApiOperation({ summary: 'Asks a second person to agree that money goes back to the payer' })
  @ApiCreatedResponse({ type: ApprovalReceiptAnswer })
  @OfficeCommand(
    'accountant',
    'BACK_OFFICE_NO_COMPANY',
    'PAYMENTS_UNKNOWN_PAYMENT',
    'PAYMENTS_ALREADY_REVERSED',
    'PAYMENTS_AMOUNT_OUT_OF_RANGE',
    'PAYMENTS_REFUND_AT_BANK',
    'IDENTITY_APPROVAL_ROLE',
    'IDENTITY_APPROVAL_ASKED_ALREADY',
    'IDENTITY_APPROVAL_TAKEN',
    'IDENTITY_REASON_REQUIRED',
  )
  refund(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Param() { paymentId }: PaymentPath,
    @Body() { amountKopecks, reason }: RefundBody,
  ): Promise<ApprovalReceiptAnswer> {
    return this.toRefund.ask(officer, { paymentId, amountKopecks, reason }, officeOriginOf(request, officer));
  }
}

import { Body, Get, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { Request } from 'express';
import { CommandReceipt } from '#libs/platform';
import {
  AssignPaymentBody,
  PaymentPath,
  RefusePaymentBody,
  REGISTRIES_CLIENT,
  RegistriesClient,
  ReturnPaymentBody,
  SetAsideAnswer,
  SetAsidePaymentAnswer,
} from '#services/payments/api/client';
import { BILLING_CLIENT, BillingClient } from '#services/billing/api/client';
import { requirePeriodOf } from './named-period';
import { ApprovalReceiptAnswer } from './approvals.dto';
import { AskToReturn } from './ask-to-return';
import { CompanyScope } from './company-scope';
import { OfficeApi, OfficeCommand, officeOriginOf, OfficeQuery } from './office-api';
import { Officer, SignedIn } from './officer';
import { LikeAccountsAnswer, SuspenseQuery } from './suspense.dto';

const OF_A_DECISION = [
  'BACK_OFFICE_NO_COMPANY',
  'PAYMENTS_UNKNOWN_SET_ASIDE',
  'PAYMENTS_SET_ASIDE_SETTLED',
  'PAYMENTS_REASON_REQUIRED',
];

/** Payments that stand aside, and what a person decides of each. */
@OfficeApi('suspense', 'suspense')
export class ApiSuspenseController {
  constructor(
    @Inject(BILLING_CLIENT) private readonly billing: BillingClient,
    @Inject(REGISTRIES_CLIENT) private readonly registries: RegistriesClient,
    private readonly scope: CompanyScope,
    private readonly toReturn: AskToReturn,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Payments that stand aside, the oldest first, with who paid' })
  @ApiOkResponse({ type: SetAsideAnswer })
  @OfficeQuery('accountant', 'BACK_OFFICE_NO_COMPANY')
  async all(@SignedIn() officer: Officer, @Query() { because, ...query }: SuspenseQuery): Promise<SetAsideAnswer> {
    await this.scope.requireCompany(officer);
    return this.registries.setAside({ ...query, ...(because === undefined ? {} : { because: [because] }) });
  }

  @Get(':paymentId')
  @ApiOperation({ summary: 'One of them' })
  @ApiOkResponse({ type: SetAsidePaymentAnswer })
  @OfficeQuery('accountant', 'BACK_OFFICE_NO_COMPANY', 'PAYMENTS_UNKNOWN_SET_ASIDE')
  async one(@SignedIn() officer: Officer, @Param() { paymentId }: PaymentPath): Promise<SetAsidePaymentAnswer> {
    await this.scope.requireCompany(officer);
    return this.registries.setAsideOne(paymentId);
  }

  @Get(':paymentId/accounts')
  @ApiOperation({ summary: 'Accounts whose numbers are like the one that the bank states' })
  @ApiOkResponse({ type: LikeAccountsAnswer })
  @OfficeQuery('accountant', 'BACK_OFFICE_NO_COMPANY', 'PAYMENTS_UNKNOWN_SET_ASIDE')
  async accounts(@SignedIn() officer: Officer, @Param() { paymentId }: PaymentPath): Promise<LikeAccountsAnswer> {
    await this.scope.requireCompany(officer);
    const { statedAccount } = await this.registries.setAsideOne(paymentId);
    return { accounts: await this.registries.likeAccounts(statedAccount) };
  }

  @Post(':paymentId/assignments')
  @ApiOperation({ summary: 'Puts a payment on an account; it counts from the day on which it was paid' })
  @ApiCreatedResponse({ type: CommandReceipt })
  @OfficeCommand('accountant', ...OF_A_DECISION, 'PAYMENTS_UNKNOWN_ACCOUNT', 'BACK_OFFICE_NAMED_PERIOD')
  async assign(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Param() { paymentId }: PaymentPath,
    @Body() { account, namedPeriod, reason }: AssignPaymentBody,
  ): Promise<CommandReceipt> {
    await this.scope.requireCompany(officer);
    if (namedPeriod !== undefined) await requirePeriodOf(this.billing, account, namedPeriod);
    const asked = { account, reason, ...(namedPeriod === undefined ? {} : { namedPeriod }) };
    return this.registries.assign(paymentId, asked, officeOriginOf(request, officer));
  }

  @Post(':paymentId/returns')
  @ApiOperation({ summary: 'Asks a second person to agree that the money goes back to the bank or the payer' })
  @ApiCreatedResponse({ type: ApprovalReceiptAnswer })
  @OfficeCommand(
    'accountant',
    'BACK_OFFICE_NO_COMPANY',
    'PAYMENTS_UNKNOWN_SET_ASIDE',
    'PAYMENTS_SET_ASIDE_SETTLED',
    'IDENTITY_APPROVAL_ROLE',
    'IDENTITY_APPROVAL_ASKED_ALREADY',
    'IDENTITY_APPROVAL_TAKEN',
    'IDENTITY_REASON_REQUIRED',
  )
  giveBack(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Param() { paymentId }: PaymentPath,
    @Body() { to, reason }: ReturnPaymentBody,
  ): Promise<ApprovalReceiptAnswer> {
    return this.toReturn.ask(officer, { paymentId, to, reason }, officeOriginOf(request, officer));
  }

  @Post(':paymentId/refusals')
  @ApiOperation({ summary: 'Says that what contradicts a known payment is no payment of its own' })
  @ApiCreatedResponse({ type: CommandReceipt })
  @OfficeCommand('accountant', ...OF_A_DECISION, 'PAYMENTS_NO_CONFLICT')
  async refuse(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Param() { paymentId }: PaymentPath,
    @Body() { reason }: RefusePaymentBody,
  ): Promise<CommandReceipt> {
    await this.scope.requireCompany(officer);
    return this.registries.refuse(paymentId, reason, officeOriginOf(request, officer));
  }
}

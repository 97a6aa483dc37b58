import { Body, Get, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { Request } from 'express';
import { BILLING_CLIENT, BillingClient } from '#services/billing/api/client';
import {
  AutopayStanding,
  AutopayTrigger,
  PAYMENTS_CLIENT,
  PaymentsClient,
  PaymentStand,
  StartedPayment,
} from '#services/payments/api/client';
import { WAIT_UNTIL_SEEN, WaitUntilSeen } from '../settings';
import {
  AutopaysAnswer,
  OnlinePaymentPath,
  PaymentHistoryAnswer,
  PaymentsQuery,
  PaymentStandAnswer,
  RequestAutopayBody,
  StartedPaymentAnswer,
  StartPaymentBody,
  WithdrawAutopayBody,
} from './payments.dto';
import { ResidentApi, ResidentCommand, residentOriginOf, ResidentQuery } from './resident-api';
import { AccountPath } from './resident.dto';
import { SignedIn, Visitor } from './visitor';

export const PAYING_REFUSALS = [
  'PAYMENTS_UNKNOWN_ACCOUNT',
  'PAYMENTS_ONLINE_NOT_OFFERED',
  'PAYMENTS_ONLINE_AMOUNT_OUT_OF_RANGE',
  'PAYMENTS_ONLINE_PAYMENT_CONFLICT',
  'PAYMENTS_ONLINE_PAYMENT_EXPIRED',
  'PAYMENTS_ONLINE_TOO_MANY_UNFINISHED',
  'PAYMENTS_ONLINE_TOO_MANY_IN_AN_HOUR',
  'PAYMENTS_ACQUIRER_UNAVAILABLE',
  'PAYMENTS_ACQUIRER_REFUSED',
];

/** Payments, paying at the bank, and agreements to be charged. */
@ResidentApi('payments')
export class ApiPaymentsController {
  constructor(
    @Inject(PAYMENTS_CLIENT) private readonly payments: PaymentsClient,
    @Inject(BILLING_CLIENT) private readonly billing: BillingClient,
    @Inject(WAIT_UNTIL_SEEN) private readonly untilSeen: WaitUntilSeen,
  ) {}

  @Get('payments')
  @ApiOperation({ summary: 'Every payment since the account was opened, and what each was spent on' })
  @ApiOkResponse({ type: PaymentHistoryAnswer })
  @ResidentQuery('PAYMENTS_UNKNOWN_ACCOUNT')
  async history(@Param() { account }: AccountPath, @Query() filter: PaymentsQuery): Promise<PaymentHistoryAnswer> {
    const [{ entries, more }, allocations] = await Promise.all([
      this.payments.history(account, { ...filter }),
      this.billing.allocations(account),
    ]);
    const spent = new Map(allocations.map((allocation) => [allocation.paymentId, allocation]));
    const payments = entries.map((entry) => {
      const { parts = [], restKopecks = 0 } = spent.get(entry.paymentId) ?? {};
      return { ...entry, spent: parts, restKopecks };
    });
    return { payments, more };
  }

  @Post('payments')
  @ApiOperation({ summary: 'Begins a payment at the bank; the same key again is the same payment' })
  @ApiCreatedResponse({ type: StartedPaymentAnswer })
  @ResidentCommand(...PAYING_REFUSALS)
  async start(
    @Param() { account }: AccountPath,
    @Body() { payee, amountKopecks }: StartPaymentBody,
    @Req() request: Request,
    @SignedIn() visitor: Visitor,
  ): Promise<StartedPayment> {
    const origin = residentOriginOf(request, visitor);
    const started = await this.payments.startPayment({ account, payee, amountKopecks }, origin);
    await this.untilSeen(started.position);
    return started;
  }

  @Get('payments/online/:paymentId')
  @ApiOperation({ summary: 'Asks the bank how a payment stands' })
  @ApiOkResponse({ type: PaymentStandAnswer })
  @ResidentQuery('PAYMENTS_UNKNOWN_ONLINE_PAYMENT')
  payment(@Param() { account, paymentId }: OnlinePaymentPath, @SignedIn() { login }: Visitor): Promise<PaymentStand> {
    return this.payments.payment(account, paymentId, { actor: `resident:${login}` });
  }

  @Get('autopay')
  @ApiOperation({ summary: 'Agreements to be charged, one for each payee at most' })
  @ApiOkResponse({ type: AutopaysAnswer })
  @ResidentQuery('PAYMENTS_UNKNOWN_ACCOUNT')
  async autopay(@Param() { account }: AccountPath): Promise<AutopaysAnswer> {
    const [agreements, canGiveNotice] = await Promise.all([
      this.payments.autopay(account),
      this.payments.canGiveNotice(account),
    ]);
    return { agreements: agreements.map(answerOf), canGiveNotice };
  }

  @Post('autopay')
  @ApiOperation({ summary: 'States the terms of an agreement and begins the payment that confirms them' })
  @ApiCreatedResponse({ type: StartedPaymentAnswer })
  @ResidentCommand(
    ...PAYING_REFUSALS,
    'PAYMENTS_AUTOPAY_LIMIT_OUT_OF_RANGE',
    'PAYMENTS_AUTOPAY_DAY_INVALID',
    'PAYMENTS_AUTOPAY_NEEDS_ADDRESS',
  )
  async agree(
    @Param() { account }: AccountPath,
    @Body() { day, ...terms }: RequestAutopayBody,
    @Req() request: Request,
    @SignedIn() visitor: Visitor,
  ): Promise<StartedPayment> {
    const trigger: AutopayTrigger = day === undefined ? { kind: 'slip' } : { kind: 'day', day };
    const origin = residentOriginOf(request, visitor);
    const started = await this.payments.requestAutopay({ account, ...terms, trigger }, origin);
    await this.untilSeen(started.position);
    return started;
  }

  @Post('autopay/withdrawals')
  @HttpCode(200)
  @ApiOperation({ summary: 'Ends an agreement; nothing more is charged' })
  @ApiOkResponse({ type: AutopaysAnswer })
  @ResidentCommand('PAYMENTS_UNKNOWN_ACCOUNT')
  async withdraw(
    @Param() { account }: AccountPath,
    @Body() { payee }: WithdrawAutopayBody,
    @Req() request: Request,
    @SignedIn() visitor: Visitor,
  ): Promise<AutopaysAnswer> {
    await this.untilSeen(await this.payments.withdrawAutopay(account, payee, residentOriginOf(request, visitor)));
    return this.autopay({ account });
  }
}

function answerOf({
  payee,
  active,
  requested,
  withdrawnOn,
  endedOn,
}: AutopayStanding): AutopaysAnswer['agreements'][number] {
  return {
    payee,
    active: active === null ? null : termsOf(active, active.agreedOn),
    requested: requested === null ? null : termsOf(requested, requested.requestedOn),
    withdrawnOn,
    endedOn,
  };
}

function termsOf(
  { limitKopecks, trigger }: Pick<NonNullable<AutopayStanding['active']>, 'limitKopecks' | 'trigger'>,
  since: string,
) {
  return { limitKopecks, day: trigger.kind === 'day' ? trigger.day : null, since };
}

import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CommandHandler } from '#libs/event-store';
import { Clock, RejectedError, Rejection } from '#libs/kernel';
import {
  ApiCommand,
  ApiProblems,
  CLOCK,
  COMMAND_HANDLER,
  CommandOrigin,
  CommandReceipt,
  FreshEnough,
  MinPositionQuery,
  Origin,
  READ_MODELS,
  receiptOf,
} from '#libs/platform';
import { Query as ReadModelQuery, ReadModels } from '#libs/read-models';
import { paymentStream } from '../domain/payment.commands';
import { paymentDecider } from '../domain/payment.decider';
import { PAYEES } from '../domain/payment.events';
import { accountPayments } from '../projections/account-payments.projection';
import { knownAccounts } from '../projections/known-accounts.projection';
import {
  AccountPath,
  AccountPaymentsAnswer,
  AccountPaymentsQuery,
  PaymentPath,
  PAYMENTS_PAGE_LIMIT,
  PayeeTotal,
  ReceivePaymentBody,
  ReversePaymentBody,
} from './payments.dto';

/** Under this name the reactions of payments follow billing (`automation/payments-consumer.ts`). */
export const CONSUMER = 'kvitok.payments';

@ApiTags('payments')
@Controller('payments')
export class PaymentsController {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commandHandler: CommandHandler,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Takes note of a payment for an account' })
  @ApiCreatedResponse({ type: CommandReceipt })
  @ApiCommand(
    'PAYMENTS_UNKNOWN_ACCOUNT',
    'PAYMENTS_AMOUNT_OUT_OF_RANGE',
    'PAYMENTS_NAMED_PERIOD_INVALID',
    'PAYMENTS_PAYMENT_CONFLICT',
    'PAYMENTS_DATE_IN_FUTURE',
    'PAYMENTS_DATE_TOO_EARLY',
  )
  @FreshEnough({ projections: [knownAccounts], consumer: CONSUMER })
  async receive(
    @Body() body: ReceivePaymentBody,
    @Query() _query: MinPositionQuery,
    @Origin() origin: CommandOrigin,
  ): Promise<CommandReceipt> {
    const today = this.clock.today();
    const { paymentId, account, payee = 'main', amountKopecks, receivedOn = today, namedPeriod, channel } = body;
    await this.requireAccount(account);
    const result = await this.commandHandler.execute({
      stream: paymentStream(paymentId),
      decider: paymentDecider,
      command: {
        kind: 'ReceivePayment',
        paymentId,
        account,
        payee,
        amountKopecks,
        receivedOn,
        namedPeriod: namedPeriod ?? null,
        channel,
        today,
      },
      ...origin,
    });
    return receiptOf(result);
  }

  @Post(':paymentId/reversal')
  @ApiOperation({ summary: 'Recalls a payment: it counts as if it had never been made' })
  @ApiCreatedResponse({ type: CommandReceipt })
  @ApiCommand(
    'PAYMENTS_UNKNOWN_PAYMENT',
    'PAYMENTS_ALREADY_REVERSED',
    'PAYMENTS_REVERSAL_BEFORE_PAYMENT',
    'PAYMENTS_REVERSAL_IN_FUTURE',
    'PAYMENTS_REASON_REQUIRED',
  )
  async reverse(
    @Param() { paymentId }: PaymentPath,
    @Body() { reversedOn, reason }: ReversePaymentBody,
    @Origin() origin: CommandOrigin,
  ): Promise<CommandReceipt> {
    const today = this.clock.today();
    const result = await this.commandHandler.execute({
      stream: paymentStream(paymentId),
      decider: paymentDecider,
      command: { kind: 'ReversePayment', paymentId, reversedOn: reversedOn ?? today, reason, today },
      ...origin,
    });
    return receiptOf(result);
  }

  @Get('accounts/:account')
  @ApiOperation({ summary: 'The payments of an account, the latest first' })
  @ApiOkResponse({ type: AccountPaymentsAnswer })
  @ApiProblems('PAYMENTS_UNKNOWN_ACCOUNT')
  @FreshEnough({ projections: [knownAccounts, accountPayments], consumer: CONSUMER })
  async paymentsOfAccount(
    @Param() { account }: AccountPath,
    @Query() { from, to, limit = PAYMENTS_PAGE_LIMIT }: AccountPaymentsQuery,
  ): Promise<AccountPaymentsAnswer> {
    await this.requireAccount(account);
    const days = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
    const where = { account, ...(from === undefined && to === undefined ? {} : { received_on: days }) };
    const rows = await this.readModels.find(accountPayments, { where, orderBy: ['-received_on'], limit: limit + 1 });
    return {
      account,
      payments: rows.slice(0, limit).map(({ document }) => document),
      more: rows.length > limit,
      totals: await this.totals(where),
    };
  }

  private async totals(where: NonNullable<ReadModelQuery['where']>): Promise<readonly PayeeTotal[]> {
    const sums = await this.readModels.sum(accountPayments, {
      where,
      groupBy: ['payee', 'state'],
      sums: ['amount_kopecks'],
    });
    const kopecksOf = (payee: string, state: string) =>
      sums.find(({ group }) => group['payee'] === payee && group['state'] === state)?.sums['amount_kopecks'] ?? 0;
    return PAYEES.map((payee) => ({
      payee,
      receivedKopecks: kopecksOf(payee, 'received'),
      reversedKopecks: kopecksOf(payee, 'reversed'),
    }));
  }

  /** Throws RejectedError PAYMENTS_UNKNOWN_ACCOUNT for an account that billing has not told of. */
  private async requireAccount(account: string): Promise<void> {
    const known = await this.readModels.get(knownAccounts, account);
    if (known === null) throw new RejectedError(new Rejection('PAYMENTS_UNKNOWN_ACCOUNT', { account }));
  }
}

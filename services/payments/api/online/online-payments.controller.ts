import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
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
  Origin,
  READ_MODELS,
  receiptOf,
} from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import { onlinePaymentStream } from '../../domain/online-payment.commands';
import { onlinePaymentDecider } from '../../domain/online-payment.decider';
import { OnlinePaymentCard, onlinePayments } from '../../projections/online-payments.projection';
import { PaymentPath } from '../payments.dto';
import { OnlinePaymentAnswer, SettleOnlinePaymentBody } from './online-payments.dto';

/** Online payments as the office sees them. */
@ApiTags('payments')
@Controller('online-payments')
export class OnlinePaymentsController {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commandHandler: CommandHandler,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

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
    const result = await this.commandHandler.execute({
      stream: onlinePaymentStream(paymentId),
      decider: onlinePaymentDecider,
      command: { kind: 'SettleOnlinePayment', paymentId, settledOn: settledOn ?? today, today },
      ...origin,
    });
    return receiptOf(result);
  }
}

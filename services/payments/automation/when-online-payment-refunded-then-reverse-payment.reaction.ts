import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { DataOf, onlinePaymentRefunded } from '#libs/contracts';
import { CommandHandler } from '#libs/event-store';
import { RejectedError } from '#libs/kernel';
import { MessageContext } from '#libs/messaging';
import { COMMAND_HANDLER } from '#libs/platform';
import { ledgerPaymentId } from '../domain/online-payment.commands';
import { PaymentCommand, paymentStream } from '../domain/payment.commands';
import { paymentDecider } from '../domain/payment.decider';
import { PAYMENTS_ACTOR, PAYMENTS_CONSUMER } from './payments-consumer';

const REASON = 'Деньги возвращены плательщику банком';

/**
 * When a bank has given money back, the payment is recalled; where a part of it stays, the rest is received with the day
 * of the original payment, as in a transfer to the right account.
 */
@Controller()
export class WhenOnlinePaymentRefundedThenReversePayment {
  constructor(@Inject(COMMAND_HANDLER) private readonly commandHandler: CommandHandler) {}

  /** Throws RejectedError, upon which the key is parked. */
  @EventPattern(onlinePaymentRefunded.name, PAYMENTS_CONSUMER)
  async handle(@Payload() told: DataOf<typeof onlinePaymentRefunded>, @Ctx() context: MessageContext): Promise<void> {
    const data = onlinePaymentRefunded.schema.parse(told);
    if (data.orderId !== null) return;
    const { account, payee, amountKopecks, refundedBeforeKopecks, refundedKopecks, capturedOn, refundedOn } = data;
    const today = refundedOn;
    const recalled = ledgerPaymentId(data.paymentId, refundedBeforeKopecks);
    const reverse = { paymentId: recalled, reversedOn: refundedOn, reason: REASON, today };
    await this.state(context, 'reverse-payment', { kind: 'ReversePayment', ...reverse });
    const restKopecks = amountKopecks - refundedKopecks;
    if (restKopecks <= 0) return;
    await this.state(context, 'receive-rest', {
      kind: 'ReceivePayment',
      paymentId: ledgerPaymentId(data.paymentId, refundedKopecks),
      account,
      payee,
      amountKopecks: restKopecks,
      receivedOn: capturedOn,
      namedPeriod: null,
      channel: 'online',
      today,
    });
  }

  private async state(context: MessageContext, name: string, command: PaymentCommand): Promise<void> {
    const { messageId, source } = context.getMessage();
    const result = await this.commandHandler.execute({
      stream: paymentStream(command.paymentId),
      decider: paymentDecider,
      command,
      commandId: `${messageId}:${name}`,
      actor: PAYMENTS_ACTOR,
      correlationId: source.correlationId,
      causationId: source.eventId,
    });
    if (result.kind === 'rejected') throw new RejectedError(result.rejection);
  }
}

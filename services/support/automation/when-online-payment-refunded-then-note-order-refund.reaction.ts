import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { DataOf, onlinePaymentRefunded } from '#libs/contracts';
import { CommandHandler } from '#libs/event-store';
import { RejectedError } from '#libs/kernel';
import { MessageContext } from '#libs/messaging';
import { COMMAND_HANDLER } from '#libs/platform';
import { orderStream } from '../domain/order.commands';
import { orderDecider } from '../domain/order.decider';
import { SUPPORT_ACTOR, SUPPORT_CONSUMER } from './support-consumer';

/** Money of an order that the bank gave back is owed to nobody any more; work that was done is charged again. */
@Controller()
export class WhenOnlinePaymentRefundedThenNoteOrderRefund {
  constructor(@Inject(COMMAND_HANDLER) private readonly commands: CommandHandler) {}

  /** Throws RejectedError, upon which the key is parked. */
  @EventPattern(onlinePaymentRefunded.name, SUPPORT_CONSUMER)
  async handle(@Payload() data: DataOf<typeof onlinePaymentRefunded>, @Ctx() context: MessageContext): Promise<void> {
    const { account, orderId, paymentId, payee, ...told } = onlinePaymentRefunded.schema.parse(data);
    if (orderId === null || payee !== 'main') return;
    const { amountKopecks, capturedOn, refundedKopecks, refundedOn } = told;
    const { messageId, source } = context.getMessage();
    const result = await this.commands.execute({
      stream: orderStream(orderId),
      decider: orderDecider,
      command: {
        kind: 'NoteOrderRefund',
        ...{ orderId, account, paymentId },
        ...{ amountKopecks, paidOn: capturedOn, refundedKopecks, refundedOn },
      },
      commandId: `${messageId}:note-order-refund`,
      actor: SUPPORT_ACTOR,
      correlationId: source.correlationId,
      causationId: source.eventId,
    });
    if (result.kind === 'rejected') throw new RejectedError(result.rejection);
  }
}

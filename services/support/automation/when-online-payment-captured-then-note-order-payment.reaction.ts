import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { DataOf, onlinePaymentCaptured } from '#libs/contracts';
import { CommandHandler } from '#libs/event-store';
import { RejectedError } from '#libs/kernel';
import { MessageContext } from '#libs/messaging';
import { COMMAND_HANDLER } from '#libs/platform';
import { orderStream } from '../domain/order.commands';
import { orderDecider } from '../domain/order.decider';
import { SUPPORT_ACTOR, SUPPORT_CONSUMER } from './support-consumer';

/** A payment that was made for an order marks the order as paid; it is no payment of the account’s charges. */
@Controller()
export class WhenOnlinePaymentCapturedThenNoteOrderPayment {
  constructor(@Inject(COMMAND_HANDLER) private readonly commands: CommandHandler) {}

  /** Throws RejectedError, upon which the key is parked. */
  @EventPattern(onlinePaymentCaptured.name, SUPPORT_CONSUMER)
  async handle(@Payload() data: DataOf<typeof onlinePaymentCaptured>, @Ctx() context: MessageContext): Promise<void> {
    const { account, orderId, paymentId, payee, amountKopecks, capturedOn } = onlinePaymentCaptured.schema.parse(data);
    // The company alone offers services: what was paid to the repair fund pays for none.
    if (orderId === null || payee !== 'main') return;
    const { messageId, source } = context.getMessage();
    const result = await this.commands.execute({
      stream: orderStream(orderId),
      decider: orderDecider,
      command: { kind: 'NoteOrderPayment', orderId, account, paymentId, amountKopecks, paidOn: capturedOn },
      commandId: `${messageId}:note-order-payment`,
      actor: SUPPORT_ACTOR,
      correlationId: source.correlationId,
      causationId: source.eventId,
    });
    if (result.kind === 'rejected') throw new RejectedError(result.rejection);
  }
}

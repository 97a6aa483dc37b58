import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { DataOf, onlinePaymentDeclined } from '#libs/contracts';
import { CommandHandler } from '#libs/event-store';
import { RejectedError } from '#libs/kernel';
import { MessageContext } from '#libs/messaging';
import { COMMAND_HANDLER } from '#libs/platform';
import { autopayStream } from '../domain/autopay.commands';
import { autopayDecider } from '../domain/autopay.decider';
import { PAYMENTS_ACTOR, PAYMENTS_CONSUMER } from './payments-consumer';

/**
 * When a bank has not made a charge, its agreement waits for the next one or ends; when it has not made the payment with
 * which a method was to be kept, nobody waits for the agreement any more.
 */
@Controller()
export class WhenOnlinePaymentDeclinedThenNoteAutopay {
  constructor(@Inject(COMMAND_HANDLER) private readonly commandHandler: CommandHandler) {}

  /** Throws RejectedError, upon which the key is parked. */
  @EventPattern(onlinePaymentDeclined.name, PAYMENTS_CONSUMER)
  async handle(@Payload() told: DataOf<typeof onlinePaymentDeclined>, @Ctx() context: MessageContext): Promise<void> {
    const { messageId, source } = context.getMessage();
    const { account, payee, paymentId, orderId, reason, declinedOn } = onlinePaymentDeclined.schema.parse(told);
    if (orderId !== null) return;
    const result = await this.commandHandler.execute({
      stream: autopayStream(account, payee),
      decider: autopayDecider,
      command: { kind: 'NoteAutopayDecline', paymentId, reason, declinedOn },
      commandId: `${messageId}:note-autopay`,
      actor: PAYMENTS_ACTOR,
      correlationId: source.correlationId,
      causationId: source.eventId,
    });
    if (result.kind === 'rejected') throw new RejectedError(result.rejection);
  }
}

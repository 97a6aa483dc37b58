import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { DataOf, paymentReplaced } from '#libs/contracts';
import { CommandHandler } from '#libs/event-store';
import { RejectedError } from '#libs/kernel';
import { MessageContext } from '#libs/messaging';
import { COMMAND_HANDLER } from '#libs/platform';
import { paymentStream } from '../domain/payment.commands';
import { paymentDecider } from '../domain/payment.decider';
import { PAYMENTS_ACTOR, PAYMENTS_CONSUMER } from './payments-consumer';

/**
 * When a recalled payment goes on as another, the other one is received with the day of the original. It follows from the
 * log: a process that stops in between loses no money.
 */
@Controller()
export class WhenPaymentReplacedThenReceiveReplacement {
  constructor(@Inject(COMMAND_HANDLER) private readonly commandHandler: CommandHandler) {}

  /** Throws RejectedError, upon which the key is parked. */
  @EventPattern(paymentReplaced.name, PAYMENTS_CONSUMER)
  async handle(@Payload() data: DataOf<typeof paymentReplaced>, @Ctx() context: MessageContext): Promise<void> {
    const { messageId, source } = context.getMessage();
    const { replacement, replacedOn } = paymentReplaced.schema.parse(data);
    const result = await this.commandHandler.execute({
      stream: paymentStream(replacement.paymentId),
      decider: paymentDecider,
      command: { kind: 'ReceivePayment', ...replacement, today: replacedOn },
      commandId: `${messageId}:receive-replacement`,
      actor: PAYMENTS_ACTOR,
      correlationId: source.correlationId,
      causationId: source.eventId,
    });
    if (result.kind === 'rejected') throw new RejectedError(result.rejection);
  }
}

import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { contactWithdrawn, DataOf } from '#libs/contracts';
import { CommandHandler } from '#libs/event-store';
import { RejectedError } from '#libs/kernel';
import { MessageContext } from '#libs/messaging';
import { COMMAND_HANDLER } from '#libs/platform';
import { payerAccountStream } from '../domain/payer-account.commands';
import { payerAccountDecider } from '../domain/payer-account.decider';
import { PAYMENTS_ACTOR, PAYMENTS_CONSUMER } from './payments-consumer';

/** When somebody is not to be written to any more, no notice can be given this way, and without any nothing is charged. */
@Controller()
export class WhenContactWithdrawnThenDropPayerContact {
  constructor(@Inject(COMMAND_HANDLER) private readonly commandHandler: CommandHandler) {}

  /** Throws RejectedError, upon which the key is parked. */
  @EventPattern(contactWithdrawn.name, PAYMENTS_CONSUMER)
  async handle(@Payload() told: DataOf<typeof contactWithdrawn>, @Ctx() context: MessageContext): Promise<void> {
    const { messageId, source } = context.getMessage();
    const { account, contactId, withdrawnOn } = contactWithdrawn.schema.parse(told);
    const result = await this.commandHandler.execute({
      stream: payerAccountStream(account),
      decider: payerAccountDecider,
      command: { kind: 'DropPayerContact', account, contactId, droppedOn: withdrawnOn },
      commandId: `${messageId}:drop-payer-contact`,
      actor: PAYMENTS_ACTOR,
      correlationId: source.correlationId,
      causationId: source.eventId,
    });
    if (result.kind === 'rejected') throw new RejectedError(result.rejection);
  }
}

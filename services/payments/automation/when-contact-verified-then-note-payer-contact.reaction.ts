import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { contactVerified, DataOf } from '#libs/contracts';
import { CommandHandler } from '#libs/event-store';
import { RejectedError } from '#libs/kernel';
import { MessageContext } from '#libs/messaging';
import { COMMAND_HANDLER } from '#libs/platform';
import { payerAccountStream } from '../domain/payer-account.commands';
import { payerAccountDecider } from '../domain/payer-account.decider';
import { PAYMENTS_ACTOR, PAYMENTS_CONSUMER } from './payments-consumer';

/** When somebody of an account can be written to, notice can be given of a charge. */
@Controller()
export class WhenContactVerifiedThenNotePayerContact {
  constructor(@Inject(COMMAND_HANDLER) private readonly commandHandler: CommandHandler) {}

  /** Throws RejectedError, upon which the key is parked. */
  @EventPattern(contactVerified.name, PAYMENTS_CONSUMER)
  async handle(@Payload() told: DataOf<typeof contactVerified>, @Ctx() context: MessageContext): Promise<void> {
    const { messageId, source } = context.getMessage();
    const { account, contactId, personId, verifiedOn } = contactVerified.schema.parse(told);
    const result = await this.commandHandler.execute({
      stream: payerAccountStream(account),
      decider: payerAccountDecider,
      command: { kind: 'NotePayerContact', account, contactId, personId, verifiedOn },
      commandId: `${messageId}:note-payer-contact`,
      actor: PAYMENTS_ACTOR,
      correlationId: source.correlationId,
      causationId: source.eventId,
    });
    if (result.kind === 'rejected') throw new RejectedError(result.rejection);
  }
}

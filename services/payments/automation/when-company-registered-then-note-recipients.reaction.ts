import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { companyRegistered, DataOf } from '#libs/contracts';
import { CommandHandler } from '#libs/event-store';
import { RejectedError } from '#libs/kernel';
import { MessageContext } from '#libs/messaging';
import { COMMAND_HANDLER } from '#libs/platform';
import { recipientsStream } from '../domain/recipients.commands';
import { recipientsDecider } from '../domain/recipients.decider';
import { PAYMENTS_ACTOR, PAYMENTS_CONSUMER } from './payments-consumer';

/** When billing has told whom residents pay, a bank can be told where the money goes. */
@Controller()
export class WhenCompanyRegisteredThenNoteRecipients {
  constructor(@Inject(COMMAND_HANDLER) private readonly commandHandler: CommandHandler) {}

  /** Throws RejectedError, upon which the key is parked. */
  @EventPattern(companyRegistered.name, PAYMENTS_CONSUMER)
  async handle(@Payload() data: DataOf<typeof companyRegistered>, @Ctx() context: MessageContext): Promise<void> {
    const { messageId, source } = context.getMessage();
    const { companyId, payees } = companyRegistered.schema.parse(data);
    const result = await this.commandHandler.execute({
      stream: recipientsStream(companyId),
      decider: recipientsDecider,
      command: { kind: 'NoteRecipients', companyId, recipients: payees },
      commandId: `${messageId}:note-recipients`,
      actor: PAYMENTS_ACTOR,
      correlationId: source.correlationId,
      causationId: source.eventId,
    });
    if (result.kind === 'rejected') throw new RejectedError(result.rejection);
  }
}

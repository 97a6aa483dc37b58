import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { accountOpened, DataOf } from '#libs/contracts';
import { CommandHandler } from '#libs/event-store';
import { RejectedError } from '#libs/kernel';
import { MessageContext } from '#libs/messaging';
import { COMMAND_HANDLER } from '#libs/platform';
import { payerAccountStream } from '../domain/payer-account.commands';
import { payerAccountDecider } from '../domain/payer-account.decider';
import { PAYMENTS_ACTOR, PAYMENTS_CONSUMER } from './payments-consumer';

/** When billing has opened an account, it may be paid for. */
@Controller()
export class WhenAccountOpenedThenNotePayerAccount {
  constructor(@Inject(COMMAND_HANDLER) private readonly commandHandler: CommandHandler) {}

  /** Throws RejectedError, upon which the key is parked. */
  @EventPattern(accountOpened.name, PAYMENTS_CONSUMER)
  async handle(@Payload() data: DataOf<typeof accountOpened>, @Ctx() context: MessageContext): Promise<void> {
    const { messageId, source } = context.getMessage();
    const { account, houseId, openedOn } = accountOpened.schema.parse(data);
    const result = await this.commandHandler.execute({
      stream: payerAccountStream(account),
      decider: payerAccountDecider,
      command: { kind: 'NotePayerAccount', account, houseId, openedOn },
      commandId: `${messageId}:note-payer-account`,
      actor: PAYMENTS_ACTOR,
      correlationId: source.correlationId,
      causationId: source.eventId,
    });
    if (result.kind === 'rejected') throw new RejectedError(result.rejection);
  }
}

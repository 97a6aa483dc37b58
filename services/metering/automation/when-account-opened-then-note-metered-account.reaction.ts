import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { accountOpened, DataOf } from '#libs/contracts';
import { CommandHandler } from '#libs/event-store';
import { RejectedError } from '#libs/kernel';
import { MessageContext } from '#libs/messaging';
import { COMMAND_HANDLER } from '#libs/platform';
import { meteredAccountStream } from '../domain/metered-account.commands';
import { meteredAccountDecider } from '../domain/metered-account.decider';
import { METERING_ACTOR, METERING_CONSUMER } from './metering-consumer';

/** When billing has opened an account, metering notes it with the reading window of its house. */
@Controller()
export class WhenAccountOpenedThenNoteMeteredAccount {
  constructor(@Inject(COMMAND_HANDLER) private readonly commandHandler: CommandHandler) {}

  /** Throws RejectedError, upon which the key is parked. */
  @EventPattern(accountOpened.name, METERING_CONSUMER)
  async handle(@Payload() data: DataOf<typeof accountOpened>, @Ctx() context: MessageContext): Promise<void> {
    const { messageId, source } = context.getMessage();
    const { account, houseId, openedOn, windowFromDay, windowToDay } = accountOpened.schema.parse(data);
    const result = await this.commandHandler.execute({
      stream: meteredAccountStream(account),
      decider: meteredAccountDecider,
      command: { kind: 'NoteMeteredAccount', account, houseId, openedOn, windowFromDay, windowToDay },
      commandId: `${messageId}:note-metered-account`,
      actor: METERING_ACTOR,
      correlationId: source.correlationId,
      causationId: source.eventId,
    });
    if (result.kind === 'rejected') throw new RejectedError(result.rejection);
  }
}

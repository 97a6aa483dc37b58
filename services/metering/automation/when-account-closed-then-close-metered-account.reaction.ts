import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { accountClosed, DataOf } from '#libs/contracts';
import { CommandHandler } from '#libs/event-store';
import { RejectedError } from '#libs/kernel';
import { MessageContext } from '#libs/messaging';
import { COMMAND_HANDLER } from '#libs/platform';
import { meteredAccountStream } from '../domain/metered-account.commands';
import { meteredAccountDecider } from '../domain/metered-account.decider';
import { METERING_ACTOR, METERING_CONSUMER } from './metering-consumer';

/** When billing has closed an account, metering knows which month its last readings belong to. */
@Controller()
export class WhenAccountClosedThenCloseMeteredAccount {
  constructor(@Inject(COMMAND_HANDLER) private readonly commandHandler: CommandHandler) {}

  /** Throws RejectedError, upon which the key is parked. */
  @EventPattern(accountClosed.name, METERING_CONSUMER)
  async handle(@Payload() data: DataOf<typeof accountClosed>, @Ctx() context: MessageContext): Promise<void> {
    const { messageId, source } = context.getMessage();
    const { account, closedOn } = accountClosed.schema.parse(data);
    const result = await this.commandHandler.execute({
      stream: meteredAccountStream(account),
      decider: meteredAccountDecider,
      command: { kind: 'CloseMeteredAccount', account, closedOn },
      commandId: `${messageId}:close-metered-account`,
      actor: METERING_ACTOR,
      correlationId: source.correlationId,
      causationId: source.eventId,
    });
    if (result.kind === 'rejected') throw new RejectedError(result.rejection);
  }
}

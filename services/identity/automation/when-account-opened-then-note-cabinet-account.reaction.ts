import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { accountOpened, DataOf } from '#libs/contracts';
import { CommandHandler } from '#libs/event-store';
import { RejectedError } from '#libs/kernel';
import { MessageContext } from '#libs/messaging';
import { COMMAND_HANDLER } from '#libs/platform';
import { credentialStream } from '../domain/credential.commands';
import { credentialDecider } from '../domain/credential.decider';
import { IDENTITY_ACTOR, IDENTITY_CONSUMER } from './identity-consumer';

/** When billing has opened an account, its payer may be given a way into the cabinet. */
@Controller()
export class WhenAccountOpenedThenNoteCabinetAccount {
  constructor(@Inject(COMMAND_HANDLER) private readonly commandHandler: CommandHandler) {}

  /** Throws RejectedError, upon which the key is parked. */
  @EventPattern(accountOpened.name, IDENTITY_CONSUMER)
  async handle(@Payload() data: DataOf<typeof accountOpened>, @Ctx() context: MessageContext): Promise<void> {
    const { messageId, source } = context.getMessage();
    const { account, houseId, openedOn } = accountOpened.schema.parse(data);
    const result = await this.commandHandler.execute({
      stream: credentialStream(account),
      decider: credentialDecider,
      command: { kind: 'NoteCabinetAccount', account, houseId, openedOn },
      commandId: `${messageId}:note-cabinet-account`,
      actor: IDENTITY_ACTOR,
      correlationId: source.correlationId,
      causationId: source.eventId,
    });
    if (result.kind === 'rejected') throw new RejectedError(result.rejection);
  }
}

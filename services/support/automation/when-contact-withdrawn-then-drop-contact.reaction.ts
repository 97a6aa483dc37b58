import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { contactWithdrawn, DataOf } from '#libs/contracts';
import { CommandHandler } from '#libs/event-store';
import { MessageContext } from '#libs/messaging';
import { COMMAND_HANDLER } from '#libs/platform';
import { SUPPORT_CONSUMER } from './support-consumer';
import { noteOfAccount } from './support-reaction';

/** When a contact was withdrawn, no letter goes to it, not even one that waits already. */
@Controller()
export class WhenContactWithdrawnThenDropContact {
  constructor(@Inject(COMMAND_HANDLER) private readonly commands: CommandHandler) {}

  @EventPattern(contactWithdrawn.name, SUPPORT_CONSUMER)
  async handle(@Payload() data: DataOf<typeof contactWithdrawn>, @Ctx() context: MessageContext): Promise<void> {
    const { account, contactId, withdrawnOn } = contactWithdrawn.schema.parse(data);
    await noteOfAccount(this.commands, context.getMessage(), {
      kind: 'DropContact',
      account,
      contactId,
      droppedOn: withdrawnOn,
    });
  }
}

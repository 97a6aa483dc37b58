import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { contactVerified, DataOf } from '#libs/contracts';
import { CommandHandler } from '#libs/event-store';
import { MessageContext } from '#libs/messaging';
import { COMMAND_HANDLER } from '#libs/platform';
import { SUPPORT_CONSUMER } from './support-consumer';
import { noteOfAccount } from './support-reaction';

/** When identity has verified a contact, letters reach it from that day on. */
@Controller()
export class WhenContactVerifiedThenNoteContact {
  constructor(@Inject(COMMAND_HANDLER) private readonly commands: CommandHandler) {}

  @EventPattern(contactVerified.name, SUPPORT_CONSUMER)
  async handle(@Payload() data: DataOf<typeof contactVerified>, @Ctx() context: MessageContext): Promise<void> {
    const { account, contactId, personId, verifiedOn } = contactVerified.schema.parse(data);
    await noteOfAccount(this.commands, context.getMessage(), {
      kind: 'NoteContact',
      account,
      contactId,
      personId,
      verifiedOn,
    });
  }
}

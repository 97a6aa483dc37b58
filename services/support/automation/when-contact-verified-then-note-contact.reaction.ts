import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { contactVerified, DataOf } from '#libs/contracts';
import { CommandHandler, EventStore } from '#libs/event-store';
import { Clock } from '#libs/kernel';
import { MessageContext } from '#libs/messaging';
import { CLOCK, COMMAND_HANDLER, EVENT_STORE } from '#libs/platform';
import { requestNotifications, supportedAccountNow } from './request-notifications';
import { SUPPORT_CONSUMER } from './support-consumer';
import { noteOfAccount, traceOf } from './support-reaction';

/** When identity has verified a contact, letters reach it from that day on, those among them that were heard of before it. */
@Controller()
export class WhenContactVerifiedThenNoteContact {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @EventPattern(contactVerified.name, SUPPORT_CONSUMER)
  async handle(@Payload() data: DataOf<typeof contactVerified>, @Ctx() context: MessageContext): Promise<void> {
    const { commands, store } = this;
    const message = context.getMessage();
    const { account, contactId, personId, verifiedOn } = contactVerified.schema.parse(data);
    await noteOfAccount(commands, message, { kind: 'NoteContact', account, contactId, personId, verifiedOn });
    const { held } = await supportedAccountNow(store, account);
    for (const { kind, ...news } of held) {
      await requestNotifications({ commands, store }, kind, { account, ...news }, this.clock.today(), traceOf(message));
    }
  }
}

import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { readingAccepted, DataOf } from '#libs/contracts';
import { CommandHandler, EventStore } from '#libs/event-store';
import { MessageContext } from '#libs/messaging';
import { COMMAND_HANDLER, EVENT_STORE } from '#libs/platform';
import { supportedAccountNow } from './request-notifications';
import { SUPPORT_CONSUMER } from './support-consumer';
import { noteOfAccount } from './support-reaction';

/** Who has given readings is not reminded of them. */
@Controller()
export class WhenReadingAcceptedThenNoteReadings {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  @EventPattern(readingAccepted.name, SUPPORT_CONSUMER)
  async handle(@Payload() data: DataOf<typeof readingAccepted>, @Ctx() context: MessageContext): Promise<void> {
    const { account, takenOn } = readingAccepted.schema.parse(data);
    const state = await supportedAccountNow(this.store, account);
    if (state.contacts.length === 0) return;
    await noteOfAccount(this.commands, context.getMessage(), { kind: 'NoteReadings', account, takenOn });
  }
}

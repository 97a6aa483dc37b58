import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { DataOf, instalmentKept } from '#libs/contracts';
import { CommandHandler, EventStore } from '#libs/event-store';
import { Clock } from '#libs/kernel';
import { MessageContext } from '#libs/messaging';
import { CLOCK, COMMAND_HANDLER, EVENT_STORE } from '#libs/platform';
import { tellOfInstalments } from './instalment-news';
import { SUPPORT_CONSUMER } from './support-consumer';

/** Who has paid ahead is not reminded of it. A part that was paid in time is no letter: the payment itself was one. */
@Controller()
export class WhenInstalmentKeptThenNoteLeft {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @EventPattern(instalmentKept.name, SUPPORT_CONSUMER)
  async handle(@Payload() data: DataOf<typeof instalmentKept>, @Ctx() context: MessageContext): Promise<void> {
    const { commands, store, clock } = this;
    const { account, agreementId, part, leftKopecks } = instalmentKept.schema.parse(data);
    const command = { kind: 'NoteInstalmentsLeft', account, agreementId, part, leftKopecks } as const;
    const letter = null;
    await tellOfInstalments({ commands, store, clock }, context.getMessage(), command, letter);
  }
}

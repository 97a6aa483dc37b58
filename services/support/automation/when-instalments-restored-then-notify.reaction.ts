import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { DataOf, instalmentsRestored } from '#libs/contracts';
import { CommandHandler, EventStore } from '#libs/event-store';
import { Clock } from '#libs/kernel';
import { MessageContext } from '#libs/messaging';
import { CLOCK, COMMAND_HANDLER, EVENT_STORE } from '#libs/platform';
import { tellOfInstalments } from './instalment-news';
import { SUPPORT_CONSUMER } from './support-consumer';

/** Who was told that an agreement was broken learns that it was not. */
@Controller()
export class WhenInstalmentsRestoredThenNotify {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @EventPattern(instalmentsRestored.name, SUPPORT_CONSUMER)
  async handle(@Payload() data: DataOf<typeof instalmentsRestored>, @Ctx() context: MessageContext): Promise<void> {
    const { commands, store, clock } = this;
    const { account, agreementId, part, restoredOn } = instalmentsRestored.schema.parse(data);
    const command = { kind: 'ResumeInstalments', account, agreementId, resumedOn: restoredOn } as const;
    const subject = `${agreementId}-${String(part)}-${restoredOn}`;
    const letter = { kind: 'instalments_agreed', subject, on: restoredOn, facts: { restoredOn } } as const;
    await tellOfInstalments({ commands, store, clock }, context.getMessage(), command, letter);
  }
}

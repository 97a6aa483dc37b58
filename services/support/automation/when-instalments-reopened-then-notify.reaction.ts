import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { DataOf, instalmentsReopened } from '#libs/contracts';
import { CommandHandler, EventStore } from '#libs/event-store';
import { Clock } from '#libs/kernel';
import { MessageContext } from '#libs/messaging';
import { CLOCK, COMMAND_HANDLER, EVENT_STORE } from '#libs/platform';
import { tellOfInstalments } from './instalment-news';
import { SUPPORT_CONSUMER } from './support-consumer';

/** Who was told that everything was paid learns that a payment was recalled, and that the parts run again. */
@Controller()
export class WhenInstalmentsReopenedThenNotify {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @EventPattern(instalmentsReopened.name, SUPPORT_CONSUMER)
  async handle(@Payload() data: DataOf<typeof instalmentsReopened>, @Ctx() context: MessageContext): Promise<void> {
    const { commands, store, clock } = this;
    const { account, agreementId, reopenedOn, leftKopecks } = instalmentsReopened.schema.parse(data);
    const resumed = { account, agreementId, resumedOn: reopenedOn, leftKopecks };
    const command = { kind: 'ResumeInstalments', ...resumed } as const;
    const subject = `${agreementId}-reopened-${reopenedOn}`;
    const letter = { kind: 'instalments_agreed', subject, on: reopenedOn, facts: { reopenedOn, leftKopecks } } as const;
    await tellOfInstalments({ commands, store, clock }, context.getMessage(), command, letter);
  }
}

import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { DataOf, instalmentsWithdrawn } from '#libs/contracts';
import { CommandHandler, EventStore } from '#libs/event-store';
import { Clock } from '#libs/kernel';
import { MessageContext } from '#libs/messaging';
import { CLOCK, COMMAND_HANDLER, EVENT_STORE } from '#libs/platform';
import { tellOfInstalments } from './instalment-news';
import { SUPPORT_CONSUMER } from './support-consumer';

/** Whose agreement the office ends learns from when on penalty counts. One that was broken before bears it already: that was told. */
@Controller()
export class WhenInstalmentsWithdrawnThenNotify {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @EventPattern(instalmentsWithdrawn.name, SUPPORT_CONSUMER)
  async handle(@Payload() data: DataOf<typeof instalmentsWithdrawn>, @Ctx() context: MessageContext): Promise<void> {
    const { commands, store, clock } = this;
    const { account, agreementId, withdrawnOn, penaltyFrom } = instalmentsWithdrawn.schema.parse(data);
    const command = {
      kind: 'EndInstalments',
      account,
      agreementId,
      because: 'withdrawn',
      endedOn: withdrawnOn,
    } as const;
    const subject = `${agreementId}-withdrawn`;
    const facts = { withdrawnOn, penaltyFrom };
    const letter =
      penaltyFrom <= withdrawnOn ? null : ({ kind: 'instalments_broken', subject, on: withdrawnOn, facts } as const);
    await tellOfInstalments({ commands, store, clock }, context.getMessage(), command, letter);
  }
}

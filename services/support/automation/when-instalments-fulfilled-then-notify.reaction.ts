import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { DataOf, instalmentsFulfilled } from '#libs/contracts';
import { CommandHandler, EventStore } from '#libs/event-store';
import { Clock } from '#libs/kernel';
import { MessageContext } from '#libs/messaging';
import { CLOCK, COMMAND_HANDLER, EVENT_STORE } from '#libs/platform';
import { tellOfInstalments } from './instalment-news';
import { SUPPORT_CONSUMER } from './support-consumer';

/** Who has paid all parts hears that it is done; after a recalled payment once more, so the day is of the subject. */
@Controller()
export class WhenInstalmentsFulfilledThenNotify {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @EventPattern(instalmentsFulfilled.name, SUPPORT_CONSUMER)
  async handle(@Payload() data: DataOf<typeof instalmentsFulfilled>, @Ctx() context: MessageContext): Promise<void> {
    const { commands, store, clock } = this;
    const { account, agreementId, fulfilledOn } = instalmentsFulfilled.schema.parse(data);
    const command = {
      kind: 'EndInstalments',
      account,
      agreementId,
      because: 'fulfilled',
      endedOn: fulfilledOn,
    } as const;
    const subject = `${agreementId}-${fulfilledOn}`;
    const letter = { kind: 'instalments_fulfilled', subject, on: fulfilledOn, facts: {} } as const;
    await tellOfInstalments({ commands, store, clock }, context.getMessage(), command, letter);
  }
}

import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { accountShared, DataOf } from '#libs/contracts';
import { CommandHandler, EventStore } from '#libs/event-store';
import { addDays, Clock } from '#libs/kernel';
import { MessageContext } from '#libs/messaging';
import { CLOCK, COMMAND_HANDLER, EVENT_STORE } from '#libs/platform';
import { requestNotifications } from './request-notifications';
import { SUPPORT_CONSUMER } from './support-consumer';
import { newsDayOf, traceOf } from './support-reaction';

/** A stranger inside is of interest for longer than a payment that has come. */
const USEFUL_DAYS = 14;

/** Whose account is shown under another sign-in hears of it, each time. */
@Controller()
export class WhenAccountSharedThenNotify {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @EventPattern(accountShared.name, SUPPORT_CONSUMER)
  async handle(@Payload() data: DataOf<typeof accountShared>, @Ctx() context: MessageContext): Promise<void> {
    const { commands, store } = this;
    const message = context.getMessage();
    const { account, sharedOn } = accountShared.schema.parse(data);
    const today = this.clock.today();
    const news = {
      account,
      subject: message.source.eventId,
      happenedOn: newsDayOf(message),
      expiresOn: addDays(today, USEFUL_DAYS),
      facts: { sharedOn },
    };
    await requestNotifications({ commands, store }, 'account_shared', news, today, traceOf(message));
  }
}

import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { autopayAnnounced, DataOf } from '#libs/contracts';
import { CommandHandler, EventStore } from '#libs/event-store';
import { addDays, Clock } from '#libs/kernel';
import { MessageContext } from '#libs/messaging';
import { CLOCK, COMMAND_HANDLER, EVENT_STORE } from '#libs/platform';
import { requestNotifications } from './request-notifications';
import { SUPPORT_CONSUMER } from './support-consumer';
import { newsDayOf, traceOf } from './support-reaction';

/** Whose card will be charged hears of it before, and can still say no. */
@Controller()
export class WhenAutopayAnnouncedThenNotify {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @EventPattern(autopayAnnounced.name, SUPPORT_CONSUMER)
  async handle(@Payload() data: DataOf<typeof autopayAnnounced>, @Ctx() context: MessageContext): Promise<void> {
    const { commands, store } = this;
    const message = context.getMessage();
    const { account, payee, amountKopecks, announcedOn, chargeOn } = autopayAnnounced.schema.parse(data);
    const news = {
      account,
      subject: `${payee}-${chargeOn}`,
      // The day of the company: payments charges who could be reached on it, wherever that day begins.
      happenedOn: announcedOn ?? newsDayOf(message),
      expiresOn: addDays(chargeOn, -1),
      facts: { payee, amountKopecks, chargeOn },
    };
    await requestNotifications({ commands, store }, 'autopay_announced', news, this.clock.today(), traceOf(message));
  }
}

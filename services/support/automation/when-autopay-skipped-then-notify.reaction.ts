import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { autopaySkipped, DataOf } from '#libs/contracts';
import { CommandHandler, EventStore } from '#libs/event-store';
import { addDays, Clock } from '#libs/kernel';
import { MessageContext } from '#libs/messaging';
import { CLOCK, COMMAND_HANDLER, EVENT_STORE } from '#libs/platform';
import { requestNotifications } from './request-notifications';
import { SUPPORT_CONSUMER } from './support-consumer';
import { newsDayOf, traceOf } from './support-reaction';

const SKIPPED_USEFUL_DAYS = 3;

/** Who relies on an agreement hears when it was not charged because too much is owed. */
@Controller()
export class WhenAutopaySkippedThenNotify {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @EventPattern(autopaySkipped.name, SUPPORT_CONSUMER)
  async handle(@Payload() data: DataOf<typeof autopaySkipped>, @Ctx() context: MessageContext): Promise<void> {
    const { commands, store } = this;
    const message = context.getMessage();
    const { account, payee, reason, owedKopecks, limitKopecks, skippedOn } = autopaySkipped.schema.parse(data);
    if (reason !== 'above_limit') return;
    const news = {
      account,
      subject: `${payee}-${skippedOn}`,
      happenedOn: newsDayOf(message),
      expiresOn: addDays(skippedOn, SKIPPED_USEFUL_DAYS),
      facts: { payee, owedKopecks, limitKopecks },
    };
    await requestNotifications({ commands, store }, 'autopay_skipped', news, this.clock.today(), traceOf(message));
  }
}

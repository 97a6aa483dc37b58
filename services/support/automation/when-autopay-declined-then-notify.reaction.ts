import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { autopayDeclined, DataOf } from '#libs/contracts';
import { CommandHandler, EventStore } from '#libs/event-store';
import { addDays, Clock } from '#libs/kernel';
import { MessageContext } from '#libs/messaging';
import { CLOCK, COMMAND_HANDLER, EVENT_STORE } from '#libs/platform';
import { requestNotifications } from './request-notifications';
import { SUPPORT_CONSUMER } from './support-consumer';
import { newsDayOf, traceOf } from './support-reaction';

const DECLINED_USEFUL_DAYS = 7;

/** Who relies on an agreement hears that the bank has not charged it, why, and what comes next. */
@Controller()
export class WhenAutopayDeclinedThenNotify {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @EventPattern(autopayDeclined.name, SUPPORT_CONSUMER)
  async handle(@Payload() data: DataOf<typeof autopayDeclined>, @Ctx() context: MessageContext): Promise<void> {
    const { commands, store } = this;
    const message = context.getMessage();
    const told = autopayDeclined.schema.parse(data);
    const { account, paymentId, payee, amountKopecks, reason, nextOn, endsAgreement, declinedOn } = told;
    const news = {
      account,
      subject: paymentId,
      happenedOn: newsDayOf(message),
      expiresOn: addDays(declinedOn, DECLINED_USEFUL_DAYS),
      facts: { payee, amountKopecks, reason, nextOn: nextOn ?? '', ends: endsAgreement ? 1 : 0 },
    };
    await requestNotifications({ commands, store }, 'autopay_declined', news, this.clock.today(), traceOf(message));
  }
}

import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { DataOf, onlinePaymentDeclined } from '#libs/contracts';
import { CommandHandler, EventStore } from '#libs/event-store';
import { addDays, Clock } from '#libs/kernel';
import { MessageContext } from '#libs/messaging';
import { CLOCK, COMMAND_HANDLER, EVENT_STORE } from '#libs/platform';
import { requestNotifications } from './request-notifications';
import { SUPPORT_CONSUMER } from './support-consumer';
import { newsDayOf, traceOf } from './support-reaction';

const DECLINED_USEFUL_DAYS = 3;
/** The payer has stopped by themselves, or has gone away from the page of the bank: there is nothing to tell. */
const OWN_DOING: readonly string[] = ['declined_by_payer', 'expired_on_confirmation', 'unknown_to_the_bank'];

/** Whoever has paid at a bank and has closed its page hears that the money did not come. Of charges agreements tell. */
@Controller()
export class WhenOnlinePaymentDeclinedThenNotify {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @EventPattern(onlinePaymentDeclined.name, SUPPORT_CONSUMER)
  async handle(@Payload() data: DataOf<typeof onlinePaymentDeclined>, @Ctx() context: MessageContext): Promise<void> {
    const { commands, store } = this;
    const message = context.getMessage();
    const { account, paymentId, payee, amountKopecks, byAutopay, reason, declinedOn } =
      onlinePaymentDeclined.schema.parse(data);
    if (byAutopay || OWN_DOING.includes(reason)) return;
    const news = {
      account,
      subject: paymentId,
      happenedOn: newsDayOf(message),
      expiresOn: addDays(declinedOn, DECLINED_USEFUL_DAYS),
      facts: { payee, amountKopecks, reason },
    };
    await requestNotifications({ commands, store }, 'payment_declined', news, this.clock.today(), traceOf(message));
  }
}

import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { autopayRequestFailed, DataOf } from '#libs/contracts';
import { CommandHandler, EventStore } from '#libs/event-store';
import { addDays, Clock } from '#libs/kernel';
import { MessageContext } from '#libs/messaging';
import { CLOCK, COMMAND_HANDLER, EVENT_STORE } from '#libs/platform';
import { requestNotifications } from './request-notifications';
import { SUPPORT_CONSUMER } from './support-consumer';
import { newsDayOf, traceOf } from './support-reaction';

const FAILED_USEFUL_DAYS = 7;

/**
 * Who has paid to have a card kept hears that the bank has not kept it: the payment counts, and nothing will be charged. Of
 * a payment that was not made another letter tells.
 */
@Controller()
export class WhenAutopayRequestFailedThenNotify {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @EventPattern(autopayRequestFailed.name, SUPPORT_CONSUMER)
  async handle(@Payload() data: DataOf<typeof autopayRequestFailed>, @Ctx() context: MessageContext): Promise<void> {
    const { commands, store } = this;
    const message = context.getMessage();
    const { account, paymentId, payee, reason, failedOn } = autopayRequestFailed.schema.parse(data);
    if (reason !== 'method_not_kept') return;
    const news = {
      account,
      subject: paymentId,
      happenedOn: newsDayOf(message),
      expiresOn: addDays(failedOn, FAILED_USEFUL_DAYS),
      facts: { payee },
    };
    await requestNotifications({ commands, store }, 'autopay_not_agreed', news, this.clock.today(), traceOf(message));
  }
}

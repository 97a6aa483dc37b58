import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { periodClosed, DataOf } from '#libs/contracts';
import { CommandHandler, EventStore } from '#libs/event-store';
import { Clock, later } from '#libs/kernel';
import { MessageContext } from '#libs/messaging';
import { CLOCK, COMMAND_HANDLER, EVENT_STORE } from '#libs/platform';
import { requestNotifications, supportedAccountNow } from './request-notifications';
import { SUPPORT_CONSUMER } from './support-consumer';
import { newsDayOf, noteOfAccount, traceOf } from './support-reaction';

/** Who can be told learns what the month has come to, and can be reminded of it. */
@Controller()
export class WhenPeriodClosedThenNotify {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @EventPattern(periodClosed.name, SUPPORT_CONSUMER)
  async handle(@Payload() data: DataOf<typeof periodClosed>, @Ctx() context: MessageContext): Promise<void> {
    const { commands, store } = this;
    const message = context.getMessage();
    const { account, period, dueOn, payees } = periodClosed.schema.parse(data);
    const state = await supportedAccountNow(store, account);
    if (state.contacts.length === 0) return;
    const closingOf = (payee: 'main' | 'capital_repair') =>
      payees.find((one) => one.payee === payee)?.closingKopecks ?? 0;
    const closingKopecks = { main: closingOf('main'), capital_repair: closingOf('capital_repair') };
    await noteOfAccount(commands, message, { kind: 'NoteDue', account, period, dueOn, closingKopecks });
    const toPayKopecks = Math.max(0, closingKopecks.main) + Math.max(0, closingKopecks.capital_repair);
    const today = this.clock.today();
    const news = {
      account,
      subject: period,
      // The month may be closed days after it has ended: its close is the news.
      happenedOn: newsDayOf(message),
      expiresOn: later(dueOn, today),
      facts: { period, dueOn, toPayKopecks },
    };
    await requestNotifications({ commands, store }, 'slip_ready', news, today, traceOf(message));
  }
}

import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { paymentReceived, DataOf } from '#libs/contracts';
import { CommandHandler, EventStore } from '#libs/event-store';
import { addDays, Clock } from '#libs/kernel';
import { IntegrationMessage, MANY_AT_ONCE, MessageContext } from '#libs/messaging';
import { CLOCK, COMMAND_HANDLER, EVENT_STORE } from '#libs/platform';
import { accountsThat, requestNotifications } from './request-notifications';
import { SUPPORT_CONSUMER } from './support-consumer';
import { newsDayOf, traceOf } from './support-reaction';

const PAYMENT_USEFUL_DAYS = 3;

/** The payer is told that the money has come. What it pays of a debt billing says, when it has put it there. */
@Controller()
export class WhenPaymentReceivedThenNotify {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** A registry of a bank brings thousands in a row; most of their accounts have nobody to be told: one look spares the rest. */
  @EventPattern(paymentReceived.name, SUPPORT_CONSUMER, MANY_AT_ONCE)
  async handle(
    @Payload() payments: readonly DataOf<typeof paymentReceived>[],
    @Ctx() context: MessageContext,
  ): Promise<void> {
    const messages = context.getMessages();
    const received = payments.map((data) => paymentReceived.schema.parse(data));
    const accounts = received.map(({ account }) => account);
    const told = await accountsThat(({ contacts }) => contacts.length > 0, this.store, accounts);
    for (const [place, data] of received.entries()) {
      if (told.has(data.account)) await this.tell(data, messages[place] ?? context.getMessage());
    }
  }

  private async tell(
    { account, paymentId, payee, amountKopecks, receivedOn, refundedKopecks }: DataOf<typeof paymentReceived>,
    message: IntegrationMessage,
  ): Promise<void> {
    const { commands, store } = this;
    const today = this.clock.today();
    // A registry of the bank comes days after the payments in it: that they have come is the news.
    const news = {
      account,
      subject: paymentId,
      happenedOn: newsDayOf(message),
      expiresOn: addDays(today, PAYMENT_USEFUL_DAYS),
      facts: { payee, amountKopecks, receivedOn, ...(refundedKopecks === undefined ? {} : { refundedKopecks }) },
    };
    await requestNotifications({ commands, store }, 'payment_received', news, today, traceOf(message));
  }
}

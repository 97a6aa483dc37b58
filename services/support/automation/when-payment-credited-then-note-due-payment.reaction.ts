import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { paymentCredited, DataOf } from '#libs/contracts';
import { CommandHandler, EventStore } from '#libs/event-store';
import { MANY_AT_ONCE, MessageContext } from '#libs/messaging';
import { COMMAND_HANDLER, EVENT_STORE } from '#libs/platform';
import { accountsThat } from './request-notifications';
import { SUPPORT_CONSUMER } from './support-consumer';
import { noteOfAccount } from './support-reaction';

/** Nobody is reminded of what a payment has paid. */
@Controller()
export class WhenPaymentCreditedThenNoteDuePayment {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  /** Thousands come in a row; of most of their accounts nothing is noted that they could pay: one look spares these. */
  @EventPattern(paymentCredited.name, SUPPORT_CONSUMER, MANY_AT_ONCE)
  async handle(
    @Payload() payments: readonly DataOf<typeof paymentCredited>[],
    @Ctx() context: MessageContext,
  ): Promise<void> {
    const messages = context.getMessages();
    const credited = payments.map((data) => paymentCredited.schema.parse(data));
    const accounts = credited.map(({ account }) => account);
    const owing = await accountsThat(({ due }) => due !== null, this.store, accounts);
    for (const [place, data] of credited.entries()) {
      if (!owing.has(data.account)) continue;
      await noteOfAccount(this.commands, messages[place] ?? context.getMessage(), { kind: 'NoteDuePayment', ...data });
    }
  }
}

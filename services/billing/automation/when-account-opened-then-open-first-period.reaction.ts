import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { accountOpened, DataOf } from '#libs/contracts';
import { CommandHandler, EventStore } from '#libs/event-store';
import { MessageContext } from '#libs/messaging';
import { COMMAND_HANDLER, EVENT_STORE } from '#libs/platform';
import { BILLING_CONSUMER } from './billing-consumer';
import { ReferenceBooks } from '../projections/reference-books';
import { openFirstPeriod } from './open-first-period';

/** A new account stands in its first period at once, unless a payment that was heard before has opened it. */
@Controller()
export class WhenAccountOpenedThenOpenFirstPeriod {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly books: ReferenceBooks,
  ) {}

  /** Throws RejectedError, upon which the key is parked. */
  @EventPattern(accountOpened.name, BILLING_CONSUMER)
  async handle(@Payload() { account }: DataOf<typeof accountOpened>, @Ctx() context: MessageContext): Promise<void> {
    const { correlationId, eventId: causationId } = context.getMessage().source;
    const { commands, store, books } = this;
    const period = await openFirstPeriod({ commands, store, books }, account, { correlationId, causationId });
    if (period === null) throw new Error(`The account ${account} has no beginning`);
  }
}

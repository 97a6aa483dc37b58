import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { DataOf, paymentReceived } from '#libs/contracts';
import { CommandHandler, EventStore } from '#libs/event-store';
import { MANY_AT_ONCE, MessageContext } from '#libs/messaging';
import { COMMAND_HANDLER, EVENT_STORE, PROJECTOR, READ_MODELS } from '#libs/platform';
import { Projector, ReadModels } from '#libs/read-models';
import { BILLING_CONSUMER } from './billing-consumer';
import { openPeriodProjection } from '../projections/open-period.projection';
import { stateToCurrentPeriods } from './current-period';
import { ReferenceBooks } from '../projections/reference-books';

/** A payment is put on the account's debts at once. */
@Controller()
export class WhenPaymentReceivedThenCreditAccount {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(PROJECTOR) private readonly projector: Projector,
    private readonly books: ReferenceBooks,
  ) {}

  /** A registry of a bank brings thousands in a row: they are credited together. */
  @EventPattern(paymentReceived.name, BILLING_CONSUMER, MANY_AT_ONCE)
  async handle(
    @Payload() payments: readonly DataOf<typeof paymentReceived>[],
    @Ctx() context: MessageContext,
  ): Promise<void> {
    const messages = context.getMessages();
    const { rules } = await this.books.current();
    await this.projector.catchUp(openPeriodProjection);
    const { commands, store, readModels, books } = this;
    await stateToCurrentPeriods(
      { commands, store, readModels, books },
      payments.map((data, place) => {
        const { messageId, source } = messages[place] ?? context.getMessage();
        return {
          account: data.account,
          command: { kind: 'CreditPayment', ...data, rules },
          input: data,
          commandId: `${messageId}:credit-account`,
          mayStandElsewhere: true,
          actor: 'service:billing',
          correlationId: source.correlationId,
          causationId: source.eventId,
        };
      }),
    );
  }
}

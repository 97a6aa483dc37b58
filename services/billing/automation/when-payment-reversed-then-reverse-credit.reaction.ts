import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { DataOf, paymentReversed } from '#libs/contracts';
import { CommandHandler, EventStore } from '#libs/event-store';
import { BillingPeriod, fold } from '#libs/kernel';
import { MessageContext } from '#libs/messaging';
import { COMMAND_HANDLER, EVENT_STORE, PROJECTOR, READ_MODELS } from '#libs/platform';
import { Projector, ReadModels } from '#libs/read-models';
import { BILLING_CONSUMER } from './billing-consumer';
import { accountPeriodStream } from '../domain/account-period.commands';
import { accountPeriodDecider } from '../domain/account-period.decider';
import { AccountPeriodEvent } from '../domain/account-period.events';
import { moneyIdOf } from '../domain/allocation.policy';
import { archivedFor, Restored } from '../domain/archive.policy';
import { openPeriodProjection } from '../projections/open-period.projection';
import { ReferenceBooks } from '../projections/reference-books';
import { stateToCurrentPeriod } from './current-period';
import { wholeHistory } from './whole-history';

/** A recalled payment leaves the debts as if it had never been made. */
@Controller()
export class WhenPaymentReversedThenReverseCredit {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(PROJECTOR) private readonly projector: Projector,
    private readonly books: ReferenceBooks,
  ) {}

  @EventPattern(paymentReversed.name, BILLING_CONSUMER)
  async handle(@Payload() data: DataOf<typeof paymentReversed>, @Ctx() context: MessageContext): Promise<void> {
    const { messageId, source } = context.getMessage();
    await this.projector.catchUp(openPeriodProjection);
    const { commands, store, readModels, books } = this;
    await stateToCurrentPeriod(
      { commands, store, readModels, books },
      {
        account: data.account,
        command: async (period) => ({
          kind: 'ReversePaymentCredit',
          ...data,
          restored: await this.archived(data, period),
        }),
        input: data,
        commandId: `${messageId}:reverse-credit`,
        mayStandElsewhere: true,
        actor: 'service:billing',
        correlationId: source.correlationId,
        causationId: source.eventId,
      },
    );
  }

  /**
   * Settled lines that the payment stands on have left the working ledger, and perhaps the payment itself: they are
   * brought back from the log. A recent payment may have settled an old line, so each recall looks; and a close that comes
   * before it may be the one that they have left with, so it looks for each period anew.
   */
  private async archived(data: DataOf<typeof paymentReversed>, period: BillingPeriod): Promise<Restored | undefined> {
    const events = await this.store.readStream(accountPeriodStream(data.account, period));
    const state = fold(accountPeriodDecider, events as unknown as readonly AccountPeriodEvent[]);
    // Such a period takes nothing back: another one is asked.
    if (state.status !== 'open') return undefined;
    const moneyId = moneyIdOf(data.paymentId);
    const whole = await wholeHistory(this.store, data.account, period);
    return archivedFor(whole.ledgers[data.payee], state.ledgers[data.payee], { periods: [], moneyId });
  }
}

import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { accountOpened, DataOf } from '#libs/contracts';
import { CommandHandler, EventStore } from '#libs/event-store';
import { later, periodOf, RejectedError } from '#libs/kernel';
import { MessageContext } from '#libs/messaging';
import { COMMAND_HANDLER, EVENT_STORE } from '#libs/platform';
import { BILLING_CONSUMER } from './billing-consumer';
import { accountStream } from '../domain/account.commands';
import { AccountOpened } from '../domain/account.events';
import { accountPeriodStream } from '../domain/account-period.commands';
import { accountPeriodDecider } from '../domain/account-period.decider';
import { openLedger } from '../domain/close-ledger.policy';
import { ReferenceBooks } from '../projections/reference-books';

/** A new account stands in its first period at once, with the debts and advances brought forward. */
@Controller()
export class WhenAccountOpenedThenOpenFirstPeriod {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly books: ReferenceBooks,
  ) {}

  @EventPattern(accountOpened.name, BILLING_CONSUMER)
  async handle(@Payload() data: DataOf<typeof accountOpened>, @Ctx() context: MessageContext): Promise<void> {
    const { messageId, source } = context.getMessage();
    const [opened] = await this.store.readStream(accountStream(data.account));
    if (opened?.type !== 'AccountOpened') throw new Error(`The account ${data.account} has no beginning`);
    const { openingBalances, houseId, openedOn, account } = opened.data as AccountOpened['data'];
    const { book, rules } = await this.books.current();
    const period = later(book.firstPeriod, periodOf(openedOn));
    const balancesOf = (payee: string) => openingBalances.filter((balance) => balance.payee === payee);
    const result = await this.commands.execute({
      stream: accountPeriodStream(account, period),
      decider: accountPeriodDecider,
      command: {
        kind: 'OpenPeriod',
        account,
        houseId,
        period,
        carriedFrom: null,
        ledgers: {
          main: openLedger(balancesOf('main'), rules),
          capital_repair: openLedger(balancesOf('capital_repair'), rules),
        },
      },
      commandId: `${messageId}:open-first-period`,
      actor: 'service:billing',
      correlationId: source.correlationId,
      causationId: source.eventId,
      input: { account, period },
    });
    if (result.kind === 'rejected') throw new RejectedError(result.rejection);
  }
}

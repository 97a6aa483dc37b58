import { CommandHandler, EventStore } from '#libs/event-store';
import { BillingPeriod, later, periodOf, RejectedError } from '#libs/kernel';
import { accountStream } from '../domain/account.commands';
import { AccountOpened } from '../domain/account.events';
import { accountPeriodStream } from '../domain/account-period.commands';
import { accountPeriodDecider } from '../domain/account-period.decider';
import { openLedger } from '../domain/close-ledger.policy';
import { ReferenceBooks } from '../projections/reference-books';

export interface FirstPeriodParts {
  readonly commands: Pick<CommandHandler, 'execute'>;
  readonly store: Pick<EventStore, 'readStream'>;
  readonly books: Pick<ReferenceBooks, 'current'>;
}

/** The message that made somebody open it. */
export interface FirstPeriodCause {
  readonly correlationId: string;
  readonly causationId: string | null;
}

/**
 * Opens the first period of an account, with the debts and advances brought forward, and answers which it is; null where
 * billing has opened no such account. Topics come in any order: whichever message of the account is heard first opens it,
 * and all others find it open, because the command has one id, in whatever period it is stated.
 * Throws RejectedError.
 */
export async function openFirstPeriod(
  { commands, store, books }: FirstPeriodParts,
  account: string,
  { correlationId, causationId }: FirstPeriodCause,
): Promise<BillingPeriod | null> {
  const [opened] = await store.readStream(accountStream(account));
  if (opened?.type !== 'AccountOpened') return null;
  const { openingBalances, houseId, openedOn } = opened.data as AccountOpened['data'];
  const { book, rules } = await books.current();
  const period = later(book.firstPeriod, periodOf(openedOn));
  const balancesOf = (payee: string) => openingBalances.filter((balance) => balance.payee === payee);
  const result = await commands.execute({
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
    commandId: `open-first-period:${account}`,
    mayStandElsewhere: true,
    actor: 'service:billing',
    correlationId,
    causationId,
    input: { account },
  });
  if (result.kind === 'rejected') throw new RejectedError(result.rejection);
  // Where the book has another first period since, the one that was opened holds.
  const [event] = result.events;
  return event?.type === 'PeriodOpened' ? event.data.period : period;
}

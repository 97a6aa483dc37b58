import { AppendOutcome, createCommandHandler, MemoryEventStore, StreamAppend } from '#libs/event-store';
import { BillingPeriod, fold } from '#libs/kernel';
import { MessageContext } from '#libs/messaging';
import { integrationMessage } from '#libs/testing';
import { accountPeriodStream } from '../domain/account-period.commands';
import { accountPeriodDecider } from '../domain/account-period.decider';
import { AccountPeriodEvent } from '../domain/account-period.events';
import { EMPTY_LEDGER } from '../domain/ledger';
import { ledgerRules } from '../domain/ledger-rules.policy';
import { aBook } from '../domain/testing/book-builder';
import { WhenPaymentReceivedThenCreditAccount } from './when-payment-received-then-credit-account.reaction';

const ACCOUNT = '0045120001';
const PAID = {
  account: ACCOUNT,
  paymentId: 'p1',
  payee: 'main' as const,
  amountKopecks: 1_000_00,
  receivedOn: '2025-03-20',
  namedPeriod: null,
};
const TOLD = new MessageContext(integrationMessage('m1', ACCOUNT, { contract: 'payments.payment-received.v1' }));

/**
 * As a store behind a network is that has just been started: what stands in other streams it finds only where it is asked
 * to look there.
 */
class NewcomerEventStore extends MemoryEventStore {
  override async appendMany(appends: readonly StreamAppend[]): Promise<readonly AppendOutcome[]> {
    return super.appendMany(
      await Promise.all(appends.map(async (append) => ((await this.isElsewhere(append)) ? renamed(append) : append))),
    );
  }

  private async isElsewhere({ stream, events, mayStandElsewhere = false }: StreamAppend): Promise<boolean> {
    const found = await Promise.all(events.map(({ eventId }) => this.findEvent(eventId)));
    return !mayStandElsewhere && found.some((event) => event !== null && event.stream !== stream);
  }
}

/** Under ids that no other stream has. */
function renamed(append: StreamAppend): StreamAppend {
  return { ...append, events: append.events.map((event) => ({ ...event, eventId: `${event.eventId}-again` })) };
}

/** An account that stands in a period whose ledgers know of no money. */
async function standingIn(store: MemoryEventStore, period: BillingPeriod) {
  const commands = createCommandHandler({ store, clock: { now: () => '2026-11-28T08:00:00.000Z' } });
  const rules = ledgerRules(aBook());
  await commands.execute({
    stream: accountPeriodStream(ACCOUNT, period),
    decider: accountPeriodDecider,
    command: {
      kind: 'OpenPeriod',
      account: ACCOUNT,
      houseId: 'house',
      period,
      carriedFrom: null,
      ledgers: { main: EMPTY_LEDGER, capital_repair: EMPTY_LEDGER },
    },
    commandId: `open ${period}`,
    actor: 'night',
  });
  const events = await store.readStream(accountPeriodStream(ACCOUNT, period));
  const state = fold(accountPeriodDecider, events as unknown as readonly AccountPeriodEvent[]);
  const row = { document: { state, revision: events.length - 1 }, position: events.length };
  const readModels = { get: async () => row, getMany: async () => new Map([[ACCOUNT, row]]) };
  const projector = { catchUp: async () => undefined };
  const books = { current: async () => ({ rules }) };
  return new WhenPaymentReceivedThenCreditAccount(
    commands,
    store,
    readModels as never,
    projector as never,
    books as never,
  );
}

const creditsIn = async (store: MemoryEventStore) =>
  (await store.readAll({ after: 0, limit: 100 })).events.filter(({ type }) => type === 'PaymentCredited');

it('a payment that is told again, long after its money was settled and forgotten, is not credited again', async () => {
  const store = new NewcomerEventStore();
  await (await standingIn(store, '2025-03')).handle([PAID], TOLD);
  expect(await creditsIn(store)).toHaveLength(1);
  await (await standingIn(store, '2026-11')).handle([PAID], TOLD);
  expect((await creditsIn(store)).map(({ stream }) => stream)).toEqual([accountPeriodStream(ACCOUNT, '2025-03')]);
});

it('another payment is credited to the period in which the account stands', async () => {
  const store = new NewcomerEventStore();
  await (await standingIn(store, '2025-03')).handle([PAID], TOLD);
  const other = new MessageContext(integrationMessage('m2', ACCOUNT, { contract: 'payments.payment-received.v1' }));
  await (await standingIn(store, '2026-11')).handle([{ ...PAID, paymentId: 'p2' }], other);
  expect((await creditsIn(store)).map(({ stream }) => stream)).toEqual([
    accountPeriodStream(ACCOUNT, '2025-03'),
    accountPeriodStream(ACCOUNT, '2026-11'),
  ]);
});

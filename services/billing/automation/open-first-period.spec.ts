import { createCommandHandler, MemoryEventStore } from '#libs/event-store';
import { fold } from '#libs/kernel';
import { Dispatcher, IntegrationMessage, MemoryConsumerState, MessageHandlerFunction } from '#libs/messaging';
import { integrationMessage } from '#libs/testing';
import { accountPeriodStream } from '../domain/account-period.commands';
import { accountPeriodDecider } from '../domain/account-period.decider';
import { AccountPeriodEvent } from '../domain/account-period.events';
import { accountStream } from '../domain/account.commands';
import { accountDecider } from '../domain/account.decider';
import { EMPTY_LEDGER } from '../domain/ledger';
import { ledgerRules } from '../domain/ledger-rules.policy';
import { aBook } from '../domain/testing/book-builder';
import { WhenAccountOpenedThenOpenFirstPeriod } from './when-account-opened-then-open-first-period.reaction';
import { WhenPaymentReceivedThenCreditAccount } from './when-payment-received-then-credit-account.reaction';
import { WhenPaymentReversedThenReverseCredit } from './when-payment-reversed-then-reverse-credit.reaction';

const ACCOUNT = '0045120001';
const CONSUMER = 'kvitok.billing';
const PAID = { account: ACCOUNT, paymentId: 'p1', payee: 'main', amountKopecks: 300_00 };

const told = (messageId: string, contract: string, data: object): IntegrationMessage =>
  integrationMessage(messageId, ACCOUNT, { contract, data });
const OPENED = told('m1', 'billing.account-opened.v1', { account: ACCOUNT });
const RECEIVED = told('m2', 'payments.payment-received.v1', { ...PAID, receivedOn: '2026-04-05', namedPeriod: null });
const RECALLED = told('m3', 'payments.payment-reversed.v1', { ...PAID, reversedOn: '2026-04-09', reason: 'bank' });

/** Billing whose read model knows of no period yet, in a book whose first period is the one that is set. */
function billing() {
  const store = new MemoryEventStore();
  const commands = createCommandHandler({ store, clock: { now: () => '2026-04-10T08:00:00.000Z' } });
  const book = { firstPeriod: '2026-03' };
  const books = { current: async () => ({ book, rules: ledgerRules(aBook()) }) } as never;
  const readModels = { get: async () => null, getMany: async () => new Map() } as never;
  const projector = { catchUp: async () => undefined } as never;
  const opens = new WhenAccountOpenedThenOpenFirstPeriod(commands, store, books);
  const credits = new WhenPaymentReceivedThenCreditAccount(commands, store, readModels, projector, books);
  const recalls = new WhenPaymentReversedThenReverseCredit(commands, store, readModels, projector, books);
  const handlers: Record<string, MessageHandlerFunction> = {
    [OPENED.contract]: (data, context) => opens.handle(data as never, context),
    [RECEIVED.contract]: (data, context) => credits.handle([data] as never, context),
    [RECALLED.contract]: (data, context) => recalls.handle(data as never, context),
  };
  const state = new MemoryConsumerState();
  const now = () => '2026-04-10T08:00:00.000Z';
  const handlerOf = (contract: string) => handlers[contract] ?? null;
  const dispatcher = new Dispatcher({ consumer: CONSUMER, state, handlerOf, now, pause: async () => undefined });
  const eventsOf = async (period: string) => store.readStream(accountPeriodStream(ACCOUNT, period));
  return {
    book,
    dispatcher,
    parked: () => state.parkedKeys(),
    /** The account is opened in April, with a debt of 500.00 for January. */
    async isOpened() {
      const dwelling = { houseId: 'house', flat: '1', totalAreaM2: '50', personId: 'person', openedOn: '2026-04-01' };
      const debt = { payee: 'main', kind: 'principal', period: '2026-01', amountKopecks: 500_00 } as const;
      const result = await commands.execute({
        stream: accountStream(ACCOUNT),
        decider: accountDecider,
        command: {
          kind: 'OpenAccount',
          account: ACCOUNT,
          ...{ ...dwelling, openingBalances: [debt], windowFromDay: 1, windowToDay: 25 },
        },
        ...{ commandId: 'open account', actor: 'office' },
      });
      expect(result.kind).toBe('done');
    },
    typesOf: async (period: string) => (await eventsOf(period)).map(({ type }) => type),
    async owedKopecks() {
      const events = (await eventsOf('2026-04')) as unknown as readonly AccountPeriodEvent[];
      const state = fold(accountPeriodDecider, events);
      const { lines } = state.status === 'open' ? state.ledgers.main : EMPTY_LEDGER;
      const paidOf = (paid: readonly { readonly amountKopecks: number }[]) =>
        paid.reduce((sum, { amountKopecks }) => sum + amountKopecks, 0);
      return lines.map(({ principalKopecks, principalPaid }) => principalKopecks - paidOf(principalPaid));
    },
  };
}

describe('the first period of an account', () => {
  it.each([
    ['the account', [OPENED, RECEIVED, RECALLED], 500_00],
    ['a payment', [RECEIVED, OPENED], 200_00],
    ['a payment and its recall', [RECEIVED, RECALLED, OPENED], 500_00],
    ['a payment, told twice', [RECEIVED, RECEIVED, OPENED, OPENED], 200_00],
  ])('is opened once with what was brought forward where %s is heard first', async (_what, messages, owedKopecks) => {
    const { dispatcher, parked, isOpened, typesOf, owedKopecks: owed } = billing();
    await isOpened();
    for (const message of messages) await dispatcher.deliver([message]);
    expect(await parked()).toEqual([]);
    expect((await typesOf('2026-04')).filter((type) => type === 'PeriodOpened')).toHaveLength(1);
    // Of the 500.00 the payment of 300.00 leaves 200.00; where it is recalled it leaves all of them.
    expect(await owed()).toEqual([owedKopecks]);
  });

  it('stays the one that was opened where the book has another first period since', async () => {
    const { book, dispatcher, isOpened, typesOf, parked } = billing();
    await isOpened();
    await dispatcher.deliver([RECEIVED]);
    book.firstPeriod = '2026-05';
    await dispatcher.deliver([OPENED, RECALLED]);
    expect(await parked()).toEqual([]);
    expect(await typesOf('2026-05')).toEqual([]);
    expect(await typesOf('2026-04')).toEqual(['PeriodOpened', 'PaymentCredited', 'PaymentCreditReversed']);
  });

  it('is opened for nobody whom billing has not opened an account', async () => {
    const { dispatcher, parked } = billing();
    await dispatcher.deliver([RECEIVED]);
    expect(await parked()).toMatchObject([{ key: ACCOUNT, error: expect.stringContaining('BILLING_UNKNOWN_ACCOUNT') }]);
  });
});

import { createCommandHandler, MemoryEventStore } from '#libs/event-store';
import { fold } from '#libs/kernel';
import { Dispatcher, IntegrationMessage, MemoryConsumerState, MessageHandlerFunction } from '#libs/messaging';
import { integrationMessage, newEvent } from '#libs/testing';
import { accountPeriodStream } from '../domain/account-period.commands';
import { accountPeriodDecider } from '../domain/account-period.decider';
import { AccountPeriodEvent } from '../domain/account-period.events';
import { accountStream } from '../domain/account.commands';
import { accountDecider } from '../domain/account.decider';
import { EMPTY_LEDGER } from '../domain/ledger';
import { ledgerRules } from '../domain/ledger-rules.policy';
import { aBook } from '../domain/testing/book-builder';
import { WhenPaymentReceivedThenCreditAccount } from './when-payment-received-then-credit-account.reaction';
import { WhenPaymentReversedThenReverseCredit } from './when-payment-reversed-then-reverse-credit.reaction';

const ACCOUNT = '0045120001';
const PERIOD = '2026-03';
const STREAM = accountPeriodStream(ACCOUNT, PERIOD);
const CONSUMER = 'kvitok.billing';
const OF = { account: ACCOUNT, paymentId: 'p1', payee: 'main', amountKopecks: 1_000_00 };

function told(messageId: string, contract: string, data: object): IntegrationMessage {
  return integrationMessage(messageId, ACCOUNT, { contract, data });
}
const RECEIVED = told('m1', 'payments.payment-received.v1', { ...OF, receivedOn: '2026-03-05', namedPeriod: null });
const REVERSED = told('m2', 'payments.payment-reversed.v1', { ...OF, reversedOn: '2026-03-09', reason: 'bank' });

/** Billing alone, to which payments tells of an account that it has not opened yet. */
function billing() {
  const store = new MemoryEventStore();
  const commands = createCommandHandler({ store, clock: { now: () => '2026-03-10T08:00:00.000Z' } });
  const rows = async () => {
    const events = await store.readStream(STREAM);
    const state = fold(accountPeriodDecider, events as unknown as readonly AccountPeriodEvent[]);
    const row = { document: { state, revision: events.length - 1 }, position: events.length };
    return new Map(state.status === 'not_opened' ? [] : [[ACCOUNT, row]]);
  };
  const readModels = { get: async () => (await rows()).get(ACCOUNT) ?? null, getMany: rows };
  const parts = [
    commands,
    store,
    readModels as never,
    { catchUp: async () => undefined } as never,
    { current: async () => ({ rules: ledgerRules(aBook()) }) } as never,
  ] as const;
  const credits = new WhenPaymentReceivedThenCreditAccount(...parts);
  const recalls = new WhenPaymentReversedThenReverseCredit(...parts);
  const handlers: Record<string, MessageHandlerFunction> = {
    [RECEIVED.contract]: (data, context) => credits.handle([data] as never, context),
    [REVERSED.contract]: (data, context) => recalls.handle(data as never, context),
  };
  const state = new MemoryConsumerState();
  const dispatcher = new Dispatcher({
    consumer: CONSUMER,
    state,
    handlerOf: (contract) => handlers[contract] ?? null,
    now: () => '2026-03-10T08:00:00.000Z',
    pause: async () => undefined,
  });
  const open = async () => {
    const actor = 'night';
    const dwelling = { houseId: 'house', flat: '1', totalAreaM2: '50', personId: 'person', openedOn: '2026-03-01' };
    const opened = { ...dwelling, openingBalances: [], windowFromDay: 1, windowToDay: 25 };
    await commands.execute({
      stream: accountStream(ACCOUNT),
      decider: accountDecider,
      command: { kind: 'OpenAccount', account: ACCOUNT, ...opened },
      ...{ commandId: 'open account', actor },
    });
    const ledgers = { main: EMPTY_LEDGER, capital_repair: EMPTY_LEDGER };
    await commands.execute({
      stream: STREAM,
      decider: accountPeriodDecider,
      command: { kind: 'OpenPeriod', account: ACCOUNT, houseId: 'house', period: PERIOD, carriedFrom: null, ledgers },
      ...{ commandId: 'open period', actor },
    });
  };
  const recorded = async () => (await store.readStream(STREAM)).map(({ type }) => type);
  const money = async () => {
    const state = (await rows()).get(ACCOUNT)?.document.state;
    return state?.status === 'open' ? state.ledgers.main.money : null;
  };
  return { dispatcher, state, open, recorded, money };
}

describe('a recall whose payment is parked', () => {
  it('waits behind it, and takes it back when the key is tried again', async () => {
    const { dispatcher, state, open, recorded, money } = billing();
    await dispatcher.deliver([RECEIVED]);
    await open();
    await dispatcher.deliver([REVERSED]);
    const parked = await state.parkedMessages(CONSUMER, ACCOUNT);
    expect(parked.map(({ messageId }) => messageId)).toEqual(['m1', 'm2']);
    expect(await dispatcher.retryParked(ACCOUNT)).toBe(2);
    expect(await recorded()).toEqual(['PeriodOpened', 'PaymentCredited', 'PaymentCreditReversed']);
    expect(await money()).toEqual([]);
    // Both are told once more, in whichever order: nothing is done twice.
    await dispatcher.deliver([REVERSED, RECEIVED]);
    expect(await recorded()).toHaveLength(3);
  });

  it('finds nothing to take back where a person has left the payment out, and neither comes back', async () => {
    const { dispatcher, open, recorded, money } = billing();
    await dispatcher.deliver([RECEIVED, REVERSED]);
    await open();
    await dispatcher.skipFirstParked(ACCOUNT);
    expect(await dispatcher.retryParked(ACCOUNT)).toBe(1);
    await dispatcher.deliver([RECEIVED, REVERSED]);
    expect(await recorded()).toEqual(['PeriodOpened']);
    expect(await money()).toEqual([]);
  });
});

describe('a recall that comes while a month is being closed', () => {
  /** Paid a year ago and settled: the close of March takes both out of the working ledger. */
  const MONEY = { moneyId: 'payment:p1', paymentId: 'p1', receivedOn: '2025-02-05', reservedFor: null };
  const LINE = {
    period: '2025-01',
    dueOn: '2025-02-10',
    opening: false,
    principalKopecks: 1_000_00,
    openingPenaltyKopecks: 0,
    postedPenaltyKopecks: 0,
    principalPaid: [{ moneyId: MONEY.moneyId, amountKopecks: 1_000_00, on: '2025-02-05' }],
    penaltyPaid: [],
    billed: { maintenance: 1_000_00 },
  };
  const settled = { lines: [LINE], money: [{ ...MONEY, restKopecks: 0, freed: [] }] };
  const APRIL = '2026-04';

  it('takes the money back and owes the line again, though the close has archived both meanwhile', async () => {
    const { recalls, store, append } = reactions(settled);
    // The read model tells of an open March still.
    await append(PERIOD, {
      type: 'PeriodClosed',
      data: {
        account: ACCOUNT,
        period: PERIOD,
        effectiveOn: '2026-03-31',
        dueOn: '2026-04-10',
        payees: [],
        movements: {
          main: [
            { kind: 'line_archived', period: LINE.period },
            { kind: 'money_archived', moneyId: MONEY.moneyId },
          ],
        },
        records: {},
        recordCorrections: [],
        recalculationIds: [],
      },
    });
    await append(APRIL, openingOf(APRIL, EMPTY_LEDGER));
    const recalled = { ...OF, reversedOn: '2026-04-02', reason: 'bank' };
    await recalls(told('m3', 'payments.payment-reversed.v1', recalled));

    const events = await store.readStream(accountPeriodStream(ACCOUNT, APRIL));
    expect(events.map(({ type }) => type)).toEqual(['PeriodOpened', 'PaymentCreditReversed']);
    const state = fold(accountPeriodDecider, events as unknown as readonly AccountPeriodEvent[]);
    const { lines, money } = state.status === 'open' ? state.ledgers.main : EMPTY_LEDGER;
    expect(money).toEqual([]);
    expect(lines).toMatchObject([{ period: LINE.period, principalKopecks: 1_000_00, principalPaid: [] }]);
  });

  function openingOf(period: string, main: object) {
    const ledgers = { main, capital_repair: EMPTY_LEDGER };
    const data = {
      account: ACCOUNT,
      houseId: 'house',
      period,
      effectiveOn: `${period}-01`,
      carriedFrom: null,
      ledgers,
    };
    return { type: 'PeriodOpened', data };
  }

  /** The reaction over a log in which March was opened with this ledger, which is all that the read model knows. */
  function reactions(main: object) {
    const store = new MemoryEventStore();
    const commands = createCommandHandler({ store, clock: { now: () => '2026-04-03T08:00:00.000Z' } });
    const append = async (period: string, event: { readonly type: string; readonly data: object }) => {
      const stream = accountPeriodStream(ACCOUNT, period);
      const expectedRevision = (await store.readStream(stream)).length - 1;
      const stored = { ...newEvent(`${stream} ${event.type}`), version: 1, ...event };
      expect(await store.append({ stream, expectedRevision, events: [stored] })).toMatchObject({ kind: 'appended' });
    };
    const opening = openingOf(PERIOD, main);
    const state = fold(accountPeriodDecider, [{ ...opening, version: 1 }] as unknown as readonly AccountPeriodEvent[]);
    const readModels = { get: async () => ({ document: { state, revision: 0 }, position: 1 }) };
    const recall = new WhenPaymentReversedThenReverseCredit(
      commands,
      store,
      readModels as never,
      { catchUp: async () => undefined } as never,
      { current: async () => ({ rules: ledgerRules(aBook()) }) } as never,
    );
    const begun = async () => {
      const data = { account: ACCOUNT, houseId: 'house', flat: '1', totalAreaM2: '50', personId: 'person' };
      const opened = {
        type: 'AccountOpened',
        version: 1,
        data: { ...data, openedOn: '2026-03-01', openingBalances: [] },
      };
      const facts = [{ ...newEvent('account'), ...opened }];
      await store.append({ stream: accountStream(ACCOUNT), expectedRevision: -1, events: facts });
      await append(PERIOD, opening);
    };
    const ready = begun();
    return {
      store,
      append: async (...given: Parameters<typeof append>) => {
        await ready;
        await append(...given);
      },
      recalls: async (message: IntegrationMessage) => {
        await recall.handle(message.data as never, { getMessage: () => message } as never);
      },
    };
  }
});

import { PaymentCommand, paymentDecider, paymentStream } from '#services/payments';
import { AnyCommand } from '../../libs/testing/whole-stack';
import { storyteller } from './support/story';

const begin = storyteller();

/** Every account is charged 50 × 20 = 1000.00 a month for upkeep. */
const UPKEEP = { connected: { upkeep: '' } };

it('a payment goes to the oldest debt, unless it names a period', async () => {
  const story = await begin({
    accounts: { oldest: UPKEEP, named: UPKEEP },
    payments: { p1: 'oldest 2026-05-05 1500', p2: 'named 2026-05-05 1200 2026-04' },
  });
  await story.throughMonth('2026-05');

  expect(await story.debts('oldest', '2026-05-04')).toEqual(['2026-03: 1000.00', '2026-04: 1000.00']);
  expect(await story.debts('oldest', '2026-05-05')).toEqual(['2026-04: 500.00']);
  expect(await story.debts('named', '2026-05-05')).toEqual(['2026-03: 800.00']);
  expect(await story.balance('named', '2026-05')).toBe(
    '2000.00 + charged 1000.00 + recalculated 0.00 + penalty 0.00 - paid 1200.00 = 1800.00',
  );
  await story.expectAtRest();
});

it('money reserved for a month that is not charged yet waits for it, whatever is older', async () => {
  const story = await begin({
    accounts: { A1: UPKEEP },
    payments: { p1: 'A1 2026-04-05 1200 2026-05' },
  });
  await story.throughMonth('2026-05');

  expect(await story.debts('A1', '2026-04-30')).toEqual(['2026-03: 1000.00', '2026-04: 1000.00', 'advance 1200.00']);
  // At the close of May: May first, and what is left is an ordinary advance for March.
  expect(await story.debts('A1', '2026-05-31')).toEqual(['2026-03: 800.00', '2026-04: 1000.00']);
  await story.expectAtRest();
});

it('money for a month that turns out to have no charges pays the next ones, told in time or after its close', async () => {
  const fromApril = { connected: { upkeep: '2026-04-01' } };
  const story = await begin({
    accounts: { in_time: fromApril, late: fromApril },
    payments: { p1: 'in_time 2026-03-20 1000 2026-03' },
  });
  await story.through('2026-05-04');
  expect(await story.debts('late', '2026-05-04')).toEqual(['2026-04: 1000.00']);
  const command: PaymentCommand = {
    kind: 'ReceivePayment',
    paymentId: 'p2',
    account: 'late',
    payee: 'main',
    amountKopecks: 1_000_00,
    receivedOn: '2026-03-20',
    namedPeriod: '2026-03',
    channel: 'cash_desk',
    today: '2026-05-05',
  };
  const payment = { stream: paymentStream('p2'), decider: paymentDecider, command, commandId: 'p2', actor: 'cashier' };
  await story.tomorrow(payment as unknown as AnyCommand);
  await story.throughMonth('2026-06');

  for (const account of ['in_time', 'late']) {
    expect(await story.debts(account, '2026-03-31')).toEqual(['advance 1000.00']);
    expect(await story.debts(account, '2026-04-30')).toEqual([]);
    expect(await story.debts(account, '2026-06-30')).toEqual(['2026-05: 1000.00', '2026-06: 1000.00']);
    expect(await story.balance(account, '2026-06')).toBe(
      '1000.00 + charged 1000.00 + recalculated 0.00 + penalty 0.00 - paid 0.00 = 2000.00',
    );
  }
  await story.expectAtRest();
});

it('an advance is spent at the close of each month until nothing is left', async () => {
  const story = await begin({
    accounts: { A1: UPKEEP },
    payments: { p1: 'A1 2026-03-05 2500' },
  });
  await story.throughMonth('2026-05');

  expect(await story.debts('A1', '2026-03-30')).toEqual(['advance 2500.00']);
  expect(await story.debts('A1', '2026-03-31')).toEqual(['advance 1500.00']);
  expect(await story.debts('A1', '2026-04-30')).toEqual(['advance 500.00']);
  expect(await story.debts('A1', '2026-05-31')).toEqual(['2026-05: 500.00']);
  expect(await story.balance('A1', '2026-03')).toBe(
    '0.00 + charged 1000.00 + recalculated 0.00 + penalty 0.00 - paid 2500.00 = -1500.00',
  );
  await story.expectAtRest();
});

it('opening debts stand on their own periods and an opening advance covers the oldest of them', async () => {
  const story = await begin({
    accounts: { A1: UPKEEP },
    openingBalances: { A1: ['principal 2025-12 300', 'principal 2026-01 400', 'advance 2026-02 350'] },
  });
  await story.throughMonth('2026-03');

  expect(await story.debts('A1', '2026-03-01')).toEqual(['2026-01: 350.00']);
  expect(await story.balance('A1', '2026-03')).toBe(
    '350.00 + charged 1000.00 + recalculated 0.00 + penalty 0.00 - paid 0.00 = 1350.00',
  );
  await story.expectAtRest();
});

it('a recalled payment reopens what it paid, and advances of other payments cover it at the close', async () => {
  const story = await begin({
    accounts: { owes_again: UPKEEP, covered: UPKEEP },
    payments: {
      p1: 'owes_again 2026-05-05 2000',
      p2: 'covered 2026-03-05 1000',
      p3: 'covered 2026-04-05 2000',
    },
    reversals: { p1: '2026-06-10', p2: '2026-04-20' },
  });
  await story.throughMonth('2026-06');

  expect(await story.debts('owes_again', '2026-06-09')).toEqual(['2026-05: 1000.00']);
  expect(await story.debts('owes_again', '2026-06-10')).toEqual([
    '2026-03: 1000.00',
    '2026-04: 1000.00',
    '2026-05: 1000.00',
  ]);
  expect(await story.balance('owes_again', '2026-06')).toBe(
    '1000.00 + charged 1000.00 + recalculated 0.00 + penalty 0.00 - paid -2000.00 = 4000.00',
  );
  // p2 paid March at its close; recalled, March is open beside the advance of p3, which takes it and April.
  expect(await story.debts('covered', '2026-04-19')).toEqual(['advance 2000.00']);
  expect(await story.debts('covered', '2026-04-20')).toEqual(['2026-03: 1000.00', 'advance 2000.00']);
  expect(await story.debts('covered', '2026-04-30')).toEqual([]);
  await story.expectAtRest();
});

it('a payment that comes in the middle of a close is counted in the month and carried forward', async () => {
  const story = await begin({ accounts: { A1: UPKEEP, A2: UPKEEP } });
  await story.through('2026-03-30');
  const command: PaymentCommand = {
    kind: 'ReceivePayment',
    paymentId: 'p1',
    account: 'A1',
    payee: 'main',
    amountKopecks: 300_00,
    receivedOn: '2026-03-31',
    namedPeriod: null,
    channel: 'cash_desk',
    today: '2026-03-31',
  };
  const payment = { stream: paymentStream('p1'), decider: paymentDecider, command, commandId: 'p1', actor: 'cashier' };
  // The night has read the account and computed its close; the payment is written before the close is.
  const { commands } = story.stack.kvitok.stack;
  const executeMany = commands.executeMany.bind(commands);
  let met = 0;
  const spy = jest.spyOn(commands, 'executeMany').mockImplementation(async (requests) => {
    if (met === 0 && (requests[0]?.command as { kind?: string } | undefined)?.kind === 'ClosePeriod') {
      met += 1;
      await executeMany([payment as unknown as AnyCommand]);
      await story.stack.kvitok.drain();
    }
    return executeMany(requests);
  });
  await story.throughMonth('2026-03');
  spy.mockRestore();
  expect(met).toBe(1);

  expect(await story.balance('A1', '2026-03')).toBe(
    '0.00 + charged 1000.00 + recalculated 0.00 + penalty 0.00 - paid 300.00 = 700.00',
  );
  await story.throughMonth('2026-04');
  expect(await story.balance('A1', '2026-04')).toBe(
    '700.00 + charged 1000.00 + recalculated 0.00 + penalty 0.00 - paid 0.00 = 1700.00',
  );
  expect(await story.balance('A2', '2026-04')).toBe(
    '1000.00 + charged 1000.00 + recalculated 0.00 + penalty 0.00 - paid 0.00 = 2000.00',
  );
  await story.expectAtRest();
});

it('a payment that comes after a night was stopped between a close and the next opening finds its month', async () => {
  const story = await begin({ accounts: { A1: UPKEEP, A2: UPKEEP } });
  await story.through('2026-03-30');
  const { commands } = story.stack.kvitok.stack;
  const executeMany = commands.executeMany.bind(commands);
  const spy = jest.spyOn(commands, 'executeMany').mockImplementation(async (requests) => {
    if ((requests[0]?.command as { kind?: string } | undefined)?.kind === 'OpenPeriod') throw new Error('stopped');
    return executeMany(requests);
  });
  await expect(story.through('2026-03-31')).rejects.toThrow('stopped');
  spy.mockRestore();

  const command: PaymentCommand = {
    kind: 'ReceivePayment',
    paymentId: 'p1',
    account: 'A1',
    payee: 'main',
    amountKopecks: 300_00,
    receivedOn: '2026-04-01',
    namedPeriod: null,
    channel: 'cash_desk',
    today: '2026-04-01',
  };
  const payment = { stream: paymentStream('p1'), decider: paymentDecider, command, commandId: 'p1', actor: 'cashier' };
  // Nothing is parked: the payment opens the month that the night has left.
  await story.tomorrow(payment as unknown as AnyCommand);
  expect(await story.debts('A1', '2026-04-01')).toEqual(['2026-03: 700.00']);
  await story.throughMonth('2026-04');
  expect(await story.balance('A1', '2026-04')).toBe(
    '1000.00 + charged 1000.00 + recalculated 0.00 + penalty 0.00 - paid 300.00 = 1700.00',
  );
  expect(await story.balance('A2', '2026-04')).toBe(
    '1000.00 + charged 1000.00 + recalculated 0.00 + penalty 0.00 - paid 0.00 = 2000.00',
  );
  await story.expectAtRest();
});

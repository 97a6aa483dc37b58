import { addDays } from '#libs/kernel';
import { paymentDecider, paymentStream } from '#services/payments';
import { AnyCommand } from '../../libs/testing/whole-stack';
import { yooKassaStoryteller } from './support/at-yookassa';

const tell = yooKassaStoryteller();

/** 50 × 20 = 1000.00 for March, due on Friday 10 April, and nothing after. */
const MARCH_UPKEEP = { connected: { upkeep: '2015-06-01 2026-04-01' } };
/** 7.8 percent: from the 31st day (11 May) on, a day costs 7.8/300 = 0.026 percent of the debt. */
const PLAN = { keyRates: ['2020-01-01 7.8'], accounts: { A1: MARCH_UPKEEP, A2: MARCH_UPKEEP } };

/** Each pays 1000.00 at an instant at which the bank takes the money; of A2 the bank tells at once, of A1 never. */
async function paidAt(day: string, time: string) {
  const told = await tell({ plan: PLAN });
  const { story, server, pay, atBank } = told;
  await story.through(addDays(day, -1));
  story.stack.setTime(day, time);
  server.now = story.stack.clock.now();
  const silent = atBank((await pay('silent', 1_000_00, 'A1')).redirectUrl);
  const heard = atBank((await pay('heard', 1_000_00, 'A2')).redirectUrl);
  for (const id of [silent, heard]) server.become(id, 'succeeded');
  await told.tell('payment.succeeded', { id: heard });
  return told;
}

it('a payment whose notification was lost counts from the day of its capture, and so does its penalty', async () => {
  // 20 May is day 40: 10 × 0.26 = 2.60. In Greenwich it is the 19th still.
  const { story, round, payments } = await paidAt('2026-05-20', '00:30:00');
  await story.through('2026-05-22');
  // Three days later the bank is asked; day 43 would have been 3.38.
  story.stack.setTime('2026-05-23', '09:00:00');
  expect(await story.debts('A1', '2026-05-23')).toEqual(['2026-03: 1000.00 penalty 3.38']);
  expect(await round()).toMatchObject({ asked: 1, changed: 1 });
  expect(await round()).toMatchObject({ asked: 0 });

  expect(await story.debts('A1', '2026-05-19')).toEqual(['2026-03: 1000.00 penalty 2.34']);
  for (const asOf of ['2026-05-20', '2026-05-23', '2026-05-31']) {
    expect(await story.debts('A1', asOf)).toEqual(['2026-03: 0.00 penalty 2.60']);
    expect(await story.debts('A2', asOf)).toEqual(['2026-03: 0.00 penalty 2.60']);
  }
  expect((await payments.history('A1')).entries).toMatchObject([{ paidOn: '2026-05-20', state: 'received' }]);
  await story.throughMonth('2026-05');
  for (const account of ['A1', 'A2']) {
    expect(await story.balance(account, '2026-05')).toBe(
      '1000.00 + charged 0.00 + recalculated 0.00 + penalty 2.60 - paid 1000.00 = 2.60',
    );
  }
  await story.expectAtRest();
});

it('a capture of a month that was closed meanwhile is treated as a late payment of a bank’s registry', async () => {
  // 31 May is day 51: 21 × 0.26 = 5.46.
  const { story, round } = await paidAt('2026-05-30', '23:59:30');
  await story.throughMonth('2026-05');
  const printed = '1000.00 + charged 0.00 + recalculated 0.00 + penalty 5.46 - paid 0.00 = 1005.46';
  expect(await story.balance('A1', '2026-05')).toBe(printed);
  story.stack.setTime('2026-06-02', '09:00:00');
  expect(await round()).toMatchObject({ asked: 1, changed: 1 });

  // The month stays as it was printed; by what is known now, day 50 was the last: 20 × 0.26 = 5.20.
  expect(await story.balance('A1', '2026-05')).toBe(printed);
  expect(await story.debts('A1', '2026-05-31')).toEqual(['2026-03: 0.00 penalty 5.20 posted 5.46']);
  await story.throughMonth('2026-06');
  expect(await story.balance('A1', '2026-06')).toBe(
    '1005.46 + charged 0.00 + recalculated 0.00 + penalty -0.26 - paid 1000.00 = 5.20',
  );
  await story.expectAtRest();
});

it('a line of a registry with that day ends in the same sums', async () => {
  const { story } = await tell({ plan: PLAN });
  await story.throughMonth('2026-05');
  const command = {
    ...{ kind: 'ReceivePayment' as const, paymentId: 'p1', account: 'A1', payee: 'main' as const },
    ...{ amountKopecks: 1_000_00, receivedOn: '2026-05-30', namedPeriod: null, channel: 'bank_registry' as const },
    today: '2026-06-02',
  };
  const line = { stream: paymentStream('p1'), decider: paymentDecider, command, commandId: 'p1', actor: 'bank' };
  await story.through('2026-06-01');
  await story.tomorrow(line as unknown as AnyCommand);
  expect(await story.debts('A1', '2026-05-31')).toEqual(['2026-03: 0.00 penalty 5.20 posted 5.46']);
  await story.throughMonth('2026-06');
  expect(await story.balance('A1', '2026-06')).toBe(
    '1005.46 + charged 0.00 + recalculated 0.00 + penalty -0.26 - paid 1000.00 = 5.20',
  );
  await story.expectAtRest();
});

it('a bank whose clock is ahead is taken to mean today, and one whose clock is behind no day before the beginning', async () => {
  const { story, server, pay, atBank, round, payments } = await tell({ plan: PLAN });
  await story.through('2026-05-19');
  for (const [key, bankTime] of [
    ['ahead', '2026-05-20T20:00:00.000Z'],
    ['behind', '2026-05-19T19:59:59.999Z'],
  ] as const) {
    story.stack.setTime('2026-05-20', '00:00:00');
    server.now = story.stack.clock.now();
    const id = atBank((await pay(key, 100_00)).redirectUrl);
    server.now = bankTime;
    server.become(id, 'succeeded');
    expect(await round()).toMatchObject({ asked: 1, changed: 1 });
  }
  const { entries } = await payments.history('A1');
  expect(entries.map(({ paidOn, state }) => `${paidOn} ${state}`)).toEqual([
    '2026-05-20 received',
    '2026-05-20 received',
  ]);
});

import { knownAtInstant } from '#libs/platform';
import { PaymentCommand, paymentDecider, paymentStream } from '#services/payments';
import { AnyCommand } from '../../libs/testing/whole-stack';
import { inWords, storyteller } from './support/story';

const begin = storyteller();
const UPKEEP = { connected: { upkeep: '' } };

function toldLate(command: PaymentCommand): AnyCommand {
  const { paymentId, kind } = command;
  const stream = paymentStream(paymentId);
  return {
    stream,
    decider: paymentDecider,
    command,
    commandId: `${kind}:${paymentId}`,
    actor: 'cashier',
  } as AnyCommand;
}

it('a payment told late changes the debts of its day from then on, of nobody else, and no closed statement', async () => {
  const story = await begin({
    keyRates: ['2020-01-01 7.8'],
    accounts: { A1: UPKEEP, A2: UPKEEP, A3: UPKEEP },
  });
  await story.through('2026-06-04');
  const knownBefore = knownAtInstant('2026-06-04', 'Europe/Samara');
  const days = ['2026-05-14', '2026-05-20', '2026-05-31', '2026-06-04'];
  const before = await Promise.all(days.map((day) => story.aging(day)));
  const closed = await story.statements();

  // 5 June: A2 paid 700.00 on 15 May, and the cash desk reports it now.
  await story.tomorrow(
    toldLate({
      kind: 'ReceivePayment',
      paymentId: 'late',
      account: 'A2',
      payee: 'main',
      amountKopecks: 70_000,
      receivedOn: '2026-05-15',
      namedPeriod: null,
      channel: 'cash_desk',
      today: '2026-06-05',
    }),
  );
  await story.through('2026-06-05');

  // What was known on 4 June is known for ever.
  expect(await Promise.all(days.map((day) => story.aging(day, knownBefore)))).toEqual(before);
  // Now known: the days from 15 May on differ, in A2 alone.
  for (const [index, day] of days.entries()) {
    const now = await story.aging(day);
    const differing = now.filter((aged, place) => JSON.stringify(aged) !== JSON.stringify(before[index]?.[place]));
    expect(differing.map(({ account }) => account)).toEqual(day < '2026-05-15' ? [] : ['A2']);
  }

  // 20 May is day 40 of March (due on 10 April): 10 × 0.26 = 2.60 on 1000.00.
  // Known now: 700 paid on day 35, 5 × 0.182 = 0.91, and 10 × 0.078 = 0.78 on the 300 that are left: 1.69.
  const [aged20] = (await story.aging('2026-05-20', knownBefore)).filter(({ account }) => account === 'A2');
  expect(aged20 && inWords(aged20, 'main')).toEqual(['2026-03: 1000.00 penalty 2.60', '2026-04: 1000.00']);
  expect(await story.debts('A2', '2026-05-20')).toEqual(['2026-03: 300.00 penalty 1.69', '2026-04: 1000.00']);
  // 31 May is day 51; the close has posted 21 × 0.26 = 5.46. Known now: 0.91 + 21 × 0.078 = 2.548, 2.55.
  const [aged31] = (await story.aging('2026-05-31', knownBefore)).filter(({ account }) => account === 'A2');
  expect(aged31 && inWords(aged31, 'main')).toEqual([
    '2026-03: 1000.00 penalty 5.46 posted 5.46',
    '2026-04: 1000.00',
    '2026-05: 1000.00',
  ]);
  expect(await story.debts('A2', '2026-05-31')).toEqual([
    '2026-03: 300.00 penalty 2.55 posted 5.46',
    '2026-04: 1000.00',
    '2026-05: 1000.00',
  ]);

  // The closed statements are as they were; June takes the payment and what it means for the penalty:
  // March 0.91 + 51 × 0.078 = 4.888, 4.89 of which 5.46 are posted; April is due on Monday 11 May (the 10th is a
  // Sunday), 30 June is its day 50, 20 × 0.26 = 5.20. 5.20 − 0.57 = 4.63.
  await story.throughMonth('2026-06');
  expect((await story.statements()).filter(({ period }) => period < '2026-06')).toEqual(closed);
  expect(await story.balance('A2', '2026-06')).toBe(
    '3005.46 + charged 1000.00 + recalculated 0.00 + penalty 4.63 - paid 700.00 = 3310.09',
  );
  await story.expectAtRest();
});

it('a recall told late reopens the debt of its day from then on, and no closed statement', async () => {
  const story = await begin({
    keyRates: ['2020-01-01 7.8'],
    accounts: { A1: UPKEEP, A2: UPKEEP },
    payments: { p1: 'A1 2026-04-20 1000', p2: 'A2 2026-04-20 1000' },
  });
  await story.through('2026-06-04');
  const knownBefore = knownAtInstant('2026-06-04', 'Europe/Samara');
  const days = ['2026-05-19', '2026-05-20', '2026-05-31'];
  const before = await Promise.all(days.map((day) => story.aging(day)));
  const closed = await story.statements();
  expect(await story.debts('A1', '2026-05-31')).toEqual(['2026-04: 1000.00', '2026-05: 1000.00']);

  // 5 June: the bank recalled p1 on 20 May.
  const recall = { paymentId: 'p1', reversedOn: '2026-05-20', reason: 'recalled by the bank' };
  await story.tomorrow(toldLate({ kind: 'ReversePayment', ...recall, today: '2026-06-05' }));
  await story.through('2026-06-05');

  expect(await Promise.all(days.map((day) => story.aging(day, knownBefore)))).toEqual(before);
  for (const [index, day] of days.entries()) {
    const now = await story.aging(day);
    const differing = now.filter((aged, place) => JSON.stringify(aged) !== JSON.stringify(before[index]?.[place]));
    expect(differing.map(({ account }) => account)).toEqual(day < '2026-05-20' ? [] : ['A1']);
  }
  // 20 May is day 40 of March, 31 May day 51: 10 and 21 × 0.26, of which no close has posted anything.
  expect(await story.debts('A1', '2026-05-20')).toEqual(['2026-03: 1000.00 penalty 2.60', '2026-04: 1000.00']);
  expect(await story.debts('A1', '2026-05-31')).toEqual([
    '2026-03: 1000.00 penalty 5.46',
    '2026-04: 1000.00',
    '2026-05: 1000.00',
  ]);
  // 30 June: March 51 × 0.26 = 13.26, April 20 × 0.26 = 5.20.
  await story.throughMonth('2026-06');
  expect((await story.statements()).filter(({ period }) => period < '2026-06')).toEqual(closed);
  expect(await story.balance('A1', '2026-06')).toBe(
    '2000.00 + charged 1000.00 + recalculated 0.00 + penalty 18.46 - paid -1000.00 = 4018.46',
  );
  await story.expectAtRest();
});

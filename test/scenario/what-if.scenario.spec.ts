import { RejectedError } from '#libs/kernel';
import { PrintedStatement, SupposedChange, SupposedOutcome, WhatIfQuery } from '#services/billing';
import { meterDecider, meterStream, SubmitReading } from '#services/metering';
import { paymentDecider, paymentStream, ReceivePayment } from '#services/payments';
import { AnyCommand } from '../../libs/testing/whole-stack';
import { CompanyPlan } from './support/company';
import { Story, storyteller } from './support/story';

const begin = storyteller();
const PLAN: CompanyPlan = {
  keyRates: ['2020-01-01 7.8'],
  accounts: {
    A1: { connected: { cold_water: '', sewage: '', upkeep: '', waste_persons: '', capital_repair: '' } },
    A2: { connected: { upkeep: '' } },
  },
  meters: { M1: { account: 'A1' } },
  readings: { M1: ['2026-02-20 100', '2026-03-20 105', '2026-04-20 110'] },
  openingBalances: { A1: ['principal 2026-01 700'] },
};

function ask(story: Story, changes: readonly SupposedChange[], account = 'A1'): Promise<SupposedOutcome> {
  return story.stack.kvitok.app.get(WhatIfQuery).ask(account, changes);
}

async function refusalOf(story: Story, changes: readonly SupposedChange[], account = 'A1'): Promise<string> {
  return ask(story, changes, account).then(
    () => 'answered',
    (error: unknown) => (error as RejectedError).rejection.code,
  );
}

const reading = (value: string, meterId = 'M1'): SupposedChange => ({ kind: 'reading', meterId, values: [value] });
const payment = (amountKopecks: number, on: string): SupposedChange => ({
  kind: 'payment',
  payee: 'main',
  amountKopecks,
  on,
});

function figuresOf(statement: PrintedStatement | null): object {
  const { openingKopecks, chargedKopecks, recalculatedKopecks, penaltyKopecks, closingKopecks } = statement
    ?.payees[0] as PrintedStatement['payees'][number];
  return { openingKopecks, chargedKopecks, recalculatedKopecks, penaltyKopecks, closingKopecks };
}

function submitted(value: string, day: string): AnyCommand {
  const command: SubmitReading = {
    kind: 'SubmitReading',
    meterId: 'M1',
    takenOn: day,
    receivedOn: day,
    values: [value],
    channel: 'phone',
    confirmed: true,
  };
  const stated = {
    stream: meterStream('M1'),
    decider: meterDecider,
    command,
    commandId: `reading ${value}`,
    actor: 'A1',
  };
  return stated as unknown as AnyCommand;
}

function received(paymentId: string, amountKopecks: number, day: string): AnyCommand {
  const command: ReceivePayment = {
    kind: 'ReceivePayment',
    paymentId,
    account: 'A1',
    payee: 'main',
    amountKopecks,
    receivedOn: day,
    namedPeriod: null,
    channel: 'cash_desk',
    today: day,
  };
  const stated = {
    stream: paymentStream(paymentId),
    decider: paymentDecider,
    command,
    commandId: paymentId,
    actor: 'A1',
  };
  return stated as unknown as AnyCommand;
}

it('what would be is what comes to be, to the kopeck, when it is done', async () => {
  const story = await begin(PLAN);
  await story.through('2026-05-19');
  const head = await story.stack.kvitok.stack.store.head();
  story.stack.setTime('2026-05-20', '12:00:00');
  const supposed = await ask(story, [reading('118'), payment(900_00, '2026-05-20'), payment(150_50, '2026-06-17')]);
  expect(await story.stack.kvitok.stack.store.head()).toBe(head);
  expect(supposed.periods.map(({ period }) => period)).toEqual(['2026-05', '2026-06']);

  await story.tomorrow(submitted('118', '2026-05-20'), received('p1', 900_00, '2026-05-20'));
  await story.through('2026-06-16');
  await story.tomorrow(received('p2', 150_50, '2026-06-17'));
  await story.throughMonth('2026-06');
  for (const { period, after, lines } of supposed.periods) {
    const closed = await story.statement('A1', period);
    for (const { payee, ...figures } of after) {
      expect(closed?.payees.find((one) => one.payee === payee)).toMatchObject(figures);
    }
    const charged = closed?.payees.flatMap(({ charges }) =>
      charges.map(({ utility, amountKopecks }) => [utility, amountKopecks]),
    );
    const would = lines.flatMap(({ kind, utility, after: amount }) =>
      kind === 'charge' && amount ? [[utility, amount.amountKopecks]] : [],
    );
    expect(would).toEqual(charged);
  }
  await story.expectAtRest();
});

it('what will be without the change is what comes to be without it', async () => {
  const story = await begin(PLAN);
  await story.through('2026-05-19');
  story.stack.setTime('2026-05-20', '12:00:00');
  const supposed = await ask(story, [payment(1_00, '2026-06-30')]);
  await story.throughMonth('2026-06');
  for (const { period, before } of supposed.periods) {
    const closed = await story.statement('A1', period);
    for (const { payee, ...figures } of before) {
      expect(closed?.payees.find((one) => one.payee === payee)).toMatchObject(figures);
    }
  }
});

it('each kind of change makes the difference that can be worked out by hand', async () => {
  const story = await begin(PLAN);
  await story.through('2026-05-19');
  story.stack.setTime('2026-05-20', '12:00:00');
  const differenceOf = async (change: SupposedChange) => (await ask(story, [change])).differenceKopecks;
  // Without a reading the average of March and April and history is charged by norm or average; with one: 8 m3 instead.
  const byAverage = await ask(story, [reading('115')]);
  const water = byAverage.periods[0]?.lines.find(({ utility }) => utility === 'cold_water');
  expect(water?.after).toMatchObject({ amountKopecks: 5 * 40_00, formula: expect.stringContaining('115') as string });
  // A third person from 1 June: 1.2 / 12 m3 at 600.00 is 60.00 for each of them; the norm of water follows too.
  const third = await ask(story, [{ kind: 'residents', registered: 3, from: '2026-06-01' }]);
  const waste = third.periods[1]?.lines.find(({ utility }) => utility === 'waste_persons');
  expect([waste?.before?.amountKopecks, waste?.after?.amountKopecks]).toEqual([120_00, 180_00]);
  // Upkeep at 25 instead of 20 for 50 m2: 250.00 a month.
  expect(await differenceOf({ kind: 'tariff', utility: 'upkeep', part: null, price: '25', from: '2026-05-01' })).toBe(
    250_00,
  );
  // Paying 1000.00 today lowers what is owed by it, and by the penalty that it saves.
  expect(await differenceOf(payment(1000_00, '2026-05-20'))).toBeLessThanOrEqual(-1000_00);
});

it('a reading after the window counts for the month after, as a real one would', async () => {
  const story = await begin(PLAN);
  await story.through('2026-05-26');
  story.stack.setTime('2026-05-27', '12:00:00');
  const supposed = await ask(story, [reading('118')]);
  const amounts = supposed.periods.map(
    ({ lines }) => lines.find(({ utility }) => utility === 'cold_water')?.differenceKopecks,
  );
  expect(supposed.periods.map(({ period }) => period)).toEqual(['2026-05', '2026-06']);
  expect(amounts[0]).toBe(0);
  await story.tomorrow(submitted('118', '2026-05-27'));
  await story.throughMonth('2026-06');
  for (const { period, after } of supposed.periods) {
    expect(after[0]).toMatchObject(figuresOf(await story.statement('A1', period)));
  }
});

describe('a supposition is refused', () => {
  it.each<[string, SupposedChange, string]>([
    ['about a meter of somebody else', reading('5', 'M9'), 'BILLING_WHAT_IF_UNKNOWN_METER'],
    ['with too many registers', { kind: 'reading', meterId: 'M1', values: ['120', '5'] }, 'BILLING_WHAT_IF_READING'],
    ['with a value that is no number', reading('12e3'), 'BILLING_WHAT_IF_READING'],
    ['with a reading below the last one', reading('109'), 'BILLING_WHAT_IF_READING_BELOW'],
    ['about a day that is over', payment(100, '2026-04-30'), 'BILLING_WHAT_IF_DATE'],
    ['about a day of more than a year ahead', payment(100, '2027-05-01'), 'BILLING_WHAT_IF_DATE'],
    [
      'about a utility that is not there',
      { kind: 'tariff', utility: 'gas', part: null, price: '5', from: '2026-05-01' },
      'BILLING_WHAT_IF_UNKNOWN_UTILITY',
    ],
    [
      'about a part that the tariff does not have',
      { kind: 'tariff', utility: 'upkeep', part: 'night', price: '5', from: '2026-05-01' },
      'BILLING_WHAT_IF_NO_SUCH_TARIFF',
    ],
    [
      'with a price that is none',
      { kind: 'tariff', utility: 'upkeep', part: null, price: '-5', from: '2026-05-01' },
      'BILLING_WHAT_IF_PRICE',
    ],
  ])('%s', async (_, change, code) => {
    const story = await begin(PLAN);
    await story.through('2026-05-19');
    story.stack.setTime('2026-05-20', '12:00:00');
    expect(await refusalOf(story, [change])).toBe(code);
  });

  it('about an account that is not there, or about nothing', async () => {
    const story = await begin(PLAN);
    await story.through('2026-03-01');
    expect(await refusalOf(story, [payment(100, '2026-03-05')], 'A9')).toBe('BILLING_UNKNOWN_ACCOUNT');
    expect(await refusalOf(story, [])).toBe('BILLING_WHAT_IF_CHANGES');
  });
});

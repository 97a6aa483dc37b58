import { Logger } from '@nestjs/common';
import { CivilDate, lastDayOf } from '#libs/kernel';
import { schedulesOf, SERVICES } from '#services/app';
import { NightTurns } from '#services/billing';
import { AutopayChargesJob, autopayStream, paymentDecider, PaymentReceived, paymentStream } from '#services/payments';
import { AnyCommand } from '../../libs/testing/whole-stack';
import { AutopayStory, autopayStoryteller } from './support/autopay-story';
import { timePassing } from './support/passing-time';
import { refusalOf } from './support/story';

const tell = autopayStoryteller();

const [PAYMENTS, BILLING] = ['kvitok.payments', 'kvitok.billing'];
/** Longer than any job by the clock waits in one go. */
const QUARTER_OF_AN_HOUR = 15 * 60_000;

/** The bank takes the money of a payment by hand and says so; of the services nobody has heard of it. */
async function captured({ bank, pay, stack }: AutopayStory, amountKopecks: number): Promise<void> {
  const { redirectUrl } = await pay(amountKopecks);
  await bank.act(new URL(redirectUrl).pathname.split('/').at(-1) ?? '', 'approve');
  await stack.projector.catchUp();
}

/** One service hears of all that the log tells. */
async function hears({ story }: AutopayStory, consumer: string | undefined): Promise<void> {
  for (const server of story.stack.kvitok.servers) if (server.consumer === consumer) await server.drain();
}

function byTheClock({ story }: AutopayStory, job: string, date: CivilDate): Promise<void> {
  const daily = schedulesOf(story.stack.kvitok, SERVICES).find(({ name }) => name === job);
  if (!daily) throw new Error(`Nobody does ${job}`);
  return daily.run(date);
}

/** The account owes April, has been given notice of the charge of 10 May, and that day has come. */
async function onTheDayOfCharge(): Promise<AutopayStory> {
  const told = await tell();
  const { story, verify, approve, agree, day } = told;
  await verify();
  await approve(await agree());
  await story.throughMonth('2026-04');
  expect(await day('2026-05-07')).toEqual(['AutopayAnnounced']);
  story.stack.setTime('2026-05-10', '10:00:00');
  return told;
}

async function notedOf({ stack }: AutopayStory): Promise<readonly string[]> {
  return (await stack.store.readStream(autopayStream('A1', 'main'))).map(({ type }) => type);
}

/** Kopecks of every payment that was ever received. */
async function received({ story }: AutopayStory): Promise<readonly number[]> {
  const log = await story.stack.log();
  return log
    .filter(({ type }) => type === 'PaymentReceived')
    .map(({ data }) => (data as PaymentReceived['data']).amountKopecks);
}

/** A message of the account could not be handled: whatever else comes of it waits behind that. */
async function park({ stack }: AutopayStory, consumer: string): Promise<void> {
  const message = {
    messageId: 'bad',
    contract: 'metering.reading-accepted.v1',
    key: 'A1',
    data: {},
    source: {
      ...{ eventId: 'bad', type: 'ReadingAccepted', position: 1, recordedAt: '2026-05-10T00:00:00.000Z' },
      ...{ actor: 'resident:1', correlationId: 'bad' },
    },
  };
  await stack.consumerState.park(consumer, message, 'Cannot be handled', 1, '2026-05-10T00:00:00.000Z');
}

/** A person has left the bad message out, and has what waits behind it handled. */
async function unpark({ story }: AutopayStory, consumer: string): Promise<void> {
  const server = story.stack.kvitok.servers.find((one) => one.consumer === consumer);
  await server?.skipFirstParked('A1');
  await server?.retryParked('A1');
  await story.stack.kvitok.drain();
}

/** Of the office at the till, as the import records it. */
function atTheTill(amountKopecks: number, receivedOn = '2026-05-10'): AnyCommand {
  return {
    stream: paymentStream('till'),
    decider: paymentDecider,
    command: {
      ...{ kind: 'ReceivePayment', paymentId: 'till', account: 'A1', payee: 'main', amountKopecks },
      ...{ receivedOn, namedPeriod: null, channel: 'import', today: receivedOn },
    },
    commandId: 'pay:till',
    actor: 'import',
  } as unknown as AnyCommand;
}

describe('a payment that the bank has taken, and payments has not heard of', () => {
  it('is not charged again by an agreement, though billing has heard of everything', async () => {
    const told = await onTheDayOfCharge();
    await captured(told, 1_000_00);
    await hears(told, BILLING);
    const charges = () => timePassing(60_000, () => refusalOf(byTheClock(told, 'autopay-charges', '2026-05-09')));
    expect(await charges()).toBe('BILLING_NOT_HEARD');
    // What payments makes of it is news to billing.
    await hears(told, PAYMENTS);
    expect(await charges()).toBe('BILLING_NOT_HEARD');
    expect(await notedOf(told)).not.toContain('AutopayCharged');

    await told.story.stack.kvitok.drain();
    await byTheClock(told, 'autopay-charges', '2026-05-09');
    await told.story.stack.kvitok.drain();
    expect((await notedOf(told)).at(-1)).toBe('AutopaySkipped');
    expect(await received(told)).toEqual([1_000_00, 1_000_00]);
    expect(await told.story.debts('A1', '2026-05-10')).toEqual([]);
  });

  it('is in the month in which it was paid: a night does not close that without it', async () => {
    const told = await tell();
    const { story } = told;
    await story.through('2026-04-29');
    story.stack.setTime('2026-04-30', '22:00:00');
    await captured(told, 1_000_00);
    await hears(told, BILLING);
    story.stack.setTime('2026-05-01', '00:30:00');
    const night = () => byTheClock(told, 'nightly-charges', '2026-04-30');
    expect(await timePassing(QUARTER_OF_AN_HOUR, () => refusalOf(night()))).toBe('BILLING_NOT_HEARD');
    await hears(told, PAYMENTS);
    expect(await timePassing(QUARTER_OF_AN_HOUR, () => refusalOf(night()))).toBe('BILLING_NOT_HEARD');
    expect(await story.statement('A1', '2026-04')).toBeNull();

    await story.stack.kvitok.drain();
    await night();
    await story.stack.kvitok.drain();
    expect(await story.balance('A1', '2026-04')).toContain('- paid 1000.00');
  });
});

describe('what was paid, and waits behind a parked message of its account', () => {
  it.each([
    ['in payments, paid at the bank', PAYMENTS, (told: AutopayStory) => captured(told, 1_000_00)],
    ['in billing, paid at the bank', BILLING, (told: AutopayStory) => captured(told, 1_000_00)],
    [
      'in billing, paid at the till',
      BILLING,
      async ({ stack }: AutopayStory) => void (await stack.commands.execute(atTheTill(1_000_00))),
    ],
  ])('is not charged by an agreement until billing has credited it: %s', async (_where, consumer, pays) => {
    const told = await onTheDayOfCharge();
    await park(told, consumer ?? '');
    await pays(told);
    await told.story.stack.kvitok.drain();
    expect(await told.story.debts('A1', '2026-05-10')).toEqual(['2026-04: 1000.00']);
    const warned = jest.spyOn(Logger.prototype, 'warn').mockImplementation();
    await byTheClock(told, 'autopay-charges', '2026-05-09');
    expect(warned.mock.calls).toEqual([
      [{ uncredited: [{ account: 'A1', payee: 'main' }] }, expect.stringContaining('Charges wait')],
    ]);
    warned.mockRestore();
    await told.story.stack.kvitok.drain();
    expect((await notedOf(told)).at(-1)).toBe('AutopayAnnounced');

    await unpark(told, consumer ?? '');
    expect(await told.day('2026-05-11')).toEqual(['AutopaySkipped']);
    expect(await received(told)).toEqual([1_000_00, 1_000_00]);
  });

  it('is not charged by an order of which the bank has not heard', async () => {
    const told = await onTheDayOfCharge();
    const { bank, app, debts, story } = told;
    bank.isDown = true;
    expect(await told.day('2026-05-10')).toEqual(['AutopayCharged', 'PAYMENTS_ACQUIRER_UNAVAILABLE']);
    bank.isDown = false;
    await park(told, PAYMENTS ?? '');
    await captured(told, 1_000_00);
    await story.stack.kvitok.drain();
    const made = bank.all().length;
    await app.get(AutopayChargesJob).resume(debts);
    expect(bank.all()).toHaveLength(made);
    await unpark(told, PAYMENTS ?? '');
    await app.get(AutopayChargesJob).resume(debts);
    expect(bank.all()).toHaveLength(made);
    expect(await story.debts('A1', '2026-05-10')).toEqual([]);
  });
});

it.each([
  ['refund', ['2026-04: 1000.00'], 1_000_00],
  ['refund_half', ['2026-04: 500.00'], 500_00],
] as const)('what the bank has given back is charged as before, as far as it has: %s', async (act, debts, charged) => {
  const told = await onTheDayOfCharge();
  const { bank, story, day } = told;
  const { redirectUrl } = await told.pay(1_000_00);
  const id = new URL(redirectUrl).pathname.split('/').at(-1) ?? '';
  await bank.act(id, 'approve');
  await story.stack.kvitok.drain();
  expect(await story.debts('A1', '2026-05-10')).toEqual([]);
  await bank.act(id, act);
  await story.stack.kvitok.drain();
  expect(await story.debts('A1', '2026-05-10')).toEqual(debts);
  expect(await day('2026-05-10')).toEqual(['AutopayCharged']);
  expect((await received(told)).at(-1)).toBe(charged);
});

describe('a night that has waited for its turn', () => {
  it('closes nothing by what was known before, and fails until billing knows of what came meanwhile', async () => {
    const told = await tell();
    const { story, app, stack } = told;
    await story.through('2026-04-29');
    story.stack.setTime('2026-05-01', '00:30:00');
    const turns = app.get(NightTurns);
    let night: Promise<string | null> = Promise.resolve(null);
    const run = jest.spyOn(turns, 'run');
    // Such as an import, at which another process of billing is.
    await turns.alone(async () => {
      night = refusalOf(byTheClock(told, 'nightly-charges', '2026-04-30'));
      while (run.mock.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
      await stack.commands.execute(atTheTill(1_000_00, '2026-04-30'));
      jest.useFakeTimers({ doNotFake: ['performance', 'setImmediate', 'nextTick', 'queueMicrotask', 'Date'] });
    });
    try {
      await jest.advanceTimersByTimeAsync(QUARTER_OF_AN_HOUR);
      expect(await night).toBe('BILLING_NOT_HEARD');
    } finally {
      jest.useRealTimers();
    }
    expect(await story.statement('A1', '2026-04')).toBeNull();

    await story.stack.kvitok.drain();
    await byTheClock(told, 'nightly-charges', lastDayOf('2026-04'));
    await story.stack.kvitok.drain();
    expect(await story.balance('A1', '2026-04')).toContain('- paid 1000.00');
  });
});

import { createHash } from 'node:crypto';
import { IntegrationMessage, Relays } from '#libs/messaging';
import { KafkaConnection, kafkaMessageOf, topicOf } from '#libs/messaging/kafka';
import { MEASURED_PERIOD, seedCompany } from '../../bench/company/seed';
import { PAYMENTS_RELAY } from '../../services/payments/automation/publish-payments.relay';
import { seededRandom } from '../support/command-line';
import { DistributedTown, LoggedEvent } from './distributed-town';
import { connectionTo } from './engines';
import { ServiceProcess } from './service-processes';
import { until } from './until';

/** The short form; `npm run reliability:distributed` sends 100,000. `SEED` repeats a run that failed. */
const MESSAGES = Number(process.env['SHUFFLED_MESSAGES'] ?? 3_000);
const SEED = Number(process.env['SEED'] ?? 20260301);
const ACCOUNTS = 200;
/** Charged and closed before, so that money goes to debts of several ages, and what is left is an advance. */
const MONTHS = 3;
/** Of ten messages so many come once more, somewhere later. */
const TWICE_OF_TEN = 4;
const PER_BATCH = 1_000;
/** So many accounts pay at a time, each its payments one after another. */
const LANES = 20;
/** So the names of payments begin, to tell them from those of the months before. */
const NAME = 'shuffled-';
const AMOUNT_KOPECKS_MAX = 50_000;
/**
 * What is told of a payment names all that stand behind it on its day: hundreds of one day would make a log of gigabytes,
 * and so many are more than an account ever has.
 */
const A_DAY = 25;
const LAST_DAY = 20;
const AGING_DATES = [`${MEASURED_PERIOD}-19`, `${MEASURED_PERIOD}-20`, `${MEASURED_PERIOD}-31`];
const GROUP = 'kvitok.billing';
const TOPIC = topicOf('payments');
/** How often one of the two consumers is killed; each time the group waits for it until it is taken for gone. */
const KILLS = MESSAGES > 10_000 ? 9 : 1;
/** However busy the machine is: each payment of the twin is on the disk before it is answered. */
const WITHIN_MS = 20 * 60_000 + MESSAGES * 60;

const random = seededRandom(SEED);
let town: DistributedTown;
let topic: KafkaConnection;

beforeAll(async () => {
  town = await DistributedTown.found(null);
  topic = connectionTo(town.kafka);
}, WITHIN_MS);

afterAll(async () => {
  await topic?.close();
  await town?.close();
});

test(
  `${MESSAGES} payments, shuffled between accounts and told more than once to two processes of billing that are killed, leave what calm ones leave (seed ${SEED})`,
  async () => {
    await seedCompany({ dataDir: town.folder('data'), accounts: ACCOUNTS, months: MONTHS });
    town.twin();
    const billings = await town.start('billing', 'billing');
    const told = await toldByTwin();
    expect(told).toHaveLength(MESSAGES);

    const sent = shuffled(told);
    expect(sent.length).toBeGreaterThan(told.length);
    await send(sent);
    await dealWithAll(billings, sent.length);

    expect(await town.result('parked', 'list')).toEqual({ parked: [] });
    expect(await town.result('statements')).toEqual(await town.resultOfTwin('statements'));
    const credits = await creditsOf(town.events('data'));
    expect(Object.values(credits).flat()).toHaveLength(MESSAGES);
    expect(credits).toEqual(await creditsOf(town.events('twin')));
    for (const date of AGING_DATES) {
      expect(await town.result('aging', '--as-of', date)).toEqual(await town.resultOfTwin('aging', '--as-of', date));
    }
    expect(await town.result('verify')).toMatchObject({ ok: true, differing: [] });
  },
  WITHIN_MS,
);

/** Pays the twin, each account in its order, and answers with what its payments would tell the others. */
async function toldByTwin(): Promise<readonly IntegrationMessage[]> {
  const twin = await town.startTwin();
  const opened = await town.accounts();
  await town.untilKnown(twin, opened);
  const accounts = opened.map((account) => ({ account, next: 1 }));
  const payments = Array.from({ length: MESSAGES }, () => {
    const payer = accounts[Math.floor(random() * accounts.length)];
    if (payer === undefined) throw new Error('The company has no accounts');
    const receivedOn = dayOf(payer.next);
    const paymentId = `${NAME}${payer.account}-${payer.next++}`;
    const amountKopecks = 1 + Math.floor(random() * AMOUNT_KOPECKS_MAX);
    return { account: payer.account, paymentId, amountKopecks, receivedOn };
  });
  const laneOf = new Map(accounts.map(({ account }, index) => [account, index % LANES]));
  await Promise.all(
    Array.from({ length: LANES }, async (_, lane) => {
      for (const payment of payments.filter(({ account }) => laneOf.get(account) === lane))
        await town.pay(twin, payment);
    }),
  );
  await twin.stop();
  const relays = new Relays([PAYMENTS_RELAY]);
  const told: IntegrationMessage[] = [];
  for await (const event of town.events('twin')) told.push(...relays.messagesOf(event));
  return told;
}

/** When the payment of a number is received. */
function dayOf(number: number): string {
  const day = Math.min(1 + Math.floor(number / A_DAY), LAST_DAY);
  return `${MEASURED_PERIOD}-${String(day).padStart(2, '0')}`;
}

/**
 * As relays may bring it: accounts overtake one another, the first copies of an account's messages keep their order, and
 * later copies come anywhere behind them.
 */
function shuffled(told: readonly IntegrationMessage[]): readonly IntegrationMessage[] {
  const waiting = new Map<string, IntegrationMessage[]>();
  for (const message of told) {
    const ofAccount = waiting.get(message.key);
    if (ofAccount === undefined) waiting.set(message.key, [message]);
    else ofAccount.push(message);
  }
  const order: IntegrationMessage[] = [];
  const again: IntegrationMessage[] = [];
  const accounts = [...waiting.values()];
  while (accounts.length > 0) {
    const index = Math.floor(random() * accounts.length);
    const next = accounts[index]?.shift();
    if (next === undefined) {
      accounts.splice(index, 1);
      continue;
    }
    order.push(next);
    if (random() * 10 < TWICE_OF_TEN) again.push(next);
    while (again.length > 0 && random() < 0.5) {
      order.push(...again.splice(Math.floor(random() * again.length), 1));
    }
  }
  return [...order, ...again];
}

async function send(messages: readonly IntegrationMessage[]): Promise<void> {
  const producer = topic.client.producer({ allowAutoTopicCreation: false, maxInFlightRequests: 1 });
  await producer.connect();
  for (let first = 0; first < messages.length; first += PER_BATCH) {
    const batch = messages.slice(first, first + PER_BATCH).map(kafkaMessageOf);
    await producer.send({ topic: TOPIC, messages: batch, acks: -1 });
  }
  await producer.disconnect();
}

/** Until the group has nothing left of so many messages; its processes are killed in turn meanwhile and started again. */
async function dealWithAll(billings: ServiceProcess[], total: number): Promise<void> {
  for (let turn = 0; turn < KILLS; turn += 1) {
    await untilUnread(total - ((turn + 1) * total) / (KILLS + 1));
    await billings[turn % billings.length]?.stop('SIGKILL');
    // The kill met the group in the middle of its work.
    expect(await topic.lagOf(GROUP, [TOPIC])).toBeGreaterThan(0);
    billings[turn % billings.length] = await town.startOne('billing');
  }
  await untilUnread(0);
  await Promise.all(billings.map((billing) => billing.stop()));
}

async function untilUnread(most: number): Promise<void> {
  await until(
    () => topic.lagOf(GROUP, [TOPIC]),
    (unread) => unread <= most,
    WITHIN_MS,
  );
}

/** What each account was credited with of what it paid here, in the order of the log: the payment, and the whole fact as a digest. */
async function creditsOf(log: AsyncIterable<LoggedEvent>) {
  const credits: Record<string, string[]> = {};
  for await (const { type, data } of log) {
    if (type !== 'PaymentCredited' || !String(data['paymentId']).startsWith(NAME)) continue;
    const digest = createHash('sha256').update(JSON.stringify(data)).digest('base64');
    (credits[String(data['account'])] ??= []).push(`${String(data['paymentId'])} ${digest}`);
  }
  return credits;
}

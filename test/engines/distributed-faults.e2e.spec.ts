import { setTimeout as sleep } from 'node:timers/promises';
import { DistributedTown } from './distributed-town';
import { stoppable } from './engines';
import { ServiceProcess } from './service-processes';

/** Short forms; `npm run reliability:distributed` is the full one. */
const PAYMENTS = Number(process.env['OUTAGE_PAYMENTS'] ?? 200);
const OUTAGE_MS = Number(process.env['OUTAGE_SECONDS'] ?? 10) * 1_000;
const WRITERS = 50;
/** Longer than a group waits for a process that says nothing. */
const ASLEEP_MS = 20_000;

/** A company that one process has charged until the eve of a close; then it goes on as several. */
const PLAYED_THROUGH = '2026-06-29';
/** Of the month that is open then: money of a later month waits until its account comes to it. */
const PAID_ON = '2026-06-29';
/** What lay in the log while the broker was away has been dealt with after so long. */
const DRAINED_WITHIN_MS = 60_000;
/** Far less than the two minutes after which whoever waits for a group takes it for nobody’s. */
const COMMANDS_END_WITHIN_MS = 60_000;
const TIMEOUT_MS = 20 * 60_000 + OUTAGE_MS;

/** The night of this day closes the month. */
const CLOSING_NIGHT = '2026-06-30';
const NEXT_DAY = '2026-07-01';

interface Paid {
  readonly paymentId: string;
  readonly account: string | undefined;
  readonly receivedOn: string;
}

let town: DistributedTown;
/** Every payment that was made, in its order: the calm twin is paid the same. */
const paid: Paid[] = [];
let payments: ServiceProcess;
let billings: readonly ServiceProcess[];

beforeAll(async () => {
  town = await DistributedTown.found(PLAYED_THROUGH);
  town.twin();
  const [, paying, ...others] = await town.start('metering', 'payments', 'billing', 'identity', 'support');
  if (paying === undefined) throw new Error('A process is missing');
  payments = paying;
  billings = [...others.slice(0, 1), ...(await town.start('billing'))];
}, TIMEOUT_MS);

afterAll(() => town?.close());

test('a log that one process has written is gone on with by several, and nothing is told twice', async () => {
  expect(await town.result('verify')).toMatchObject({ ok: true, differing: [] });
  expect(await town.log('data')).toEqual(await town.log('twin'));
}, 600_000);

test(
  'a broker that is away refuses nobody, and each account is credited in its order when it is back',
  async () => {
    const kafka = stoppable(town.kafka.local, town.kafka.what);
    if (kafka === null) return expect(town.kafka.what).toMatch(/^Kafka at /);
    const accounts = await town.accounts();
    expect(accounts.length).toBeGreaterThan(10);
    await kafka.stop('SIGKILL');
    const away = sleep(OUTAGE_MS);
    const statuses: number[] = [];
    for (let first = 0; first < PAYMENTS; first += WRITERS) {
      const size = Math.min(WRITERS, PAYMENTS - first);
      // Of one account one after another, so that their order is known; of many at a time.
      const made = await Promise.all(
        Array.from({ length: size }, (_, index) => pay(`outage-${first + index}`, accounts[index % accounts.length])),
      );
      statuses.push(...made.map(({ status }) => status));
    }
    const asked = performance.now();
    // The command line neither needs the broker for what it reads, nor every service: what billing lacks is said.
    const [verified, parked, aging] = await Promise.all([
      town.result('verify'),
      town.result('parked', 'list'),
      town.command('data', town.environment, 'aging', '--as-of', PAID_ON),
    ]);
    expect([verified, parked]).toMatchObject([{ ok: true, differing: [] }, { parked: [] }]);
    expect([aging.exitCode, aging.stderr]).toEqual([0, expect.stringContaining('Billing has not heard of everything')]);
    expect(performance.now() - asked).toBeLessThan(COMMANDS_END_WITHIN_MS);
    await away;
    expect(statuses.filter((status) => status !== 201)).toEqual([]);
    await kafka.startAgain();
    const back = performance.now();
    await settled(PAYMENTS, 'outage-');
    expect(performance.now() - back).toBeLessThan(DRAINED_WITHIN_MS);
    const log = await town.log('data');
    const received = orderOf(log, 'PaymentReceived', 'outage-');
    expect(orderOf(log, 'PaymentCredited', 'outage-')).toEqual(received);
  },
  TIMEOUT_MS,
);

test(
  `${WRITERS} payments of one account at the same time are each credited once`,
  async () => {
    const [account] = await town.accounts();
    const made = await Promise.all(Array.from({ length: WRITERS }, (_, index) => pay(`writer-${index}`, account)));
    expect(made.map(({ status }) => status)).toEqual(made.map(() => 201));
    // Stated again under the same key: nothing is added.
    await Promise.all(Array.from({ length: WRITERS }, (_, index) => pay(`writer-${index}`, account)));
    await settled(WRITERS, 'writer-');
    const log = await town.log('data');
    const credited = log.filter(({ type, data }) => type === 'PaymentCredited' && isNamed(data, 'writer-'));
    expect(credited).toHaveLength(WRITERS);
    expect(new Set(credited.map(({ data }) => data['paymentId'])).size).toBe(WRITERS);
    expect(await town.result('verify')).toMatchObject({ ok: true, differing: [] });
  },
  TIMEOUT_MS,
);

test(
  'processes that slept for longer than their group waits for them take up what came meanwhile, and what comes then',
  async () => {
    const accounts = (await town.accounts()).slice(0, 20);
    const payEach = (name: string) => Promise.all(accounts.map((account) => pay(`${name}-${account}`, account)));
    expect(billings).toHaveLength(2);
    const sleeping = Promise.all(billings.map((billing) => billing.asleep(ASLEEP_MS)));
    expect((await payEach('asleep')).map(({ status }) => status)).toEqual(accounts.map(() => 201));
    await sleeping;
    await settled(accounts.length, 'asleep-');
    expect((await payEach('awake')).map(({ status }) => status)).toEqual(accounts.map(() => 201));
    await settled(accounts.length, 'awake-');
    const credited = (await town.log('data')).filter(
      ({ type, data }) => type === 'PaymentCredited' && isNamed(data, 'a'),
    );
    expect(new Set(credited.map(({ data }) => data['paymentId'])).size).toBe(credited.length);
  },
  TIMEOUT_MS,
);

test(
  'a night that has heard of the day closes the month without the broker, as that of a calm twin does',
  async () => {
    const kafka = stoppable(town.kafka.local, town.kafka.what);
    if (kafka === null) return expect(town.kafka.what).toMatch(/^Kafka at /);
    const accounts = (await town.accounts()).slice(0, 20);
    const closedBefore = (await closedAccounts()).length;
    await kafka.stop('SIGKILL');
    // Money of the next day, of which nobody hears before the broker is back.
    const made = await Promise.all(accounts.map((account) => pay(`night-${account}`, account, NEXT_DAY)));
    expect(made.map(({ status }) => status)).toEqual(accounts.map(() => 201));
    await closeMonth();
    await kafka.startAgain();
    await settled(accounts.length, 'night-');
    const closed = await closedAccounts();
    expect(closed.length).toBeGreaterThan(closedBefore);
    expect(new Set(closed).size).toBe(closed.length);

    const twin = await town.startTwin();
    for (const { status } of await payTwin(twin, PAID_ON)) expect(status).toBe(201);
    expect((await night(twin)).status).toBe(200);
    for (const { status } of await payTwin(twin, NEXT_DAY)) expect(status).toBe(201);
    await twin.stop();
    expect(await town.result('statements')).toEqual(await town.resultOfTwin('statements'));
    for (const day of [CLOSING_NIGHT, NEXT_DAY]) {
      expect(await town.result('aging', '--as-of', day)).toEqual(await town.resultOfTwin('aging', '--as-of', day));
    }
    expect(await town.result('verify')).toMatchObject({ ok: true, differing: [] });
  },
  TIMEOUT_MS,
);

function pay(paymentId: string, account: string | undefined, receivedOn = PAID_ON) {
  paid.push({ paymentId, account, receivedOn });
  return town.post(payments, '/payments', bodyOf({ paymentId, account, receivedOn }), paymentId);
}

/** Pays the twin what was paid on a day. */
async function payTwin(twin: ServiceProcess, day: string) {
  const answers: { readonly status: number }[] = [];
  for (const one of paid.filter(({ receivedOn }) => receivedOn === day)) {
    answers.push(await town.post(twin, '/payments', bodyOf(one), one.paymentId));
  }
  return answers;
}

function bodyOf(payment: Paid) {
  return { ...payment, amountKopecks: 10_000, channel: 'cash_desk' };
}

function night(billing: ServiceProcess) {
  return town.post(billing, '/billing/nights', { date: CLOSING_NIGHT });
}

/** Asks both for the night until every house is done, as their clocks do: each leaves out what the other one holds. */
async function closeMonth(): Promise<void> {
  for (const deadline = performance.now() + 3 * DRAINED_WITHIN_MS; ; await sleep(500)) {
    const outcomes = await Promise.all(billings.map(night));
    const runs = await Promise.all(billings.map((one) => town.get(one, `/billing/nights/${CLOSING_NIGHT}`)));
    if (runs.every(({ status }) => status === 'completed')) return;
    if (performance.now() > deadline) throw new Error(`The night ends with ${JSON.stringify(outcomes)}`);
  }
}

/** The accounts whose month the night has closed, one for each time. */
async function closedAccounts(): Promise<string[]> {
  const closed = (await town.log('data')).filter(({ type }) => type === 'PeriodClosed');
  return closed.map(({ data }) => `${String(data['account'])} ${String(data['period'])}`);
}

/** Until billing has credited so many payments of a name. */
async function settled(count: number, name: string): Promise<void> {
  for (const deadline = performance.now() + 3 * DRAINED_WITHIN_MS; ; await sleep(500)) {
    const log = await town.log('data');
    const credited = log.filter(({ type, data }) => type === 'PaymentCredited' && isNamed(data, name));
    if (credited.length >= count) return;
    if (performance.now() > deadline) throw new Error(`${credited.length} of ${count} payments were credited`);
  }
}

function isNamed(data: Readonly<Record<string, unknown>>, name: string): boolean {
  return String(data['paymentId']).startsWith(name);
}

/** The payments of each account in the order of the log. */
function orderOf(log: Awaited<ReturnType<DistributedTown['log']>>, type: string, name: string) {
  const order: Record<string, string[]> = {};
  for (const event of log) {
    if (event.type !== type || !isNamed(event.data, name)) continue;
    (order[String(event.data['account'])] ??= []).push(String(event.data['paymentId']));
  }
  return order;
}

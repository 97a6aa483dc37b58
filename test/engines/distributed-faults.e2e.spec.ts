import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { addDays } from '#libs/kernel';
import { civilDateAt } from '#libs/platform';
import { sharedFolder } from '../support/command-line';
import { DistributedTown } from './distributed-town';
import { stoppable } from './engines';
import { ServiceProcess } from './service-processes';
import { until } from './until';

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
const PERIOD = '2026-06';
/** One is closed by hand, the other one by the clock. */
const [HOUSE_BY_HAND, HOUSE_BY_THE_CLOCK] = ['H1', 'H2'];

/** So long a night is seen to wait; one that waits for nothing begins as soon as its process serves. */
const WAITS_MS = 3_000;
/** How many days the journal of jobs, which all processes share, says that the night is behind; null before the first one. */
const NIGHT_BEHIND = ['kvitok_job_days_behind', 'nightly-charges'] as const;
const NIGHT_IS_DONE = /"schedule":"nightly-charges"[^\n]*A daily job is done/;

/** Again and again a writer states what others came before of, as whoever asks the services does. */
const STATES_MAX = 50;

type Log = Awaited<ReturnType<DistributedTown['log']>>;

interface Paid {
  readonly paymentId: string;
  readonly account: string | undefined;
  readonly receivedOn: string;
}

let town: DistributedTown;
let company: string;
/** Every payment that was made, in its order: the calm twin is paid the same. */
const paid: Paid[] = [];
let payments: ServiceProcess;
let metering: ServiceProcess;
let billings: readonly ServiceProcess[];

const zone = zoneAtNight(new Date());

beforeAll(async () => {
  company = companyIn(zone);
  town = await DistributedTown.found(PLAYED_THROUGH, company);
  town.twin();
  const [measuring, paying, ...others] = await town.start('metering', 'payments', 'billing', 'identity', 'support');
  if (measuring === undefined || paying === undefined) throw new Error('A process is missing');
  metering = measuring;
  payments = paying;
  billings = [...others.slice(0, 1), ...(await town.start('billing'))];
}, TIMEOUT_MS);

afterAll(async () => {
  await town?.close();
  if (company !== undefined) rmSync(company, { recursive: true, force: true });
});

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
  'a night that is asked for by hand closes the month of a house without the broker, as that of a calm twin does',
  async () => {
    const kafka = stoppable(town.kafka.local, town.kafka.what);
    if (kafka === null) return expect(town.kafka.what).toMatch(/^Kafka at /);
    const before = await town.log('data');
    const [accounts, closedBefore] = [accountsOf(HOUSE_BY_HAND, before), closedAccounts(before).length];
    await kafka.stop('SIGKILL');
    // Money of the next day, of which nobody hears before the broker is back.
    const made = await Promise.all(accounts.map((account) => pay(`night-${account}`, account, NEXT_DAY)));
    expect(made.map(({ status }) => status)).toEqual(accounts.map(() => 201));
    await closeByHand();
    await kafka.startAgain();
    await settled(accounts.length, 'night-');
    const closed = closedAccounts(await town.log('data'));
    expect(closed).toHaveLength(closedBefore + accounts.length);
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

test(
  'a night by the clock waits until billing has heard of what was paid, and two processes close the month with it once',
  async () => {
    const kafka = stoppable(town.kafka.local, town.kafka.what);
    if (kafka === null) return expect(town.kafka.what).toMatch(/^Kafka at /);
    const date = addDays(civilDateAt(new Date(), zone), -1);
    const before = await town.log('data');
    const [accounts, closedBefore] = [accountsOf(HOUSE_BY_THE_CLOCK, before), closedAccounts(before).length];
    // Those of before do nothing by the clock.
    await Promise.all(billings.map((billing) => billing.stop()));
    await kafka.stop('SIGKILL');
    const made = await Promise.all(accounts.map((account) => pay(`clock-${account}`, account)));
    expect(made.map(({ status }) => status)).toEqual(accounts.map(() => 201));

    const [evicted, staying] = [await startNight(), await startNight()];
    await sleep(WAITS_MS);
    // One that ends while it waits leaves the night to the others, and does not call it done.
    expect(await evicted.stop()).toBe(0);
    expect(await town.get(staying, `/billing/nights/${date}`)).toMatchObject({ status: 'not_started' });
    expect(await town.figure(staying, ...NIGHT_BEHIND)).toBeNull();
    const added = await startNight();
    expect(closedAccounts(await town.log('data'))).toHaveLength(closedBefore);
    await kafka.startAgain();
    billings = [staying, added];
    const isDone = () => billings.every(({ output }) => NIGHT_IS_DONE.test(output));
    await until(isDone, Boolean, 3 * DRAINED_WITHIN_MS);
    expect(await town.figure(added, ...NIGHT_BEHIND)).toBe(0);

    const log = await town.log('data');
    const closed = closedAccounts(log);
    // And the months after it, which have ended by now.
    expect(closed.slice(closedBefore)).toEqual(
      expect.arrayContaining(accounts.map((account) => `${account} ${PERIOD}`)),
    );
    expect(new Set(closed).size).toBe(closed.length);
    const credited = log.findLastIndex(({ type, data }) => type === 'PaymentCredited' && isNamed(data, 'clock-'));
    const firstClosed = log.filter(({ type }) => type === 'PeriodClosed')[closedBefore];
    expect(log.slice(credited)).toContain(firstClosed);

    const twin = await town.startTwin();
    for (const { status } of await payTwin(twin, PAID_ON, 'clock-')) expect(status).toBe(201);
    expect((await town.post(twin, '/billing/nights', { date })).status).toBe(200);
    await twin.stop();
    expect(await town.result('statements')).toEqual(await town.resultOfTwin('statements'));
    expect(await town.result('verify')).toMatchObject({ ok: true, differing: [] });
  },
  TIMEOUT_MS,
);

test(
  `${WRITERS} writers on one stream, at two processes at the same time, are each accepted once or refused by name`,
  async () => {
    const another = await town.startOne('metering');
    const [meterId, value] = await aMeterOfWater();
    // For each day two of them, at one process each: by what both read before, either of them is right.
    const writers = Array.from({ length: WRITERS }, (_, index) => ({
      key: `one-stream-${index}`,
      at: index % 2 === 0 ? [metering, another] : [another, metering],
      body: {
        meterId,
        takenOn: addDays(NEXT_DAY, Math.floor(index / 2)),
        values: [`${Math.floor(value) + 1}.${String(index).padStart(3, '0')}`],
        channel: 'paper',
      },
    }));
    const state = (turn: number) =>
      writers.map(({ key, at, body }) => stated(at[turn], '/metering/readings', body, key));
    const [first, again] = await Promise.all([Promise.all(state(0)), Promise.all(state(1))]);
    expect(again).toEqual(first);
    expect(new Set(first.map(({ outcome }) => outcome))).toEqual(
      new Set(['accepted', 'METERING_READING_ALREADY_TAKEN']),
    );
    const accepted = writers.filter((_, index) => first[index]?.outcome === 'accepted');
    // Of each day one.
    expect(accepted.map(({ body }) => body.takenOn)).toEqual([...new Set(writers.map(({ body }) => body.takenOn))]);

    const events = (await town.log('data')).filter(({ stream }) => stream === `metering_meter-${meterId}`);
    expect(events.map(({ revision }) => revision)).toEqual(events.map((_, index) => index));
    const written = events.filter(({ metadata }) => metadata.commandId?.startsWith('api:one-stream-'));
    expect(inOrder(written.map(({ metadata }) => metadata.commandId))).toEqual(
      inOrder(accepted.map(({ key }) => `api:${key}`)),
    );
    expect(inOrder(written.map(({ eventId }) => eventId))).toEqual(inOrder(first.flatMap(({ eventIds }) => eventIds)));
    expect(await town.result('verify')).toMatchObject({ ok: true, differing: [] });
  },
  TIMEOUT_MS,
);

/** A zone of the world in which it is between one and two at night: the company of these tests lies there. */
function zoneAtNight(now: Date): string {
  const hoursEast = ((1 - now.getUTCHours() + 36) % 24) - 12;
  // The names of these zones count the other way round.
  return hoursEast === 0 ? 'Etc/GMT' : `Etc/GMT${hoursEast < 0 ? '+' : '-'}${Math.abs(hoursEast)}`;
}

/** The sample company in another zone, in a folder of its own. */
function companyIn(timeZone: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'kvitok-company-'));
  cpSync(sharedFolder('sample'), folder, { recursive: true });
  const file = join(folder, 'company.csv');
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(';Europe/Samara', `;${timeZone}`));
  return folder;
}

/** A process of billing that does by the clock what falls due. */
function startNight(): Promise<ServiceProcess> {
  return town.startOne('billing', { KVITOK_NIGHTS: 'on' });
}

function accountsOf(house: string | undefined, log: Log): readonly string[] {
  const opened = log.filter(({ type, data }) => type === 'AccountOpened' && data['houseId'] === house);
  return [...new Set(opened.map(({ data }) => String(data['account'])))];
}

/** A meter of cold water, and what it showed last. */
async function aMeterOfWater(): Promise<[meterId: string, value: number]> {
  const log = await town.log('data');
  const water = log.filter(({ type, data }) => type === 'MeterInstalled' && data['utility'] === 'cold_water');
  const meters = new Set(water.map(({ data }) => data['meterId']));
  const reading = log.findLast(({ type, data }) => type === 'ReadingAccepted' && meters.has(data['meterId']));
  if (reading === undefined) throw new Error('There is no meter of water');
  return [String(reading.data['meterId']), Number((reading.data['values'] as readonly string[])[0])];
}

/** States something until it is accepted or refused: whoever hears that others came first states the same again. */
async function stated(service: ServiceProcess | undefined, path: string, body: object, key: string) {
  if (service === undefined) throw new Error('A process is missing');
  for (let times = 1; times <= STATES_MAX; times += 1) {
    const { status, answer } = await town.post(service, path, body, key);
    if (status === 201) return { outcome: 'accepted', eventIds: answer['eventIds'] as readonly string[] };
    if (status !== 503 && answer['code'] !== 'EVENT_STORE_CONFLICT') {
      return { outcome: String(answer['code']), eventIds: [] };
    }
  }
  throw new Error(`${key} was stated ${STATES_MAX} times`);
}

function pay(paymentId: string, account: string | undefined, receivedOn = PAID_ON) {
  paid.push({ paymentId, account, receivedOn });
  return town.post(payments, '/payments', bodyOf({ paymentId, account, receivedOn }), paymentId);
}

/** Pays the twin what was paid on a day, under names that begin so. */
async function payTwin(twin: ServiceProcess, day: string, name = '') {
  const answers: { readonly status: number }[] = [];
  for (const one of paid.filter(({ paymentId, receivedOn }) => receivedOn === day && paymentId.startsWith(name))) {
    answers.push(await town.post(twin, '/payments', bodyOf(one), one.paymentId));
  }
  return answers;
}

function bodyOf(payment: Paid) {
  return { ...payment, amountKopecks: 10_000, channel: 'cash_desk' };
}

function night(billing: ServiceProcess) {
  return town.post(billing, '/billing/nights', { date: CLOSING_NIGHT, house: HOUSE_BY_HAND });
}

/** Asks both for the night of the house until it is done: each leaves it out where the other one holds it. */
async function closeByHand(): Promise<void> {
  for (const deadline = performance.now() + 3 * DRAINED_WITHIN_MS; ; await sleep(500)) {
    const outcomes = await Promise.all(billings.map(night));
    const runs = await Promise.all(billings.map((one) => town.get(one, `/billing/nights/${CLOSING_NIGHT}`)));
    if (runs.every(({ status }) => status === 'completed')) return;
    if (performance.now() > deadline) throw new Error(`The night ends with ${JSON.stringify(outcomes)}`);
  }
}

/** The accounts whose months were closed, one for each time. */
function closedAccounts(log: Log): string[] {
  const closed = log.filter(({ type }) => type === 'PeriodClosed');
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

function inOrder(texts: readonly (string | null)[]): string[] {
  return texts.map(String).sort((left, right) => (left < right ? -1 : 1));
}

function isNamed(data: Readonly<Record<string, unknown>>, name: string): boolean {
  return String(data['paymentId']).startsWith(name);
}

/** The payments of each account in the order of the log. */
function orderOf(log: Log, type: string, name: string) {
  const order: Record<string, string[]> = {};
  for (const event of log) {
    if (event.type !== type || !isNamed(event.data, name)) continue;
    (order[String(event.data['account'])] ??= []).push(String(event.data['paymentId']));
  }
  return order;
}

import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '../support/command-line';
import { DistributedTown } from './distributed-town';
import { ServiceProcess } from './service-processes';

/** Short forms; `npm run reliability:distributed` is the full one. `SEED` repeats a run that failed. */
const SEED = Number(process.env['SEED'] ?? 20260630);
const KILLS_PER_NIGHT = Number(process.env['NIGHT_KILLS'] ?? 2);
const PAYMENTS = Number(process.env['OUTAGE_PAYMENTS'] ?? 200);
const OUTAGE_MS = Number(process.env['OUTAGE_SECONDS'] ?? 10) * 1_000;
const WRITERS = 50;

/** A company that one process has charged until the eve of a close; then it goes on as several. */
const PLAYED_THROUGH = '2026-06-29';
const NIGHTS = ['2026-06-30', '2026-07-31', '2026-08-31'];
const AGING_DATE = '2026-08-31';
/** The night in which the broker goes away, and for how long. */
const NIGHT_WITHOUT_BROKER = '2026-09-30';
const NIGHT_OUTAGE_MS = 5_000;
/** What lay in the log while the broker was away has been dealt with after so long. */
const DRAINED_WITHIN_MS = 60_000;
const TIMEOUT_MS = 20 * 60_000 + OUTAGE_MS;

let town: DistributedTown;
let payments: ServiceProcess;
let billings: ServiceProcess[];
const random = seededRandom(SEED);

beforeAll(async () => {
  town = await DistributedTown.found(PLAYED_THROUGH);
  town.twin();
  const [, paying, first] = await town.start('metering', 'payments', 'billing', 'identity', 'support');
  const [second] = await town.start('billing');
  if (paying === undefined || first === undefined || second === undefined) throw new Error('A process is missing');
  payments = paying;
  billings = [first, second];
}, TIMEOUT_MS);

afterAll(() => town?.close());

const balances = async (result: (...args: string[]) => Promise<unknown>, agingDate = AGING_DATE) => ({
  statements: await result('statements'),
  aging: await result('aging', '--as-of', agingDate),
});

/** Asks every process of billing for a night; one that is killed meanwhile gives no answer. */
const askForNight = (date: string) =>
  billings.map((billing) => town.post(billing, '/billing/nights', { date }).catch(() => 'it was killed'));

/** Until the night is done, asked for again as often as that takes. */
async function nightCompleted(date: string): Promise<void> {
  for (let asked = 0; ; asked += 1) {
    const [billing] = billings;
    if (billing === undefined) throw new Error('No process is left');
    const { status } = await town.get(billing, `/billing/nights/${date}`);
    if (status === 'completed') return;
    if (asked > 60) throw new Error(`The night of ${date} is ${String(status)}`);
    await Promise.all(askForNight(date));
    await sleep(1_000);
  }
}

test('a log that one process has written is gone on with by several, and nothing is told twice', async () => {
  expect(await town.result('verify')).toMatchObject({ ok: true, differing: [] });
  expect(await town.log('data')).toEqual(await town.log('twin'));
}, 600_000);

test(
  `nights of two processes of billing that are killed in turn end as calm ones do (seed ${SEED})`,
  async () => {
    let kills = 0;
    for (const date of NIGHTS) {
      let answers = askForNight(date);
      for (let kill = 0; kill < KILLS_PER_NIGHT; kill += 1) {
        const which = kill % billings.length;
        await sleep(random() * 1_500);
        await billings[which]?.stop('SIGKILL');
        kills += 1;
        const [again] = await town.start('billing');
        if (again === undefined) throw new Error('No process was started');
        billings[which] = again;
        await Promise.all(answers);
        answers = askForNight(date);
      }
      await Promise.all(answers);
      await nightCompleted(date);
      await town.resultOfTwin('night', 'all', '--date', date);
    }
    expect(kills).toBe(NIGHTS.length * KILLS_PER_NIGHT);
    expect(await balances((...args) => town.result(...args))).toEqual(
      await balances((...args) => town.resultOfTwin(...args)),
    );
  },
  TIMEOUT_MS,
);

test(
  `a night of a close in which the broker goes away and comes back ends as a calm one does (seed ${SEED})`,
  async () => {
    if (town.kafka.local === null) return expect(town.kafka.what).toMatch(/^Kafka at /);
    const asked = askForNight(NIGHT_WITHOUT_BROKER);
    await sleep(random() * 1_500);
    await town.kafka.local.stop('SIGKILL');
    await sleep(NIGHT_OUTAGE_MS);
    await town.kafka.local.startAgain();
    await Promise.all(asked);
    await nightCompleted(NIGHT_WITHOUT_BROKER);
    await town.resultOfTwin('night', 'all', '--date', NIGHT_WITHOUT_BROKER);
    const calm = await balances((...args) => town.resultOfTwin(...args), NIGHT_WITHOUT_BROKER);
    expect(await balances((...args) => town.result(...args), NIGHT_WITHOUT_BROKER)).toEqual(calm);
    const { statements } = calm.statements as { statements: readonly { period: string }[] };
    expect(statements.some(({ period }) => NIGHT_WITHOUT_BROKER.startsWith(period))).toBe(true);
    expect(await town.result('verify')).toMatchObject({ ok: true, differing: [] });
  },
  TIMEOUT_MS,
);

test(
  'a broker that is away refuses nobody, and each account is credited in its order when it is back',
  async () => {
    if (town.kafka.local === null) return expect(town.kafka.what).toMatch(/^Kafka at /);
    const accounts = [...new Set((await town.log('data')).flatMap(accountOpened))];
    expect(accounts.length).toBeGreaterThan(10);
    await town.kafka.local.stop('SIGKILL');
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
    await away;
    expect(statuses.filter((status) => status !== 201)).toEqual([]);
    await town.kafka.local.startAgain();
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
    const [account] = (await town.log('data')).flatMap(accountOpened);
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

function pay(paymentId: string, account: string | undefined) {
  const body = { paymentId, account, amountKopecks: 10_000, receivedOn: '2026-10-10', channel: 'cash_desk' };
  return town.post(payments, '/payments', body, paymentId);
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

function accountOpened({ type, data }: { readonly type: string; readonly data: object }): string[] {
  const { account } = data as { account?: string };
  return type === 'AccountOpened' && account !== undefined ? [account] : [];
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

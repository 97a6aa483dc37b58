import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sharedFolder } from '../support/command-line';
import { DistributedTown } from './distributed-town';
import { KurrentProtocolServer } from './kurrentdb/protocol-server';
import { ServiceName, ServiceProcess } from './service-processes';
import { until } from './until';

/** The first month of the sample company; what a closed month says does not change any more. */
const THROUGH = '2026-03-31';
const CLOSED = ['2026-03'];
/** Of the month that is open then. */
const PAID_ON = '2026-04-02';
const TIMEOUT_MS = 15 * 60_000;

interface Statements {
  readonly statements: readonly { readonly account: string; readonly period: string }[];
}

const source = sharedFolder('sample');
const { statements: required } = JSON.parse(
  readFileSync(join(source, 'expected', 'statements.json'), 'utf8'),
) as Statements;

let server: KurrentProtocolServer;
let town: DistributedTown;
let payments: ServiceProcess;
let billing: ServiceProcess;
let folders = 0;

beforeAll(async () => {
  server = await KurrentProtocolServer.start();
  town = await DistributedTown.found(null, undefined, { KVITOK_KURRENTDB_URL: server.url });
  const started = await Promise.all((['payments', 'billing', 'metering', 'identity', 'support'] as const).map(start));
  [payments, billing] = started as [ServiceProcess, ServiceProcess];
}, TIMEOUT_MS);

afterAll(async () => {
  await town?.close();
  await server?.remove();
});

test(
  'processes whose log lies behind the protocol of KurrentDB charge the sample company as it has to be charged',
  async () => {
    expect(await town.result('import', source, '--through', THROUGH)).toEqual({ ok: true, errors: [] });
    const { statements } = (await town.result('statements')) as Statements;
    expect(statements.length).toBeGreaterThan(0);
    expect(statements).toEqual(required.filter(({ period }) => CLOSED.includes(period)));
    const log = await town.log('data');
    await town.result('night', 'all', '--date', THROUGH);
    expect(await town.log('data')).toEqual(log);
    expect(await town.result('verify')).toMatchObject({ ok: true, differing: [] });
  },
  TIMEOUT_MS,
);

test(
  'a payment goes through the log, the bus and back, and a process that begins with nothing says the same of it',
  async () => {
    const [account = ''] = await town.accounts();
    const body = { paymentId: 'kurrent-1', account, amountKopecks: 12_345, receivedOn: PAID_ON, channel: 'cash_desk' };
    const { status, answer } = await town.post(payments, '/payments', body, body.paymentId);
    expect(status).toBe(201);
    const asked = `/billing/accounts/${account}/aging?asOf=${PAID_ON}`;
    const position = Number(answer['position']);
    const known = await town.getSince(billing, asked, position);
    const another = await start('billing');
    expect(await town.getSince(another, asked, position)).toEqual(known);
    // As in a rollout: the one that knows the log goes when the new one takes messages.
    await until(async () => (await fetch(`${another.url}/health/started`)).status === 200);
    expect(await town.figure(another, 'kvitok_bus_takes_messages', 'kvitok.billing')).toBe(1);
    await billing.stop('SIGKILL');
    const second = { ...body, paymentId: 'kurrent-2', amountKopecks: 54_321 };
    const later = Number((await town.post(payments, '/payments', second, second.paymentId)).answer['position']);
    expect(later).toBeGreaterThan(position);
    // What is told to the group of the killed one is taken up by the one that is left.
    await town.getSince(another, asked, later);
    const credited = (await town.log('data')).filter(({ type }) => type === 'PaymentCredited');
    const ours = credited.map(({ data }) => String(data['paymentId'])).filter((id) => id.startsWith('kurrent-'));
    expect(ours).toEqual([body.paymentId, second.paymentId]);
  },
  TIMEOUT_MS,
);

/** A process with a folder of its own, as every one has whose log lies elsewhere. */
async function start(name: ServiceName): Promise<ServiceProcess> {
  const folder = join(town.work, `own-${(folders += 1)}`);
  const [started] = await town.startEach([[name, { KVITOK_DATA_DIR: folder }]]);
  if (started === undefined) throw new Error(`${name} has not started`);
  return started;
}

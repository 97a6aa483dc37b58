import { randomBytes, randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RecordedEvent } from '#libs/kernel';
import { CommandResult, kvitokBeside, linesBeside, sharedFolder } from '../support/command-line';
import { openKafka, openMongo } from './engines';
import { ownKeys, SERVICE_NAMES, ServiceName, ServiceProcess } from './service-processes';
import { until } from './until';

/** What was written is dealt with after so long, whatever was killed meanwhile. */
const CAUGHT_UP_WITHIN_MS = 2 * 60_000;

const EMBEDDED = { KVITOK_MODE: '' };

export type LoggedEvent = RecordedEvent<string, Readonly<Record<string, unknown>>>;

/** Money of an account, under a name that it is stated by once. */
export interface Payment {
  readonly account: string;
  readonly paymentId: string;
  readonly amountKopecks: number;
  readonly receivedOn: string;
}

/** The sample company in the distributed mode: a Kafka, a MongoDB, processes of the services, and the command line beside them. */
export class DistributedTown {
  readonly services: ServiceProcess[] = [];

  private constructor(
    readonly kafka: Awaited<ReturnType<typeof openKafka>>,
    private readonly mongo: Awaited<ReturnType<typeof openMongo>>,
    /** A folder of its own, which is removed with it. */
    readonly work: string,
    /** What processes of the distributed mode are told. */
    readonly environment: Readonly<Record<string, string>>,
  ) {}

  /**
   * @param playedThrough the last evening that was played by one process, before the others were there; null: no data yet.
   * @param source the company; the sample of the requirements where absent.
   * @param own what its processes are told besides, such as where their log is.
   */
  static async found(
    playedThrough: string | null,
    source?: string,
    own: Readonly<Record<string, string>> = {},
  ): Promise<DistributedTown> {
    const work = mkdtempSync(join(tmpdir(), 'kvitok-distributed-'));
    const [kafka, mongo] = await Promise.all([openKafka(), openMongo()]);
    const town = new DistributedTown(kafka, mongo, work, {
      KVITOK_MODE: 'distributed',
      KVITOK_KAFKA_BROKERS: kafka.address.join(','),
      KVITOK_KAFKA_PARTITIONS: '4',
      KVITOK_MONGODB_URL: `${mongo.address}/kvitok_${randomUUID().slice(0, 8)}`,
      KVITOK_DATA_DIR: join(work, 'data'),
      KVITOK_SERVICES_KEY: randomKey(),
      KVITOK_CODE_PEPPER: randomKey(),
      KVITOK_CODE_PRINT_KEY: randomKey(),
      KVITOK_PERSON_MASTER_KEY: randomKey(),
      ...own,
    });
    if (playedThrough === null) return town;
    try {
      await town.resultAt('data', EMBEDDED, 'import', source ?? sharedFolder('sample'), '--through', playedThrough);
      return town;
    } catch (error) {
      // Whoever founds a town closes it; this one nobody has.
      await town.close();
      throw error;
    }
  }

  /** Where its log is, or that of its twin. */
  folder(where: 'data' | 'twin'): string {
    return join(this.work, where);
  }

  /** A copy of the data as they are now, for one process alone: what happens calmly there has to happen here. */
  twin(): string {
    cpSync(this.folder('data'), this.folder('twin'), { recursive: true });
    return 'twin';
  }

  async start(...names: readonly ServiceName[]): Promise<ServiceProcess[]> {
    return this.startEach((names.length === 0 ? SERVICE_NAMES : names).map((name) => [name, {}]));
  }

  /** @param own what it alone is told. */
  async startOne(name: ServiceName, own: Readonly<Record<string, string>> = {}): Promise<ServiceProcess> {
    const [service] = await this.startEach([[name, own]]);
    if (service === undefined) throw new Error(`${name} has not started`);
    return service;
  }

  /** Services by their names, each with what it alone is told. */
  startEach(asked: readonly (readonly [ServiceName, Readonly<Record<string, string>>])[]): Promise<ServiceProcess[]> {
    return this.keep(
      asked.map(([name, own]) => ServiceProcess.start(name, { ...ownKeys(name, this.environment), ...own })),
    );
  }

  /** Processes that end with the town, those that have started although another one has not, too. */
  async keep(starting: readonly Promise<ServiceProcess>[]): Promise<ServiceProcess[]> {
    for (const one of await Promise.allSettled(starting)) {
      if (one.status === 'fulfilled') this.services.push(one.value);
    }
    return Promise.all(starting);
  }

  /** The twin as one process that serves; the command line has its data again when it has ended. */
  async startTwin(): Promise<ServiceProcess> {
    const twin = await ServiceProcess.startEmbedded({
      KVITOK_DATA_DIR: this.folder('twin'),
      KVITOK_SERVICES_KEY: this.environment['KVITOK_SERVICES_KEY'] ?? '',
    });
    this.services.push(twin);
    return twin;
  }

  /** Every account that was ever opened. */
  async accounts(): Promise<readonly string[]> {
    const opened = (await this.log('data')).filter(({ type }) => type === 'AccountOpened');
    return [...new Set(opened.map(({ data }) => String(data['account'])))];
  }

  /** The command line over the data of the town, or of its twin. */
  command(where: 'data' | 'twin', environment: Readonly<Record<string, string>>, ...args: string[]) {
    return kvitokBeside(environment, ...args, '--data', this.folder(where));
  }

  /** The answer of a command in the distributed mode. */
  result(...args: string[]): Promise<unknown> {
    return this.resultAt('data', this.environment, ...args);
  }

  /** The same of the twin, which is one process. */
  resultOfTwin(...args: string[]): Promise<unknown> {
    return this.resultAt('twin', EMBEDDED, ...args);
  }

  /** The log in its order, but for what tells who did a night. */
  async log(where: 'data' | 'twin'): Promise<readonly LoggedEvent[]> {
    const log: LoggedEvent[] = [];
    for await (const event of this.events(where)) log.push(event);
    return log;
  }

  /** The same one after another: a log may be more than fits into memory. */
  async *events(where: 'data' | 'twin'): AsyncGenerator<LoggedEvent> {
    const environment = where === 'data' ? this.environment : EMBEDDED;
    for await (const line of linesBeside(environment, 'events', '--data', this.folder(where))) {
      const event = JSON.parse(line) as LoggedEvent;
      if (!/^billing_night_(run|house)-/.test(event.stream)) yield event;
    }
  }

  /** States something over HTTP; answers with the status and the answer. */
  async post(service: ServiceProcess, path: string, body: object, key: string = randomUUID()) {
    const answer = await fetched(`${service.url}${path}`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'Idempotency-Key': key,
        ...this.authorization,
      },
      body: JSON.stringify(body),
    });
    return { status: answer.status, answer: (await answer.json()) as Readonly<Record<string, unknown>> };
  }

  /** Pays at a cash desk; answers with the position. Throws where the payment is not accepted. */
  async pay(payments: ServiceProcess, payment: Payment): Promise<number> {
    const body = { ...payment, channel: 'cash_desk' };
    const { status, answer } = await this.post(payments, '/payments', body, payment.paymentId);
    if (status !== 201) throw new Error(`${payment.paymentId} is answered ${status}: ${JSON.stringify(answer)}`);
    return Number(answer['position']);
  }

  /** Until payments has heard of accounts, which the log may have had for a moment only. */
  async untilKnown(payments: ServiceProcess, accounts: readonly string[]): Promise<void> {
    for (const account of accounts) {
      await until(async () => 'account' in (await this.get(payments, `/payments/accounts/${account}`)));
    }
  }

  /** A figure of a process that has one label, by the value of that; null where there is none. */
  async figure(service: ServiceProcess, name: string, label: string): Promise<number | null> {
    for (const deadline = performance.now() + CAUGHT_UP_WITHIN_MS; performance.now() < deadline;) {
      const answer = await fetched(`${service.url}/metrics`, { headers: this.authorization });
      const lines = (await answer.text()).split('\n');
      if (answer.status !== 200) throw new Error(`/metrics answers ${answer.status}`);
      // One that could not be looked up in time has no sample either.
      if (!lines.includes(`kvitok_figure_unknown{figure="${name}"} 0`)) continue;
      const line = lines.find((one) => one.startsWith(`${name}{`) && one.includes(`="${label}"} `));
      return line === undefined ? null : Number(line.slice(line.lastIndexOf(' ')));
    }
    throw new Error(`Nobody knows ${name}`);
  }

  async get(service: ServiceProcess, path: string): Promise<Readonly<Record<string, unknown>>> {
    return (await (await fetched(`${service.url}${path}`, { headers: this.authorization })).json()) as Readonly<
      Record<string, unknown>
    >;
  }

  /** What is answered once everything up to a position of the log is in it; rejects where that takes too long. */
  async getSince(service: ServiceProcess, path: string, minPosition: number): Promise<unknown> {
    const asked = `${service.url}${path}${path.includes('?') ? '&' : '?'}minPosition=${minPosition}`;
    for (const deadline = performance.now() + CAUGHT_UP_WITHIN_MS; performance.now() < deadline;) {
      const answer = await fetched(asked, { headers: this.authorization });
      const body: unknown = await answer.json();
      if (answer.status !== 200) throw new Error(`${asked} answers ${answer.status}: ${JSON.stringify(body)}`);
      if (answer.headers.get('X-Stale') === 'false') return body;
    }
    throw new Error(`${asked} is still behind`);
  }

  async close(): Promise<void> {
    await Promise.all(this.services.map((service) => service.stop('SIGKILL')));
    await this.kafka.release();
    await this.mongo.release();
    rmSync(this.work, { recursive: true, force: true });
  }

  private get authorization() {
    return { Authorization: `Bearer ${this.environment['KVITOK_SERVICES_KEY'] ?? ''}` };
  }

  private async resultAt(
    where: 'data' | 'twin',
    environment: Readonly<Record<string, string>>,
    ...args: string[]
  ): Promise<unknown> {
    return JSON.parse(successful(await this.command(where, environment, ...args), args.join(' ')).stdout);
  }
}

/**
 * An answer over HTTP. A line that lay idle may be closed at the moment in which it is taken again, on a busy machine above
 * all: what is asked then is asked once more, over a new one. What is stated has its key, and is recorded once.
 */
async function fetched(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init);
  } catch (error) {
    if ((error as { cause?: { code?: string } }).cause?.code !== 'ECONNRESET') throw error;
    return fetch(address, { ...init, headers: { ...init.headers, Connection: 'close' } });
  }
}

/** A key such as all processes have to be given. */
function randomKey(): string {
  return randomBytes(32).toString('hex');
}

function successful(done: CommandResult, what: string): CommandResult {
  if (done.exitCode !== 0) throw new Error(`kvitok ${what} ended with ${String(done.exitCode)}: ${done.stderr}`);
  return done;
}

import { INestApplication, Logger } from '@nestjs/common';
import { Clock } from '#libs/kernel';
import {
  AcquiringSettings,
  DailySchedule,
  DailyScheduler,
  DistributedSettings,
  EventStoreDamagedError,
  IntervalJobs,
  mailWayOf,
  readAcquiringSettings,
  readNeighbours,
  readServingDistributedSettings,
  readSettings,
  ServiceAddresses,
  Settings,
  SettingsError,
  tellUnknownSettings,
  TurnGivenUpError,
} from '#libs/platform';
import { openAcquiring } from './acquiring';
import { createKvitok, Kvitok } from './create-kvitok';
import { serveSandboxBank } from './sandbox-bank';
import type { ServedGateways } from './gateways';
import { JobJournal } from './job-journal';
import { LogVerification } from './log-verification';
import { intervalJobsOf, isAutopayLeftOut, schedulesOf } from './schedule';
import { urlOf } from './listening';
import { clientsOfProcess } from './serve-clients';
import { ServiceParts, SERVICES } from './services';
import { servicesKeyOf } from './services-key';
import { watchWork } from './watch-work';

/** How long a process that was asked to stop finishes its work; jobs go on where they were when it starts again. */
const STOP_WITHIN_MILLISECONDS = 10_000;

export interface RunningKvitok {
  readonly kvitok: Kvitok;
  /** Where the API answers. */
  readonly url: string;
  /** Where residents reach the cabinet; null where nobody said and the process serves none. */
  readonly cabinetAddress: string | null;
  /** Where staff reach the back-office; null where the process serves none. */
  readonly backOfficeAddress: string | null;
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly settings: Settings;
  readonly services?: readonly ServiceParts[];
  readonly acquiring?: AcquiringSettings;
  /** What the process shares with others; null, or absent, for the embedded mode. */
  readonly distributed?: DistributedSettings | null;
  /** Where services answer that this process does not run and has to ask. */
  readonly neighbours?: Partial<ServiceAddresses>;
  /** The machine's clock with the company's civil dates where absent. */
  readonly clock?: Clock;
  /** By which devices of people make one-time codes; `clock` where absent. */
  readonly deviceClock?: Pick<Clock, 'now'>;
  /** The stores are open; nothing listens yet, and nothing runs by the clock. */
  beforeServing?(kvitok: Kvitok): Promise<void>;
  /** What the back-office is given besides the clients of the services, by their tokens. */
  officeClients?(kvitok: Kvitok): ReadonlyMap<symbol, unknown>;
  /** What is found in the log by whoever reads it while the process serves. */
  onDamage?(damage: EventStoreDamagedError): void;
}

/**
 * The serving process with these settings. A start looks at the end of a large log alone, so that the whole of it is
 * read while the process serves, and once a night; where processes share a log, by one of billing for all of them:
 * `onDamage` is told what was found.
 * Throws what `servicesKeyOf`, `createKvitok` and `listen` throw.
 */
export async function startKvitok(options: StartOptions): Promise<RunningKvitok> {
  const { settings, services = SERVICES, acquiring: acquiringSettings = { kind: 'off' }, clock, deviceClock } = options;
  const onDamage = (damage: EventStoreDamagedError) => options.onDamage?.(damage);
  const acquiring = openAcquiring(acquiringSettings);
  const { allowedHosts, metricsKey } = settings;
  const servicesKey = servicesKeyOf(settings);
  const kvitok = await createKvitok({
    dataDir: settings.dataDir,
    distributed: options.distributed ?? null,
    services,
    follow: true,
    acquiring,
    http: { http: { allowedHosts, servicesKey, metricsKey }, logging: { level: settings.logLevel } },
    registryFileDays: settings.registryFileDays,
    ...(clock === undefined ? {} : { clock }),
    ...(deviceClock === undefined ? {} : { deviceClock }),
  });
  const { app, stack } = kvitok;
  const logger = new Logger('Kvitok');
  const clients = clientsOfProcess(kvitok, services, { ...options, key: servicesKey });
  const journal = new JobJournal(stack.accessRecords, stack.clock);
  watchWork(kvitok, journal, services);
  const isShared = (options.distributed ?? null) !== null;
  const log = new LogVerification(kvitok, { isShared });
  const daily = settings.nights ? schedulesOf(kvitok, services, log).map((schedule) => journal.daily(schedule)) : [];
  const scheduler = schedulerOf(kvitok, daily, logger, onDamage);
  let bank: INestApplication | null = null;
  let served: ServedGateways | null;
  try {
    await options.beforeServing?.(kvitok);
    await app.listen(settings.port, settings.host);
    bank = await serveSandboxBank(kvitok, acquiring, acquiringSettings, settings.host);
    // A process of some of the services has nobody to ask about the rest.
    served = services.length === SERVICES.length ? await gatewaysOf(kvitok, options, clients.others) : null;
    await clients.begin(served?.backOffice ?? null);
  } catch (error) {
    await kvitok.close();
    throw error;
  }
  scheduler.start();
  // One service reads the log that all share.
  if (!isShared || services.some(({ name }) => name === 'billing')) readWholeLog(log, logger, onDamage);
  const url = urlOf(app);
  const cabinetAddress = settings.cabinet?.publicAddress ?? served?.cabinet?.publicAddress ?? null;
  const backOfficeAddress = served?.backOffice?.publicAddress ?? null;
  const often = settings.nights ? intervalJobsOf(kvitok, services, cabinetAddress) : [];
  const jobs = new IntervalJobs(
    often.map((job) => journal.interval(job)),
    (job, error) => logger.error({ job, err: error }, 'A job failed'),
  );
  jobs.start();
  const { dataDir, nights } = settings;
  const mail = mailWayOf(settings.mail);
  if (mail.isOpen) logger.warn({ mail: mail.code }, 'Letters may go over the network in clear');
  if (nights && acquiring !== null) warnOfAutopay(kvitok, services, logger);
  logger.log({ url, cabinetAddress, backOfficeAddress, mail: mail.code, dataDir, nights }, 'Kvitok serves');
  return {
    kvitok,
    url,
    cabinetAddress,
    backOfficeAddress,
    async stop() {
      // A night, and whatever else is long, leaves off at its next page; meanwhile nothing new begins.
      kvitok.beginToStop();
      await Promise.all([scheduler.stop(), jobs.stop()]);
      await bank?.close();
      // Whoever is at a page gets the answer; then the services behind it end.
      await served?.close();
      await clients.end();
      await kvitok.close();
    },
  };
}

/** While the process serves: a damaged log is told when it is found. */
function readWholeLog(log: LogVerification, logger: Logger, onDamage: (damage: EventStoreDamagedError) => void): void {
  log.atStart().catch((error: unknown) => {
    if (error instanceof TurnGivenUpError) return;
    const isDamaged = error instanceof EventStoreDamagedError;
    logger.error({ err: error }, isDamaged ? 'The log does not hold' : 'The log could not be read through');
    if (isDamaged) onDamage(error);
  });
}

/** Residents count on what they have agreed to: whoever runs the process hears that it is not done. */
function warnOfAutopay(kvitok: Kvitok, services: readonly ServiceParts[], logger: Logger): void {
  if (!isAutopayLeftOut(kvitok, services)) return;
  logger.warn({ setting: 'KVITOK_BILLING_URL' }, 'Autopay is not charged: the address of billing is not set');
}

function schedulerOf(
  { stack, zone }: Kvitok,
  schedules: readonly DailySchedule[],
  logger: Logger,
  onDamage: (damage: EventStoreDamagedError) => void,
): DailyScheduler {
  return new DailyScheduler({
    schedules,
    clock: stack.clock,
    timeZone: () => zone.current(),
    onDone: (schedule, date) => logger.log({ schedule, date }, 'A daily job is done'),
    onFailed: (schedule, date, error) => {
      logger.error({ schedule, date, err: error }, 'A daily job failed');
      if (error instanceof EventStoreDamagedError) onDamage(error);
    },
  });
}

/** Only a process that serves loads the pages. */
async function gatewaysOf(
  kvitok: Kvitok,
  { settings }: StartOptions,
  others: ReadonlyMap<symbol, unknown>,
): Promise<ServedGateways> {
  const { serveGateways } = await import('#services/app/gateways');
  return serveGateways(kvitok, settings, others);
}

/**
 * The life of a serving process: reads its settings, starts, and stops in good order on SIGTERM or SIGINT. Ends with 2
 * for wrong settings and 1 when it cannot start, after saying why on standard error; never with a half-open store.
 */
export async function run(
  services: readonly ServiceParts[] = SERVICES,
  more: Pick<StartOptions, 'officeClients'> = {},
): Promise<void> {
  let running: RunningKvitok;
  tellUnknownSettings(process.env);
  try {
    const acquiring = readAcquiringSettings(process.env);
    const [settings, neighbours] = [readSettings(process.env), readNeighbours(process.env)];
    const distributed = readServingDistributedSettings(process.env);
    const given = { settings, neighbours, services, acquiring, distributed };
    running = await startKvitok({ ...given, onDamage: endAtOnce, ...more });
  } catch (error) {
    process.stderr.write(`${wordsOfFailure(error)}\n`);
    process.exit(error instanceof SettingsError ? 2 : 1);
  }
  stopOnSignals(running);
}

/** A log that does not hold serves nobody a minute longer. */
export function endAtOnce(damage: EventStoreDamagedError): void {
  process.stderr.write(`${wordsOfFailure(damage)}\n`);
  process.exit(1);
}

/** Ends the process in good order when it is told to. */
export function stopOnSignals(running: Pick<RunningKvitok, 'stop'>): void {
  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    // Whatever does not end in time is cut off: what was answered is stored, everything else is done again.
    setTimeout(() => process.exit(1), STOP_WITHIN_MILLISECONDS).unref();
    running.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

/** The process of one service, over the stores that the environment names: its API, its reactions and its read models. */
export async function runService(name: string, more: Pick<StartOptions, 'officeClients'> = {}): Promise<void> {
  const services = SERVICES.filter((service) => service.name === name);
  if (services.length === 0) throw new RangeError(`There is no service ${name}`);
  await run(services, more);
}

/** Where to go on from a failure, for whoever starts the process. */
const ADVICE: Readonly<Record<string, string>> = {
  EVENT_STORE_DAMAGED:
    'Nothing is served from a damaged log. `kvitok verify` reads it whole; restore it from a backup.',
  EADDRINUSE:
    'Another process has the port. Set PORT, KVITOK_CABINET_PORT, KVITOK_SANDBOX_BANK_PORT and KVITOK_BACK_OFFICE_PORT to free ones.',
  EACCES: 'The process may not use the port or the folder. Check the ports, KVITOK_DATA_DIR and the rights to both.',
};

/** For standard error: what is wrong, and where to go on from it. */
export function wordsOfFailure(error: unknown): string {
  if (!(error instanceof Error)) return `Kvitok did not start: ${String(error)}`;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const head = code === '' ? error.message : `${code}: ${error.message}`;
  return [head, ADVICE[code]].filter((line) => line !== undefined).join('\n');
}

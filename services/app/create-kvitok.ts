import { INestApplication, Logger, LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ClientsModule } from '#libs/clients';
import { Clock } from '#libs/kernel';
import { BusServer } from '#libs/messaging';
import {
  createEmbeddedStack,
  DistributedSettings,
  EmbeddedStackOptions,
  Stack,
  StackOptions,
  systemClock,
} from '#libs/platform';
import { Acquiring, acquiringModule } from './acquiring';
import { AppModule } from './app.module';
import { connectServers, consumerName, reportsOfBus } from './bus';
import { definitionsOf } from './clients';
import { CompanyZone } from './company-zone';
import { drainToRest } from './drain';
import { createEdge, Edge, EdgeOptions, QUIET_EDGE } from './edge';
import { registryFilesModule } from './registry-files';
import { ServiceParts, SERVICES, UPCASTING, vaultsOf } from './services';

export interface KvitokOptions {
  /** The folder of the files; null keeps everything in memory. */
  readonly dataDir: string | null;
  /** What the process shares with others; null, or absent, for the embedded mode. */
  readonly distributed?: DistributedSettings | null;
  /** The machine's clock with the company's civil dates where absent. */
  readonly clock?: Clock;
  /** By which devices of people make one-time codes; `clock` where absent. */
  readonly deviceClock?: Pick<Clock, 'now'>;
  /** Prepares the HTTP API; whoever asked for it calls `app.listen`. Without it nothing is logged. */
  readonly http?: boolean | EdgeOptions;
  /** Whether projections and reactions follow the log by themselves; otherwise nothing moves but by `drain`. */
  readonly follow?: boolean;
  /** Which services the process runs; all where absent. */
  readonly services?: readonly ServiceParts[];
  /** When a key that the environment lacks is asked for in the distributed mode; at the start where absent. */
  readonly keysAsked?: 'at start' | 'at use';
  /** The bank at which residents pay on the site; none where absent. */
  readonly acquiring?: Acquiring | null;
  /** So many days a bank’s file waits to be accepted; as payments have it where absent. */
  readonly registryFileDays?: number;
}

export interface Kvitok {
  readonly app: INestApplication;
  readonly stack: Stack;
  readonly servers: readonly BusServer[];
  readonly zone: CompanyZone;
  /** Clients by their tokens that no module provides: those that this process answers for, and those of its neighbours. */
  readonly clients: Map<symbol, unknown>;
  /** Folds and delivers until the log stands still: for playback and tests, where nothing follows the log by itself. */
  drain(): Promise<void>;
  /** Aborted as soon as the process is to end: whoever is at something long leaves off at the next good place. */
  readonly stopping: AbortSignal;
  beginToStop(): void;
  /** Stops following, lets the work at hand finish and closes the stores. May be called again. */
  close(): Promise<void>;
}

/**
 * The services of one process, with their reactions, over the stack of its mode.
 * Throws what `createEmbeddedStack` and `createDistributedStack` throw.
 */
export async function createKvitok(options: KvitokOptions): Promise<Kvitok> {
  const { follow = false, services = SERVICES } = options;
  const zone = new CompanyZone();
  const consumers = services.flatMap((service) => consumerName(service) ?? []);
  const edge = options.http ? createEdge(options.http === true ? QUIET_EDGE : options.http, consumers) : null;
  const logger = new Logger('Kvitok');
  const ending = new AbortController();
  const stack = await openStack(options, ending.signal, {
    clock: options.clock ?? systemClock(() => zone.current()),
    ...(options.deviceClock === undefined ? {} : { deviceClock: options.deviceClock }),
    projections: services.flatMap(({ projections }) => projections),
    // A service alone still hears the others: the log is one, and their relays say what of it is public.
    translations: SERVICES.flatMap(({ relays }) => relays),
    consumers,
    upcasting: UPCASTING,
    ...(edge === null ? {} : { metrics: edge.metrics }),
    ...reportsOfProjector(logger),
  });
  const names = services.map(({ name }) => name);
  try {
    const clients = new Map<symbol, unknown>();
    const app = await createApplication(stack, services, edge, options, clients);
    const servers = connectServers(app, stack, services, { follow, ...reportsOfBus(logger) });
    edge?.configure(app, stack, servers);
    // Who serves says what it can before others go by events that it would tell of otherwise.
    if (follow) await stack.transport.announce();
    await app.init();
    await app.startAllMicroservices();
    await zone.refresh(stack);
    if (follow) {
      stack.transport.publish(names, (error) => logger.error({ err: error }, 'The log could not be published'));
      stack.projector.start();
      zone.follow(stack);
    }
    let closing: Promise<void> | null = null;
    return {
      app,
      stack,
      servers,
      zone,
      clients,
      drain: () => drainToRest(stack, servers),
      stopping: ending.signal,
      beginToStop: () => ending.abort(),
      close() {
        ending.abort();
        closing ??= closeAll(app, stack, zone);
        return closing;
      },
    };
  } catch (error) {
    await stack.close();
    throw error;
  }
}

/** The adapters of servers outside are loaded by those alone who use them. */
async function openStack(
  { dataDir, distributed = null, services, keysAsked }: KvitokOptions,
  stopping: AbortSignal,
  common: StackOptions,
): Promise<Stack> {
  if (distributed === null) return createEmbeddedStack({ ...common, dataDir });
  if (dataDir === null) throw new RangeError('Processes share a folder, not the memory of one of them');
  const { createDistributedStack } = await import('#libs/platform/distributed');
  const name = services === undefined ? 'all' : services.map((service) => service.name).join('-');
  const logger = new Logger('Connection');
  return createDistributedStack({
    ...common,
    distributed,
    name,
    dataDir,
    vaults: vaultsOf(services ?? SERVICES),
    keysAsked,
    stopping,
    onConnection: (level, text) => logger[level](text),
  });
}

async function closeAll(app: INestApplication, stack: Stack, zone: CompanyZone): Promise<void> {
  zone.unfollow();
  await app.close();
  await stack.close();
}

function createApplication(
  stack: Stack,
  services: readonly ServiceParts[],
  edge: Edge | null,
  { acquiring = null, registryFileDays }: Pick<KvitokOptions, 'acquiring' | 'registryFileDays'>,
  clients: ReadonlyMap<symbol, unknown>,
): Promise<INestApplication> {
  const quiet = edge === null ? { logger: false as const } : { bufferLogs: true };
  const besides = [
    ...(edge?.modules ?? []),
    ...(edge === null ? [] : [ClientsModule.forRoot({ definitions: definitionsOf(services), others: clients })]),
    ...(acquiring === null ? [] : [acquiringModule(acquiring)]),
    ...(registryFileDays === undefined ? [] : [registryFilesModule(registryFileDays)]),
  ];
  const module = AppModule.forRoot(stack, services, besides);
  return NestFactory.create(module, { abortOnError: false, bodyParser: false, ...quiet });
}

/** What stands still is told with the event it stands at; never with the event's content. */
function reportsOfProjector(
  logger: LoggerService,
): Pick<EmbeddedStackOptions, 'onProjectionFailure' | 'onProjectorError'> {
  return {
    onProjectionFailure({ name }, { position, error }) {
      logger.error({ projection: name, position, reason: error }, 'A read model stopped');
    },
    onProjectorError(error) {
      logger.error({ err: error }, 'A read model could not follow the log');
    },
  };
}

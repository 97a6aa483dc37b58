import { DynamicModule, INestApplication, LoggerService } from '@nestjs/common';
import { Logger } from 'nestjs-pino';
import { BusServer } from '#libs/messaging';
import {
  configureHttp,
  HttpOptions,
  LoggingOptions,
  loggingModule,
  Metrics,
  observedRequests,
  Stack,
  Startup,
  TelemetryModule,
} from '#libs/platform';

/** How a process that serves HTTP shows itself. */
export interface EdgeOptions {
  readonly http: HttpOptions;
  readonly logging: LoggingOptions;
}

/** For tests and trials: every name is answered, nothing is logged. */
export const QUIET_EDGE: EdgeOptions = { http: { allowedHosts: [] }, logging: { level: 'silent' } };

export interface Edge {
  readonly metrics: Metrics;
  readonly modules: readonly DynamicModule[];
  configure(app: INestApplication, stack: Stack, servers: readonly BusServer[]): void;
}

export function createEdge({ http, logging }: EdgeOptions, consumers: readonly string[]): Edge {
  const metrics = new Metrics();
  const startup = new Startup();
  return {
    metrics,
    modules: [loggingModule(logging), TelemetryModule.forRoot({ metrics, consumers, startup })],
    configure(app, { store, projector, consumerState }, servers) {
      useProcessLogger(app);
      startup.watch(servers);
      metrics.watch({ store, projector, consumerState, consumers });
      app.use(observedRequests(metrics));
      configureHttp(app, http);
    },
  };
}

/** The log of the process is that of the application. */
export function useProcessLogger(app: INestApplication): void {
  app.useLogger(withoutWiring(app.get(Logger)));
}

/** What the framework tells of putting the application together; of use only to whoever looks for a fault in it. */
const WIRING = new Set(['NestFactory', 'InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestMicroservice']);

/** The same logger, with the framework's own wiring told at the level `debug`. */
function withoutWiring(logger: LoggerService): LoggerService {
  return {
    log(message: unknown, ...rest: unknown[]) {
      const context = rest.at(-1);
      if (typeof context === 'string' && WIRING.has(context)) logger.debug?.(message, ...rest);
      else logger.log(message, ...rest);
    },
    error: (message: unknown, ...rest: unknown[]) => void logger.error(message, ...rest),
    warn: (message: unknown, ...rest: unknown[]) => void logger.warn(message, ...rest),
    debug: (message: unknown, ...rest: unknown[]) => void logger.debug?.(message, ...rest),
    verbose: (message: unknown, ...rest: unknown[]) => void logger.verbose?.(message, ...rest),
    fatal: (message: unknown, ...rest: unknown[]) => void logger.fatal?.(message, ...rest),
  };
}

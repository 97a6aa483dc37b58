import { DynamicModule, INestApplication } from '@nestjs/common';
import { Logger } from 'nestjs-pino';
import {
  configureHttp,
  HttpOptions,
  LoggingOptions,
  loggingModule,
  Metrics,
  observedRequests,
  Stack,
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
  configure(app: INestApplication, stack: Stack): void;
}

export function createEdge({ http, logging }: EdgeOptions, consumers: readonly string[]): Edge {
  const metrics = new Metrics();
  return {
    metrics,
    modules: [loggingModule(logging), TelemetryModule.forRoot({ metrics, consumers })],
    configure(app, { store, projector, consumerState }) {
      app.useLogger(app.get(Logger));
      metrics.watch({ store, projector, consumerState, consumers });
      app.use(observedRequests(metrics));
      configureHttp(app, http);
    },
  };
}

import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { ConsumerState } from '#libs/messaging';
import { EventStore } from '#libs/event-store';
import { Projector } from '#libs/read-models';

const COMMAND_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];
const REQUEST_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What is watched of a running process. */
export interface WatchedStack {
  readonly store: Pick<EventStore, 'head' | 'eventsBehind'>;
  readonly projector: Pick<Projector, 'lag'>;
  readonly consumerState: ConsumerState;
  readonly consumers: readonly string[];
}

/**
 * The figures of one process, for Prometheus. No label holds an account, a person or an id: a figure that can name
 * somebody is personal data, and a label with many values fills the memory of whoever collects it.
 */
export class Metrics {
  readonly registry = new Registry();

  readonly commandSeconds = new Histogram({
    name: 'kvitok_command_seconds',
    help: 'Time of one command from its statement to the durable answer',
    labelNames: ['command', 'outcome'] as const,
    buckets: COMMAND_BUCKETS,
    registers: [this.registry],
  });

  readonly batchCommands = new Counter({
    name: 'kvitok_batch_commands_total',
    help: 'Commands stated many at a time, by jobs',
    labelNames: ['command', 'outcome'] as const,
    registers: [this.registry],
  });

  readonly appendSeconds = new Histogram({
    name: 'kvitok_append_seconds',
    help: 'Time of one append, the durable commit included',
    labelNames: ['outcome'] as const,
    buckets: COMMAND_BUCKETS,
    registers: [this.registry],
  });

  readonly appendedEvents = new Counter({
    name: 'kvitok_appended_events_total',
    help: 'Events that were appended by this process',
    registers: [this.registry],
  });

  readonly requestSeconds = new Histogram({
    name: 'kvitok_http_request_seconds',
    help: 'Time of one HTTP request until its answer was sent',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: REQUEST_BUCKETS,
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry, prefix: 'kvitok_' });
  }

  /** Gauges that are looked up when somebody collects. */
  watch({ store, projector, consumerState, consumers }: WatchedStack): void {
    const registers = [this.registry];
    new Gauge({
      name: 'kvitok_log_head',
      help: 'Position of the last event of the log',
      registers,
      async collect() {
        this.set(await store.head());
      },
    });
    new Gauge({
      name: 'kvitok_projection_lag_events',
      help: 'Events of the log that a read model has not seen; none is told where it is not known',
      labelNames: ['projection', 'state'] as const,
      registers,
      async collect() {
        this.reset();
        for (const { projection, state, behind } of await projector.lag()) {
          if (behind !== null) this.set({ projection, state }, behind);
        }
      },
    });
    new Gauge({
      name: 'kvitok_bus_lag_events',
      help: 'Events of the log that a consumer of the bus has not passed; none is told where it is not known',
      labelNames: ['consumer'] as const,
      registers,
      async collect() {
        this.reset();
        for (const consumer of consumers) {
          const behind = await store.eventsBehind(await consumerState.checkpoint(consumer));
          if (behind !== null) this.set({ consumer }, behind);
        }
      },
    });
    new Gauge({
      name: 'kvitok_bus_parked_keys',
      help: 'Keys whose messages wait for a person',
      labelNames: ['consumer'] as const,
      registers,
      async collect() {
        for (const consumer of consumers) this.set({ consumer }, (await consumerState.parkedKeys(consumer)).length);
      },
    });
  }
}

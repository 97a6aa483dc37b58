import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { ConsumerState } from '#libs/messaging';
import { EventStore } from '#libs/event-store';
import { Projector } from '#libs/read-models';

const COMMAND_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];
const REQUEST_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** A store that says nothing must not use up the ten seconds after which Prometheus takes the process for dead. */
export const LOOKS_WITHIN_MS = 4_000;

/** One value of a figure, by the values of its labels. */
export interface FigureSample {
  readonly labels: Readonly<Record<string, string>>;
  /** Null where this one cannot be known while others can. */
  readonly figure: number | null;
}

/** A figure that is looked up when somebody asks. */
export interface LookedUpFigure {
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly string[];
  look(): Promise<readonly FigureSample[]>;
}

/** What is watched of a running process. */
export interface WatchedStack {
  readonly store: Pick<EventStore, 'head' | 'eventsBehind' | 'knownLog'>;
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

  private readonly looks: (() => Promise<void>)[] = [];

  private readonly unknownFigures = new Gauge({
    name: 'kvitok_figure_unknown',
    help: '1 where a figure could not be looked up, as when the store that knows it is away; such a figure has no sample',
    labelNames: ['figure'] as const,
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry, prefix: 'kvitok_' });
  }

  /**
   * Has a figure looked up whenever somebody asks for all. One that cannot be looked up, or not in time, has no sample
   * rather than an old one, and hides none of the others: an alert must not fall silent with the store it speaks of.
   */
  add({ name, help, labelNames, look }: LookedUpFigure): void {
    const gauge = new Gauge({ name, help, labelNames: [...labelNames], registers: [this.registry] });
    this.looks.push(async () => {
      const samples = await inTime(look).catch(() => null);
      // Not `reset`, which gives a figure without labels the value 0.
      if (labelNames.length === 0) gauge.remove({});
      else gauge.reset();
      let isKnown = samples !== null;
      for (const { labels, figure } of samples ?? []) {
        if (figure === null) isKnown = false;
        else gauge.set({ ...labels }, figure);
      }
      this.unknownFigures.set({ figure: name }, isKnown ? 0 : 1);
    });
  }

  /** Every figure, as Prometheus reads it. */
  async text(): Promise<string> {
    await Promise.all(this.looks.map((look) => look()));
    return this.registry.metrics();
  }

  /** Figures that are looked up when somebody collects. */
  watch({ store, projector, consumerState, consumers }: WatchedStack): void {
    this.add({
      name: 'kvitok_log_head',
      help: 'Position of the last event of the log',
      labelNames: [],
      look: async () => [{ labels: {}, figure: await store.head() }],
    });
    this.add({
      name: 'kvitok_log_known',
      help: 'Position up to which this process knows which events there are; it takes no messages before it has come to the head of the log',
      labelNames: [],
      look: async () => [{ labels: {}, figure: (await store.knownLog()).upTo }],
    });
    this.add({
      name: 'kvitok_projection_lag_events',
      help: 'Events of the log that a read model has not seen; none is told where it is not known',
      labelNames: ['projection', 'state'],
      look: async () =>
        (await projector.lag()).flatMap(({ projection, state, behind }) =>
          behind === null ? [] : [{ labels: { projection, state }, figure: behind }],
        ),
    });
    this.add({
      name: 'kvitok_bus_lag_events',
      help: 'Events of the log that a consumer of the bus has not passed; none is told where it is not known',
      labelNames: ['consumer'],
      async look() {
        const samples: FigureSample[] = [];
        for (const consumer of consumers) {
          const behind = await store.eventsBehind(await consumerState.checkpoint(consumer));
          if (behind !== null) samples.push({ labels: { consumer }, figure: behind });
        }
        return samples;
      },
    });
    this.add({
      name: 'kvitok_bus_parked_keys',
      help: 'Keys whose messages wait for a person',
      labelNames: ['consumer'],
      look: () =>
        Promise.all(
          consumers.map(async (consumer) => ({
            labels: { consumer },
            figure: await consumerState.parkedKeyCount(consumer),
          })),
        ),
    });
  }
}

/** What a look answers, in time. */
async function inTime<Answer>(look: () => Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer within ${LOOKS_WITHIN_MS} ms`)), LOOKS_WITHIN_MS);
  });
  try {
    return await Promise.race([look(), late]);
  } finally {
    clearTimeout(timer);
  }
}

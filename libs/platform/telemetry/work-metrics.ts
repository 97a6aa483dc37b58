import { Metrics } from './metrics';

/** How a job of the clock stands. */
export interface WatchedJob {
  readonly job: string;
  /** Days that have ended and for which it was not done; null for a job that goes on all day. */
  readonly daysBehind: number | null;
  /** Whether its last run failed. */
  readonly hasFailed: boolean;
}

/** How far the latest night has come. */
export interface WatchedNight {
  /** Houses that nobody has done yet. */
  readonly housesLeft: number;
  readonly housesDone: number;
  /** Accounts that it has charged, closed or found as they were. */
  readonly accountsDone: number;
  /** Accounts that wait for a person. */
  readonly accountsParked: number;
}

/** The way of a gateway to a service: `closed` is well, `open` is left alone for a moment, `half-open` is being tried. */
type WatchedLine = keyof typeof LINE_STATES;

/** A consumer whose broker says how many messages it has still to deal with. */
export interface WatchedConsumer {
  readonly consumer: string;
  lag(): Promise<number>;
  /** Settings of its topics that are not as they are to be; null where it is not known. */
  topicFaults?(): number | null;
  /** Whether this process takes messages now; null where there are none for it. */
  takesMessages?(): boolean | null;
}

/** By which a figure says how a service is asked. */
const LINE_STATES = { closed: 0, 'half-open': 1, open: 2 } as const;

/**
 * Figures of the jobs, looked up when somebody collects. A job that has never run has none. Its name is the label `task`:
 * `job` is Prometheus’ own.
 */
export function watchJobs(metrics: Metrics, look: () => Promise<readonly WatchedJob[]>): void {
  watchAtOnce(metrics, 'task', look, [
    {
      name: 'kvitok_job_days_behind',
      help: 'Days that have ended in the company’s time zone and for which a daily job was not done; 0 is well',
      figuresOf: (jobs) =>
        jobs.flatMap(({ job, daysBehind }) => (daysBehind === null ? [] : [[job, daysBehind] as const])),
    },
    {
      name: 'kvitok_job_failed',
      help: '1 where the last run of a job failed',
      figuresOf: (jobs) => jobs.map(({ job, hasFailed }) => [job, hasFailed ? 1 : 0] as const),
    },
  ]);
}

/** Figures of the latest night; none before the first. */
export function watchNight(metrics: Metrics, look: () => Promise<WatchedNight | null>): void {
  watchAtOnce(metrics, 'state', look, [
    {
      name: 'kvitok_night_houses',
      help: 'Houses of the latest night, by whether they are done',
      figuresOf: (night) => (night === null ? [] : [['left', night.housesLeft] as const, ['done', night.housesDone]]),
    },
    {
      name: 'kvitok_night_accounts',
      help: 'Accounts of the latest night: done, and parked for a person',
      figuresOf: (night) =>
        night === null ? [] : [['done', night.accountsDone] as const, ['parked', night.accountsParked]],
    },
  ]);
}

/** One kind of figure that a look gives, by the value of its label. */
interface FiguresOfLook<Seen> {
  readonly name: string;
  readonly help: string;
  figuresOf(seen: Seen): readonly (readonly [label: string, figure: number])[];
}

/** Figures that one look gives: whoever collects them together has it looked once. */
function watchAtOnce<Seen>(
  metrics: Metrics,
  label: string,
  look: () => Promise<Seen>,
  figures: readonly FiguresOfLook<Seen>[],
): void {
  let looking: Promise<Seen> | null = null;
  const lookOnce = () => (looking ??= look().finally(() => (looking = null)));
  for (const { name, help, figuresOf } of figures) {
    metrics.add({
      ...{ name, help },
      labelNames: [label],
      look: async () => figuresOf(await lookOnce()).map(([value, figure]) => ({ labels: { [label]: value }, figure })),
    });
  }
}

/** Breakers of a gateway, by the names of the services that it asks. */
export function watchServiceLines(metrics: Metrics, lines: () => ReadonlyMap<string, WatchedLine>): void {
  metrics.add({
    name: 'kvitok_service_breaker',
    help: 'How a service is asked: 0 as ever, 1 one request tries it, 2 left alone for a moment',
    labelNames: ['service'],
    look: async () => [...lines()].map(([service, state]) => ({ labels: { service }, figure: LINE_STATES[state] })),
  });
}

/**
 * How many messages lie before each consumer, all processes of its service together, by which more of them are started; what
 * of its topics is not as it is to be; and whether this process takes any.
 */
export function watchConsumers(metrics: Metrics, consumers: readonly WatchedConsumer[]): void {
  metrics.add({
    name: 'kvitok_bus_lag_messages',
    help: 'Messages that a consumer has not dealt with, as the broker counts them',
    labelNames: ['consumer'],
    look: () =>
      Promise.all(
        consumers.map(async (one) => ({
          labels: { consumer: one.consumer },
          figure: await one.lag().catch(() => null),
        })),
      ),
  });
  metrics.add({
    name: 'kvitok_bus_topic_faults',
    help: 'Settings of the topics of a consumer, and their numbers of partitions, that are not as they are to be; none is told before somebody has looked',
    labelNames: ['consumer'],
    look: async () =>
      consumers.flatMap((one) => {
        const figure = one.topicFaults?.() ?? null;
        return figure === null ? [] : [{ labels: { consumer: one.consumer }, figure }];
      }),
  });
  metrics.add({
    name: 'kvitok_bus_takes_messages',
    help: '1 where this process takes the messages of a consumer; 0 while it reads the log before, or has no broker',
    labelNames: ['consumer'],
    look: async () =>
      consumers.flatMap((one) => {
        const takes = one.takesMessages?.() ?? null;
        return takes === null ? [] : [{ labels: { consumer: one.consumer }, figure: takes ? 1 : 0 }];
      }),
  });
}

import { Test } from '@nestjs/testing';
import { StorageError } from '#libs/event-store';
import { MemoryConsumerState } from '#libs/messaging';
import { integrationMessage } from '#libs/testing';
import { HealthController } from './health.controller';
import { LOOKS_WITHIN_MS, Metrics, WatchedStack } from './metrics';
import { MetricsController } from './metrics.controller';
import { METRICS } from './telemetry-tokens';
import { watchConsumers, watchJobs } from './work-metrics';

const toFive = () => Promise.resolve({ upTo: 5, eventsRead: 0 });
const away = () => Promise.reject(new StorageError('io', 'KurrentDB is not available'));

function stackOf(store: WatchedStack['store']): WatchedStack {
  return {
    store,
    projector: { lag: () => Promise.resolve([{ projection: 'a@1', state: 'live', behind: 3 }] as never) },
    consumerState: new MemoryConsumerState(),
    consumers: ['kvitok.billing'],
  };
}

async function linesOf(metrics: Metrics, names: RegExp): Promise<string[]> {
  return (await metrics.text()).split('\n').filter((line) => names.test(line));
}

/** What `GET /metrics` of a process answers. */
async function scraped(metrics: Metrics): Promise<{ status: number; text: string }> {
  const module = await Test.createTestingModule({
    controllers: [MetricsController],
    providers: [{ provide: METRICS, useValue: metrics }],
  }).compile();
  const app = module.createNestApplication({ logger: false });
  await app.listen(0, '127.0.0.1');
  try {
    const answer = await fetch(`${await app.getUrl()}/metrics`);
    return { status: answer.status, text: await answer.text() };
  } finally {
    await app.close();
  }
}

it('a store that is away leaves the scrape whole: appends that fail are told, and which figures are not known', async () => {
  const metrics = new Metrics();
  metrics.watch(stackOf({ head: away, eventsBehind: away, knownLog: away }));
  watchJobs(metrics, away);
  metrics.appendSeconds.observe({ outcome: 'failed' }, 0.2);
  const { status, text } = await scraped(metrics);
  expect(status).toBe(200);
  expect(text).toContain('kvitok_append_seconds_count{outcome="failed"} 1');
  expect(text).toContain('kvitok_projection_lag_events{projection="a@1",state="live"} 3');
  expect(text).toContain('kvitok_bus_parked_keys{consumer="kvitok.billing"} 0');
  const unknown = [...text.matchAll(/^kvitok_figure_unknown\{figure="(\w+)"\} 1$/gm)].map(([, figure]) => figure);
  const [log, jobs] = [
    ['kvitok_log_head', 'kvitok_log_known'],
    ['kvitok_job_days_behind', 'kvitok_job_failed'],
  ];
  expect(unknown).toEqual([...log, 'kvitok_bus_lag_events', ...jobs]);
  expect(text).not.toMatch(/^kvitok_(log_head|log_known|bus_lag_events|job_\w+)[ {]/m);
});

it('a figure that was known is not told as it was when it is known no more, and is told again when it is', async () => {
  const metrics = new Metrics();
  let head: () => Promise<number> = () => Promise.resolve(7);
  metrics.watch(stackOf({ head: () => head(), eventsBehind: () => Promise.resolve(0), knownLog: toFive }));
  const told = () => linesOf(metrics, /^kvitok_(log_head |figure_unknown\{figure="kvitok_log_head"\})/);
  const known = (figure: number) => ['kvitok_figure_unknown{figure="kvitok_log_head"} 0', `kvitok_log_head ${figure}`];
  expect(await told()).toEqual(known(7));
  head = away;
  expect(await told()).toEqual(['kvitok_figure_unknown{figure="kvitok_log_head"} 1']);
  head = () => Promise.resolve(9);
  expect(await told()).toEqual(known(9));
});

it('tells how many keys are parked without reading what is', async () => {
  const metrics = new Metrics();
  const known = { head: () => Promise.resolve(7), eventsBehind: () => Promise.resolve(0), knownLog: toFive };
  const consumerState = new MemoryConsumerState();
  for (const id of ['a', 'b', 'c']) {
    const message = integrationMessage(id, id);
    await consumerState.park('kvitok.billing', message, 'no tariff', 4, '2026-10-25T09:15:00.000Z');
  }
  const reads = jest.spyOn(consumerState, 'parkedKeys');
  metrics.watch({ ...stackOf(known), consumerState });
  expect(await linesOf(metrics, /^kvitok_bus_parked_keys/)).toEqual([
    'kvitok_bus_parked_keys{consumer="kvitok.billing"} 3',
  ]);
  const health = new HealthController(
    { check: (looks: readonly (() => unknown)[]) => looks.at(-1)?.() } as never,
    { check: () => ({ up: (told: object) => told, down: () => null }) } as never,
    known as never,
    {} as never,
    consumerState,
    ['kvitok.billing'],
    {} as never,
  );
  expect(await health.ready()).toEqual({ behind: { 'kvitok.billing': 0 }, parkedKeys: 3 });
  expect(reads).not.toHaveBeenCalled();
});

it('a broker that is away hides its own figure alone', async () => {
  const metrics = new Metrics();
  metrics.watch(stackOf({ head: () => Promise.resolve(7), eventsBehind: () => Promise.resolve(0), knownLog: toFive }));
  watchConsumers(metrics, [{ consumer: 'kvitok.billing', lag: () => Promise.reject(new Error('no broker')) }]);
  expect(await linesOf(metrics, /^kvitok_(log_head|bus_lag_messages)|_unknown\{.*lag_messages/)).toEqual([
    'kvitok_figure_unknown{figure="kvitok_bus_lag_messages"} 1',
    'kvitok_log_head 7',
  ]);
});

it('a store that says nothing does not hold up the figures until Prometheus takes the process for dead', async () => {
  const metrics = new Metrics();
  const never = () => new Promise<number>(() => undefined);
  metrics.watch(stackOf({ head: never, eventsBehind: never, knownLog: toFive }));
  const begun = performance.now();
  expect(await linesOf(metrics, /_unknown\{.*log_head/)).toEqual(['kvitok_figure_unknown{figure="kvitok_log_head"} 1']);
  expect(performance.now() - begun).toBeLessThan(LOOKS_WITHIN_MS * 2);
});

it('tells how far a process knows the log while it reads it', async () => {
  const metrics = new Metrics();
  metrics.watch(
    stackOf({ head: () => Promise.resolve(7), eventsBehind: () => Promise.resolve(null), knownLog: toFive }),
  );
  expect(await linesOf(metrics, /^kvitok_log_/)).toEqual(['kvitok_log_head 7', 'kvitok_log_known 5']);
});

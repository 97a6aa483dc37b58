import { Metrics } from './metrics';
import { watchConsumers, watchJobs, watchNight, WatchedNight, watchServiceLines } from './work-metrics';

async function linesOf(metrics: Metrics): Promise<string[]> {
  const text = await metrics.text();
  return text.split('\n').filter((line) => /^kvitok_(job|night|service|bus)_/.test(line));
}

it('tells of a daily job how many days it owes, and of every job whether its last run failed', async () => {
  const metrics = new Metrics();
  watchJobs(metrics, () =>
    Promise.resolve([
      { job: 'nightly-charges', daysBehind: 2, hasFailed: true },
      { job: 'send-letters', daysBehind: null, hasFailed: false },
    ]),
  );
  expect(await linesOf(metrics)).toEqual([
    'kvitok_job_days_behind{task="nightly-charges"} 2',
    'kvitok_job_failed{task="nightly-charges"} 1',
    'kvitok_job_failed{task="send-letters"} 0',
  ]);
});

it('tells how far the night has come, and nothing before the first', async () => {
  const metrics = new Metrics();
  let night: WatchedNight | null = null;
  watchNight(metrics, () => Promise.resolve(night));
  expect(await linesOf(metrics)).toEqual([]);
  night = { housesLeft: 3, housesDone: 40, accountsDone: 4100, accountsParked: 1 };
  expect(await linesOf(metrics)).toEqual([
    'kvitok_night_houses{state="left"} 3',
    'kvitok_night_houses{state="done"} 40',
    'kvitok_night_accounts{state="done"} 4100',
    'kvitok_night_accounts{state="parked"} 1',
  ]);
});

it('tells how each service is asked', async () => {
  const metrics = new Metrics();
  const lines = new Map<string, 'closed' | 'open' | 'half-open'>([['billing', 'closed']]);
  watchServiceLines(metrics, () => lines);
  expect(await linesOf(metrics)).toEqual(['kvitok_service_breaker{service="billing"} 0']);
  lines.set('billing', 'half-open').set('support', 'open');
  expect(await linesOf(metrics)).toEqual([
    'kvitok_service_breaker{service="billing"} 1',
    'kvitok_service_breaker{service="support"} 2',
  ]);
});

it('tells how much of the topics of a consumer is not as it is to be, and nothing before somebody has looked', async () => {
  const metrics = new Metrics();
  const lag = () => Promise.resolve(0);
  watchConsumers(metrics, [
    { consumer: 'kvitok.support', lag, topicFaults: () => null },
    { consumer: 'kvitok.billing', lag, topicFaults: () => 2 },
  ]);
  expect((await linesOf(metrics)).filter((line) => line.includes('topic'))).toEqual([
    'kvitok_bus_topic_faults{consumer="kvitok.billing"} 2',
  ]);
  expect(await metrics.text()).toContain('kvitok_figure_unknown{figure="kvitok_bus_topic_faults"} 0');
});

it('tells how many messages lie before a consumer, and says of one whose broker is away that it is not known', async () => {
  const metrics = new Metrics();
  watchConsumers(metrics, [
    { consumer: 'kvitok.support', lag: () => Promise.reject(new Error('no broker')) },
    { consumer: 'kvitok.billing', lag: () => Promise.resolve(17) },
  ]);
  expect(await linesOf(metrics)).toEqual(['kvitok_bus_lag_messages{consumer="kvitok.billing"} 17']);
  expect(await metrics.text()).toContain('kvitok_figure_unknown{figure="kvitok_bus_lag_messages"} 1');
});

it('tells of each consumer whether this process takes its messages, and nothing where there are none for it', async () => {
  const metrics = new Metrics();
  const lag = () => Promise.resolve(0);
  let takes = false;
  watchConsumers(metrics, [
    { consumer: 'kvitok.support', lag, takesMessages: () => null },
    { consumer: 'kvitok.billing', lag, takesMessages: () => takes },
  ]);
  const told = async () => (await linesOf(metrics)).filter((line) => line.includes('takes'));
  expect(await told()).toEqual(['kvitok_bus_takes_messages{consumer="kvitok.billing"} 0']);
  takes = true;
  expect(await told()).toEqual(['kvitok_bus_takes_messages{consumer="kvitok.billing"} 1']);
});

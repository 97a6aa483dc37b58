import { Clock, daysBetween } from '#libs/kernel';
import { BusServer } from '#libs/messaging';
import {
  METRICS,
  Metrics,
  watchConsumers,
  WatchedConsumer,
  watchJobs,
  WatchedJob,
  watchNight,
  WatchedNight,
} from '#libs/platform';
import { NIGHTS_CLIENT, NightsClient } from '#services/billing/api/client';
import { Kvitok } from './create-kvitok';
import { JobJournal, JobRecord } from './job-journal';
import { ServiceParts } from './services';

/** The consumers, the jobs and the night of a process that serves, among its figures. */
export function watchWork(
  { app, stack, servers }: Kvitok,
  journal: JobJournal,
  services: readonly ServiceParts[],
): void {
  const metrics = app.get<Metrics>(METRICS, { strict: false });
  watchConsumers(metrics, servers.filter(isCounted));
  watchJobs(metrics, async () => {
    const records = await journal.all();
    return [...records].map(([job, record]) => watchedJobOf(job, record, stack.clock));
  });
  if (!services.some(({ name }) => name === 'billing')) return;
  const nights = app.get<NightsClient>(NIGHTS_CLIENT, { strict: false });
  watchNight(metrics, () => latestNight(nights));
}

/** The bus of one process has no broker that counts messages: there the positions say all. */
function isCounted(server: BusServer): server is BusServer & WatchedConsumer {
  return server.lag !== undefined;
}

/** A day counts as owed from the midnight that ends it; a run that failed has not done its day. */
export function watchedJobOf(job: string, { last }: JobRecord, clock: Pick<Clock, 'today'>): WatchedJob {
  const hasFailed = last.failure !== null;
  if (last.date === null) return { job, daysBehind: null, hasFailed };
  const since = daysBetween(last.date, clock.today()) - 1;
  return { job, daysBehind: Math.max(0, since + (hasFailed ? 1 : 0)), hasFailed };
}

async function latestNight(nights: Pick<NightsClient, 'runs'>): Promise<WatchedNight | null> {
  const [night] = await nights.runs(1);
  if (night === undefined) return null;
  const { houses, housesDone, calculated, unchanged, closed, parked } = night;
  return {
    housesLeft: houses - housesDone,
    housesDone,
    accountsDone: calculated + unchanged + closed,
    accountsParked: parked,
  };
}

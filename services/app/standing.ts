import { Stack } from '#libs/platform';
import { consumerName } from './bus';
import { JobStanding, StandingClient } from './clients';
import { Kvitok } from './create-kvitok';
import { JobJournal } from './job-journal';
import { intervalJobsOf, schedulesOf } from './schedule';
import { ServiceParts } from './services';

/** Nobody waits longer, whatever is asked. */
const WAIT_MILLISECONDS_MAX = 5_000;

/** How far the reactions and the read models of these services are, in the process that runs them. */
export function progressOf(
  { store, projector, transport }: Stack,
  services: readonly ServiceParts[],
): Pick<StandingClient, 'reacted' | 'folded'> {
  const consumers = services.flatMap((service) => consumerName(service) ?? []);
  const projections = services.flatMap((service) => service.projections);
  return {
    async reacted(position, withinMilliseconds) {
      const deadline = performance.now() + Math.min(withinMilliseconds, WAIT_MILLISECONDS_MAX);
      let head = position;
      for (const consumer of consumers) {
        await transport.places.reaches(consumer, head, { withinMilliseconds: deadline - performance.now() });
        // What this one has made of it is news to those that are given messages after it.
        head = Math.max(head, await store.head());
      }
      return head;
    },
    async folded(position, withinMilliseconds) {
      const within = Math.min(withinMilliseconds, WAIT_MILLISECONDS_MAX);
      const reached = await Promise.all(
        projections.map((projection) => projector.waitFor(projection, position, within)),
      );
      return reached.every(({ stale }) => !stale);
    },
  };
}

/** What these services do by the clock, whether this process does it or another over the same data. */
export async function jobsOf(kvitok: Kvitok, services: readonly ServiceParts[]): Promise<readonly JobStanding[]> {
  const known = await new JobJournal(kvitok.stack.accessRecords, kvitok.stack.clock).all();
  const daily = schedulesOf(kvitok, services).map(({ name, from, until }) => ({ name, hours: { from, until } }));
  const others = intervalJobsOf(kvitok, services, '').map(({ name }) => ({ name, hours: null }));
  return [...daily, ...others].map((job) => ({
    ...job,
    ...(known.get(job.name) ?? { last: null, lastFailure: null }),
  }));
}

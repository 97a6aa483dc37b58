import { setTimeout as delay } from 'node:timers/promises';
import { Stack } from '#libs/platform';
import { consumerName } from '../bus';
import { SERVICES } from '../services';

/** How long a page waits for what a person has just done; then it shows what is there. */
const SEEN_WITHIN_MILLISECONDS = 2_000;
const POLL_MILLISECONDS = 10;

/** Until the reactions have heard of the position, and the read models of what they made of it. */
export function untilSeen({ store, projector, projections, consumerState }: Stack) {
  const consumers = SERVICES.flatMap((service) => consumerName(service) ?? []);
  return async (position: number): Promise<void> => {
    const deadline = performance.now() + SEEN_WITHIN_MILLISECONDS;
    const left = () => Math.max(0, deadline - performance.now());
    let head = position;
    for (const consumer of consumers) {
      while ((await consumerState.checkpoint(consumer)) < head && left() > 0) await delay(POLL_MILLISECONDS);
      // What this one has made of it is news to those that are given messages after it.
      head = Math.max(head, await store.head());
    }
    await Promise.all(projections.map((projection) => projector.waitFor(projection, head, left())));
  };
}

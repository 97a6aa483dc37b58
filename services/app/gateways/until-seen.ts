import { Logger } from '@nestjs/common';
import type { StandingClient } from '../clients';

const logger = new Logger('Seen');

/** How long a page waits for what a person has just done; then it shows what is there. */
const SEEN_WITHIN_MILLISECONDS = 2_000;

/**
 * Until the reactions have heard of the position, one service after another, and the read models of all of what they made
 * of it. A service that is away, or fails, is not waited for.
 */
export function untilSeen(services: readonly Pick<StandingClient, 'reacted' | 'folded'>[]) {
  return async (position: number): Promise<void> => {
    const deadline = performance.now() + SEEN_WITHIN_MILLISECONDS;
    const left = () => Math.max(0, Math.round(deadline - performance.now()));
    let head = position;
    for (const service of services) {
      head = Math.max(head, await service.reacted(head, left()).catch(unlessSeen(head)));
    }
    await Promise.all(services.map((service) => service.folded(head, left()).catch(unlessSeen(false))));
  };
}

/** What was done is done, whatever is in the way of seeing it: a page that failed here would have it done once more. */
function unlessSeen<Value>(value: Value): (error: unknown) => Value {
  return (error) => {
    logger.warn({ err: error }, 'What was done could not be waited for');
    return value;
  };
}

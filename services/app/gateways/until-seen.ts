import { Logger } from '@nestjs/common';
import type { StandingClient } from '../clients';

const logger = new Logger('Seen');

/** How long a page waits for what a person has just done; then it shows what is there. */
const SEEN_WITHIN_MILLISECONDS = 2_000;
/** For the way of an answer that was given at the last moment. */
const GRACE_MILLISECONDS = 500;

/**
 * Until the reactions have heard of the position, one service after another, and the read models of all of what they made
 * of it. A service that is away, fails, or says nothing is not waited for.
 */
export function untilSeen(services: readonly Pick<StandingClient, 'reacted' | 'folded'>[]) {
  return async (position: number): Promise<void> => {
    const deadline = performance.now() + SEEN_WITHIN_MILLISECONDS;
    const left = () => Math.max(0, Math.round(deadline - performance.now()));
    let head = position;
    for (const service of services) {
      head = Math.max(head, await within(left(), service.reacted(head, left()).catch(unlessSeen(head)), head));
    }
    await Promise.all(
      services.map((service) => within(left(), service.folded(head, left()).catch(unlessSeen(false)), false)),
    );
  };
}

/** A service that does not answer at all takes far longer than the time it was given to wait. */
async function within<Value>(milliseconds: number, asked: Promise<Value>, late: Value): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const isLate = new Promise<Value>(
    (resolve) => (timer = setTimeout(resolve, milliseconds + GRACE_MILLISECONDS, late)),
  );
  try {
    return await Promise.race([asked, isLate]);
  } finally {
    clearTimeout(timer);
  }
}

/** What was done is done, whatever is in the way of seeing it: a page that failed here would have it done once more. */
function unlessSeen<Value>(value: Value): (error: unknown) => Value {
  return (error) => {
    logger.warn({ err: error }, 'What was done could not be waited for');
    return value;
  };
}

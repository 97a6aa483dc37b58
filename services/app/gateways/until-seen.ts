import type { StandingClient } from '../clients';

/** How long a page waits for what a person has just done; then it shows what is there. */
const SEEN_WITHIN_MILLISECONDS = 2_000;

/**
 * Until the reactions have heard of the position, one service after another, and the read models of all of what they made
 * of it. A service that is away is not waited for: what was done is done.
 */
export function untilSeen(services: readonly Pick<StandingClient, 'reacted' | 'folded'>[]) {
  return async (position: number): Promise<void> => {
    const deadline = performance.now() + SEEN_WITHIN_MILLISECONDS;
    const left = () => Math.max(0, Math.round(deadline - performance.now()));
    let head = position;
    for (const service of services) {
      head = Math.max(head, await service.reacted(head, left()).catch(unlessAway(head)));
    }
    await Promise.all(services.map((service) => service.folded(head, left()).catch(unlessAway(false))));
  };
}

function unlessAway<Value>(value: Value): (error: unknown) => Value {
  return (error) => {
    if (error instanceof Error && 'code' in error && error.code === 'SERVICE_AWAY') return value;
    throw error;
  };
}

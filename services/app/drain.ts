import { Stack } from '#libs/platform';

/** What delivers messages from the log to the reactions of one service. */
export interface DrainableServer {
  drain(): Promise<unknown>;
}

/** Reactions that answer one another for longer than this go in a circle. */
const ROUNDS_LIMIT = 1_000;

/**
 * Folds and delivers until nothing moves any more: the log has no event that a read model or a reaction has not seen.
 * The order is always the same, so that a history played twice gives the same log.
 * Throws when reactions never come to rest.
 */
export async function drainToRest(
  stack: Pick<Stack, 'store' | 'projector'>,
  servers: readonly DrainableServer[],
): Promise<void> {
  for (let round = 0; round < ROUNDS_LIMIT; round += 1) {
    const headBefore = await stack.store.head();
    await stack.projector.catchUp();
    for (const server of servers) await server.drain();
    if ((await stack.store.head()) === headBefore) return;
  }
  throw new Error(`Reactions did not come to rest within ${ROUNDS_LIMIT} rounds`);
}

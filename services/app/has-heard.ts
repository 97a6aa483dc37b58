import { setTimeout as delay } from 'node:timers/promises';
import { Stack } from '#libs/platform';

const POLL_MILLISECONDS = 250;

/**
 * Waits until a service has heard of all that stands in the log now, at most so long; answers whether it has. In the
 * distributed mode a bus that is away would otherwise have money reckoned of which half is known.
 */
export async function hasHeard(
  { store, consumerState }: Pick<Stack, 'store' | 'consumerState'>,
  consumer: symbol,
  withinMilliseconds: number,
  stopping?: AbortSignal,
): Promise<boolean> {
  const head = await store.head();
  const name = consumer.description ?? '';
  for (const deadline = performance.now() + withinMilliseconds; ; await delay(POLL_MILLISECONDS)) {
    if ((await consumerState.checkpoint(name)) >= head) return true;
    if (performance.now() >= deadline || stopping?.aborted === true) return false;
  }
}

import { consumerReaches } from '#libs/messaging';
import { Stack } from '#libs/platform';

/** It may be waited for through a night. */
const POLL_MILLISECONDS = 250;

/**
 * Waits until a service has heard of all that stands in the log now, at most so long; answers whether it has. In the
 * distributed mode a bus that is away would otherwise have money reckoned of which half is known.
 */
export async function hasHeard(
  { store, consumerState }: Pick<Stack, 'store' | 'consumerState'>,
  consumer: symbol,
  withinMilliseconds: number,
  signal?: AbortSignal,
): Promise<boolean> {
  const wait = { withinMilliseconds, pollMilliseconds: POLL_MILLISECONDS, signal };
  return consumerReaches(consumerState, consumer.description ?? '', await store.head(), wait);
}

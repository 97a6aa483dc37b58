import { Transport } from '#libs/messaging';
import { Stack } from '#libs/platform';

/**
 * Waits until a service has heard of all that stands in the log now, at most so long; answers whether it has. In the
 * distributed mode a bus that is away would otherwise have money reckoned of which half is known.
 */
export async function hasHeard(
  { store, transport }: { readonly store: Pick<Stack['store'], 'head'>; readonly transport: Pick<Transport, 'places'> },
  consumer: symbol,
  withinMilliseconds: number,
  signal?: AbortSignal,
): Promise<boolean> {
  return transport.places.reaches(consumer.description ?? '', await store.head(), { withinMilliseconds, signal });
}

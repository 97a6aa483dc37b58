import { Transport } from '#libs/messaging';
import { Stack } from '#libs/platform';
import { BILLING_CONSUMER } from '#services/billing';
import { PAYMENTS_CONSUMER } from '#services/payments';

/**
 * The way of money to billing, hop by hop: what a bank has taken, payments makes a payment of, and only of that does billing
 * hear. Payments hears itself twice, because what two people agree to recall it replaces, and what replaces it it receives.
 */
const WAY_OF_MONEY: readonly symbol[] = [PAYMENTS_CONSUMER, PAYMENTS_CONSUMER, BILLING_CONSUMER];

export interface KnowingWait {
  /** For the whole way. What is kept of the places is looked at once where it is 0. */
  readonly withinMilliseconds: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Waits until billing knows what follows of all that stands in the log now, the hop by way of payments included; answers
 * whether it does. Otherwise money would be reckoned of which half is known: a captured payment is billing's to credit
 * only when payments has made a payment of it. A parked key counts as dealt with, at either hop.
 */
export async function billingKnows(
  { store, transport }: { readonly store: Pick<Stack['store'], 'head'>; readonly transport: Pick<Transport, 'places'> },
  { withinMilliseconds, signal }: KnowingWait,
): Promise<boolean> {
  const deadline = performance.now() + withinMilliseconds;
  for (const consumer of WAY_OF_MONEY) {
    // What the hop before has made of it is news that stands behind it.
    const head = await store.head();
    const left = Math.max(0, deadline - performance.now());
    const wait = { withinMilliseconds: left, signal };
    if (!(await transport.places.reaches(consumer.description ?? '', head, wait))) return false;
  }
  return true;
}

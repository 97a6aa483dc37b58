import { EventStore } from '#libs/event-store';
import { ConsumerState } from '#libs/messaging';
import { ReadModelStore } from '#libs/read-models';
import { EventStoreDamagedError } from './event-store-damaged-error';

export interface FollowersOfTheLog {
  readonly store: EventStore;
  readonly readModelStore: ReadModelStore;
  readonly consumerState: ConsumerState;
  /** The names under which the consumers of this process keep their places. */
  readonly consumers: readonly string[];
}

/**
 * Nobody can have seen more of the log than there is. A checkpoint beyond its end means that the end was cut off, which
 * no hash chain shows. Checkpoints are read before the head: another process may be appending meanwhile.
 * Throws EventStoreDamagedError.
 */
export async function refuseLogShorterThanItsFollowers(followers: FollowersOfTheLog): Promise<void> {
  const { store, readModelStore, consumerState, consumers } = followers;
  const seen: { readonly who: string; readonly checkpoint: number }[] = [];
  for (const { projection, version, checkpoint } of await readModelStore.generations()) {
    seen.push({ who: `read model ${projection}@${version}`, checkpoint });
  }
  for (const consumer of consumers) {
    seen.push({ who: `consumer ${consumer}`, checkpoint: await consumerState.checkpoint(consumer) });
  }
  const head = await store.head();
  const furthest = seen.reduce((far, one) => (one.checkpoint > far.checkpoint ? one : far), { who: '', checkpoint: 0 });
  if (furthest.checkpoint <= head) return;
  throw new EventStoreDamagedError({
    fault: 'length',
    position: head + 1,
    eventId: null,
    reason: `the log ends at ${head}, but the ${furthest.who} has seen it up to ${furthest.checkpoint}: its end is missing`,
  });
}

import { EventStore, forwarding } from '#libs/event-store';

/**
 * The same store, which says before its first append what this program can do (ADR 0094). Who only reads says nothing: what is
 * announced holds up older programs, and is not taken back by itself. Appends reject with what `announce` rejects with, and
 * the next one tries it again.
 */
export function announcingEventStore(store: EventStore, announce: () => Promise<void>): EventStore {
  let announced: Promise<void> | null = null;
  const isAnnounced = () =>
    (announced ??= announce().catch((error: unknown) => {
      announced = null;
      throw error;
    }));
  return {
    ...forwarding(store),
    async append(append) {
      await isAnnounced();
      return store.append(append);
    },
    async appendMany(appends) {
      await isAnnounced();
      return store.appendMany(appends);
    },
  };
}

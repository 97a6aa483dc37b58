import { setTimeout as sleep } from 'node:timers/promises';
import type { AllStreamResolvedEvent } from '@kurrent/kurrentdb-client';
import { EventIds } from './event-ids.port';
import { KurrentConnection } from './kurrentdb.connection';
import { kurrentErrorOf } from './kurrentdb.errors';
import { eventIdOfKurrent, numberOf, positionOf } from './kurrentdb.mapping';
import { KurrentReading } from './kurrentdb.reading';

/** How long after a subscription has ended the next one is begun. */
const RESUBSCRIBES_AFTER_MS = 500;
const EVENTS_PER_PAGE = 2_000;

export interface KurrentLogFollowingParts {
  readonly connection: KurrentConnection;
  readonly reading: KurrentReading;
  readonly ids: EventIds;
  /** There is an event at this position. */
  onSeen(position: number): void;
  /** A subscription has ended; another one begins where it stood. */
  onInterrupted?: ((error: unknown) => void) | undefined;
}

/**
 * Follows the log by a subscription, from the place up to which ids are known: whoever waits for appends of other
 * processes is told at once, and where an event stands is known without asking. A subscription that ends is begun again
 * at that place, so that nothing is left out. Who must be sure to know everything up to now calls `sync`.
 */
export class KurrentLogFollowing {
  private readonly stopping = new AbortController();
  private following: Promise<void> | null = null;

  constructor(private readonly parts: KurrentLogFollowingParts) {}

  start(): void {
    this.following ??= this.follow(this.stopping.signal);
  }

  async close(): Promise<void> {
    this.stopping.abort();
    await this.following;
  }

  /** Knows the ids of everything that was in the log when it was called. Throws StorageError. */
  async sync(): Promise<void> {
    const { reading, ids } = this.parts;
    const head = await reading.head();
    while (ids.place < head) {
      const page = await reading.page(ids.place, EVENTS_PER_PAGE);
      this.note(page.events, page.isLast ? Math.max(head, page.seenTo) : page.seenTo);
    }
  }

  private async follow(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.followOnce(signal);
      } catch (error) {
        this.parts.onInterrupted?.(error);
      }
      await sleep(RESUBSCRIBES_AFTER_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  /** Resolves when the subscription was stopped or the server has ended it; rejects with what broke it. */
  private followOnce(signal: AbortSignal): Promise<void> {
    const { connection, reading, ids } = this.parts;
    const place = BigInt(ids.place);
    const from = ids.place === 0 ? ('start' as const) : { commit: place, prepare: place };
    const subscription = connection.subscribe(from, reading.filter, ({ commit }) => this.note([], numberOf(commit)));
    return new Promise<void>((resolve, reject) => {
      const stop = () => {
        // A subscription that never reached the server has nothing to be ended.
        subscription.unsubscribe().catch(() => undefined);
        resolve();
      };
      signal.addEventListener('abort', stop, { once: true });
      const ended = (settle: () => void) => () => {
        signal.removeEventListener('abort', stop);
        settle();
      };
      subscription.on('data', (resolved: AllStreamResolvedEvent) => {
        try {
          const position = positionOf(resolved);
          this.note([resolved], position);
          this.parts.onSeen(position);
        } catch (error) {
          reject(kurrentErrorOf(error));
          stop();
        }
      });
      subscription.on('error', (error) => ended(() => reject(error))());
      subscription.on('end', ended(resolve));
      subscription.on('close', ended(resolve));
    });
  }

  private note(found: readonly AllStreamResolvedEvent[], place: number): void {
    const { reading, ids } = this.parts;
    const ours = found.filter(({ event }) => reading.names.isOurs(event?.streamId));
    const noted = ours.map((resolved) => ({
      eventId: eventIdOfKurrent(resolved),
      stream: reading.names.without(resolved.event?.streamId ?? ''),
      position: positionOf(resolved),
    }));
    ids.note(noted, place);
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import { EventStore } from '#libs/event-store';
import { KafkaConnection, PartitionPlace, unreadIn } from './kafka.connection';
import { relayName } from './kafka.relay';
import { ConsumerState } from './messaging.port';

export interface KafkaProgressOptions {
  /** The group whose progress is looked at. */
  readonly consumer: string;
  /** Services whose messages the group is given, with the topic of each. */
  readonly topics: ReadonlyMap<string, string>;
  readonly connection: KafkaConnection;
  readonly state: Pick<ConsumerState, 'checkpoint' | 'saveCheckpoint'>;
  readonly events: Pick<EventStore, 'head'>;
}

/** Nobody takes the messages of a group: what waits for them would wait for ever. */
export class NobodyListensError extends Error {
  readonly code = 'BUS_NOBODY_LISTENS';

  constructor(readonly consumer: string) {
    super(`No process takes the messages of ${consumer}. Start its service, and the same goes on from here.`);
    this.name = 'NobodyListensError';
  }
}

/** How often a group is looked at while somebody waits for it. */
const LOOK_MS = 20;
/** A group that gets no further for so long is nobody’s. */
const STANDS_STILL_MS = 120_000;
/** Between two looks so much counts at most: a machine that was suspended has not watched the group meanwhile. */
const WATCHED_PER_LOOK_MS = 5_000;

/**
 * How far a group has come in the log. Its place in Kafka counts messages; whoever waits for what a fact has led to
 * knows the position of the fact. So: relays say up to where they have published, and a group that has dealt with all that
 * lay in a topic afterwards has dealt with everything up to there.
 */
export class KafkaProgress {
  private saved = 0;
  /** Where partitions ended when everything up to a position lay in them. */
  private mark: { readonly position: number; readonly ends: ReadonlyMap<string, number> } | null = null;

  constructor(private readonly options: KafkaProgressOptions) {}

  /** The position up to which the group has dealt with everything; kept, so that those who cannot ask Kafka know it too. */
  async look(): Promise<number> {
    return (await this.survey()).reached;
  }

  /**
   * Until the group has dealt with everything up to a position. Throws NobodyListensError when it gets no further for
   * two minutes.
   */
  async reach(position: number): Promise<void> {
    let lastUnread = Infinity;
    let stoodStill = 0;
    for (let lookedAt = performance.now(); ;) {
      const { reached, unread } = await this.survey();
      if (reached >= position) return;
      const now = performance.now();
      stoodStill = unread === lastUnread ? stoodStill + Math.min(now - lookedAt, WATCHED_PER_LOOK_MS) : 0;
      if (stoodStill > STANDS_STILL_MS) throw new NobodyListensError(this.options.consumer);
      [lookedAt, lastUnread] = [now, unread];
      await sleep(LOOK_MS);
    }
  }

  /** How far the group has come in the log, and how many messages it has still to deal with. */
  private async survey(): Promise<{ readonly reached: number; readonly unread: number }> {
    const { consumer, topics, connection, state } = this.options;
    // Looked up first: what is published meanwhile only makes the answer too small.
    const published = await this.publishedThrough();
    const known = Math.max(this.saved, await state.checkpoint(consumer));
    if (published <= known) return { reached: known, unread: 0 };
    const places = await connection.placesOf(consumer, [...topics.values()]);
    const unread = unreadIn(places);
    const reached = unread > 0 ? this.passed(places) : published;
    // Under a load that never pauses the group is never at the end; it passes where the end once was.
    if (unread > 0 && (this.mark === null || reached >= this.mark.position)) {
      this.mark = { position: published, ends: new Map(places.map(({ partition, end }) => [partition, end])) };
    }
    if (reached <= known) return { reached: known, unread };
    await state.saveCheckpoint(consumer, reached);
    this.saved = reached;
    return { reached, unread };
  }

  /** Up to here every service whose messages the group is given has published what the log tells. */
  private async publishedThrough(): Promise<number> {
    const { topics, state, events } = this.options;
    let published = await events.head();
    for (const service of topics.keys()) {
      published = Math.min(published, await state.checkpoint(relayName(service)));
    }
    return published;
  }

  /** The position of the mark where the group has passed it; 0 otherwise. */
  private passed(places: readonly PartitionPlace[]): number {
    const { mark } = this;
    if (mark === null) return 0;
    return places.every(({ partition, done }) => done >= (mark.ends.get(partition) ?? 0)) ? mark.position : 0;
  }
}

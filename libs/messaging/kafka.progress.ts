import { setTimeout as sleep } from 'node:timers/promises';
import { EventStore } from '#libs/event-store';
import { KafkaConnection } from './kafka.connection';
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

/**
 * How far a group has come in the log. Its place in Kafka counts messages; whoever waits for what a fact has led to
 * knows the position of the fact. So: relays say up to where they have published, and a group that has dealt with all that
 * lay in a topic afterwards has dealt with everything up to there.
 */
export class KafkaProgress {
  private saved = 0;

  constructor(private readonly options: KafkaProgressOptions) {}

  /** The position up to which the group has dealt with everything; kept, so that those who cannot ask Kafka know it too. */
  async look(): Promise<number> {
    const { consumer, topics, connection, state, events } = this.options;
    // Looked up first: what is published meanwhile only makes the answer too small.
    let reached = await events.head();
    const unread: string[] = [];
    for (const [service, topic] of topics) {
      reached = Math.min(reached, await state.checkpoint(relayName(service)));
      unread.push(topic);
    }
    const known = Math.max(this.saved, await state.checkpoint(consumer));
    if (reached <= known || (await connection.lagOf(consumer, unread)) > 0) return known;
    await state.saveCheckpoint(consumer, reached);
    this.saved = reached;
    return reached;
  }

  /**
   * Until the group has dealt with everything up to a position. Throws NobodyListensError when it gets no further for
   * two minutes.
   */
  async reach(position: number): Promise<void> {
    let lag = Infinity;
    let movedAt = performance.now();
    while ((await this.look()) < position) {
      const left = await this.options.connection.lagOf(this.options.consumer, [...this.options.topics.values()]);
      if (left !== lag) movedAt = performance.now();
      else if (performance.now() - movedAt > STANDS_STILL_MS) throw new NobodyListensError(this.options.consumer);
      lag = left;
      await sleep(LOOK_MS);
    }
  }
}

import { setImmediate as nextTurn } from 'node:timers/promises';
import { Producer } from 'kafkajs';
import { EventStore, LogFollower, StorageError } from '#libs/event-store';
import { RecordedEvent } from '#libs/kernel';
import { Announcements, eventForNewer, NewerTranslations, TranslatableLog } from './announcements';
import { KafkaConnection, kafkaMessageOf, serviceOfContract, topicOf } from './kafka.connection';
import { partitionOfKey } from './kafka.partitioner';
import { asKafkaStorageErrors, isTooLargeForKafka } from './kafka.storage-errors';
import { ConsumerState, IntegrationMessage, RelayTranslation } from './messaging.port';
import { Relays } from './relay';
import { RelayTurn } from './relay-turn';

export interface KafkaRelayOptions {
  /** The service whose facts are told; its topic is `<service>.v1`. */
  readonly service: string;
  readonly connection: KafkaConnection;
  readonly events: EventStore;
  /** Keeps how far the log has been published, and which copy of the service publishes it. */
  readonly state: Pick<ConsumerState, 'checkpoint' | 'saveCheckpoint' | 'turn' | 'passTurn' | 'announce' | 'announced'>;
  /** What the service tells others. */
  readonly translations: readonly RelayTranslation[];
  readonly pollMs?: number;
  /** Time that goes on evenly, in milliseconds; this process's own where absent. */
  readonly elapsed?: () => number;
  /** The store or the broker failed; it is tried again. */
  onError?(error: unknown): void;
}

/** Events that are read, sent as one batch and remembered as published; batches gain more than anything else here. */
export const EVENTS_PER_BATCH = 1_000;
/** All replicas that are in step have the message before it counts as sent. */
const EVERY_REPLICA = -1;

/** A message ready to be sent, and the position of its event. */
interface Outgoing {
  readonly position: number;
  readonly message: ReturnType<typeof kafkaMessageOf>;
}

/** What follows a place in the log, ready to be sent. */
interface Batch {
  readonly after: number;
  readonly outgoing: readonly Outgoing[];
  readonly checkpoint: number;
  readonly caughtUp: boolean;
  /** What follows and only a newer program can publish. */
  readonly newer: RecordedEvent | null;
}

/** The name under which a relay keeps its place, beside those of the consumers. */
export function relayName(service: string): string {
  return `kvitok.${service}.relay`;
}

/** Types of events that only a newer program than this one translates for the service that publishes a message. */
export function newerTypesOf(
  { contract }: Pick<IntegrationMessage, 'contract'>,
  translations: readonly RelayTranslation[],
  state: Pick<ConsumerState, 'announce' | 'announced'>,
): Promise<ReadonlySet<string>> {
  const service = serviceOfContract(contract);
  const own = translations.filter((translation) => translation.service === service);
  return new NewerTranslations(new Announcements({ name: relayName(service), state }), own).types();
}

/**
 * Publishes what a service tells the others: the event log is the outbox, and a place in it is moved only after the
 * brokers have what stands before. A relay that ends between the two publishes a batch again, and so do two relays of
 * one service at the same time: a message is recognised by its id, and the first copies of all messages of an account
 * always stand in the order of the log, because nobody publishes an event before everything up to it was published.
 *
 * So that not every copy of a service publishes everything, the one whose turn it is follows the log and the others look
 * on, until it gives its turn up or is silent. Whoever is asked for it (`drain`) publishes all the same.
 */
export class KafkaRelay {
  private readonly relays: Relays;
  private readonly follower: LogFollower;
  private readonly name: string;
  private readonly turn: RelayTurn;
  private readonly log: TranslatableLog;
  /** Drains that somebody waits for. */
  private drains = 0;
  private producer: Producer | null = null;
  /** The position of an event one message of which no broker takes; null where there is none. */
  private tooLargeAt: number | null = null;

  constructor(private readonly options: KafkaRelayOptions) {
    this.name = relayName(options.service);
    const { state, elapsed = () => performance.now() } = options;
    this.turn = new RelayTurn({ name: this.name, state, elapsed });
    this.relays = new Relays(options.translations);
    this.log = new TranslatableLog(options.events, new Announcements({ name: this.name, state }), options.translations);
    this.follower = new LogFollower({
      events: options.events,
      goToHead: (signal) => this.publishOrGiveUp(signal),
      onError: (error) => options.onError?.(error),
      ...(options.pollMs === undefined ? {} : { pollMs: options.pollMs }),
    });
  }

  /**
   * Says what this program publishes, before it records anything: relays of an earlier release leave it the place in front
   * of what they cannot publish. Rejects with StorageError.
   */
  announce(): Promise<void> {
    return this.log.announce();
  }

  /** Follows the log until `close`. */
  start(): void {
    this.follower.start();
  }

  /** Publishes everything that is in the log now. Rejects with StorageError when the store or the broker is not there; nothing is lost. */
  async drain(): Promise<void> {
    this.drains += 1;
    try {
      await this.follower.drain();
    } finally {
      this.drains -= 1;
    }
  }

  /** Stops when the batch in hand is published; another copy goes on. */
  async close(): Promise<void> {
    await this.follower.close();
    // Where the store is away the others go on when this one was silent for long enough.
    await this.turn.giveUp().catch((error: unknown) => this.options.onError?.(error));
    await this.producer?.disconnect();
    this.producer = null;
  }

  /** Where it fails another copy, which may reach what this one does not, has the turn before this one tries again. */
  private async publishOrGiveUp(signal: AbortSignal): Promise<void> {
    try {
      await this.publishToHead(signal);
    } catch (error) {
      // What is in the way is told by the failure itself; without a word the turn ends too, later.
      await this.turn.giveUp().catch(() => undefined);
      throw error;
    }
  }

  private async publishToHead(signal: AbortSignal): Promise<void> {
    const { events, state } = this.options;
    let ready: Batch | null = null;
    while (!signal.aborted && (await this.publishes())) {
      const producer = await this.connected();
      // Read each time: another process of the same service may have gone further.
      const after = await state.checkpoint(this.name);
      const batch: Batch = ready?.after === after ? ready : await this.batchAfter(after);
      const { checkpoint, caughtUp, newer } = batch;
      const sending = this.sendBatch(producer, batch);
      // While the brokers take this one the next is read. What fails there fails again when it is its turn.
      const reading = caughtUp || newer !== null ? null : nextTurn().then(() => this.batchAfter(checkpoint));
      const [sent, read] = await Promise.allSettled([sending, reading]);
      if (sent.status === 'rejected') throw sent.reason;
      ready = read.status === 'fulfilled' ? read.value : null;
      if (checkpoint > after) await state.saveCheckpoint(this.name, checkpoint);
      if (newer !== null) throw eventForNewer(this.name, newer);
      await nextTurn();
      if (caughtUp && (await events.head()) <= checkpoint) return;
    }
  }

  /** Whether it is for this copy to go on. One that only is asked now and then takes no turn: nobody would beat. */
  private async publishes(): Promise<boolean> {
    const isMine = this.follower.signal !== null && (await this.turn.isMine());
    return isMine || this.drains > 0;
  }

  /** Rejects with StorageError; where one message is too large the place is moved to what was sent before it. */
  private async sendBatch(producer: Producer, { after, outgoing }: Batch): Promise<void> {
    // Alone and first: the partitions of others would take what stands behind it again and again.
    const others = outgoing.findIndex(({ position }) => position !== this.tooLargeAt);
    const alone = others < 0 ? outgoing.length : others;
    try {
      await this.send(producer, outgoing.slice(0, alone));
      await this.send(producer, outgoing.slice(alone));
      this.tooLargeAt = null;
    } catch (error) {
      const { tooLargeAt } = this;
      const sent = outgoing.findLast(({ position }) => tooLargeAt !== null && position < tooLargeAt)?.position ?? after;
      if (sent > after) await this.options.state.saveCheckpoint(this.name, sent);
      throw error;
    }
  }

  /** Sends what no broker takes at once in halves, one after another, so that an account keeps its order. */
  private async send(producer: Producer, outgoing: readonly Outgoing[]): Promise<void> {
    const [first] = outgoing;
    if (first === undefined) return;
    const topic = topicOf(this.options.service);
    const messages = outgoing.map(({ message }) => message);
    try {
      await asKafkaStorageErrors(() => producer.send({ topic, messages, acks: EVERY_REPLICA }));
    } catch (error) {
      if (!isTooLargeForKafka(error)) throw error;
      if (outgoing.length === 1) {
        this.tooLargeAt = first.position;
        throw tooLargeError(topic, first, error);
      }
      const half = Math.ceil(outgoing.length / 2);
      await this.send(producer, outgoing.slice(0, half));
      await this.send(producer, outgoing.slice(half));
    }
  }

  private async batchAfter(after: number): Promise<Batch> {
    const page = await this.log.read(after, EVENTS_PER_BATCH);
    const outgoing = page.events
      .flatMap((event) => this.relays.messagesOf(event))
      .map((message) => ({ position: message.source.position, message: kafkaMessageOf(message) }));
    return { after, outgoing, checkpoint: page.checkpoint, caughtUp: page.caughtUp, newer: page.newer };
  }

  private async connected(): Promise<Producer> {
    if (this.producer !== null) return this.producer;
    const { connection, service } = this.options;
    await connection.makeTopics([topicOf(service)]);
    const producer = connection.client.producer({
      allowAutoTopicCreation: false,
      createPartitioner: partitionOfKey,
      // One batch on its way at a time: a batch that is repeated must not be overtaken by the next.
      maxInFlightRequests: 1,
    });
    await asKafkaStorageErrors(() => producer.connect());
    this.producer = producer;
    return producer;
  }
}

function tooLargeError(topic: string, { position, message }: Outgoing, cause: unknown): StorageError {
  const bytes = Buffer.byteLength(message.value);
  const whatToDo = `set max.message.bytes of the topic ${topic} above that, and go on`;
  return new StorageError(
    'refused',
    `Kafka does not take ${bytes} bytes of the event at position ${position}: ${whatToDo}`,
    {
      cause,
    },
  );
}

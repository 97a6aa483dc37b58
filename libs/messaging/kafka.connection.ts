import { Admin, Kafka, KafkaConfig, KafkaMessage, logLevel, LogEntry } from 'kafkajs';
import { StorageError } from '#libs/event-store';
import { kafkaErrorOf } from './kafka.storage-errors';
import { FoundTopic, faultsOfTopic, findTopics, topicSettings, WantedTopics, wordsOfFault } from './kafka.topics';
import { IntegrationMessage } from './messaging.port';

export interface KafkaConnectionOptions extends WantedTopics {
  /** Addresses of brokers, `host:port`; one that answers tells of the others. */
  readonly brokers: readonly string[];
  /** How the process calls itself in the broker's log and metrics. */
  readonly clientId: string;
  readonly security?: Pick<KafkaConfig, 'ssl' | 'sasl'>;
  /** What there is to tell: that a broker is gone, that a group is shared out anew, that a topic is not as it is to be. */
  onLog?(level: 'error' | 'warn', text: string): void;
}

/** The topic of what a service publishes; its key is the account number, so that the messages of an account keep their order. */
export function topicOf(service: string): string {
  return `${service}.v1`;
}

/** The topic that carries a contract: `metering.reading-accepted.v1` comes in `metering.v1`. */
export function topicOfContract(contract: string): string {
  return topicOf(serviceOfContract(contract));
}

/** Who publishes a contract: its name begins with the service. */
export function serviceOfContract(contract: string): string {
  return contract.slice(0, contract.indexOf('.'));
}

/** How long a call waits for a broker before it fails and is repeated by whoever made it. */
const REQUEST_TIMEOUT_MS = 15_000;
const CONNECTION_TIMEOUT_MS = 3_000;
/** How a call is repeated before it fails: at first soon, then every two seconds. */
export const RETRY = { initialRetryTime: 100, maxRetryTime: 2_000, retries: 5 };

/** Where a group stands in a partition, by the numbers of its messages. */
export interface PartitionPlace {
  readonly partition: string;
  /** The first message that it has not dealt with. */
  readonly done: number;
  /** The number that the next message will have. */
  readonly end: number;
}

/** How many messages lie before a group that stands at these places. */
export function unreadIn(places: readonly PartitionPlace[]): number {
  return places.reduce((unread, { done, end }) => unread + Math.max(0, end - done), 0);
}

function messagesAreGone(group: string, topic: string, partition: number): string {
  return (
    `Messages of ${topic}/${partition} are gone that ${group} has not dealt with. The log has them: see the runbook, ` +
    '«Messages of a topic are gone»'
  );
}

/** A client of Kafka. It connects when something asks for it. */
export class KafkaConnection {
  readonly client: Kafka;
  private readonly known = new Set<string>();
  /** As they were when they were last looked at. */
  private readonly found = new Map<string, FoundTopic>();
  private isClosed = false;
  private asking: Promise<Admin> | null = null;

  constructor(private readonly options: KafkaConnectionOptions) {
    const { brokers, clientId, security, onLog } = options;
    this.client = new Kafka({
      clientId,
      brokers: [...brokers],
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      retry: RETRY,
      ...security,
      logLevel: logLevel.WARN,
      logCreator: () => (entry) => onLog?.(entry.level === logLevel.ERROR ? 'error' : 'warn', textOfLog(entry)),
    });
  }

  /** Makes the topics that are not there yet. Whoever comes second finds them made; neither alters what is there. */
  async makeTopics(topics: readonly string[]): Promise<void> {
    const unknown = topics.filter((topic) => !this.known.has(topic));
    if (unknown.length === 0) return;
    await this.asked(async (admin) => {
      const there = new Set(await admin.listTopics());
      const { partitions, replicas } = this.options;
      const missing = unknown.filter((topic) => !there.has(topic));
      if (missing.length > 0) {
        await admin.createTopics({
          waitForLeaders: true,
          topics: missing.map((topic) => ({
            topic,
            numPartitions: partitions,
            replicationFactor: replicas,
            configEntries: topicSettings(replicas),
          })),
        });
      }
      for (const topic of unknown) this.known.add(topic);
    });
  }

  /**
   * Looks once whether these topics are as they are to be, since other hands may have made or altered them, and tells what is
   * not. Never rejects: the process works all the same.
   */
  async lookAtTopics(topics: readonly string[]): Promise<void> {
    const unseen = topics.filter((topic) => !this.found.has(topic));
    if (unseen.length === 0 || this.isClosed) return;
    try {
      for (const one of await this.asked((admin) => findTopics(admin, unseen))) {
        this.found.set(one.topic, one);
        for (const fault of faultsOfTopic(one, this.options)) this.options.onLog?.('warn', wordsOfFault(fault));
      }
    } catch (error) {
      if (this.isClosed) return;
      const why = error instanceof Error ? error.message : String(error);
      const what = `Whether the topics ${unseen.join(', ')} are set as they are to be is not known (${why})`;
      this.options.onLog?.('warn', `${what}: see the runbook, «A topic is set otherwise»`);
    }
  }

  /** How many settings of these topics are not as they are to be; null where nobody has looked, or could. */
  topicFaults(topics: readonly string[]): number | null {
    const found = topics.flatMap((topic) => this.found.get(topic) ?? []);
    if (found.length < topics.length) return null;
    return found.reduce((sum, one) => sum + faultsOfTopic(one, this.options).length, 0);
  }

  /** How many messages of these topics a group has not dealt with yet. Throws what `placesOf` throws. */
  async lagOf(group: string, topics: readonly string[]): Promise<number> {
    return unreadIn(await this.placesOf(group, topics));
  }

  /**
   * Where a group stands in each partition of these topics, or in the one of that number, and where the partition ends. Throws
   * StorageError where messages of it are gone that the group has not dealt with: nobody must take them for heard.
   */
  async placesOf(group: string, topics: readonly string[], only?: number): Promise<readonly PartitionPlace[]> {
    await this.makeTopics(topics);
    const grown: string[] = [];
    let gone: string | null = null;
    const places = await this.asked(async (admin) => {
      const places: PartitionPlace[] = [];
      // The ends first: what comes meanwhile only makes the group look further behind.
      const ends = new Map(
        await Promise.all(topics.map(async (topic) => [topic, await admin.fetchTopicOffsets(topic)] as const)),
      );
      grown.push(...topics.filter((topic) => this.isGrown(topic, ends.get(topic)?.length ?? 0)));
      for (const { topic, partitions } of await admin.fetchOffsets({ groupId: group, topics: [...topics] })) {
        const committed = new Map(partitions.map(({ partition, offset }) => [partition, Number(offset)]));
        for (const { partition, high, low } of ends.get(topic) ?? []) {
          if (only !== undefined && partition !== only) continue;
          const done = committed.get(partition) ?? -1;
          const oldest = Number(low);
          if (oldest > Math.max(done, 0)) gone ??= messagesAreGone(group, topic, partition);
          places.push({ partition: `${topic}/${partition}`, done: Math.max(done, 0), end: Number(high) });
        }
      }
      return places;
    });
    // Not among the questions: the line to the broker is sound, and others ask over it.
    if (gone !== null) throw new StorageError('damaged', gone);
    for (const topic of grown) this.found.delete(topic);
    await this.lookAtTopics(grown);
    return places;
  }

  /** How many processes are in a group. Throws StorageError. */
  async membersOf(group: string): Promise<number> {
    const { groups } = await this.asked((admin) => admin.describeGroups([group]));
    return groups.reduce((sum, { members }) => sum + members.length, 0);
  }

  /** Whether a topic has more partitions than when it was looked at; there is no way to fewer. */
  private isGrown(topic: string, partitions: number): boolean {
    const known = this.found.get(topic);
    return known !== undefined && known.partitions < partitions;
  }

  /** Ends what this connection asks by itself; producers and consumers are ended by whoever made them. */
  async close(): Promise<void> {
    this.isClosed = true;
    const asking = this.asking;
    this.asking = null;
    await (await asking?.catch(() => null))?.disconnect();
  }

  /** Asks over one line that stays open; after a failure, told as StorageError, the next question opens another. */
  private async asked<Answer>(question: (admin: Admin) => Promise<Answer>): Promise<Answer> {
    const asking = (this.asking ??= this.openAdmin());
    try {
      return await question(await asking);
    } catch (error) {
      if (this.asking === asking) this.asking = null;
      await (await asking.catch(() => null))?.disconnect().catch(() => undefined);
      throw kafkaErrorOf(error);
    }
  }

  private async openAdmin(): Promise<Admin> {
    const admin = this.client.admin();
    await admin.connect();
    return admin;
  }
}

/**
 * A message as it lies in a topic: whole, as JSON, so that whoever reads it needs nothing else. The contract stands first
 * and tells whom it is for without the rest being read; headers would say the same at the price of a fifth of the relay's time.
 */
export function kafkaMessageOf({ contract, messageId, key, data, source }: IntegrationMessage): {
  key: string;
  value: string;
} {
  return { key, value: JSON.stringify({ contract, messageId, key, data, source } satisfies IntegrationMessage) };
}

const BEFORE_CONTRACT = Buffer.from('{"contract":"');
const QUOTE = '"'.charCodeAt(0);

/** The contract that stands first in a message; null where something else does, and it has to be read to be known. */
export function contractAhead(value: Buffer): string | null {
  const from = BEFORE_CONTRACT.length;
  if (!value.subarray(0, from).equals(BEFORE_CONTRACT)) return null;
  const to = value.indexOf(QUOTE, from);
  return to < 0 ? null : value.toString('utf8', from, to);
}

/** The message that lies at a place of a topic; null where what lies there is none. */
export function readMessage({ value }: Pick<KafkaMessage, 'value'>): IntegrationMessage | null {
  try {
    const read: unknown = JSON.parse(value?.toString() ?? '');
    return isMessage(read) ? read : null;
  } catch {
    return null;
  }
}

function isMessage(value: unknown): value is IntegrationMessage {
  const { messageId, contract, key, data, source } = (value ?? {}) as Record<string, unknown>;
  return isText(messageId) && isText(contract) && isText(key) && isObject(data) && isObject(source);
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function textOfLog({ namespace, log }: LogEntry): string {
  const error: unknown = log['error'];
  return `${namespace === '' ? '' : `${namespace}: `}${log.message}${typeof error === 'string' ? ` (${error})` : ''}`;
}

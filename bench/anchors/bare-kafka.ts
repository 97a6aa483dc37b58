import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { setTimeout as sleep } from 'node:timers/promises';
import { timed } from '../measure/spread';

/** A message as a bare program would send it: no header, nothing to recognise it by. */
export interface BareMessage {
  readonly key: string;
  readonly value: string;
}

const PER_BATCH = 1_000;
const LOOKS_EVERY_MS = 100;
const LOOKS_MAX = 300;
const NOTHING = Buffer.alloc(0);

/** What the client can do at best: batches of a thousand, each confirmed by every replica. */
export class BareKafka {
  private readonly client: Kafka;

  constructor(brokers: readonly string[]) {
    this.client = new Kafka({ clientId: 'kvitok-bench-bare', brokers: [...brokers], logLevel: logLevel.NOTHING });
  }

  /** Makes topics, and waits until each can be asked about: a busy broker tells of them a little later. */
  async makeTopics(topics: readonly string[], partitions: number): Promise<void> {
    const wanted = topics.map((topic) => ({ topic, numPartitions: partitions }));
    await this.withAdmin((admin) => admin.createTopics({ waitForLeaders: false, topics: wanted }));
    for (const topic of topics) {
      for (let asked = 1; !(await this.isThere(topic)); asked += 1) {
        if (asked > LOOKS_MAX) throw new Error(`The broker does not tell of the topic ${topic}`);
        await sleep(LOOKS_EVERY_MS);
      }
    }
  }

  async removeTopics(topics: readonly string[]): Promise<void> {
    await this.withAdmin((admin) => admin.deleteTopics({ topics: [...topics] }));
  }

  /** How many messages lie in a topic. */
  async count(topic: string): Promise<number> {
    const places = await this.withAdmin((admin) => admin.fetchTopicOffsets(topic));
    return places.reduce((sum, { high }) => sum + Number(high), 0);
  }

  /** Milliseconds until the broker has all messages. */
  async send(topic: string, messages: readonly BareMessage[]): Promise<number> {
    const producer = this.client.producer({
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
      maxInFlightRequests: 1,
    });
    const ms = await timed(async () => {
      await producer.connect();
      for (let first = 0; first < messages.length; first += PER_BATCH) {
        await producer.send({ topic, messages: messages.slice(first, first + PER_BATCH), acks: -1 });
      }
    });
    await producer.disconnect();
    return ms;
  }

  /**
   * Milliseconds from joining a group until it has seen `messages` of a topic and its place is moved behind them.
   * @param read is given each message, in the order of its partition.
   */
  async receive(topic: string, group: string, messages: number, read?: (text: Buffer) => void): Promise<number> {
    const consumer = this.client.consumer({ groupId: group, allowAutoTopicCreation: false });
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    let seen = 0;
    let tellAll: () => void = () => undefined;
    const all = new Promise<void>((resolve) => (tellAll = resolve));
    await consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch, resolveOffset }) => {
        for (let first = 0; first < batch.messages.length; first += PER_BATCH) {
          const part = batch.messages.slice(first, first + PER_BATCH);
          const last = part.at(-1);
          if (last === undefined) return;
          if (read !== undefined) for (const { value } of part) read(value ?? NOTHING);
          resolveOffset(last.offset);
          const offset = String(BigInt(last.offset) + 1n);
          await consumer.commitOffsets([{ topic, partition: batch.partition, offset }]);
          seen += part.length;
        }
        if (seen >= messages) tellAll();
      },
    });
    // Both sides begin to count where their group takes messages: to join one takes a second that no message costs.
    const ms = await timed(() => all);
    await consumer.disconnect();
    if (seen !== messages) throw new Error(`${seen} messages were seen, not ${messages}`);
    return ms;
  }

  private isThere(topic: string): Promise<boolean> {
    return this.count(topic).then(
      () => true,
      () => false,
    );
  }

  private async withAdmin<Answer>(ask: (admin: ReturnType<Kafka['admin']>) => Promise<Answer>): Promise<Answer> {
    const admin = this.client.admin();
    await admin.connect();
    try {
      return await ask(admin);
    } finally {
      await admin.disconnect();
    }
  }
}

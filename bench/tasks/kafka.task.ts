import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EventStore, SqliteEventStore, StreamAppend } from '#libs/event-store';
import { ConsumerState, MemoryConsumerState, Relays, RelayTranslation } from '#libs/messaging';
import { KafkaConnection, kafkaMessageOf, KafkaRelay, KafkaServer, topicOf } from '#libs/messaging/kafka';
import { MongoConsumerState } from '#libs/messaging/mongo';
import { METERING_RELAY } from '#services/metering';
import { BareKafka } from '../anchors/bare-kafka';
import { appendOf } from '../company/appends';
import { interleave, Round, timed } from '../measure/spread';

export interface KafkaInput {
  readonly dir: string;
  readonly brokers: readonly string[];
  /** `mongodb://…` without the name of a database. */
  readonly mongoUrl: string;
  readonly messages: number;
  readonly rounds: number;
}

export interface KafkaOutput {
  readonly out: readonly Round[];
  /** With the marks of handled messages in memory: what the bus costs without the store behind it. */
  readonly intoMemory: Incoming;
  /** With the marks in MongoDB, as the distributed mode keeps them. */
  readonly intoMongo: Incoming;
}

/** The same rounds beside two bare clients. */
export interface Incoming {
  /** Beside one that reads each message and adds up what our handler adds up. */
  readonly besideReader: readonly Round[];
  /** Beside one that does nothing with a message and so knows nothing of it. */
  readonly besideIdle: readonly Round[];
}

const PARTITIONS = 6;
const APPENDS_PER_COMMIT = 1_000;
const LOOKS_EVERY_MS = 2;

/** Readings that metering tells billing by way of Kafka, beside the same texts in the hands of the bare client. */
export async function measureKafka(input: KafkaInput): Promise<KafkaOutput> {
  const { dir, brokers, messages, rounds } = input;
  const events = new SqliteEventStore({ file: join(dir, 'kafka-events.sqlite') });
  await seedReadings(events, messages);
  const bare = new BareKafka(brokers);
  const texts = await textsOf(events, messages);
  const story = `bench-${randomUUID().slice(0, 8)}`;
  const topics = (name: string) => Array.from({ length: rounds }, (_, round) => `${story}-${name}-${round}`);
  const [anchorTopics, services] = [topics('bare'), topics('ours')];
  const state = await MongoConsumerState.open(`${input.mongoUrl}/kvitok_${story.replace('-', '_')}`);
  try {
    await bare.makeTopics([...anchorTopics, ...services.map(topicOf)], PARTITIONS);
    const out = await interleave(
      rounds,
      (round) => bare.send(at(anchorTopics, round), texts),
      (round) => relayed({ ...input, events, state, service: at(services, round) }),
    );
    for (const service of services) requireCount(await bare.count(topicOf(service)), messages);
    const receive = async (kind: string, of: () => ConsumerState): Promise<Incoming> => {
      const idleMs: number[] = [];
      const besideReader = await interleave(
        rounds,
        async (round) => {
          const topic = topicOf(at(services, round));
          idleMs[round] = await bare.receive(topic, `${story}-${kind}-idle-${round}`, messages);
          return receivedAndRead(bare, topic, `${story}-${kind}-${round}`, messages);
        },
        (round) => consumed({ ...input, events, state: of(), service: at(services, round), kind }),
      );
      const besideIdle = besideReader.map(({ projectMs }, round) => ({ projectMs, anchorMs: idleMs[round] ?? NaN }));
      return { besideReader, besideIdle };
    };
    const intoMongo = await receive('mongo', () => state);
    const intoMemory = await receive('memory', () => new MemoryConsumerState());
    return { out, intoMongo, intoMemory };
  } finally {
    await bare.removeTopics([...anchorTopics, ...services.map(topicOf)]).catch(() => undefined);
    await state.close();
    await events.close();
  }
}

/** What is added up of a message. */
interface Reading {
  readonly values: readonly string[];
}

interface OneRound extends KafkaInput {
  readonly events: EventStore;
  readonly state: ConsumerState;
  readonly service: string;
}

/** From the log into the topic of a service. */
async function relayed({ brokers, events, state, service }: OneRound): Promise<number> {
  const connection = connectionTo(brokers);
  await connection.makeTopics([topicOf(service)]);
  const relay = new KafkaRelay({ service, connection, events, state, translations: [translationOf(service)] });
  const ms = await timed(() => relay.drain());
  await relay.close();
  await connection.close();
  return ms;
}

/** Until each message was given to the handler of a group, marked, and the place of the group is behind the last. */
async function consumed({ brokers, events, state, service, kind, messages }: OneRound & { readonly kind: string }) {
  const connection = connectionTo(brokers);
  const server = new KafkaServer({
    consumer: Symbol(`kvitok.${service}-${kind}`),
    ...{ connection, state, events, translations: [], follow: true },
    now: () => '2026-03-20T09:00:00.000Z',
  });
  let sum = 0;
  let handled = 0;
  server.addHandler(
    contractOf(service),
    async (data: Reading) => {
      sum += Number(data.values[0]);
      handled += 1;
    },
    true,
  );
  server.listen(() => undefined);
  await server.joined();
  const ms = await timed(async () => {
    while (handled < messages || (await server.lag()) > 0) await sleep(LOOKS_EVERY_MS);
  });
  await server.close();
  await connection.close();
  requireCount(handled, messages);
  if (sum !== sumOfReadings(messages)) throw new Error('The handler was not given the readings of the log');
  return ms;
}

/** What the handler does with a message, done by the bare client. */
async function receivedAndRead(bare: BareKafka, topic: string, group: string, messages: number): Promise<number> {
  let sum = 0;
  const ms = await bare.receive(topic, group, messages, (text) => {
    const { data } = JSON.parse(text.toString()) as { readonly data: Reading };
    sum += Number(data.values[0]);
  });
  if (sum !== sumOfReadings(messages)) throw new Error('The bare client did not read the readings of the log');
  return ms;
}

function connectionTo(brokers: readonly string[]): KafkaConnection {
  return new KafkaConnection({ brokers, clientId: 'kvitok-bench', partitions: PARTITIONS, replicas: 1 });
}

/** What metering tells, in a topic and under a contract of its own for each round. */
function translationOf(service: string): RelayTranslation {
  return {
    service,
    handles: METERING_RELAY.handles,
    translate(event) {
      const told = METERING_RELAY.translate(event);
      return told === null ? null : { ...told, contract: contractOf(service) };
    },
  };
}

function contractOf(service: string): string {
  return `${service}.reading-accepted.v1`;
}

async function seedReadings(store: EventStore, readings: number): Promise<void> {
  for (let first = 0; first < readings; first += APPENDS_PER_COMMIT) {
    const many = Math.min(APPENDS_PER_COMMIT, readings - first);
    await store.appendMany(Array.from({ length: many }, (_, index) => readingAppend(first + index)));
  }
}

function readingAppend(number: number): StreamAppend {
  const data = {
    account: String(6_300_000_000 + number),
    meterId: `M${number}`,
    utility: 'cold_water',
    takenOn: '2026-03-20',
    receivedOn: '2026-03-20',
    values: [String(400 + number)],
    effectiveOn: '2026-03-20',
  };
  return appendOf(`metering_meter-${number}`, [{ type: 'ReadingAccepted', version: 1, data }]);
}

function sumOfReadings(readings: number): number {
  return readings * 400 + (readings * (readings - 1)) / 2;
}

/** The texts that the relay sends, ready. */
async function textsOf(events: EventStore, messages: number) {
  const relays = new Relays([translationOf('bench-00000000-ours-0')]);
  const texts: { key: string; value: string }[] = [];
  for (let after = 0; texts.length < messages;) {
    const page = await events.readAll({ after, limit: APPENDS_PER_COMMIT, types: relays.types });
    for (const message of page.events.flatMap((event) => relays.messagesOf(event))) {
      const { key, value } = kafkaMessageOf(message);
      texts.push({ key, value });
    }
    after = page.checkpoint;
  }
  return texts;
}

function at(names: readonly string[], round: number): string {
  const name = names[round];
  if (name === undefined) throw new Error(`There is no round ${round}`);
  return name;
}

function requireCount(counted: number, wanted: number): void {
  if (counted !== wanted) throw new Error(`${counted} messages, not ${wanted}`);
}

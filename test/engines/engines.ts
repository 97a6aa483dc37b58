import { appendFileSync } from 'node:fs';
import { KafkaConnection } from '#libs/messaging/kafka';
import { LocalKafka } from './local-kafka';
import { LocalMongo } from './local-mongo';

/** An engine that suites use, and what it is in words, to be told at the end of the run. */
export interface Engine<Address> {
  readonly address: Address;
  readonly what: string;
  /** The process of this machine behind it, which a suite may stop and start; null where it is somebody else's. */
  readonly local: LocalKafka | LocalMongo | null;
  release(): Promise<void>;
}

/**
 * The process behind an engine, where a test needs to stop and start it. Null where the engine is somebody else's: the
 * run then says at its end, by the name of the test, that this was not exercised.
 */
export function stoppable<Local>(local: Local | null, what: string): Local | null {
  if (local === null) noteNotExercised(`${expect.getState().currentTestName ?? 'a test'} (${what})`);
  return local;
}

function noteNotExercised(test: string): void {
  const file = process.env['NOT_EXERCISED_FILE'];
  if (file === undefined) process.stderr.write(`NOT exercised: ${test}\n`);
  else appendFileSync(file, `${test}\n`);
}

/** A Kafka: the one at `KAFKA_BROKERS` (addresses with commas between), else one that is started on this machine; see ADR 0090. */
export async function openKafka(
  environment = process.env,
): Promise<Engine<readonly string[]> & { local: LocalKafka | null }> {
  const given = environment['KAFKA_BROKERS'];
  if (given !== undefined && given !== '') {
    const address = given.split(',').map((broker) => broker.trim());
    return { address, what: `Kafka at ${given}`, local: null, release: async () => undefined };
  }
  const local = await LocalKafka.start();
  return {
    address: local.brokers,
    what: 'Apache Kafka 4.2.0, a process of this machine',
    local,
    release: () => local.remove(),
  };
}

/** A client of a Kafka, as processes of a small town have it. */
export function connectionTo(
  { address }: Pick<Engine<readonly string[]>, 'address'>,
  onLog: (level: string, text: string) => void = () => undefined,
): KafkaConnection {
  return new KafkaConnection({ brokers: address, clientId: 'kvitok-tests', partitions: 4, replicas: 1, onLog });
}

/** A MongoDB: the one at `MONGODB_URL`, else a server of its protocol that is started on this machine. */
export async function openMongo(environment = process.env): Promise<Engine<string> & { local: LocalMongo | null }> {
  const given = environment['MONGODB_URL'];
  if (given !== undefined && given !== '') {
    return { address: given, what: `MongoDB at ${new URL(given).host}`, local: null, release: async () => undefined };
  }
  const local = await LocalMongo.start();
  const what = 'mongo-java-server 1.47.0 in place of MongoDB, a process of this machine';
  return { address: local.url, what, local, release: () => local.remove() };
}

import { existsSync } from 'node:fs';
import { openKafka, openMongo } from '../test/engines/engines';
import { JARS_FOLDER } from '../test/engines/java-engine';
import { Finding, rateFinding } from './measure/finding';
import { runInChild } from './run-in-child';
import type { Bench } from './suites';

/**
 * The relay and the consumer beside the bare client, over a real Kafka: the one at `KAFKA_BROKERS`, else one that is
 * started here. Where none can be had it says so and measures nothing.
 */
export async function kafkaSuite({ dir, scale }: Bench): Promise<Finding[]> {
  const missing = whatIsMissing();
  if (missing !== null) {
    console.error(`kafka: NOT MEASURED, ${missing}`);
    return [];
  }
  const { kafkaMessages: messages, rounds } = scale;
  const [kafka, mongo] = await Promise.all([openKafka(), openMongo()]);
  try {
    console.error(`kafka: over ${kafka.what}; ${mongo.what}`);
    const engines = { brokers: kafka.address, mongoUrl: mongo.address };
    const measured = await runInChild('measureKafka', { dir, ...engines, messages, rounds });
    const anchor = 'the bare client, 1 000 a batch';
    return [
      rateFinding('Kafka: log to topic', 'messages', messages, anchor, measured.out, 'kafka.out'),
      rateFinding(
        'Kafka: topic to handler, marks in memory',
        'messages',
        messages,
        anchor,
        measured.intoMemory,
        'kafka.in',
      ),
      rateFinding(`Kafka: topic to handler, marks in ${mongo.what}`, 'messages', messages, anchor, measured.into, null),
    ];
  } finally {
    await Promise.all([kafka.release(), mongo.release()]);
  }
}

function whatIsMissing(environment = process.env): string | null {
  const areGiven = ['KAFKA_BROKERS', 'MONGODB_URL'].every((name) => (environment[name] ?? '') !== '');
  if (areGiven || existsSync(JARS_FOLDER)) return null;
  return 'there is no Kafka: give KAFKA_BROKERS and MONGODB_URL, or get the engines (`node test/engines/get-engines.cjs`, which needs Java 17 and Maven)';
}

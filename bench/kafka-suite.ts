import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openKafka, openMongo } from '../test/engines/engines';
import { JARS_FOLDER } from '../test/engines/java-engine';
import { Finding, rateFinding } from './measure/finding';
import { GoalName } from './measure/goals';
import { grouped } from './measure/number-text';
import { Round } from './measure/spread';
import { runInChild } from './run-in-child';
import { Incoming } from './tasks/kafka.task';
import type { Bench } from './suites';

const NIGHT_ROUNDS = 3;

/**
 * The relay and the consumer beside the bare client, over a real Kafka: the one at `KAFKA_BROKERS`, else one that is
 * started here. Where none can be had it says so and measures nothing; a run of CI, which has to have them, fails.
 */
export async function kafkaSuite({ dir, scale }: Bench): Promise<Finding[]> {
  const missing = whatIsMissing();
  if (missing !== null) {
    if ((process.env['CI'] ?? '') !== '') throw new Error(`kafka: NOT MEASURED, ${missing}`);
    console.error(`kafka: NOT MEASURED, ${missing}`);
    return [];
  }
  const { kafkaMessages: messages, rounds } = scale;
  const [kafka, mongo] = await Promise.all([openKafka(), openMongo()]);
  try {
    console.error(`kafka: over ${kafka.what}; ${mongo.what}`);
    const engines = { brokers: kafka.address, mongoUrl: mongo.address };
    const measured = await runInChild('measureKafka', { dir, ...engines, messages, rounds });
    const rate = (work: string, beside: string, of: readonly Round[], goal: GoalName | null) =>
      rateFinding(`Kafka: ${work}`, 'messages', messages, `the bare client, 1 000 a batch${beside}`, of, goal);
    const incoming = (marks: string, { besideReader, besideIdle }: Incoming, goal: GoalName | null) => [
      rate(`topic to handler, marks in ${marks}`, ', reading each', besideReader, goal),
      rate(`topic to handler, marks in ${marks}`, ', idle', besideIdle, null),
    ];
    return [
      rate('log to topic', ', ready texts', measured.out, 'kafka.out'),
      ...incoming('memory', measured.intoMemory, 'kafka.in'),
      ...incoming(mongo.what, measured.intoMongo, null),
      ...(scale.distributedNightAccounts > 0 ? await nightFindings({ dir, scale }, engines) : []),
    ];
  } finally {
    await Promise.all([kafka.release(), mongo.release()]);
  }
}

/** The rate of a process of billing, beside the same night in the embedded mode; three times. */
async function nightFindings(
  { dir, scale: { distributedNightAccounts: accounts } }: Bench,
  engines: { readonly brokers: readonly string[]; readonly mongoUrl: string },
): Promise<Finding[]> {
  const calculate: Round[] = [];
  const close: Round[] = [];
  for (let round = 0; round < NIGHT_ROUNDS; round += 1) {
    const dataDir = join(dir, `distributed-night-${round}`);
    await runInChild('seedCompany', { dataDir, accounts, months: 0 });
    const measured = await runInChild('measureDistributedNight', { ...engines, dataDir, accounts });
    calculate.push(measured.calculate);
    close.push(measured.close);
    rmSync(dataDir, { recursive: true });
  }
  const anchor = 'the embedded mode';
  const label = `distributed, ${grouped(accounts)} accounts`;
  return [
    rateFinding(`${label}: night that charges`, 'accounts', accounts, anchor, calculate, null),
    rateFinding(`${label}: night of the close`, 'accounts', accounts, anchor, close, null),
  ];
}

function whatIsMissing(environment = process.env): string | null {
  const areGiven = ['KAFKA_BROKERS', 'MONGODB_URL'].every((name) => (environment[name] ?? '') !== '');
  if (areGiven || existsSync(JARS_FOLDER)) return null;
  return 'there is no Kafka: give KAFKA_BROKERS and MONGODB_URL, or get the engines (`node test/engines/get-engines.cjs`, which needs Java 17 and Maven)';
}

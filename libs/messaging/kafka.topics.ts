import { Admin, ConfigResourceTypes } from 'kafkajs';

/** How topics are to be. */
export interface WantedTopics {
  /** How many partitions a topic gets when it is made: at most so many processes of one service share its work. */
  readonly partitions: number;
  /** On how many brokers each message lies; a message counts when all that are in step have it. */
  readonly replicas: number;
}

/** How a topic is. */
export interface FoundTopic {
  readonly topic: string;
  readonly partitions: number;
  /** Of the partition that has the fewest. */
  readonly replicas: number;
  /** By name; what the topic does not set itself is what the broker sets for it. */
  readonly settings: ReadonlyMap<string, string>;
}

/** Something of a topic that is not as it is to be. */
export interface TopicFault {
  readonly topic: string;
  readonly setting: string;
  readonly found: string;
  readonly wanted: string;
}

/**
 * Messages stay until somebody takes them, however long a service was away, and one counts as sent when it survives the loss of
 * a broker. A topic that was made by other hands needs the same.
 */
export function topicSettings(replicas: number): { name: string; value: string }[] {
  return [
    { name: 'retention.ms', value: '-1' },
    { name: 'retention.bytes', value: '-1' },
    // The other policy keeps the last message of each account alone.
    { name: 'cleanup.policy', value: 'delete' },
    { name: 'min.insync.replicas', value: String(Math.min(2, replicas)) },
  ];
}

/** Of these more are as good. */
const AT_LEAST = new Set(['replicas', 'min.insync.replicas']);

/** What of a topic is not as it is to be. */
export function faultsOfTopic(one: FoundTopic, { partitions, replicas }: WantedTopics): TopicFault[] {
  const compared = [
    { setting: 'partitions', found: String(one.partitions), wanted: String(partitions) },
    { setting: 'replicas', found: String(one.replicas), wanted: String(replicas) },
    ...topicSettings(replicas).map(({ name, value }) => {
      return { setting: name, found: one.settings.get(name) ?? 'not told', wanted: value };
    }),
  ];
  return compared
    .filter(({ setting, found, wanted }) =>
      AT_LEAST.has(setting) ? !(Number(found) >= Number(wanted)) : found !== wanted,
    )
    .map((fault) => ({ topic: one.topic, ...fault }));
}

/** A fault for the log of a process. */
export function wordsOfFault({ topic, setting, found, wanted }: TopicFault): string {
  const setBy = setting === 'partitions' ? ' by KVITOK_KAFKA_PARTITIONS' : '';
  return `The topic ${topic} has ${setting} ${found} where ${wanted} is wanted${setBy}: see the runbook, «A topic is set otherwise»`;
}

/** How these topics are, as the brokers say. */
export async function findTopics(admin: Admin, topics: readonly string[]): Promise<FoundTopic[]> {
  const wanted = topicSettings(1).map(({ name }) => name);
  const [metadata, described] = await Promise.all([
    admin.fetchTopicMetadata({ topics: [...topics] }),
    admin.describeConfigs({
      includeSynonyms: false,
      resources: topics.map((name) => ({ type: ConfigResourceTypes.TOPIC, name, configNames: wanted })),
    }),
  ]);
  return metadata.topics.map(({ name, partitions }) => {
    const entries = described.resources.find(({ resourceName }) => resourceName === name)?.configEntries ?? [];
    return {
      topic: name,
      partitions: partitions.length,
      replicas: Math.min(...partitions.map((partition) => partition.replicas.length)),
      settings: new Map(entries.map(({ configName, configValue }) => [configName, configValue])),
    };
  });
}

import { Admin } from 'kafkajs';
import { KafkaConnection } from './kafka.connection';
import { faultsOfTopic, FoundTopic, topicSettings } from './kafka.topics';

const WANTED = { partitions: 12, replicas: 3 };
const RIGHT: FoundTopic = {
  topic: 'metering.v1',
  partitions: 12,
  replicas: 3,
  settings: new Map(topicSettings(3).map(({ name, value }) => [name, value])),
};

function withSetting(name: string, value: string): FoundTopic {
  return { ...RIGHT, settings: new Map([...RIGHT.settings, [name, value]]) };
}

describe('of a topic', () => {
  it('that is as it is to be, or safer, nothing is said', () => {
    expect(faultsOfTopic(RIGHT, WANTED)).toEqual([]);
    expect(faultsOfTopic({ ...withSetting('min.insync.replicas', '3'), replicas: 5 }, WANTED)).toEqual([]);
  });

  it.each([
    ['retention.ms', '604800000', '-1', withSetting('retention.ms', '604800000')],
    ['retention.bytes', '1073741824', '-1', withSetting('retention.bytes', '1073741824')],
    ['cleanup.policy', 'compact', 'delete', withSetting('cleanup.policy', 'compact')],
    ['min.insync.replicas', '1', '2', withSetting('min.insync.replicas', '1')],
    ['partitions', '24', '12', { ...RIGHT, partitions: 24 }],
    ['partitions', '3', '12', { ...RIGHT, partitions: 3 }],
    ['replicas', '1', '3', { ...RIGHT, replicas: 1 }],
  ])('%s %s is said to be no %s', (setting, found, wanted, topic) => {
    expect(faultsOfTopic(topic, WANTED)).toEqual([{ topic: 'metering.v1', setting, found, wanted }]);
  });

  it('whose settings the broker does not tell, each is said', () => {
    const faults = faultsOfTopic({ ...RIGHT, settings: new Map() }, WANTED);
    expect(faults.map(({ setting, found }) => `${setting} ${found}`)).toEqual(
      topicSettings(3).map(({ name }) => `${name} not told`),
    );
  });
});

/** Brokers with one topic, of so many partitions. */
function brokers(partitions: number) {
  const one = { partitions, looks: 0, refuses: false, left: 0, lostFrom: -1 };
  const places = () =>
    Array.from({ length: one.partitions }, (_, partition) => {
      const end = partition === one.lostFrom ? '7' : '0';
      return { partition, high: end, low: end };
    });
  const configEntries = topicSettings(1).map(({ name, value }) => ({ configName: name, configValue: value }));
  const admin = {
    connect: async () => undefined,
    disconnect: async () => void (one.left += 1),
    listTopics: async () => ['metering.v1'],
    fetchTopicOffsets: async () => places(),
    fetchOffsets: async () => [{ topic: 'metering.v1', partitions: [] }],
    fetchTopicMetadata: async () => ({
      topics: [{ name: 'metering.v1', partitions: places().map(() => ({ replicas: [1] })) }],
    }),
    describeConfigs: async () => {
      one.looks += 1;
      if (one.refuses) throw new Error('Cluster authorization failed');
      return { resources: [{ resourceName: 'metering.v1', configEntries }] };
    },
  };
  const told: string[] = [];
  const connection = new KafkaConnection({
    ...{ brokers: ['127.0.0.1:1'], clientId: 'test', partitions: 12, replicas: 1 },
    onLog: (level, text) => void told.push(`${level}: ${text}`),
  });
  jest.spyOn(connection.client, 'admin').mockReturnValue(admin as unknown as Admin);
  return { one, connection, told };
}

describe('a connection', () => {
  const TOPICS = ['metering.v1'];

  it('looks once, and again when a topic has been given more partitions', async () => {
    const { one, connection, told } = brokers(12);
    expect(connection.topicFaults(TOPICS)).toBeNull();
    await connection.lookAtTopics(TOPICS);
    await connection.lookAtTopics(TOPICS);
    await connection.placesOf('kvitok.billing', TOPICS);
    expect([one.looks, connection.topicFaults(TOPICS), told]).toEqual([1, 0, []]);
    one.partitions = 24;
    await connection.placesOf('kvitok.billing', TOPICS);
    await connection.placesOf('kvitok.billing', TOPICS);
    expect([one.looks, connection.topicFaults(TOPICS)]).toEqual([2, 1]);
    expect(told).toEqual([
      'warn: The topic metering.v1 has partitions 24 where 12 is wanted by KVITOK_KAFKA_PARTITIONS: ' +
        'see the runbook, «A topic is set otherwise»',
    ]);
  });

  it('that may not look says so and goes on', async () => {
    const { one, connection, told } = brokers(12);
    one.refuses = true;
    await connection.lookAtTopics(TOPICS);
    expect(connection.topicFaults(TOPICS)).toBeNull();
    expect(told).toEqual([
      expect.stringMatching(/^warn: Whether the topics metering\.v1 .*Cluster authorization failed/),
    ]);
    expect(await connection.lagOf('kvitok.billing', TOPICS)).toBe(0);
  });

  it('tells of lost messages where their partition is asked about, and of no other one', async () => {
    const { one, connection } = brokers(3);
    one.lostFrom = 2;
    const lost = expect.objectContaining({
      fault: 'damaged',
      message: expect.stringMatching(/^Messages of metering\.v1\/2 /),
    });
    await expect(connection.placesOf('kvitok.billing', TOPICS)).rejects.toEqual(lost);
    await expect(connection.placesOf('kvitok.billing', TOPICS, 2)).rejects.toEqual(lost);
    expect(await connection.placesOf('kvitok.billing', TOPICS, 1)).toEqual([
      { partition: 'metering.v1/1', done: 0, end: 0 },
    ]);
    // The line to the broker is none the worse for it.
    expect(one.left).toBe(0);
  });

  it('that was closed neither asks nor tells', async () => {
    const { one, connection, told } = brokers(3);
    await connection.close();
    await connection.lookAtTopics(TOPICS);
    expect([one.looks, told]).toEqual([0, []]);
  });
});

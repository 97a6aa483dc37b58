import fc from 'fast-check';
import { PartitionMetadata, Partitioners } from 'kafkajs';
import { partitionOfKey } from './kafka.partitioner';

test('a key lies where the client of Kafka itself would put it', () => {
  const [ours, theirs] = [partitionOfKey(), Partitioners.DefaultPartitioner()];
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), fc.integer({ min: 1, max: 60 }), (key, partitions) => {
      const asked = { topic: 'metering.v1', partitionMetadata: partitionsOf(partitions), message: { key, value: '' } };
      expect(ours(asked)).toBe(theirs(asked));
      expect(ours({ ...asked, message: { key: Buffer.from(key), value: '' } })).toBe(theirs(asked));
    }),
    { numRuns: 2_000 },
  );
});

test('the hash is the one of the Java client', () => {
  // From UtilsTest.testMurmur2 of Apache Kafka: the key and its hash.
  const known: readonly (readonly [string, number])[] = [
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ];
  const partitions = 1_000;
  const partitionOf = partitionOfKey();
  for (const [key, hash] of known) {
    const message = { key, value: '' };
    const partition = partitionOf({ topic: 'metering.v1', partitionMetadata: partitionsOf(partitions), message });
    expect(partition).toBe((hash & 0x7fffffff) % partitions);
  }
});

test('a message without a key is refused, since it would have no place in any order', () => {
  const asked = { topic: 'metering.v1', partitionMetadata: partitionsOf(3), message: { value: '' } };
  expect(() => partitionOfKey()(asked)).toThrow('without a key');
});

function partitionsOf(many: number): PartitionMetadata[] {
  return Array.from({ length: many }, (_, partitionId) => ({
    partitionId,
    partitionErrorCode: 0,
    leader: 1,
    replicas: [1],
    isr: [1],
  }));
}

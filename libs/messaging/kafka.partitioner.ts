import { ICustomPartitioner } from 'kafkajs';

const SEED = 0x9747b28c;
const MIXED_WITH = 0x5bd1e995;
const SHIFTED_BY = 24;
const POSITIVE = 0x7fffffff;

/**
 * The partition of a key as every client of Kafka finds it (murmur2 of its bytes), so that an account stays in one
 * partition whoever writes. The client's own does the same in 64-bit numbers, a twentieth of the relay's time.
 */
export const partitionOfKey: ICustomPartitioner = () => {
  return ({ partitionMetadata, message: { key } }) => {
    if (key === null || key === undefined) throw new Error('A message without a key has no order to keep');
    return (murmur2(typeof key === 'string' ? Buffer.from(key) : key) & POSITIVE) % partitionMetadata.length;
  };
};

/** MurmurHash 2 as the Java client of Kafka has it, a signed 32-bit number. */
function murmur2(bytes: Buffer): number {
  const { length } = bytes;
  const words = length >> 2;
  let hash = SEED ^ length;
  for (let word = 0; word < words; word += 1) {
    let mixed = Math.imul(bytes.readInt32LE(word * 4), MIXED_WITH);
    mixed = Math.imul(mixed ^ (mixed >>> SHIFTED_BY), MIXED_WITH);
    hash = Math.imul(hash, MIXED_WITH) ^ mixed;
  }
  if (length > words * 4) {
    hash = Math.imul(hash ^ bytes.readUIntLE(words * 4, length - words * 4), MIXED_WITH);
  }
  hash = Math.imul(hash ^ (hash >>> 13), MIXED_WITH);
  return hash ^ (hash >>> 15);
}

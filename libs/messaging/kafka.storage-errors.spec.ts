import { KafkaJSConnectionError, KafkaJSNumberOfRetriesExceeded, KafkaJSProtocolError } from 'kafkajs';
import { KafkaConnection } from './kafka.connection';
import { kafkaErrorOf } from './kafka.storage-errors';

const connectionError = new KafkaJSConnectionError('Connection error: refused');

it.each([
  ['a broker that is away', connectionError, { fault: 'io', isPassing: true }],
  [
    'a broker that is away after all attempts',
    new KafkaJSNumberOfRetriesExceeded(connectionError, { retryCount: 5, retryTime: 2_000 }),
    { fault: 'io', isPassing: true },
  ],
  [
    'a partition without a leader',
    new KafkaJSProtocolError(
      Object.assign(new Error('no leader'), { type: 'LEADER_NOT_AVAILABLE', code: 5, retriable: true }),
    ),
    { fault: 'busy', isPassing: true },
  ],
])('tells %s as a failure of the store', (_, error, told) => {
  expect(kafkaErrorOf(error)).toMatchObject({ name: 'StorageError', ...told, cause: expect.anything() as unknown });
});

it('leaves what no waiting mends as it is', () => {
  const tooLarge = new KafkaJSProtocolError(
    Object.assign(new Error('too large'), { type: 'MESSAGE_TOO_LARGE', code: 10, retriable: false }),
  );
  expect(kafkaErrorOf(tooLarge)).toBe(tooLarge);
  const mistake = new TypeError('undefined is not a function');
  expect(kafkaErrorOf(mistake)).toBe(mistake);
});

it('fails with StorageError where no broker answers', async () => {
  const connection = new KafkaConnection({ brokers: ['127.0.0.1:1'], clientId: 'test', partitions: 1, replicas: 1 });
  await expect(connection.makeTopics(['testing.v1'])).rejects.toMatchObject({ name: 'StorageError', fault: 'io' });
}, 60_000);

import { StorageError, StorageFault } from '#libs/event-store';

/** Errors of the client that come from the way to the brokers, by their names; a number of attempts wraps the last of them. */
const FAULT_OF_NAME: ReadonlyMap<string, StorageFault> = new Map([
  ['KafkaJSConnectionError', 'io'],
  ['KafkaJSConnectionClosedError', 'io'],
  ['KafkaJSBrokerNotFound', 'io'],
  ['KafkaJSRequestTimeoutError', 'busy'],
  ['KafkaJSGroupCoordinatorNotFound', 'busy'],
  ['KafkaJSMetadataNotLoaded', 'busy'],
  ['KafkaJSTopicMetadataNotLoaded', 'busy'],
  ['KafkaJSLockTimeout', 'busy'],
  ['KafkaJSSASLAuthenticationError', 'refused'],
]);

/** A broker takes so many bytes of one partition at once: more than `max.message.bytes` of the topic, or than a segment, it refuses. */
const TOO_LARGE = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE']);

/** Whether a broker refuses what was sent for its size: less at once may be taken. */
export function isTooLargeForKafka(error: unknown): boolean {
  const { name, type } = (error ?? {}) as { readonly name?: unknown; readonly type?: unknown };
  return name === 'KafkaJSProtocolError' && typeof type === 'string' && TOO_LARGE.has(type);
}

/** A failure of Kafka as StorageError; any other error, such as a message that no broker would take, as it is. */
export function kafkaErrorOf(error: unknown): unknown {
  if (typeof error !== 'object' || error === null) return error;
  const { name = '', message = '', retriable, cause } = error as Partial<Error> & { retriable?: boolean };
  if (name === 'KafkaJSNumberOfRetriesExceeded') {
    const inner = kafkaErrorOf(cause);
    return inner instanceof StorageError ? inner : failure('io', message, error);
  }
  const fault = FAULT_OF_NAME.get(name) ?? (name === 'KafkaJSProtocolError' && retriable === true ? 'busy' : undefined);
  return fault === undefined ? error : failure(fault, message, error);
}

function failure(fault: StorageFault, message: string, cause: unknown): StorageError {
  const whatToDo =
    fault === 'refused' ? 'it refuses the user of the connection; check name and password' : 'the call is made again';
  return new StorageError(fault, `Kafka is not available: ${whatToDo} (${message})`, { cause });
}

/** Runs a call of the client; its failures leave as StorageError. */
export async function asKafkaStorageErrors<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    throw kafkaErrorOf(error);
  }
}

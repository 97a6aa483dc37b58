import { StorageError, StorageFault } from './storage-error';

/** Errors of the driver that come from the way to the server: told by their names, whichever copy of the driver made them. */
const FAULT_OF_NAME: ReadonlyMap<string, StorageFault> = new Map([
  ['MongoNetworkError', 'io'],
  ['MongoNetworkTimeoutError', 'busy'],
  ['MongoOperationTimeoutError', 'busy'],
  ['MongoServerSelectionError', 'io'],
  ['MongooseServerSelectionError', 'io'],
  ['MongoPoolClearedError', 'io'],
  ['PoolClearedOnNetworkError', 'io'],
  ['PoolRequstedClose', 'io'],
  ['MongoPoolClosedError', 'io'],
  ['MongoWaitQueueTimeoutError', 'busy'],
  ['MongoNotConnectedError', 'io'],
  ['MongoServerClosedError', 'io'],
  ['MongoTopologyClosedError', 'io'],
  ['MongoClientClosedError', 'closed'],
  ['MongoExpiredSessionError', 'io'],
  ['MongoStalePrimaryError', 'busy'],
  ['MongoWriteConcernError', 'busy'],
]);

/** What a server answers while its role moves, it starts or stops, its disk is full, or it does not know who asks. */
const FAULT_OF_CODE: ReadonlyMap<unknown, StorageFault> = new Map<unknown, StorageFault>([
  ...[6, 7, 89, 9001].map((code): [number, StorageFault] => [code, 'io']),
  ...[91, 189, 262, 10107, 11600, 11602, 13435, 13436].map((code): [number, StorageFault] => [code, 'busy']),
  ...[13, 18].map((code): [number, StorageFault] => [code, 'refused']),
  [14031, 'full'],
]);

const WHAT_TO_DO: Partial<Record<StorageFault, string>> = {
  io: 'it cannot be reached; the call is made again',
  busy: 'it does not serve just now; the call is made again',
  full: 'its disk is full; make room',
  refused: 'it refuses the user of the connection; check name, password and rights',
  closed: 'its connection was closed',
};

/** A failure of MongoDB as StorageError; any other error, such as a document that is too large, as it is. */
export function mongoErrorOf(error: unknown): unknown {
  if (!(error instanceof Error) && (typeof error !== 'object' || error === null)) return error;
  const { name = '', code, message = '' } = error as { name?: string; code?: unknown; message?: string };
  const fault = FAULT_OF_NAME.get(name) ?? (name.startsWith('Mongo') ? FAULT_OF_CODE.get(code) : undefined);
  if (fault === undefined) return error;
  return new StorageError(fault, `MongoDB is not available: ${WHAT_TO_DO[fault] ?? fault} (${message})`, {
    cause: error,
  });
}

/** Runs a call of the driver; its failures leave as StorageError. */
export async function asMongoStorageErrors<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    throw mongoErrorOf(error);
  }
}

/** The same adapter, whose methods fail with StorageError where MongoDB fails. What it does inside itself is not touched. */
export function failingWithStorageErrors<Adapter extends object>(adapter: Adapter): Adapter {
  const wrapped = new Map<PropertyKey, unknown>();
  return new Proxy(adapter, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      if (!wrapped.has(name)) {
        const method = member as (...given: unknown[]) => Promise<unknown>;
        wrapped.set(name, (...given: unknown[]) => asMongoStorageErrors(async () => method.apply(target, given)));
      }
      return wrapped.get(name);
    },
  });
}

import { mongo } from 'mongoose';
import { isStorageError, StorageError, StorageFault } from '#libs/event-store';

const DUPLICATE_KEY = 11000;

/**
 * Numbers of answers that pass: a server that steps down, shuts down or becomes the first one, a lock or a time that ran
 * out, a majority that did not confirm in time.
 */
const PASSING_CODES: ReadonlySet<unknown> = new Set([
  6, 7, 24, 43, 46, 50, 64, 89, 91, 100, 112, 134, 189, 202, 262, 317, 9001, 10058, 10107, 11600, 11602, 13388, 13435,
  13436,
]);
/** The server does not know who asks, or does not let them. */
const REFUSING_CODES: ReadonlySet<unknown> = new Set([13, 18]);
const OUT_OF_DISK_SPACE = 14031;
const PASSING_LABELS = ['RetryableWriteError', 'TransientTransactionError'] as const;

/**
 * What a failure of the driver means to whoever called. A server that is away, or busy with choosing another first one,
 * is a StorageError: the same call may be made again. Whatever is wrong with the call itself, such as a document that is
 * too large, comes back as it was: no repetition mends it. A password that is not right is for a person to mend.
 *
 * A StorageError of this kind leaves open whether a write was carried out: its answer may have been lost on the way.
 */
export function asStorageError(error: unknown): unknown {
  if (isStorageError(error)) return error;
  const fault = faultOf(error);
  return fault === null ? error : new StorageError(fault, MESSAGES[fault], { cause: error });
}

/** Whether a write, or one of a bulk of writes, was refused because its key is taken. */
export function isTakenKey(error: unknown): boolean {
  return error instanceof mongo.MongoServerError && error.code === DUPLICATE_KEY;
}

/** Whether nothing is wrong with a bulk of insertions but keys that are taken. */
export function isOnlyTakenKeys(error: unknown): boolean {
  if (!(error instanceof mongo.MongoBulkWriteError)) return isTakenKey(error);
  const errors = Array.isArray(error.writeErrors) ? error.writeErrors : [error.writeErrors];
  const isConfirmed = error.result.getWriteConcernError() === undefined;
  return isConfirmed && errors.length > 0 && errors.every(({ code }) => code === DUPLICATE_KEY);
}

/**
 * Runs `work`. Rejects with StorageError where the server is away, and with what `otherwise` makes of any other failure of
 * the driver; what is no failure of the driver goes through.
 */
export async function withStorageErrors<Answer>(
  work: () => Promise<Answer>,
  otherwise: (cause: unknown) => Error,
): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    const known = asStorageError(error);
    throw known instanceof mongo.MongoError ? otherwise(known) : known;
  }
}

/**
 * The same adapter, whose methods fail with StorageError where MongoDB fails. What it does inside itself is not touched.
 */
export function failingWithStorageErrors<Adapter extends object>(adapter: Adapter): Adapter {
  const wrapped = new Map<PropertyKey, unknown>();
  return new Proxy(adapter, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      if (!wrapped.has(name)) {
        const method = member as (...given: unknown[]) => Promise<unknown>;
        wrapped.set(name, async (...given: unknown[]) => {
          try {
            return await method.apply(target, given);
          } catch (error) {
            throw asStorageError(error);
          }
        });
      }
      return wrapped.get(name);
    },
  });
}

const MESSAGES: Readonly<Record<StorageFault, string>> = {
  busy: 'MongoDB does not answer, or has no first server at the moment',
  closed: 'The connection to MongoDB is closed',
  full: 'The disk of MongoDB is full',
  io: 'MongoDB cannot read or write',
  damaged: 'What MongoDB keeps is damaged',
  overloaded: 'MongoDB is asked for more at once than it answers',
  newer: 'What MongoDB keeps is of a program newer than this one',
  refused: 'MongoDB refuses the user of the connection; check name, password and rights',
};

function faultOf(error: unknown): StorageFault | null {
  // The driver wraps what becomes of a line; where one is cut between two of its steps, the failure comes as Node tells it.
  if (isOfLine(error)) return 'busy';
  if (!(error instanceof mongo.MongoError)) return null;
  // A bulk whose line was lost is told as an answer of the server, with what really happened inside it.
  if (error instanceof mongo.MongoBulkWriteError && error.errorResponse instanceof Error)
    return faultOf(error.errorResponse);
  if (error instanceof mongo.MongoNotConnectedError || error instanceof mongo.MongoTopologyClosedError) return 'closed';
  if (error instanceof mongo.MongoClientClosedError || error instanceof mongo.MongoExpiredSessionError) return 'closed';
  if (error instanceof mongo.MongoWriteConcernError) return 'busy';
  if (error instanceof mongo.MongoBulkWriteError && error.result.getWriteConcernError() !== undefined) return 'busy';
  if (error instanceof mongo.MongoServerError) return faultOfAnswer(error);
  const isOfNetwork =
    error instanceof mongo.MongoNetworkError ||
    error instanceof mongo.MongoServerSelectionError ||
    error instanceof mongo.MongoSystemError ||
    error instanceof mongo.MongoServerClosedError ||
    error.name === 'MongoWaitQueueTimeoutError' ||
    PASSING_LABELS.some((label) => error.hasErrorLabel(label));
  return isOfNetwork ? 'busy' : null;
}

/** What Node tells of a line that was cut or could not be had. */
const LINE_CODES: ReadonlySet<unknown> = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

function isOfLine(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && 'code' in error && LINE_CODES.has(error.code);
}

function faultOfAnswer(error: mongo.MongoServerError): StorageFault | null {
  if (error.code === OUT_OF_DISK_SPACE) return 'full';
  if (REFUSING_CODES.has(error.code)) return 'refused';
  if (error.code === DUPLICATE_KEY) return null;
  if (PASSING_CODES.has(error.code)) return 'busy';
  return PASSING_LABELS.some((label) => error.hasErrorLabel(label)) ? 'busy' : null;
}

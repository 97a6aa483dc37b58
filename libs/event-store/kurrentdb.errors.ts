import { KURRENT_OPTIONS } from './kurrentdb.limits';
import { StorageError, StorageFault } from './storage-error';

/** What the client calls an error of KurrentDB; told by its shape, because the client is loaded only where it is used. */
export function kurrentErrorType(error: unknown): string {
  const type = typeof error === 'object' && error !== null && 'type' in error ? error.type : undefined;
  return typeof type === 'string' ? type : '';
}

export function isWrongVersion(error: unknown): boolean {
  return kurrentErrorType(error) === 'wrong-expected-version';
}

const TOO_LARGE = new Set([
  'maximum-append-size-exceeded',
  'transaction-max-size-exceeded',
  'append-record-size-exceeded',
]);
/** An event above the limit of one is told by the server in its own words, which the client does not know. */
const TOO_LARGE_IN_WORDS = /Maximum ?Append ?Event ?Size|maximum-append-event-size-exceeded/;

function isTooLarge(error: unknown): boolean {
  return TOO_LARGE.has(kurrentErrorType(error)) || (error instanceof Error && TOO_LARGE_IN_WORDS.test(error.message));
}

/** What each error means and what to do; any other is a failure on the way to the server, which waiting mends. */
const MEANINGS: ReadonlyMap<string, readonly [fault: StorageFault, whatToDo: string]> = new Map([
  [
    'access-denied',
    ['refused', 'it refuses the user of the connection; check name, password, and the right to read $all'],
  ],
  ['stream-deleted', ['damaged', 'a stream was deleted, which this store never does; restore the log from its backup']],
  ['stream-tombstoned', ['damaged', 'a stream was deleted for ever; restore the log from its backup']],
  ['deadline-exceeded', ['busy', 'it did not answer in time; the call may be repeated']],
  ['timeout', ['busy', 'it did not write in time; the call may be repeated']],
  ['not-leader', ['busy', 'its leader is changing; the call may be repeated']],
]);

/** The client's own errors as those of the port. */
export function kurrentErrorOf(error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (isTooLarge(error)) {
    const options = [...KURRENT_OPTIONS].map(([option, value]) => `--${option}=${value}`).join(' ');
    const whatToDo = `start it with ${options}, which take whatever this store takes, and state the command again`;
    return new StorageError('refused', `KurrentDB does not take so large an append: ${whatToDo} (${message})`, {
      cause: error,
    });
  }
  const type = kurrentErrorType(error);
  const [fault, whatToDo] = MEANINGS.get(type) ?? ['io', 'it cannot be reached; the call may be repeated'];
  return new StorageError(fault, `KurrentDB is not available: ${whatToDo} (${message})`, { cause: error });
}

export function isPassing(error: unknown): boolean {
  return error instanceof StorageError && error.isPassing;
}

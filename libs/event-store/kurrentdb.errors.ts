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

/** The client's own errors as those of the port; RangeError for an append above the limits of the server. */
export function kurrentErrorOf(error: unknown): Error {
  if (error instanceof StorageError || error instanceof RangeError) return error;
  const type = kurrentErrorType(error);
  if (TOO_LARGE.has(type)) {
    return new RangeError(
      'The append is above --max-append-size of KurrentDB; 16 MiB takes whatever this store takes',
      {
        cause: error,
      },
    );
  }
  const [fault, whatToDo] = MEANINGS.get(type) ?? ['io', 'it cannot be reached; the call may be repeated'];
  const message = error instanceof Error ? error.message : String(error);
  return new StorageError(fault, `KurrentDB is not available: ${whatToDo} (${message})`, { cause: error });
}

export function isPassing(error: unknown): boolean {
  return error instanceof StorageError && error.isPassing;
}

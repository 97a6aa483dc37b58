/**
 * Why the store cannot serve: a full disk, a failed read or write, a server that does not answer in time or a lock
 * held too long, a damaged file, a closed or overfull store, a server that refuses who asks or what its settings do not let it take,
 * or something in it that a newer program has written.
 */
export type StorageFault = 'full' | 'io' | 'busy' | 'damaged' | 'closed' | 'overloaded' | 'refused' | 'newer';

const PASSING: ReadonlySet<StorageFault> = new Set(['io', 'busy', 'overloaded']);

/**
 * Thrown when a store itself fails (of events, of read models, of what consumers have seen), as opposed to a command that
 * is refused. Nothing of the call was written, or nobody knows whether it was because the answer was lost; the caller may
 * repeat it with the same command id either way.
 */
export class StorageError extends Error {
  readonly code = 'EVENT_STORE_UNAVAILABLE';

  constructor(
    readonly fault: StorageFault,
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
    this.name = 'StorageError';
  }

  /** True for what waiting mends. A full disk, damage, a server that refuses, and what needs another program are for a person. */
  get isPassing(): boolean {
    return PASSING.has(this.fault);
  }
}

export function isStorageError(value: unknown): value is StorageError {
  return value instanceof StorageError;
}

/** For what is left to a program of a later release: told like a store that cannot serve, so that nobody takes it for a fault of a message. */
export function newerThanThisProgram(what: string): StorageError {
  const whatToDo = 'let the processes of the newer release take it, or bring that release in again';
  return new StorageError('newer', `${what} a program newer than this one: ${whatToDo}`);
}

export function isLeftToNewer(value: unknown): boolean {
  return isStorageError(value) && value.fault === 'newer';
}

/** Why the store cannot serve: a full disk, a failed read or write, a lock held too long, a damaged file, a closed or overfull store. */
export type StorageFault = 'full' | 'io' | 'busy' | 'damaged' | 'closed' | 'overloaded';

/**
 * Thrown when the store itself fails, as opposed to a command that is refused. Nothing of the call was written;
 * the caller may repeat it with the same command id.
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
}

export function isStorageError(value: unknown): value is StorageError {
  return value instanceof StorageError;
}

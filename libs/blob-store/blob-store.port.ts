/**
 * Where large bytes lie outside the log, each under an id that is made once and never used again: what is put is never
 * replaced. The store does not look at the bytes; whoever puts personal ones seals them before.
 *
 * Every adapter passes the same contract suite. Methods reject with BlobStoreError when the store itself fails, and with
 * StorageError when it lies on a server that is away for a time.
 */
export interface BlobStore {
  /** Keeps the bytes durably. The same bytes again change nothing; other bytes under the same id are refused. */
  put(blobId: string, bytes: Uint8Array): Promise<void>;
  /** The bytes; null where there are none. */
  get(blobId: string): Promise<Buffer | null>;
  /** Removes the bytes, or finds them gone already. */
  remove(blobId: string): Promise<void>;
  close(): Promise<void>;
}

/** Ids are 16 to 64 letters and digits: nothing that a path could trip over. */
const BLOB_ID_FORM = /^[a-z0-9]{16,64}$/;

/** Throws RangeError for what is no id of a blob. */
export function assertBlobId(blobId: string): void {
  if (!BLOB_ID_FORM.test(blobId)) throw new RangeError('The id of a blob is 16 to 64 small letters and digits');
}

export class BlobStoreError extends Error {
  readonly code = 'BLOB_STORE_UNAVAILABLE';

  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'BlobStoreError';
  }
}

/** Other bytes are kept under the id already. */
export class BlobExistsError extends Error {
  readonly code = 'BLOB_EXISTS';

  constructor(blobId: string) {
    super(`Other bytes are kept as ${blobId}`);
    this.name = 'BlobExistsError';
  }
}

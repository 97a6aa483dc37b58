import { assertBlobId, BlobExistsError, BlobStore } from './blob-store.port';

/** Keeps bytes in memory, for tests and trials. */
export class MemoryBlobStore implements BlobStore {
  private readonly blobs = new Map<string, Buffer>();

  async put(blobId: string, bytes: Uint8Array): Promise<void> {
    assertBlobId(blobId);
    const kept = this.blobs.get(blobId);
    if (kept !== undefined && !kept.equals(bytes)) throw new BlobExistsError(blobId);
    this.blobs.set(blobId, Buffer.from(bytes));
  }

  async get(blobId: string): Promise<Buffer | null> {
    assertBlobId(blobId);
    const kept = this.blobs.get(blobId);
    return kept === undefined ? null : Buffer.from(kept);
  }

  async remove(blobId: string): Promise<void> {
    assertBlobId(blobId);
    this.blobs.delete(blobId);
  }

  async close(): Promise<void> {
    this.blobs.clear();
  }
}

import { createHash, randomUUID } from 'node:crypto';
import { mongo } from 'mongoose';
import { StorageError } from '#libs/event-store';
import { isTakenKey, withStorageErrors } from '#libs/mongo';
import { assertBlobId, BlobExistsError, BlobStore, BlobStoreError } from './blob-store.port';

export interface MongoBlobStoreOptions {
  readonly database: mongo.Db;
  /** Bytes in one document; the server takes 16 MiB at most. */
  readonly chunkBytes?: number;
  /** How many chunks go to the server at once. */
  readonly chunksPerBulk?: number;
  /** Milliseconds of the machine. */
  now?(): number;
}

const BLOBS = 'blobs';
const CHUNKS = 'blob_chunks';
const UNFINISHED = 'blob_unfinished';
const CHUNK_BYTES = 1024 * 1024;
const CHUNKS_PER_BULK = 4;
/** A put that takes longer is given up: what it has left is swept after a day, and nothing that still goes on may be. */
const PUT_LASTS_MS_MAX = 60 * 60_000;
const SWEPT_AFTER_MS = 24 * 60 * 60_000;

/** Written after all its chunks: without it there is no blob. */
interface StoredBlob {
  readonly _id: string;
  readonly upload: string;
  readonly bytes: number;
  /** By it the same bytes are known again without being read, and a blob that lost some is told from a whole one. */
  readonly sha256: string;
}

interface StoredChunk {
  /** Upload and number. */
  readonly _id: string;
  readonly upload: string;
  readonly number: number;
  readonly bytes: mongo.Binary;
}

/** Noted before chunks are put or removed, and forgotten after: by it a sweep finds what was cut off. */
interface Unfinished {
  /** The upload. */
  readonly _id: string;
  /** Milliseconds. */
  readonly begunAt: number;
}

/** Blobs in MongoDB, in chunks. A blob appears whole or not at all: the document that names its chunks is written last. */
export class MongoBlobStore implements BlobStore {
  private readonly blobs: mongo.Collection<StoredBlob>;
  private readonly chunks: mongo.Collection<StoredChunk>;
  private readonly unfinished: mongo.Collection<Unfinished>;

  private constructor(private readonly options: MongoBlobStoreOptions) {
    this.blobs = options.database.collection<StoredBlob>(BLOBS);
    this.chunks = options.database.collection<StoredChunk>(CHUNKS);
    this.unfinished = options.database.collection<Unfinished>(UNFINISHED);
  }

  /** Makes the indexes where they are not, and sweeps. Throws StorageError and BlobStoreError. */
  static async open(options: MongoBlobStoreOptions): Promise<MongoBlobStore> {
    const opened = new MongoBlobStore(options);
    await asStoreErrors(async () => {
      await opened.blobs.createIndex({ upload: 1 });
      await opened.chunks.createIndex({ upload: 1, number: 1 });
      await opened.unfinished.createIndex({ begunAt: 1 });
    });
    await opened.sweep();
    return opened;
  }

  async put(blobId: string, given: Uint8Array): Promise<void> {
    assertBlobId(blobId);
    // The caller may use its bytes for something else while they are on their way.
    const bytes = Buffer.from(given);
    await asStoreErrors(async () => {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const kept = await this.blobs.findOne({ _id: blobId });
      if (kept !== null) return requireSame(kept, bytes.length, sha256);
      const upload = randomUUID();
      await this.putChunks(upload, bytes);
      try {
        await this.blobs.insertOne({ _id: blobId, upload, bytes: bytes.length, sha256 });
        await this.unfinished.deleteOne({ _id: upload });
      } catch (error) {
        if (!isTakenKey(error)) throw error;
        await this.deleteChunks(upload);
        const first = await this.blobs.findOne({ _id: blobId });
        return first === null ? this.put(blobId, bytes) : requireSame(first, bytes.length, sha256);
      }
    });
  }

  async get(blobId: string): Promise<Buffer | null> {
    assertBlobId(blobId);
    return asStoreErrors(async () => {
      const blob = await this.blobs.findOne({ _id: blobId });
      if (blob === null) return null;
      const parts: Buffer[] = [];
      for await (const { bytes } of this.chunks.find({ upload: blob.upload }).sort({ number: 1 })) {
        parts.push(Buffer.from(bytes.value()));
      }
      const whole = Buffer.concat(parts);
      if (createHash('sha256').update(whole).digest('hex') === blob.sha256) return whole;
      // Removed while it was read, or bytes of it are lost.
      if ((await this.blobs.findOne({ _id: blobId, upload: blob.upload })) === null) return null;
      throw new BlobStoreError(`Bytes of ${blobId} are missing or were changed`);
    });
  }

  async remove(blobId: string): Promise<void> {
    assertBlobId(blobId);
    await asStoreErrors(async () => {
      const blob = await this.blobs.findOne({ _id: blobId });
      if (blob === null) return;
      const { upload } = blob;
      await this.unfinished.updateOne({ _id: upload }, { $set: { begunAt: this.now() } }, { upsert: true });
      await this.blobs.deleteOne({ _id: blobId, upload });
      await this.deleteChunks(upload);
    });
  }

  /** Deletes chunks that a put or a removal has left when it was cut off; answers of how many uploads. */
  async sweep(): Promise<number> {
    return asStoreErrors(async () => {
      let swept = 0;
      for await (const { _id: upload } of this.unfinished.find({ begunAt: { $lt: this.now() - SWEPT_AFTER_MS } })) {
        if ((await this.blobs.findOne({ upload })) !== null) await this.unfinished.deleteOne({ _id: upload });
        else {
          await this.deleteChunks(upload);
          swept += 1;
        }
      }
      return swept;
    });
  }

  async close(): Promise<void> {
    // The connection is the process's.
  }

  private async putChunks(upload: string, bytes: Buffer): Promise<void> {
    const { chunkBytes = CHUNK_BYTES, chunksPerBulk = CHUNKS_PER_BULK } = this.options;
    const begunAt = this.now();
    await this.unfinished.insertOne({ _id: upload, begunAt });
    const count = Math.ceil(bytes.length / chunkBytes);
    for (let first = 0; first < count; first += chunksPerBulk) {
      const numbers = Array.from({ length: Math.min(chunksPerBulk, count - first) }, (_, index) => first + index);
      const chunks = numbers.map((number) => {
        const part = bytes.subarray(number * chunkBytes, (number + 1) * chunkBytes);
        return { _id: `${upload}/${String(number)}`, upload, number, bytes: new mongo.Binary(part) };
      });
      await this.chunks.insertMany(chunks, { ordered: true });
      if (this.now() - begunAt > PUT_LASTS_MS_MAX) throw new StorageError('busy', 'Bytes took too long on their way');
    }
  }

  private async deleteChunks(upload: string): Promise<void> {
    await this.chunks.deleteMany({ upload });
    await this.unfinished.deleteOne({ _id: upload });
  }

  private now(): number {
    return this.options.now?.() ?? Date.now();
  }
}

function requireSame(kept: StoredBlob, bytes: number, sha256: string): void {
  if (kept.bytes !== bytes || kept.sha256 !== sha256) throw new BlobExistsError(kept._id);
}

function asStoreErrors<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  return withStorageErrors(work, (cause) => new BlobStoreError('The blobs cannot be read or written', { cause }));
}

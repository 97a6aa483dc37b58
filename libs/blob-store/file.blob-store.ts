import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { assertBlobId, BlobExistsError, BlobStore, BlobStoreError } from './blob-store.port';

export interface FileBlobStoreOptions {
  /** Made where it is not, readable by its owner alone. */
  readonly folder: string;
}

/**
 * One file a blob, in folders by the first two characters of its id. A file appears whole under its name or not at all:
 * it is written and synchronised under another name first.
 */
export class FileBlobStore implements BlobStore {
  constructor(private readonly options: FileBlobStoreOptions) {}

  async put(blobId: string, bytes: Uint8Array): Promise<void> {
    const file = this.fileOf(blobId);
    const unfinished = `${file}.${randomBytes(6).toString('hex')}.part`;
    try {
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      await writeDurably(unfinished, bytes);
      try {
        // Unlike a rename this does not replace what another process has put meanwhile.
        await link(unfinished, file);
      } catch (error) {
        if (!isCode(error, 'EEXIST')) throw error;
        if (!(await readFile(file)).equals(bytes)) throw new BlobExistsError(blobId);
      } finally {
        await rm(unfinished, { force: true });
      }
      await synchroniseFolder(dirname(file));
    } catch (error) {
      throw error instanceof BlobExistsError ? error : asStoreError(error);
    }
  }

  async get(blobId: string): Promise<Buffer | null> {
    const file = this.fileOf(blobId);
    try {
      return await readFile(file);
    } catch (error) {
      if (isCode(error, 'ENOENT')) return null;
      throw asStoreError(error);
    }
  }

  async remove(blobId: string): Promise<void> {
    const file = this.fileOf(blobId);
    await rm(file, { force: true }).catch((error: unknown) => {
      throw asStoreError(error);
    });
  }

  async close(): Promise<void> {
    // No file stays open between two calls.
  }

  private fileOf(blobId: string): string {
    assertBlobId(blobId);
    return join(this.options.folder, blobId.slice(0, 2), blobId);
  }
}

async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The name of a new file stands in its folder, which has a place on the disk of its own. */
async function synchroniseFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isCode(error: unknown, code: string): boolean {
  return (error as { readonly code?: unknown } | null)?.code === code;
}

function asStoreError(error: unknown): BlobStoreError {
  return new BlobStoreError('The folder of attachments cannot be read or written', { cause: error });
}

import { Inject, Injectable } from '@nestjs/common';
import { BlobExistsError, BlobStore } from '#libs/blob-store';
import { PersonVault } from '#libs/person-vault';
import { BLOB_STORE, PERSON_VAULT } from '#libs/platform';

/**
 * Files of banks between the dry run and their last line. They name people with their addresses, so they lie sealed, and
 * are removed as soon as they are recorded.
 */
@Injectable()
export class SealedRegistryFiles {
  constructor(
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
    @Inject(PERSON_VAULT) private readonly vault: PersonVault,
  ) {}

  /** The same file again changes nothing. */
  async keep(registryId: string, bytes: Uint8Array): Promise<void> {
    if ((await this.blobs.get(registryId)) !== null) return;
    const sealed = await this.vault.sealBytes(keeperOf(registryId), purposeOf(registryId), bytes);
    try {
      await this.blobs.put(registryId, sealed);
    } catch (error) {
      // Sealed twice the same bytes differ: somebody else has just kept the file.
      if (!(error instanceof BlobExistsError)) throw error;
    }
  }

  async read(registryId: string): Promise<Uint8Array | null> {
    const sealed = await this.blobs.get(registryId);
    return sealed === null ? null : this.vault.openBytes(keeperOf(registryId), purposeOf(registryId), sealed);
  }

  forget(registryId: string): Promise<void> {
    return this.blobs.remove(registryId);
  }
}

/** The vault keeps a key for each file: there is no one person whose data it holds. */
function keeperOf(registryId: string): string {
  return `registry-file-${registryId}`;
}

function purposeOf(registryId: string): string {
  return `registry:${registryId}`;
}

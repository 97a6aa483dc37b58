import { Inject, Injectable } from '@nestjs/common';
import { BlobExistsError, BlobStore } from '#libs/blob-store';
import { ExpiringRecords } from '#libs/expiring-records';
import { Clock } from '#libs/kernel';
import { PersonVault } from '#libs/person-vault';
import { ACCESS_RECORDS, BLOB_STORE, CLOCK, PERSON_VAULT } from '#libs/platform';
import { RegistryFile } from '../../domain/registries/registry-check';

/** When each file was handed in last, as what, and how it is read. */
interface KeptFile {
  /** UTC instant. */
  readonly keptAt: string;
  /** Absent of files that were handed in before this was noted. */
  readonly fileName?: string;
  readonly profileId?: string;
}

/** A file that lies here. */
export interface KeptRegistryFile extends Required<KeptFile> {
  readonly registryId: string;
}

const COLLECTION = 'registry-files';
/** A note of a file ends with the file, never by itself: a file without one would stay for ever. */
const NEVER = '9999-12-31T23:59:59.999Z';
const KEPT_FILES_LIMIT = 10_000;

/**
 * Files of banks between the dry run and their last line. They name people with their addresses, so they lie sealed, and
 * are removed as soon as they are recorded, or when nobody has accepted them for days.
 */
@Injectable()
export class SealedRegistryFiles {
  constructor(
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
    @Inject(PERSON_VAULT) private readonly vault: PersonVault,
    @Inject(ACCESS_RECORDS) private readonly records: ExpiringRecords,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The same file again changes nothing but the moment from which on it waits. */
  async keep(registryId: string, { bytes, fileName, profileId }: RegistryFile): Promise<void> {
    const now = this.clock.now();
    // Noted first: a file whose note was lost would never be forgotten.
    await this.records.change<KeptFile, null>({ collection: COLLECTION, key: registryId, now }, () => ({
      change: { kind: 'keep', document: { keptAt: now, fileName, profileId }, expiresAt: NEVER },
      answer: null,
    }));
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

  /** The latest first. */
  async kept(): Promise<readonly KeptRegistryFile[]> {
    const kept = await this.records.all<KeptFile>(COLLECTION, this.clock.now(), KEPT_FILES_LIMIT);
    const named = kept.flatMap(({ key, document: { keptAt, fileName, profileId } }) =>
      fileName === undefined || profileId === undefined ? [] : [{ registryId: key, keptAt, fileName, profileId }],
    );
    return named.sort((one, other) => (one.keptAt < other.keptAt ? 1 : -1));
  }

  async keptBefore(instant: string): Promise<readonly string[]> {
    const kept = await this.records.all<KeptFile>(COLLECTION, this.clock.now(), KEPT_FILES_LIMIT);
    return kept.filter(({ document }) => document.keptAt < instant).map(({ key }) => key);
  }

  async forget(registryId: string): Promise<void> {
    await this.blobs.remove(registryId);
    await this.records.remove(COLLECTION, registryId);
  }
}

/** The vault keeps a key for each file: there is no one person whose data it holds. */
function keeperOf(registryId: string): string {
  return `registry-file-${registryId}`;
}

function purposeOf(registryId: string): string {
  return `registry:${registryId}`;
}

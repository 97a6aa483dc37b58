import { BlobStore } from '#libs/blob-store';
import { ExpiringRecords } from '#libs/expiring-records';
import { Clock, Rejection } from '#libs/kernel';
import { PersonVault } from '#libs/person-vault';
import { CheckedPackage, ImportRun } from '#services/back-office';

/** A package that was checked to its end, and whose it is. */
export interface KeptPackage {
  readonly checked: CheckedPackage;
  readonly staffId: string;
  /** UTC instant. */
  readonly keptAt: string;
}

/** The last import: what came of it outlives the process that began it. */
export interface KeptRun extends Omit<ImportRun, 'mayGoOn' | 'failure'> {
  readonly failure: { readonly code: string; readonly details: Rejection['details'] } | null;
  readonly acceptedBy: string;
  /** Whether data that are there already may be added to. */
  readonly intoPresent: boolean;
  /** Who has agreed to it, and by which approval; null where nobody had to. */
  readonly approvalId: string | null;
}

const PACKAGES = 'import-packages';
const RUNS = 'import-runs';
const LAST = 'last';
/** A note of an archive ends with the archive: one without a note would stay for ever. */
const NEVER = '9999-12-31T23:59:59.999Z';
const RECORDS_LIMIT = 1_000;

interface KeptPackagesParts {
  readonly blobs: BlobStore;
  readonly vault: PersonVault;
  readonly records: ExpiringRecords;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * Packages between their check and the end of their import. An archive names people, so that it lies sealed; what was not
 * sound never lies anywhere.
 */
export class KeptPackages {
  constructor(private readonly parts: KeptPackagesParts) {}

  /** `bytes` is null where nobody can accept it. */
  async keep(kept: KeptPackage, bytes: Uint8Array | null): Promise<void> {
    const { blobs, vault } = this.parts;
    const { checkId } = kept.checked;
    // Noted first: an archive whose note was lost would never be forgotten.
    await this.note(PACKAGES, checkId, kept);
    if (bytes === null) return;
    await blobs.put(checkId, await vault.sealBytes(keeperOf(checkId), purposeOf(checkId), bytes));
  }

  async find(checkId: string): Promise<KeptPackage | null> {
    const { records, clock } = this.parts;
    return (await records.get<KeptPackage>(PACKAGES, checkId, clock.now()))?.document ?? null;
  }

  async all(): Promise<readonly KeptPackage[]> {
    const { records, clock } = this.parts;
    const all = await records.all<KeptPackage>(PACKAGES, clock.now(), RECORDS_LIMIT);
    return all.map(({ document }) => document);
  }

  async archiveOf(checkId: string): Promise<Uint8Array | null> {
    const { blobs, vault } = this.parts;
    const sealed = await blobs.get(checkId);
    return sealed === null ? null : vault.openBytes(keeperOf(checkId), purposeOf(checkId), sealed);
  }

  async forget(checkId: string): Promise<void> {
    await this.parts.blobs.remove(checkId);
    await this.parts.records.remove(PACKAGES, checkId);
  }

  async lastRun(): Promise<KeptRun | null> {
    const { records, clock } = this.parts;
    return (await records.get<KeptRun>(RUNS, LAST, clock.now()))?.document ?? null;
  }

  noteRun(run: KeptRun): Promise<void> {
    return this.note(RUNS, LAST, run);
  }

  private async note(collection: string, key: string, document: object): Promise<void> {
    const place = { collection, key, now: this.parts.clock.now() };
    await this.parts.records.change<object, null>(place, () => ({
      change: { kind: 'keep', document, expiresAt: NEVER },
      answer: null,
    }));
  }
}

/** The vault keeps a key for each archive: there is no one person whose data it holds. */
function keeperOf(checkId: string): string {
  return `import-package-${checkId}`;
}

function purposeOf(checkId: string): string {
  return `import:${checkId}`;
}

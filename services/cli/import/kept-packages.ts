import { BlobStore } from '#libs/blob-store';
import { ExpiringRecords } from '#libs/expiring-records';
import { Clock, Rejection } from '#libs/kernel';
import { PersonVault } from '#libs/person-vault';
import type { WorkSign } from '#libs/platform';
import { CheckedPackage, ImportRun } from '#services/back-office';

/** A package that is looked at, or was to its end, and whose it is. */
export interface KeptPackage {
  readonly checked: CheckedPackage;
  readonly staffId: string;
  /** UTC instant. */
  readonly keptAt: string;
  /** Who looks at it; null, or absent, where nobody does any more. */
  readonly sign?: WorkSign | null;
}

/** The last import: what came of it outlives the process that began it. */
export interface KeptRun extends Omit<ImportRun, 'mayGoOn' | 'failure'> {
  readonly failure: { readonly code: string; readonly details: Rejection['details'] } | null;
  readonly acceptedBy: string;
  /** Whether data that are there already may be added to. */
  readonly intoPresent: boolean;
  /** Who has agreed to it, and by which approval; null where nobody had to. */
  readonly approvalId: string | null;
  /** Who is at it, or was; absent where it was written down by an earlier version, which is at nothing any more. */
  readonly sign?: WorkSign;
}

/** Another process has taken the import over: this one was silent for too long. What it records from here on is not its own. */
export class ImportTakenOverError extends Error {
  constructor() {
    super('Another process has taken the import over');
    this.name = 'ImportTakenOverError';
  }
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

  /** Makes known to every process that a package is looked at. */
  async beginCheck(kept: KeptPackage): Promise<void> {
    await this.note(PACKAGES, kept.checked.checkId, kept);
  }

  /** Keeps a sound archive. The note of its check is there: one without a note would never be forgotten. */
  async keepArchive(checkId: string, bytes: Uint8Array): Promise<void> {
    const { blobs, vault } = this.parts;
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

  /**
   * Writes down a run that begins in the place of `before`, the last one as it was seen. Answers false where it is not the
   * last any more: of several processes that begin at once one does.
   */
  beginRun(run: KeptRun, before: KeptRun | null): Promise<boolean> {
    const seen = [before?.sign?.token, before?.checkId, before?.state].join();
    return this.change<KeptRun, boolean>(RUNS, LAST, (last) =>
      [last?.sign?.token, last?.checkId, last?.state].join() === seen ? [run, true] : [null, false],
    );
  }

  /** Writes down how far a run is, which is a sign of whoever is at it too. Throws ImportTakenOverError. */
  async noteRun(run: KeptRun): Promise<void> {
    const isNoted = await this.change<KeptRun, boolean>(RUNS, LAST, (last) => {
      if (last?.sign === undefined || last.sign.token !== run.sign?.token) return [null, false];
      return [{ ...run, sign: { ...last.sign, beat: last.sign.beat + 1 } }, true];
    });
    if (!isNoted) throw new ImportTakenOverError();
  }

  /**
   * Writes down how far the look at a package is, or what came of it. Answers false where it was forgotten meanwhile: whoever
   * sent it has sent another one, to whichever process.
   */
  noteCheck(kept: KeptPackage): Promise<boolean> {
    return this.change<KeptPackage, boolean>(PACKAGES, kept.checked.checkId, (known) =>
      known === null ? [null, false] : [kept, true],
    );
  }

  private note(collection: string, key: string, document: object): Promise<null> {
    return this.change(collection, key, () => [document, null]);
  }

  private change<Document extends object, Answer>(
    collection: string,
    key: string,
    decide: (known: Document | null) => [document: Document | null, answer: Answer],
  ): Promise<Answer> {
    const place = { collection, key, now: this.parts.clock.now() };
    return this.parts.records.change<Document, Answer>(place, (known) => {
      const [document, answer] = decide(known);
      if (document === null) return { change: { kind: 'leave' }, answer };
      return { change: { kind: 'keep', document, expiresAt: NEVER }, answer };
    });
  }
}

/** The vault keeps a key for each archive: there is no one person whose data it holds. */
function keeperOf(checkId: string): string {
  return `import-package-${checkId}`;
}

function purposeOf(checkId: string): string {
  return `import:${checkId}`;
}

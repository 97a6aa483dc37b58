import { RejectedError, Rejection } from '#libs/kernel';

export const PACKAGE_IMPORT = Symbol('PACKAGE_IMPORT');

/** Of a package as it is sent. */
export const ARCHIVE_BYTES_MAX = 32 * 1024 * 1024;

/** What is wrong in a file of a package, and where. */
export interface PackageFault {
  readonly file: string;
  /** The header is 1, the file as a whole 0. */
  readonly line: number;
  /** Empty: the whole line. */
  readonly column: string;
  readonly code: string;
  /** What is wrong and what to do, in Russian. */
  readonly reason: string;
}

/** What a sound package holds. */
export interface PackageContents {
  readonly companyId: string;
  readonly companyName: string;
  readonly firstPeriod: string;
  readonly houses: number;
  readonly accounts: number;
  readonly meters: number;
  readonly readings: number;
  readonly payments: number;
}

/** A package that is looked at; nothing of it is recorded. */
export interface CheckedPackage {
  readonly checkId: string;
  readonly fileName: string;
  /** SHA-256 of the archive. */
  readonly archiveHash: string;
  readonly state: 'checking' | 'checked';
  /** How many of the files of a package were looked at. */
  readonly filesDone: number;
  readonly files: number;
  /** At most 100, by file, line and column; none where the package is sound, or while it is looked at. */
  readonly faults: readonly PackageFault[];
  /** Null where it is not sound, and while it is looked at. */
  readonly contents: PackageContents | null;
  /** Why it could not be looked at to the end. */
  readonly failure: Rejection | null;
}

/** An import that runs, or the last one that ran. */
export interface ImportRun {
  readonly checkId: string;
  readonly companyId: string;
  readonly fileName: string;
  /** `interrupted`: the process ended in the middle. What was recorded by then is whole days, and stands. */
  readonly state: 'running' | 'done' | 'failed' | 'interrupted';
  /** How many of the days of its history are over. */
  readonly daysDone: number;
  readonly days: number;
  /** Why it failed. */
  readonly failure: Rejection | null;
  /** Whether it can be carried on with the archive that is kept. */
  readonly mayGoOn: boolean;
}

/** What a second person agrees to, as data: the archive itself, by its hash. */
export type ImportPlan = Readonly<Record<'checkId' | 'archiveHash' | 'fileName' | 'firstPeriod', string>> &
  Readonly<Record<'houses' | 'accounts' | 'meters' | 'readings' | 'payments', number>>;

export function importPlanOf(
  { checkId, archiveHash, fileName }: CheckedPackage,
  contents: PackageContents,
): ImportPlan {
  const { firstPeriod, houses, accounts, meters, readings, payments } = contents;
  return { checkId, archiveHash, fileName, firstPeriod, houses, accounts, meters, readings, payments };
}

/**
 * The import of a company package, the same as on the command line: the process that serves the back-office gives it,
 * since it records facts of every service. Whatever is checked is kept, sealed, for whoever has sent it: one of each
 * person, for a day, or for as long as a second person may agree to it.
 */
export interface PackageImport {
  /**
   * Begins the dry run, and answers when the archive is unpacked. Throws RejectedError IMPORT_NOT_AN_ARCHIVE and whatever
   * else an archive may be refused for, IMPORT_TOO_MANY_IN_HAND, IMPORT_CHECK_FAILED.
   */
  check(archive: { readonly name: string; readonly bytes: Buffer }, staffId: string): Promise<CheckedPackage>;
  /** Throws RejectedError IMPORT_UNKNOWN_CHECK. */
  checked(checkId: string, staffId: string): Promise<CheckedPackage>;
  /** Removes what was sent; nothing where it is recorded, or waits for a second person. */
  forget(checkId: string): Promise<void>;
  /**
   * Begins to record the package, history up to yesterday; the same again goes on where it was, or adds nothing.
   * `intoPresent` says that data which are there already may be added to; without it only a new company is recorded.
   * Throws RejectedError IMPORT_UNKNOWN_CHECK, IMPORT_NOT_SOUND, IMPORT_UNDER_WAY for another package.
   */
  accept(checkId: string, staffId: string, intoPresent: boolean): Promise<ImportRun>;
  /** Carries on what was interrupted. Throws RejectedError IMPORT_NOTHING_TO_GO_ON, IMPORT_UNDER_WAY. */
  goOn(): Promise<ImportRun>;
  /** Null before the first one. */
  run(): Promise<ImportRun | null>;
}

async function refuse(): Promise<never> {
  throw new RejectedError(new Rejection('BACK_OFFICE_NO_IMPORT'));
}

/** Where the process gives none. */
export const NO_IMPORT: PackageImport = {
  check: refuse,
  checked: refuse,
  forget: refuse,
  accept: refuse,
  goOn: refuse,
  run: async () => null,
};

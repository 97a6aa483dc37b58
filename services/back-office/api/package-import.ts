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

/** A package that was looked at; nothing of it is recorded. */
export interface CheckedPackage {
  readonly checkId: string;
  readonly fileName: string;
  /** At most 100, by file, line and column; none where the package is sound. */
  readonly faults: readonly PackageFault[];
  /** Null where it is not sound. */
  readonly contents: PackageContents | null;
}

/** An import that runs, or the last one that ran. */
export interface ImportRun {
  readonly checkId: string;
  readonly companyId: string;
  readonly fileName: string;
  readonly state: 'running' | 'done' | 'failed';
  /** How many of the days of its history are over. */
  readonly daysDone: number;
  readonly days: number;
  /** Why it failed. */
  readonly failure: Rejection | null;
}

/**
 * The import of a company package, the same as on the command line: the process that serves the back-office gives it,
 * since it records facts of every service. Whatever is checked is kept for whoever has sent it, for an hour.
 */
export interface PackageImport {
  /** The dry run. Throws RejectedError IMPORT_NOT_AN_ARCHIVE, IMPORT_ARCHIVE_TOO_LARGE. */
  check(archive: { readonly name: string; readonly bytes: Buffer }, staffId: string): CheckedPackage;
  /** Throws RejectedError IMPORT_UNKNOWN_CHECK. */
  checked(checkId: string, staffId: string): CheckedPackage;
  /**
   * Begins to record the package, history up to yesterday; the same again goes on where it was, or adds nothing.
   * Throws RejectedError IMPORT_UNKNOWN_CHECK, IMPORT_NOT_SOUND, IMPORT_UNDER_WAY for another package.
   */
  accept(checkId: string, staffId: string): ImportRun;
  /** Null before the first one since the process was started. */
  run(): ImportRun | null;
}

function refuse(): never {
  throw new RejectedError(new Rejection('BACK_OFFICE_NO_IMPORT'));
}

/** Where the process gives none. */
export const NO_IMPORT: PackageImport = { check: refuse, checked: refuse, accept: refuse, run: () => null };

import { CodePage, KeptCode } from './code-rows.port';

/** A code that was just made, in the clear: it is seen by nobody but the vault and, later, a sheet of paper. */
export interface NewCode {
  readonly account: string;
  /** Names the code in events; says nothing of it. */
  readonly codeId: string;
  readonly code: string;
}

/**
 * What the way in has: it can tell whether a typed code is the one in the vault, and can read none. It holds the pepper
 * and not the print key.
 */
export interface CodeChecks {
  /**
   * Whether the code is the one kept under the id. Without an id, or where nothing is kept under it, the answer is
   * false and costs the same work. Throws CodeVaultBusyError when too many wait already.
   */
  matches(codeId: string | null, code: string): Promise<boolean>;
}

/** What the office has: it puts codes in and opens them for a printer. It holds the pepper and the print key. */
export interface CodePrints {
  /** Keeps codes: a slow hash to check them by, and a sealed copy to print. All or none. */
  put(codes: readonly NewCode[]): Promise<void>;
  /** The codes by their ids; those that are not kept are absent. Throws PersonVaultError where one does not open. */
  open(codeIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Nothing of these codes is left, in the file and in its log. */
  remove(codeIds: readonly string[]): Promise<void>;
  /**
   * A page of the codes that were put before an instant, in the order of their ids, for the look for those that nobody refers
   * to: those above `after`, from the first where it is null, and `limit` at most.
   */
  putBefore(instant: string, page: CodePage): Promise<readonly KeptCode[]>;
}

/** Secrets that people have chosen by themselves: they can be checked, and opened by nobody. */
export interface SecretKeeps {
  /** Keeps the slow hash of a secret and no copy of it; `CodeChecks` checks it by its id. */
  keep(secret: NewCode): Promise<void>;
  forget(secretIds: readonly string[]): Promise<void>;
}

/** The work of hashing a code: slow on purpose, and the same for every code. */
export interface CodeHasher {
  hash(secret: string): Promise<string>;
  verify(hashed: string, secret: string): Promise<boolean>;
}

/** More codes wait to be checked than memory should hold. */
export class CodeVaultBusyError extends Error {
  readonly code = 'IDENTITY_SIGN_IN_BUSY';

  constructor() {
    super('Too many codes wait to be checked');
    this.name = 'CodeVaultBusyError';
  }
}

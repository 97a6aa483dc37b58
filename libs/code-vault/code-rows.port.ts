/** Which code it is, and whose, without the code. */
export type KeptCode = Pick<CodeRow, 'codeId' | 'account'>;

export interface CodePage {
  readonly after: string | null;
  readonly limit: number;
}

/** A row of the vault of codes: what checks the code and what prints it, neither of which is the code. */
export interface CodeRow {
  readonly codeId: string;
  readonly account: string;
  /** UTC instant. */
  readonly putAt: string;
  /** Argon2id over HMAC(pepper, code), in its PHC form. */
  readonly hashed: string;
  readonly keyVersion: string;
  /** The data key of the account, wrapped by the print key of the version. */
  readonly wrappedKey: Buffer;
  readonly sealed: Buffer;
}

/**
 * What an adapter of the vault has to know. It never sees a code. Methods reject with CodeVaultError where the store fails,
 * and with StorageError where it lies on a server that is away for a time.
 */
export interface CodeRows {
  /** All or none; an id that is there already is an error. */
  add(rows: readonly CodeRow[]): Promise<void>;
  read(codeIds: readonly string[]): Promise<readonly CodeRow[]>;
  /** The newest row of an account, whose data key the next code of it is sealed with. */
  newestOf(account: string): Promise<CodeRow | null>;
  /** Leaves nothing behind that could be asked for, and in a file of this machine nothing in its free pages. */
  remove(codeIds: readonly string[]): Promise<void>;
  /** In the order of the ids: those above `after`, from the first where it is null, and `limit` at most. */
  putBefore(instant: string, page: CodePage): Promise<readonly KeptCode[]>;
  /** The newest row of all that has a sealed copy, to try keys on; null where none has. */
  newestSealed(): Promise<CodeRow | null>;
  close(): Promise<void>;
}

/** The store of the codes cannot be read or written. */
export class CodeVaultError extends Error {
  readonly code = 'IDENTITY_VAULT_UNAVAILABLE';

  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'CodeVaultError';
  }
}

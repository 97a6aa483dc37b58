import { sqliteCodeOf } from '#libs/sqlite';

/** `VAULT_FILE_DAMAGED`: what is in it is nowhere else; of a derived file no fact is lost. */
export type DamagedFileCode = 'DERIVED_FILE_DAMAGED' | 'VAULT_FILE_DAMAGED';

export interface OpeningFile {
  readonly file: string;
  readonly code: DamagedFileCode;
  /** What it costs to be without it, and what to do. */
  readonly consequence: string;
}

/** Thrown when a file of the folder beside the log cannot be opened because of what is in it. */
export class DamagedFileError extends Error {
  readonly code: DamagedFileCode;
  readonly file: string;

  constructor({ file, code, consequence }: OpeningFile, options: { readonly cause: unknown }) {
    super(`${file} cannot be opened: ${reasonOf(options.cause)}. ${consequence}`, options);
    this.name = 'DamagedFileError';
    this.code = code;
    this.file = file;
  }
}

/** Opens a file. Throws DamagedFileError where it is damaged, and what `open` throws of anything else. */
export function openedFile<Port>(opening: OpeningFile, open: (file: string) => Port): Port {
  try {
    return open(opening.file);
  } catch (error) {
    if (!isDamage(error)) throw error;
    throw new DamagedFileError(opening, { cause: error });
  }
}

/** As the database says, or as the cause of what a port makes of that. */
function isDamage(error: unknown): boolean {
  const { cause } = (error ?? {}) as { readonly cause?: unknown };
  return /^SQLITE_(CORRUPT|NOTADB)/.test(sqliteCodeOf(error)) || (cause !== undefined && isDamage(cause));
}

/** What the database said, where a port has told it in its own words. It is told by its shape, as in `sqliteCodeOf`. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as { readonly message: string; readonly cause?: { readonly message?: unknown } };
  return typeof cause?.message === 'string' ? cause.message : message;
}

/** Whether a file cannot be opened because of what is in it: as the database says, or as the cause of what a port makes of that. */
export function isDamage(error: unknown): boolean {
  const { code, cause } = (error ?? {}) as { readonly code?: unknown; readonly cause?: unknown };
  return (
    (typeof code === 'string' && /^SQLITE_(CORRUPT|NOTADB)/.test(code)) || (cause !== undefined && isDamage(cause))
  );
}

/** What the database said, where a port has told it in its own words. It is told by its shape, as in `sqliteCodeOf`. */
export function reasonOf(error: unknown): string {
  const { message, cause } = error as { readonly message: string; readonly cause?: { readonly message?: unknown } };
  return typeof cause?.message === 'string' ? cause.message : message;
}

/** A vault that holds what is nowhere else cannot be opened: there is nothing to build it again from. */
export class VaultFileDamagedError extends Error {
  readonly code = 'VAULT_FILE_DAMAGED';

  constructor(
    readonly file: string,
    consequence: string,
    options: { readonly cause: unknown },
  ) {
    super(`${file} cannot be opened: ${reasonOf(options.cause)}. ${consequence}`, options);
    this.name = 'VaultFileDamagedError';
  }
}

/** Opens a vault. Throws VaultFileDamagedError where its file is damaged, and what `open` throws of anything else. */
export function openedVault<Rows>(file: string, consequence: string, open: () => Rows): Rows {
  try {
    return open();
  } catch (error) {
    if (!isDamage(error)) throw error;
    throw new VaultFileDamagedError(file, consequence, { cause: error });
  }
}

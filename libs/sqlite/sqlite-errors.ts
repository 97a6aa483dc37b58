/**
 * The database's own code of an error, such as `SQLITE_FULL`; empty for any other error. It is told by its shape: the
 * native library makes errors of the class that was loaded first in the process, which need not be the one seen here.
 */
export function sqliteCodeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && code.startsWith('SQLITE_') ? code : '';
}

/** Whether another connection has the file just now: the same may be tried again. */
export function isBusy(error: unknown): boolean {
  const code = sqliteCodeOf(error);
  return code.startsWith('SQLITE_BUSY') || code === 'SQLITE_LOCKED';
}

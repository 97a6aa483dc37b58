import { CodeRow, CodeRows, CodeVaultError } from './code-rows.port';

/** Rows for tests and trials: gone with the process. */
export class MemoryCodeRows implements CodeRows {
  private readonly rows = new Map<string, CodeRow>();

  add(rows: readonly CodeRow[]): void {
    const ids = new Set(rows.map(({ codeId }) => codeId));
    if (ids.size < rows.length || rows.some(({ codeId }) => this.rows.has(codeId))) {
      throw new CodeVaultError('A code is in the vault already');
    }
    for (const row of rows) this.rows.set(row.codeId, row);
  }

  read(codeIds: readonly string[]): readonly CodeRow[] {
    return [...new Set(codeIds)].flatMap((codeId) => this.rows.get(codeId) ?? []);
  }

  newestOf(account: string): CodeRow | null {
    return [...this.rows.values()].findLast((row) => row.account === account) ?? null;
  }

  remove(codeIds: readonly string[]): void {
    for (const codeId of codeIds) this.rows.delete(codeId);
  }

  idsPutBefore(instant: string): readonly string[] {
    return [...this.rows.values()].filter(({ putAt }) => putAt < instant).map(({ codeId }) => codeId);
  }

  close(): void {
    this.rows.clear();
  }
}

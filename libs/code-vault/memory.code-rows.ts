import { MemoryKeyMarks } from '#libs/person-vault';
import { CodePage, CodeRow, CodeVaultError, KeptCode } from './code-rows.port';
import { MarkedCodeRows } from './marked-code-rows';

/** Rows for tests and trials: gone with the process. */
export class MemoryCodeRows implements MarkedCodeRows {
  readonly keyMarks = new MemoryKeyMarks();
  private readonly rows = new Map<string, CodeRow>();

  async add(rows: readonly CodeRow[]): Promise<void> {
    const ids = new Set(rows.map(({ codeId }) => codeId));
    if (ids.size < rows.length || rows.some(({ codeId }) => this.rows.has(codeId))) {
      throw new CodeVaultError('A code is in the vault already');
    }
    for (const row of rows) this.rows.set(row.codeId, row);
  }

  async read(codeIds: readonly string[]): Promise<readonly CodeRow[]> {
    return [...new Set(codeIds)].flatMap((codeId) => this.rows.get(codeId) ?? []);
  }

  async newestOf(account: string): Promise<CodeRow | null> {
    return [...this.rows.values()].findLast((row) => row.account === account) ?? null;
  }

  async remove(codeIds: readonly string[]): Promise<void> {
    for (const codeId of codeIds) this.rows.delete(codeId);
  }

  async putBefore(instant: string, { after, limit }: CodePage): Promise<readonly KeptCode[]> {
    const found = [...this.rows.values()].filter(({ putAt, codeId }) => putAt < instant && codeId > (after ?? ''));
    found.sort((left, right) => (left.codeId < right.codeId ? -1 : 1));
    return found.slice(0, limit).map(({ codeId, account }) => ({ codeId, account }));
  }

  async newestSealed(): Promise<CodeRow | null> {
    const sealed = [...this.rows.values()].filter((row) => row.sealed.length > 0);
    return sealed.sort((left, right) => (left.putAt < right.putAt ? -1 : 1)).at(-1) ?? null;
  }

  async close(): Promise<void> {
    this.rows.clear();
  }
}

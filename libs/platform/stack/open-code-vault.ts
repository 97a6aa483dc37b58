import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import {
  CodeChecks,
  CodeHasher,
  CodePrints,
  createArgon2Hasher,
  createCodeChecks,
  createCodePrints,
  MemoryCodeRows,
  openSqliteCodeRows,
} from '#libs/code-vault';
import { Clock } from '#libs/kernel';
import { CODE_PEPPER, CODE_PRINT_KEY, KEY_BYTES, KeyName, readKey } from './key-files';

export const CODE_FILE = 'codes.sqlite';

/** The two sides of the vault of codes, apart: what checks a typed code cannot read one. */
export interface CodeVault {
  readonly checks: CodeChecks;
  readonly prints: CodePrints;
  close(): Promise<void>;
}

export interface CodeVaultOptions {
  /** The folder of the file; null keeps the codes in memory. */
  readonly dataDir: string | null;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Pick<Clock, 'now'>;
  /** Argon2id where absent. */
  readonly hasher?: CodeHasher | undefined;
}

/**
 * The vault of access codes beside the log. The pepper comes from `KVITOK_CODE_PEPPER` and the print key from
 * `KVITOK_CODE_PRINT_KEY`, 64 hexadecimal digits each, or from key files. With another pepper no code is right any more,
 * without the print key none is printed: then every code has to be replaced.
 */
export function openCodeVault({
  dataDir,
  environment,
  clock,
  hasher = createArgon2Hasher(),
}: CodeVaultOptions): CodeVault {
  const key = (name: KeyName) =>
    dataDir === null ? { version: 'memory', key: randomBytes(KEY_BYTES) } : readKey({ dataDir, environment, ...name });
  const pepper = key(CODE_PEPPER).key;
  const printKey = key(CODE_PRINT_KEY);
  const rows = dataDir === null ? new MemoryCodeRows() : openSqliteCodeRows({ file: join(dataDir, CODE_FILE) });
  return {
    checks: createCodeChecks({ rows, pepper, hasher }),
    prints: createCodePrints({ rows, pepper, hasher, printKeys: [printKey], now: () => clock.now() }),
    async close() {
      rows.close();
    },
  };
}

import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import {
  CodeChecks,
  CodeHasher,
  CodePrints,
  CodeRows,
  createArgon2Hasher,
  createCodeChecks,
  createCodePrints,
  createSecretKeeps,
  MemoryCodeRows,
  openSqliteCodeRows,
  SecretKeeps,
} from '#libs/code-vault';
import { Clock } from '#libs/kernel';
import { MasterKey } from '#libs/person-vault';
import { closedCodePrints } from './closed-vaults';
import { CODE_PEPPER, CODE_PRINT_KEY, KEY_BYTES, KeyName, MissingKeyError, readKey } from './key-files';

export const CODE_FILE = 'codes.sqlite';

/** The two sides of the vault of codes, apart: what checks a typed code cannot read one. */
export interface CodeVault {
  readonly checks: CodeChecks;
  readonly prints: CodePrints;
  /** Passwords of the office, beside the codes and under the same pepper. */
  readonly secrets: SecretKeeps;
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
export function openCodeVault({ dataDir, environment, clock, hasher }: CodeVaultOptions): CodeVault {
  const key = (name: KeyName) =>
    dataDir === null ? { version: 'memory', key: randomBytes(KEY_BYTES) } : readKey({ dataDir, environment, ...name });
  const pepper = key(CODE_PEPPER).key;
  const printKey = key(CODE_PRINT_KEY);
  const rows = dataDir === null ? new MemoryCodeRows() : openSqliteCodeRows({ file: join(dataDir, CODE_FILE) });
  return codeVaultOver({ rows, pepper, printKey, clock, hasher });
}

export interface CodeVaultParts extends Pick<CodeVaultOptions, 'clock' | 'hasher'> {
  readonly rows: CodeRows;
  readonly pepper: Uint8Array;
  /** Null where nothing is to be printed: passwords and codes are checked without it. */
  readonly printKey: MasterKey | null;
}

/** Both sides of a vault over rows of any adapter. */
export function codeVaultOver({
  rows,
  pepper,
  printKey,
  clock,
  hasher = createArgon2Hasher(),
}: CodeVaultParts): CodeVault {
  return {
    checks: createCodeChecks({ rows, pepper, hasher }),
    prints:
      printKey === null
        ? closedCodePrints(() => new MissingKeyError(CODE_PRINT_KEY.variable))
        : createCodePrints({ rows, pepper, hasher, printKeys: [printKey], now: () => clock.now() }),
    secrets: createSecretKeeps({ rows, pepper, hasher, now: () => clock.now() }),
    async close() {
      await rows.close();
    },
  };
}

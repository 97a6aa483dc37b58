import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import {
  CodeChecks,
  CodeHasher,
  CodePrints,
  createArgon2Hasher,
  createCodeChecks,
  createCodePrints,
  createSecretKeeps,
  MarkedCodeRows,
  MemoryCodeRows,
  openSqliteCodeRows,
  SecretKeeps,
} from '#libs/code-vault';
import { Clock } from '#libs/kernel';
import { closedCodePrints } from './closed-vaults';
import { CODE_PEPPER, CODE_PRINT_KEY, GivenKey, KEY_BYTES, MissingKeyError, underBothLabels } from './key-files';
import { codeKeyOf, recogniseCodeKeys } from './known-keys';
import { openedFile } from './unopened-file';

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
 * `KVITOK_CODE_PRINT_KEY`, 64 hexadecimal digits each, or from key files, which are made for a new vault alone. With another pepper no
 * code is right any more, without the print key none is printed: then every code has to be replaced. Throws LostKeyError,
 * WrongKeyError, CodeVaultError.
 */
export async function openCodeVault(options: CodeVaultOptions): Promise<CodeVault> {
  const { dataDir, environment, clock, hasher = createArgon2Hasher() } = options;
  if (dataDir === null) {
    const [pepper, printKey] = [anyKey(), anyKey()];
    return codeVaultOver({ rows: new MemoryCodeRows(), pepper, printKey, clock, hasher });
  }
  const file = join(dataDir, CODE_FILE);
  const consequence =
    'Restore a backup (`kvitok restore`). Without one move the file away: every code has to be replaced, and every member of ' +
    'staff needs a new link';
  const rows = openedFile({ file, code: 'VAULT_FILE_DAMAGED', consequence }, () => openSqliteCodeRows({ file }));
  try {
    const folder = { dataDir, environment };
    const pepper = await codeKeyOf(rows, CODE_PEPPER, folder);
    const printKey = await codeKeyOf(rows, CODE_PRINT_KEY, folder);
    await recogniseCodeKeys(rows, { pepper, printKey, hasher }, environment);
    return codeVaultOver({ rows, pepper, printKey, clock, hasher });
  } catch (error) {
    await rows.close();
    throw error;
  }
}

function anyKey(): GivenKey {
  return { version: 'file', key: randomBytes(KEY_BYTES) };
}

export interface CodeVaultParts extends Pick<CodeVaultOptions, 'clock' | 'hasher'> {
  readonly rows: MarkedCodeRows;
  readonly pepper: GivenKey;
  /** Null where nothing is to be printed: passwords and codes are checked without it. */
  readonly printKey: GivenKey | null;
}

/** Both sides of a vault over rows of any adapter. */
export function codeVaultOver({
  rows,
  pepper: { key: pepper },
  printKey,
  clock,
  hasher = createArgon2Hasher(),
}: CodeVaultParts): CodeVault {
  return {
    checks: createCodeChecks({ rows, pepper, hasher }),
    prints:
      printKey === null
        ? closedCodePrints(() => new MissingKeyError(CODE_PRINT_KEY.variable))
        : createCodePrints({ rows, pepper, hasher, printKeys: underBothLabels(printKey), now: () => clock.now() }),
    secrets: createSecretKeeps({ rows, pepper, hasher, now: () => clock.now() }),
    async close() {
      await rows.close();
    },
  };
}

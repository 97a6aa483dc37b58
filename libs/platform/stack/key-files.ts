import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const KEY_BYTES = 32;
const FINGERPRINT_DIGITS = 16;

export interface KeyName {
  /** The variable that holds the key as 64 hexadecimal digits. */
  readonly variable: string;
  /** The file in the folder that is made and read where the variable is not set. */
  readonly fileName: string;
}

export interface KeySource extends KeyName {
  /** The folder of the data. */
  readonly dataDir: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Without these nobody reads what is sealed, or checks and prints a code. */
export const PERSON_MASTER_KEY: KeyName = { variable: 'KVITOK_PERSON_MASTER_KEY', fileName: 'person-master.key' };
export const CODE_PEPPER: KeyName = { variable: 'KVITOK_CODE_PEPPER', fileName: 'code-pepper.key' };
export const CODE_PRINT_KEY: KeyName = { variable: 'KVITOK_CODE_PRINT_KEY', fileName: 'code-print.key' };
export const SEALING_KEYS: readonly KeyName[] = [PERSON_MASTER_KEY, CODE_PEPPER, CODE_PRINT_KEY];

/**
 * A key from the environment, or from a file in the folder of the data, made where it is not there and readable by its
 * owner alone. The file is for trying things out: whoever copies the folder has the key too.
 * Throws Error where the variable or the file holds no key; neither value stands in the message.
 */
export function readKey({ dataDir, environment, variable, fileName }: KeySource): {
  readonly version: 'environment' | 'file';
  readonly key: Buffer;
} {
  const given = keyInEnvironment(environment, variable);
  return given === null
    ? { version: 'file', key: keyInFile(dataDir, fileName) }
    : { version: 'environment', key: given };
}

/** A key that has to be named: processes of several hosts need the same one. Says which, and nothing of any key. */
export class MissingKeyError extends Error {
  readonly code = 'KEY_MISSING';

  constructor(readonly variable: string) {
    super(`${variable} is not set: 64 hexadecimal digits, the same for every process that needs it`);
    this.name = 'MissingKeyError';
  }
}

/** A key from the environment alone; null where it is not named. Throws Error where the variable holds no key. */
export function namedKey(
  environment: KeySource['environment'],
  { variable }: KeyName,
): { readonly version: 'environment'; readonly key: Buffer } | null {
  const key = keyInEnvironment(environment, variable);
  return key === null ? null : { version: 'environment', key };
}

function keyInEnvironment(environment: KeySource['environment'], variable: string): Buffer | null {
  const given = environment[variable];
  if (given === undefined) return null;
  if (!/^[0-9a-f]{64}$/i.test(given)) throw new Error(`${variable} is not 64 hexadecimal digits`);
  return Buffer.from(given, 'hex');
}

/**
 * By what a key is recognised without being told: of a random key of 32 bytes a hash discloses nothing. Null where there
 * is no such key; none is made. Throws Error where the variable holds no key.
 */
export function keyFingerprint({ dataDir, environment, variable, fileName }: KeySource): string | null {
  if (environment[variable] === undefined && !existsSync(join(dataDir, fileName))) return null;
  const { key } = readKey({ dataDir, environment, variable, fileName });
  return createHash('sha256').update(key).digest('hex').slice(0, FINGERPRINT_DIGITS);
}

/** The key in a file of the folder, made where it is not there. */
export function keyInFile(folder: string, name: string): Buffer {
  const file = join(folder, name);
  if (!existsSync(file)) makeKeyFile(file);
  return Buffer.from(readFileSync(file, 'utf8').trim(), 'hex');
}

function makeKeyFile(file: string): void {
  try {
    writeFileSync(file, randomBytes(KEY_BYTES).toString('hex'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    // Another process may have made it meanwhile: its key is the key.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

export interface GivenKey {
  /** Where it came from, which is the label that rows sealed under it bear. */
  readonly version: 'environment' | 'file';
  readonly key: Buffer;
}

/**
 * A key from the environment, or from its file in the folder of the data; null where neither is there.
 * Throws Error where the variable holds no key and KeyFileError where the file does; neither value stands in the message.
 */
export function givenKey({ dataDir, environment, variable, fileName }: KeySource): GivenKey | null {
  const named = namedKey(environment, { variable });
  if (named !== null) return named;
  return existsSync(join(dataDir, fileName)) ? { version: 'file', key: keyInFile(dataDir, fileName) } : null;
}

/**
 * The key under both labels, first the one that new rows bear: a key that moves from its file to the variable, or back,
 * opens what was sealed before it moved.
 */
export function underBothLabels({ version, key }: GivenKey): readonly GivenKey[] {
  return [
    { version, key },
    { version: version === 'file' ? 'environment' : 'file', key },
  ];
}

/** The file of a key holds none: it was written by another hand, or not to its end. Says which, and nothing of what is in it. */
export class KeyFileError extends Error {
  readonly code = 'KEY_FILE_UNUSABLE';

  constructor(file: string) {
    super(`${file} does not hold 64 hexadecimal digits. Put the key back from its copy`);
    this.name = 'KeyFileError';
  }
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
  { variable }: Pick<KeyName, 'variable'>,
): GivenKey | null {
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
 * By what a key of a folder is recognised without being told. Null where there is no such key; none is made.
 * Throws Error where the variable or the file holds no key.
 */
export function keyFingerprint(source: KeySource): string | null {
  const given = givenKey(source);
  return given === null ? null : fingerprintOf(given.key);
}

/** Of a random key of 32 bytes a hash discloses nothing. */
export function fingerprintOf(key: Uint8Array): string {
  return createHash('sha256').update(key).digest('hex').slice(0, FINGERPRINT_DIGITS);
}

/**
 * The key in a file of the folder, made where it is not there and readable by its owner alone. The file is for trying things
 * out: whoever copies the folder has the key too. Throws KeyFileError where it holds no key.
 */
export function keyInFile(folder: string, name: string): Buffer {
  const file = join(folder, name);
  if (!existsSync(file)) makeKeyFile(file);
  const text = readFileSync(file, 'utf8').trim();
  if (!/^[0-9a-f]{64}$/i.test(text)) throw new KeyFileError(file);
  return Buffer.from(text, 'hex');
}

function makeKeyFile(file: string): void {
  const whole = `${file}.${randomUUID()}`;
  try {
    // On the disk before anything is sealed with it: what is sealed must not outlive its key where the power fails.
    writeFileSync(whole, randomBytes(KEY_BYTES).toString('hex'), { mode: 0o600, flag: 'wx', flush: true });
    // At once with all that is in it: another process would read half a key.
    linkSync(whole, file);
  } catch (error) {
    // Another process may have made it meanwhile: its key is the key.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(whole, { force: true });
  }
}

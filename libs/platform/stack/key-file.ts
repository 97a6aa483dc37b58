import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const KEY_BYTES = 32;

/**
 * A key that lies beside the data, made at the first asking and readable by its owner alone. It is for trying things
 * out and for a machine of one's own: whoever copies the folder has the key too.
 */
export function keyInFile(folder: string, name: string): Buffer {
  const file = join(folder, name);
  if (!existsSync(file)) writeFileSync(file, randomBytes(KEY_BYTES).toString('hex'), { mode: 0o600, flag: 'wx' });
  return Buffer.from(readFileSync(file, 'utf8').trim(), 'hex');
}

export interface KeySource {
  /** The folder of the data. */
  readonly dataDir: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The variable that holds the key as 64 hexadecimal digits. */
  readonly variable: string;
  /** The file in the folder where the variable is not set. */
  readonly fileName: string;
}

/** A key from the environment, else from its file. Throws Error, without its value, where the variable holds no key. */
export function readKey({ dataDir, environment, variable, fileName }: KeySource): {
  readonly version: 'environment' | 'file';
  readonly key: Buffer;
} {
  const given = environment[variable];
  if (given === undefined) return { version: 'file', key: keyInFile(dataDir, fileName) };
  if (!/^[0-9a-f]{64}$/i.test(given)) throw new Error(`${variable} is not 64 hexadecimal digits`);
  return { version: 'environment', key: Buffer.from(given, 'hex') };
}

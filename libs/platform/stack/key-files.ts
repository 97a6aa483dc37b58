import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const KEY_BYTES = 32;

export interface KeySource {
  /** The folder of the data. */
  readonly dataDir: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The variable that holds the key as 64 hexadecimal digits. */
  readonly variable: string;
  /** The file in the folder that is made and read where the variable is not set. */
  readonly fileName: string;
}

/**
 * A key from the environment, or from a file in the folder of the data, made where it is not there and readable by its
 * owner alone. The file is for trying things out: whoever copies the folder has the key too.
 * Throws Error where the variable or the file holds no key; neither value stands in the message.
 */
export function readKey({ dataDir, environment, variable, fileName }: KeySource): {
  readonly version: 'environment' | 'file';
  readonly key: Buffer;
} {
  const given = environment[variable];
  if (given !== undefined) {
    if (!/^[0-9a-f]{64}$/i.test(given)) throw new Error(`${variable} is not 64 hexadecimal digits`);
    return { version: 'environment', key: Buffer.from(given, 'hex') };
  }
  return { version: 'file', key: keyInFile(dataDir, fileName) };
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

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

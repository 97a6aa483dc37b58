import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createMemoryPersonVault, MasterKey, openSqlitePersonVault, PersonVault } from '#libs/person-vault';

export const VAULT_FILE = 'persons.sqlite';
const KEY_FILE = 'person-master.key';
const KEY_BYTES = 32;

/**
 * The vault of personal data beside the log. Its master key comes from `KVITOK_PERSON_MASTER_KEY` (64 hexadecimal
 * digits); without it a key file is made in the folder, readable by its owner alone, which is for trying things out:
 * whoever copies the folder has the key too.
 */
export function openPersonVault(
  dataDir: string | null,
  environment: Readonly<Record<string, string | undefined>>,
): PersonVault {
  if (dataDir === null) return createMemoryPersonVault([{ version: 'memory', key: randomBytes(KEY_BYTES) }]);
  return openSqlitePersonVault({ file: join(dataDir, VAULT_FILE) }, [masterKey(dataDir, environment)]);
}

function masterKey(dataDir: string, environment: Readonly<Record<string, string | undefined>>): MasterKey {
  const given = environment['KVITOK_PERSON_MASTER_KEY'];
  if (given !== undefined) {
    if (!/^[0-9a-f]{64}$/i.test(given)) throw new Error('KVITOK_PERSON_MASTER_KEY is not 64 hexadecimal digits');
    return { version: 'environment', key: Buffer.from(given, 'hex') };
  }
  const file = join(dataDir, KEY_FILE);
  if (!existsSync(file)) writeFileSync(file, randomBytes(KEY_BYTES).toString('hex'), { mode: 0o600, flag: 'wx' });
  return { version: 'file', key: Buffer.from(readFileSync(file, 'utf8').trim(), 'hex') };
}

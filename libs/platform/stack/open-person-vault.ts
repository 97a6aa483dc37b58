import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createMemoryPersonVault, MasterKey, openSqlitePersonVault, PersonVault } from '#libs/person-vault';
import { KEY_BYTES, keyInFile } from './key-file';

export const VAULT_FILE = 'persons.sqlite';
const KEY_FILE = 'person-master.key';

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
  return { version: 'file', key: keyInFile(dataDir, KEY_FILE) };
}

import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createMemoryPersonVault, openSqlitePersonVault, PersonVault } from '#libs/person-vault';
import { KEY_BYTES, PERSON_MASTER_KEY, readKey } from './key-files';

export const VAULT_FILE = 'persons.sqlite';

/** The vault of personal data beside the log. Its master key comes from `KVITOK_PERSON_MASTER_KEY`, or a key file. */
export function openPersonVault(
  dataDir: string | null,
  environment: Readonly<Record<string, string | undefined>>,
): PersonVault {
  if (dataDir === null) return createMemoryPersonVault([{ version: 'memory', key: randomBytes(KEY_BYTES) }]);
  const key = readKey({ dataDir, environment, ...PERSON_MASTER_KEY });
  return openSqlitePersonVault({ file: join(dataDir, VAULT_FILE) }, [key]);
}

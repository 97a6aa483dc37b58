import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import {
  createMemoryPersonVault,
  createSealedPersonVault,
  openSqlitePersonRows,
  PersonVault,
} from '#libs/person-vault';
import { KEY_BYTES, underBothLabels } from './key-files';
import { masterKeyOf, recogniseMasterKey } from './known-keys';
import { openedFile } from './unopened-file';

export const VAULT_FILE = 'persons.sqlite';

/**
 * The vault of personal data beside the log. Its master key comes from `KVITOK_PERSON_MASTER_KEY`, or a key file, which is
 * made for a new vault alone. Throws LostKeyError, WrongKeyError, PersonVaultError.
 */
export async function openPersonVault(
  dataDir: string | null,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<PersonVault> {
  if (dataDir === null) return createMemoryPersonVault([{ version: 'memory', key: randomBytes(KEY_BYTES) }]);
  const file = join(dataDir, VAULT_FILE);
  const consequence =
    'Personal data are nowhere else: restore a backup (`kvitok restore`). Sums and statements are in the log';
  const rows = openedFile({ file, code: 'VAULT_FILE_DAMAGED', consequence }, () => openSqlitePersonRows({ file }));
  try {
    const key = await masterKeyOf(rows, { dataDir, environment });
    await recogniseMasterKey(rows, key);
    return createSealedPersonVault(rows, underBothLabels(key));
  } catch (error) {
    await rows.close();
    throw error;
  }
}

import { KeyFileError, keyInFile, makeDataFolder, Settings } from '#libs/platform';

/** In the folder of the data, readable by its owner alone. */
export const SERVICES_KEY_FILE = 'services-api.key';

/** The file holds no key: it was written by another hand, or not to its end. */
export class ServicesKeyError extends Error {
  readonly code = 'SERVICES_KEY_UNUSABLE';

  constructor() {
    super(`${SERVICES_KEY_FILE} in the folder of the data holds no key. Remove it, and another one is made.`);
    this.name = 'ServicesKeyError';
  }
}

/**
 * The key without which the API of the services answers nobody: of the settings, or of a file that is made at the first
 * start. Throws DataFolderError, ServicesKeyError.
 */
export function servicesKeyOf({ servicesKey, dataDir }: Pick<Settings, 'servicesKey' | 'dataDir'>): string {
  if (servicesKey !== null) return servicesKey;
  makeDataFolder(dataDir);
  try {
    return keyInFile(dataDir, SERVICES_KEY_FILE).toString('hex');
  } catch (error) {
    // Unlike a key of the vaults this one seals nothing: another one does as well.
    throw error instanceof KeyFileError ? new ServicesKeyError() : error;
  }
}

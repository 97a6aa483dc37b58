import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** Thrown before anything is opened: the folder of the data cannot be made or written to. */
export class DataFolderError extends Error {
  readonly code = 'DATA_FOLDER_UNUSABLE';

  constructor(
    readonly folder: string,
    options: { readonly cause: unknown },
  ) {
    const { cause } = options;
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(
      `${folder} cannot keep the data: ${reason}. Name a folder that may be written to (--data, or KVITOK_DATA_DIR).`,
      options,
    );
    this.name = 'DataFolderError';
  }
}

/** Makes the folder and those above it where they are not there. Throws DataFolderError. */
export function makeDataFolder(folder: string): void {
  try {
    makeFolder(resolve(folder));
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new DataFolderError(folder, { cause: error });
  }
}

/**
 * Level by level: a recursive mkdir of Node goes round for ever where a file system takes no folders and says that
 * the way is missing, as /proc does.
 */
function makeFolder(folder: string): void {
  const there = statSync(folder, { throwIfNoEntry: false });
  if (there?.isDirectory()) return;
  if (there !== undefined) throw new Error('it is a file, not a folder');
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}

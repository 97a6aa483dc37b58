import Database from 'better-sqlite3';

/** Pages that are copied between two looks at the clock. */
const PAGES_PER_STEP = 2_000;

/** One file of the data as it was at one moment, however long the copying takes and whoever writes meanwhile. */
export interface FileSnapshot {
  /** Writes the file as it was when the snapshot was opened; a file that is there already is an error. */
  copyTo(target: string, onProgress?: (pagesDone: number, pages: number) => void): Promise<void>;
  close(): void;
}

/** Opens a snapshot of a database that other processes may be writing to. Throws what the driver throws. */
export function openSnapshot(file: string): FileSnapshot {
  const database = new Database(file, { readonly: true, fileMustExist: true });
  try {
    // A read transaction fixes the moment at its first look, and the copy takes its pages from this connection.
    database.exec('BEGIN');
    database.prepare('SELECT count(*) FROM sqlite_schema').get();
  } catch (error) {
    database.close();
    throw error;
  }
  return {
    async copyTo(target, onProgress) {
      await database.backup(target, {
        progress({ totalPages, remainingPages }) {
          onProgress?.(totalPages - remainingPages, totalPages);
          return PAGES_PER_STEP;
        },
      });
    },
    close() {
      database.close();
    },
  };
}

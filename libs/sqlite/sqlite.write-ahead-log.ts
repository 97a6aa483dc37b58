import Database from 'better-sqlite3';
import { isBusy } from './sqlite-errors';

const PAUSE_MILLISECONDS = 25;

/**
 * Has a file keep what is written in a log beside it, so that readers and a writer do not wait for each other. Several
 * processes that open a new file at the same time all switch it: the database refuses whoever finds another one at it at
 * once, without the wait that it has for everything else, so this waits as long. Throws the database's own error then.
 */
export function switchToWriteAheadLog(database: Database.Database): void {
  const waits = Number(database.pragma('busy_timeout', { simple: true }));
  for (let waited = 0; ; waited += PAUSE_MILLISECONDS) {
    try {
      database.pragma('journal_mode = WAL');
      return;
    } catch (error) {
      if (waited >= waits || !isBusy(error)) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MILLISECONDS);
    }
  }
}

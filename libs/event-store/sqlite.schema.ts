import Database from 'better-sqlite3';
import { existsSync } from 'node:fs';
import { isBusy, sqliteCodeOf, switchToWriteAheadLog } from '#libs/sqlite';
import { newerThanThisProgram, StorageError, StorageFault } from './storage-error';

/** `KVIT` in ASCII: tells an event file of Kvitok from any other SQLite file. */
const APPLICATION_ID = 0x4b564954;
const SCHEMA_VERSION = 1;

/**
 * The key under which an event id is indexed: the sixteen bytes of a UUID, any other id as it is. Event ids are
 * random, so that every insert meets another page of this index: half the size of a key is a third of a batch.
 */
export function eventKey(expression: string): string {
  return `CASE WHEN length(${expression}) = 36 THEN ifnull(unhex(${expression}, '-'), ${expression}) ELSE ${expression} END`;
}

/**
 * The payload stands last: a row that does not fit a page overflows at its end, and whatever stands before is
 * found without following the overflow. `log_head` says how long the log is, so that a log whose last rows were
 * cut off does not pass for a shorter one.
 */
const SCHEMA: readonly string[] = [
  `CREATE TABLE events (
  position INTEGER PRIMARY KEY,
  event_id TEXT NOT NULL,
  stream TEXT NOT NULL,
  revision INTEGER NOT NULL,
  type TEXT NOT NULL,
  version INTEGER NOT NULL,
  account TEXT,
  period TEXT,
  amount_kopecks INTEGER,
  effective_on TEXT,
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL,
  metadata TEXT NOT NULL,
  data TEXT NOT NULL
) STRICT`,
  `CREATE UNIQUE INDEX events_by_id ON events (${eventKey('event_id')})`,
  'CREATE UNIQUE INDEX events_by_stream ON events (stream, revision)',
  'CREATE TABLE log_head (id INTEGER PRIMARY KEY CHECK (id = 1), position INTEGER NOT NULL) STRICT',
];

/** Larger than usual: an event with ten charge lines takes three kilobytes and would leave a fourth of a page unused. */
const PAGE_BYTES = 8_192;
/** The write-ahead log goes back into the file every so many pages; rarer than usual, because each time costs a flush. */
const CHECKPOINT_PAGES = 8_000;
const WRITE_AHEAD_LOG_BYTES_LIMIT = 64 * 1024 * 1024;
const CACHE_KIBIBYTES = 32 * 1024;

/** Opens the event file for writing, creating it where it is not. Throws StorageError. */
export function openEventFile(file: string, busyTimeoutMilliseconds: number): Database.Database {
  return asStorageErrors(() => {
    const database = new Database(file, { timeout: busyTimeoutMilliseconds });
    try {
      prepareEventFile(database);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

function prepareEventFile(database: Database.Database): void {
  // Looked at before anything is changed: a file of another program is left as it is.
  if (hasTables(database)) requireEventFile(database);
  else database.pragma(`page_size = ${PAGE_BYTES}`);
  switchToWriteAheadLog(database);
  // FULL: an append that was answered survives a loss of power. The build's own choice for this mode is NORMAL.
  database.pragma('synchronous = FULL');
  database.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  database.pragma(`journal_size_limit = ${WRITE_AHEAD_LOG_BYTES_LIMIT}`);
  database.pragma(`cache_size = -${CACHE_KIBIBYTES}`);
  database.pragma('cell_size_check = ON');
  database.pragma('trusted_schema = OFF');
  const create = database.transaction(() => {
    if (hasTables(database)) return;
    for (const statement of SCHEMA) database.exec(statement);
    database.exec('INSERT INTO log_head (id, position) VALUES (1, 0)');
    database.pragma(`application_id = ${APPLICATION_ID}`);
    database.pragma(`user_version = ${SCHEMA_VERSION}`);
  });
  create.immediate();
  requireEventFile(database);
}

function hasTables(database: Database.Database): boolean {
  return database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() !== 0;
}

function requireEventFile(database: Database.Database): void {
  const newer = newerSchemaOf(database);
  if (newer !== null) throw newer;
  const fault = faultOfSchema(database);
  if (fault !== null) throw new StorageError('damaged', fault);
}

/** Opens an existing event file for checking; never changes it. Throws StorageError. */
export function openEventFileForReading(file: string): Database.Database {
  return asStorageErrors(() => {
    const database = new Database(file, { readonly: true, fileMustExist: true });
    database.pragma('cell_size_check = ON');
    database.pragma('trusted_schema = OFF');
    return database;
  });
}

/**
 * Whether whoever began to make an event file ended before anything was in it; whoever opens it next makes it. What was
 * begun without a write-ahead log is taken back, which a connection that only reads cannot do. Throws StorageError.
 */
export function takeBackUnfinished(file: string): boolean {
  return asStorageErrors(() => {
    const isHalfWritten = existsSync(`${file}-journal`);
    const database = new Database(file, { readonly: !isHalfWritten, fileMustExist: true });
    try {
      return !hasTables(database) && database.pragma('application_id', { simple: true }) === 0;
    } finally {
      database.close();
    }
  });
}

/** That a later release has written the event file; null where none has. */
export function newerSchemaOf(database: Database.Database): StorageError | null {
  const version = database.pragma('user_version', { simple: true });
  const isNewer =
    database.pragma('application_id', { simple: true }) === APPLICATION_ID && Number(version) > SCHEMA_VERSION;
  return isNewer
    ? newerThanThisProgram(`The log, of schema version ${String(version)} (known: ${SCHEMA_VERSION}), was written by`)
    : null;
}

/** What makes this no event file of this release, in a sentence; null when tables and indexes are exactly ours. */
export function faultOfSchema(database: Database.Database): string | null {
  if (database.pragma('application_id', { simple: true }) !== APPLICATION_ID) return 'The file is no event file';
  const version = database.pragma('user_version', { simple: true });
  if (version !== SCHEMA_VERSION) return `The file has schema version ${String(version)}, not ${SCHEMA_VERSION}`;
  const found = database.prepare('SELECT sql FROM sqlite_schema ORDER BY rowid').pluck().all();
  const isOurs = found.length === SCHEMA.length && SCHEMA.every((statement, index) => found[index] === statement);
  return isOurs ? null : 'The tables of the file are not those of an event file';
}

/** Runs work on the database; whatever it throws leaves as a StorageError, with the database's own error as cause. */
export function asStorageErrors<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw storageErrorOf(error);
  }
}

export function storageErrorOf(error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new StorageError(storageFaultOf(error), `The event store is not available: ${message}`, { cause: error });
}

function storageFaultOf(error: unknown): StorageFault {
  const code = sqliteCodeOf(error);
  if (code === 'SQLITE_FULL') return 'full';
  if (isBusy(error)) return 'busy';
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB' || code === 'SQLITE_ERROR') return 'damaged';
  return 'io';
}

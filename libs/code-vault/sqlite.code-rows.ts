import Database from 'better-sqlite3';
import { SqliteKeyMarks } from '#libs/person-vault';
import { switchToWriteAheadLog } from '#libs/sqlite';
import { CodePage, CodeRow, CodeVaultError, KeptCode } from './code-rows.port';
import { MarkedCodeRows } from './marked-code-rows';

export interface SqliteCodeRowsOptions {
  /** Path of the vault's file; it is kept apart from the events, from the pepper and from the print keys. */
  readonly file: string;
  /** How long to wait for another process that writes. */
  readonly busyTimeoutMilliseconds?: number;
}

/** `KVCV` in ASCII: tells the vault of codes from any other SQLite file. */
const APPLICATION_ID = 0x4b564356;
const BUSY_TIMEOUT_MILLISECONDS = 5_000;
/** SQLite answers a query with at most so many codes at once. */
const CODES_PER_QUERY = 500;

const SCHEMA = `CREATE TABLE codes (
  code_id TEXT NOT NULL PRIMARY KEY,
  account TEXT NOT NULL,
  put_at TEXT NOT NULL,
  hashed TEXT NOT NULL,
  key_version TEXT NOT NULL,
  wrapped_key BLOB NOT NULL,
  sealed BLOB NOT NULL
) STRICT;
CREATE INDEX codes_by_account ON codes (account)`;

interface StoredRow {
  readonly code_id: string;
  readonly account: string;
  readonly put_at: string;
  readonly hashed: string;
  readonly key_version: string;
  readonly wrapped_key: Buffer;
  readonly sealed: Buffer;
}

/** Throws CodeVaultError when the file cannot be opened or belongs to another program. */
export function openSqliteCodeRows({
  file,
  busyTimeoutMilliseconds = BUSY_TIMEOUT_MILLISECONDS,
}: SqliteCodeRowsOptions): MarkedCodeRows {
  return asVaultErrors(() => {
    const database = new Database(file, { timeout: busyTimeoutMilliseconds });
    try {
      database.pragma('trusted_schema = OFF');
      // Looked at before anything is changed: a file of another program is left as it is.
      database.transaction(() => prepare(database, file)).immediate();
      switchToWriteAheadLog(database);
      database.pragma('synchronous = FULL');
      // What is deleted becomes zeros: a code that was replaced must not be found in the free pages of the file.
      database.pragma('secure_delete = ON');
      return new SqliteCodeRows(database);
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

function prepare(database: Database.Database, file: string): void {
  if (database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0) {
    database.exec(SCHEMA);
    database.pragma(`application_id = ${String(APPLICATION_ID)}`);
  } else if (database.pragma('application_id', { simple: true }) !== APPLICATION_ID) {
    throw new CodeVaultError(`${file} is not a vault of codes`);
  }
  SqliteKeyMarks.prepare(database);
}

class SqliteCodeRows implements MarkedCodeRows {
  readonly keyMarks: SqliteKeyMarks;

  constructor(private readonly database: Database.Database) {
    this.keyMarks = new SqliteKeyMarks(database, asVaultErrors);
  }

  async add(rows: readonly CodeRow[]): Promise<void> {
    this.write(() => {
      const insert = this.database.prepare(
        'INSERT INTO codes (code_id, account, put_at, hashed, key_version, wrapped_key, sealed) VALUES (?, ?, ?, ?, ?, ?, ?)',
      );
      for (const { codeId, account, putAt, hashed, keyVersion, wrappedKey, sealed } of rows) {
        insert.run(codeId, account, putAt, hashed, keyVersion, wrappedKey, sealed);
      }
    });
  }

  async read(codeIds: readonly string[]): Promise<readonly CodeRow[]> {
    return asVaultErrors(() =>
      inParts([...new Set(codeIds)]).flatMap((part) =>
        (
          this.database.prepare(`SELECT * FROM codes WHERE code_id IN (${placesFor(part)})`).all(...part) as StoredRow[]
        ).map(codeRowOf),
      ),
    );
  }

  async newestOf(account: string): Promise<CodeRow | null> {
    return asVaultErrors(() => {
      const row = this.database
        .prepare('SELECT * FROM codes WHERE account = ? ORDER BY put_at DESC, rowid DESC LIMIT 1')
        .get(account) as StoredRow | undefined;
      return row === undefined ? null : codeRowOf(row);
    });
  }

  async remove(codeIds: readonly string[]): Promise<void> {
    if (codeIds.length === 0) return;
    this.write(() => {
      for (const part of inParts(codeIds)) {
        this.database.prepare(`DELETE FROM codes WHERE code_id IN (${placesFor(part)})`).run(...part);
      }
    });
    // The row stands in the write-ahead log too, until the log is written back and cut off. A reader that holds the log
    // is gone in a moment; the next removal cuts it off then.
    asVaultErrors(() => this.database.pragma('wal_checkpoint(TRUNCATE)'));
  }

  async putBefore(instant: string, { after, limit }: CodePage): Promise<readonly KeptCode[]> {
    return asVaultErrors(
      () =>
        this.database
          .prepare(
            'SELECT code_id AS codeId, account FROM codes WHERE code_id > ? AND put_at < ? ORDER BY code_id LIMIT ?',
          )
          .all(after ?? '', instant, limit) as KeptCode[],
    );
  }

  async newestSealed(): Promise<CodeRow | null> {
    return asVaultErrors(() => {
      const row = this.database
        .prepare('SELECT * FROM codes WHERE length(sealed) > 0 ORDER BY put_at DESC, rowid DESC LIMIT 1')
        .get() as StoredRow | undefined;
      return row === undefined ? null : codeRowOf(row);
    });
  }

  async close(): Promise<void> {
    asVaultErrors(() => this.database.close());
  }

  private write(work: () => void): void {
    asVaultErrors(() => this.database.transaction(work).immediate());
  }
}

function inParts(codeIds: readonly string[]): string[][] {
  const parts: string[][] = [];
  for (let first = 0; first < codeIds.length; first += CODES_PER_QUERY) {
    parts.push(codeIds.slice(first, first + CODES_PER_QUERY));
  }
  return parts;
}

function placesFor(part: readonly string[]): string {
  return part.map(() => '?').join(', ');
}

function codeRowOf(row: StoredRow): CodeRow {
  const { code_id: codeId, put_at: putAt, key_version: keyVersion, wrapped_key: wrappedKey } = row;
  return { codeId, account: row.account, putAt, hashed: row.hashed, keyVersion, wrappedKey, sealed: row.sealed };
}

function asVaultErrors<Answer>(work: () => Answer): Answer {
  try {
    return work();
  } catch (error) {
    if (error instanceof CodeVaultError) throw error;
    throw new CodeVaultError('The vault of codes cannot be read or written', { cause: error });
  }
}

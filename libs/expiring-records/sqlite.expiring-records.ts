import Database from 'better-sqlite3';
import { switchToWriteAheadLog } from '#libs/sqlite';
import { Change, ExpiringRecords, ExpiringRecordsError, KeptRecord } from './expiring-records.port';

export interface SqliteExpiringRecordsOptions {
  readonly file: string;
  /** How long to wait for another process that writes. */
  readonly busyTimeoutMilliseconds?: number;
}

/** `KVXR` in ASCII: tells the records from any other SQLite file. */
const APPLICATION_ID = 0x4b565852;
const BUSY_TIMEOUT_MILLISECONDS = 5_000;

const SCHEMA = `CREATE TABLE records (
  collection TEXT NOT NULL,
  key TEXT NOT NULL,
  owner TEXT,
  document TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  PRIMARY KEY (collection, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX records_by_owner ON records (collection, owner) WHERE owner IS NOT NULL;
CREATE INDEX records_by_end ON records (expires_at)`;

interface StoredRow {
  readonly key: string;
  readonly owner: string | null;
  readonly document: string;
  readonly expires_at: string;
}

/** Throws ExpiringRecordsError when the file cannot be opened or belongs to another program. */
export function openSqliteExpiringRecords({
  file,
  busyTimeoutMilliseconds = BUSY_TIMEOUT_MILLISECONDS,
}: SqliteExpiringRecordsOptions): ExpiringRecords {
  return asRecordsErrors(() => {
    const database = new Database(file, { timeout: busyTimeoutMilliseconds });
    try {
      database.pragma('trusted_schema = OFF');
      database.transaction(() => prepare(database, file)).immediate();
      switchToWriteAheadLog(database);
      // A process that dies loses nothing; a machine that loses its power may lose the last moments, which cost nothing.
      database.pragma('synchronous = NORMAL');
      return new SqliteExpiringRecords(database);
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
    throw new ExpiringRecordsError(`${file} does not hold such records`);
  }
}

class SqliteExpiringRecords implements ExpiringRecords {
  constructor(private readonly database: Database.Database) {}

  async get<Document extends object>(collection: string, key: string, now: string) {
    return asRecordsErrors(() => this.find<Document>(collection, key, now));
  }

  async ofGroup<Document extends object>(collection: string, group: string, now: string) {
    return this.select<Document>('collection = ? AND owner = ? AND expires_at > ? ORDER BY key', [
      collection,
      group,
      now,
    ]);
  }

  async all<Document extends object>(collection: string, now: string, limit: number) {
    return this.select<Document>('collection = ? AND expires_at > ? ORDER BY key LIMIT ?', [collection, now, limit]);
  }

  async change<Document extends object, Answer>(
    { collection, key, now }: { readonly collection: string; readonly key: string; readonly now: string },
    decide: (current: Document | null) => { readonly change: Change<Document>; readonly answer: Answer },
  ): Promise<Answer> {
    return this.write(() => {
      const current = this.find<Document>(collection, key, now);
      const { change, answer } = decide(current?.document ?? null);
      if (change.kind === 'remove') this.delete(collection, key);
      if (change.kind === 'keep') {
        const group = change.group === undefined ? (current?.group ?? null) : change.group;
        this.database
          .prepare(
            'INSERT OR REPLACE INTO records (collection, key, owner, document, expires_at) VALUES (?, ?, ?, ?, ?)',
          )
          .run(collection, key, group, JSON.stringify(change.document), change.expiresAt);
      }
      return answer;
    });
  }

  async remove(collection: string, key: string): Promise<void> {
    this.write(() => this.delete(collection, key));
  }

  async removeGroup(collection: string, group: string): Promise<void> {
    this.write(() =>
      this.database.prepare('DELETE FROM records WHERE collection = ? AND owner = ?').run(collection, group),
    );
  }

  async sweep(now: string): Promise<number> {
    return this.write(() => this.database.prepare('DELETE FROM records WHERE expires_at <= ?').run(now).changes);
  }

  async close(): Promise<void> {
    asRecordsErrors(() => this.database.close());
  }

  private find<Document extends object>(collection: string, key: string, now: string): KeptRecord<Document> | null {
    const row = this.database
      .prepare('SELECT * FROM records WHERE collection = ? AND key = ? AND expires_at > ?')
      .get(collection, key, now) as StoredRow | undefined;
    return row === undefined ? null : recordOf<Document>(row);
  }

  private select<Document extends object>(where: string, values: readonly (string | number)[]) {
    return asRecordsErrors(() =>
      (this.database.prepare(`SELECT * FROM records WHERE ${where}`).all(...values) as StoredRow[]).map((row) =>
        recordOf<Document>(row),
      ),
    );
  }

  private delete(collection: string, key: string): void {
    this.database.prepare('DELETE FROM records WHERE collection = ? AND key = ?').run(collection, key);
  }

  private write<Answer>(work: () => Answer): Answer {
    return asRecordsErrors(() => this.database.transaction(work).immediate());
  }
}

function recordOf<Document extends object>(row: StoredRow): KeptRecord<Document> {
  const { key, owner: group, expires_at: expiresAt } = row;
  return { key, group, document: JSON.parse(row.document) as Document, expiresAt };
}

function asRecordsErrors<Answer>(work: () => Answer): Answer {
  try {
    return work();
  } catch (error) {
    if (error instanceof ExpiringRecordsError) throw error;
    throw new ExpiringRecordsError('The records cannot be read or written', { cause: error });
  }
}

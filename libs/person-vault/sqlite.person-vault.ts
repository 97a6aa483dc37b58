import Database from 'better-sqlite3';
import { switchToWriteAheadLog } from '#libs/sqlite';
import { MasterKey, PersonVault, PersonVaultError } from './person-vault.port';
import { createSealedPersonVault, PersonRow, PersonRows, WrappedKey } from './sealed-person-vault';
import { checkMasterKeys } from './sealing';
import { SqliteKeyMarks } from './sqlite.key-marks';

export interface SqlitePersonVaultOptions {
  /** Path of the vault's file; it is kept apart from the events and from the master keys. */
  readonly file: string;
  /** How long to wait for another process that writes. */
  readonly busyTimeoutMilliseconds?: number;
}

/** `KVPV` in ASCII: tells the vault from any other SQLite file. */
const APPLICATION_ID = 0x4b565056;
const BUSY_TIMEOUT_MILLISECONDS = 5_000;
/** SQLite answers a query with at most so many persons at once. */
const PERSONS_PER_QUERY = 500;

const SCHEMA = `CREATE TABLE people (
  person_id TEXT NOT NULL PRIMARY KEY,
  is_erased INTEGER NOT NULL CHECK (is_erased IN (0, 1)),
  master_key_version TEXT,
  wrapped_key BLOB,
  sealed_fields BLOB,
  CHECK (is_erased = (wrapped_key IS NULL)),
  CHECK (is_erased = (master_key_version IS NULL)),
  CHECK (is_erased = 0 OR sealed_fields IS NULL)
) STRICT`;

interface StoredRow {
  readonly person_id: string;
  readonly is_erased: 0 | 1;
  readonly master_key_version: string | null;
  readonly wrapped_key: Buffer | null;
  readonly sealed_fields: Buffer | null;
}

/** A vault in a SQLite file. Throws PersonVaultError when the file cannot be opened or belongs to another program. */
export function openSqlitePersonVault(
  options: SqlitePersonVaultOptions,
  masterKeys: readonly MasterKey[],
): PersonVault {
  // Looked at before the file is opened, which would have to be closed again.
  checkMasterKeys(masterKeys);
  return createSealedPersonVault(openSqlitePersonRows(options), masterKeys);
}

/** The rows of such a file, for whoever looks first whether a key is theirs. Throws as `openSqlitePersonVault`. */
export function openSqlitePersonRows({
  file,
  busyTimeoutMilliseconds = BUSY_TIMEOUT_MILLISECONDS,
}: SqlitePersonVaultOptions): PersonRows {
  return new SqlitePersonRows(asVaultErrors(() => openVaultFile(file, busyTimeoutMilliseconds)));
}

function openVaultFile(file: string, timeout: number): Database.Database {
  const database = new Database(file, { timeout });
  try {
    database.pragma('trusted_schema = OFF');
    // Looked at before anything is changed: a file of another program is left as it is.
    database.transaction(() => prepare(database, file)).immediate();
    switchToWriteAheadLog(database);
    database.pragma('synchronous = FULL');
    // What is overwritten or deleted becomes zeros: an erased key must not be found in the free pages of the file.
    database.pragma('secure_delete = ON');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function prepare(database: Database.Database, file: string): void {
  if (database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0) {
    database.exec(SCHEMA);
    database.pragma(`application_id = ${APPLICATION_ID}`);
  } else if (database.pragma('application_id', { simple: true }) !== APPLICATION_ID) {
    throw new PersonVaultError(`${file} is not a vault of persons`);
  }
  SqliteKeyMarks.prepare(database);
}

class SqlitePersonRows implements PersonRows {
  readonly keyMarks: SqliteKeyMarks;

  constructor(private readonly database: Database.Database) {
    this.keyMarks = new SqliteKeyMarks(database, asVaultErrors);
  }

  async addMissing(keys: Parameters<PersonRows['addMissing']>[0]): Promise<void> {
    this.write(() => {
      const add = this.database.prepare(
        'INSERT INTO people (person_id, is_erased, master_key_version, wrapped_key) VALUES (?, 0, ?, ?) ' +
          'ON CONFLICT (person_id) DO NOTHING',
      );
      for (const { personId, masterKeyVersion, wrapped } of keys) add.run(personId, masterKeyVersion, wrapped);
    });
  }

  async read(personIds: readonly string[]): Promise<readonly PersonRow[]> {
    return asVaultErrors(() => {
      const wanted = [...new Set(personIds)];
      const rows: PersonRow[] = [];
      for (let first = 0; first < wanted.length; first += PERSONS_PER_QUERY) {
        const part = wanted.slice(first, first + PERSONS_PER_QUERY);
        const places = part.map(() => '?').join(', ');
        const select = this.database.prepare(`SELECT * FROM people WHERE person_id IN (${places})`);
        rows.push(...(select.all(...part) as StoredRow[]).map(personRowOf));
      }
      return rows;
    });
  }

  async writeFields(people: Parameters<PersonRows['writeFields']>[0]): Promise<string | null> {
    try {
      this.write(() => {
        const update = this.database.prepare(
          'UPDATE people SET sealed_fields = ? WHERE person_id = ? AND is_erased = 0',
        );
        for (const { personId, sealedFields } of people) {
          if (update.run(sealedFields, personId).changes === 0) throw new ErasedInBetween(personId);
        }
      });
      return null;
    } catch (error) {
      if (error instanceof ErasedInBetween) return error.personId;
      throw error;
    }
  }

  async writeWhereSame(writes: Parameters<PersonRows['writeWhereSame']>[0]): Promise<readonly string[]> {
    const others: string[] = [];
    this.write(() => {
      const update = this.database.prepare(
        'UPDATE people SET sealed_fields = ? WHERE person_id = ? AND is_erased = 0 AND sealed_fields IS ?',
      );
      for (const { personId, former, sealedFields } of writes) {
        if (update.run(sealedFields, personId, former).changes === 0) others.push(personId);
      }
    });
    return others;
  }

  async erase(personId: string): Promise<void> {
    this.write(() => {
      this.database
        .prepare(
          'INSERT INTO people (person_id, is_erased) VALUES (?, 1) ON CONFLICT (person_id) DO UPDATE ' +
            'SET is_erased = 1, master_key_version = NULL, wrapped_key = NULL, sealed_fields = NULL',
        )
        .run(personId);
    });
    asVaultErrors(() => this.emptyWriteAheadLog());
  }

  async anyKey(): Promise<WrappedKey | null> {
    return asVaultErrors(() => {
      const row = this.database.prepare('SELECT * FROM people WHERE is_erased = 0 LIMIT 1').get() as
        StoredRow | undefined;
      const kept = row === undefined ? null : personRowOf(row);
      return kept?.status === 'kept' ? kept : null;
    });
  }

  async close(): Promise<void> {
    asVaultErrors(() => this.database.close());
  }

  /** The key stands in the write-ahead log too, until the log is written back and cut off. */
  private emptyWriteAheadLog(): void {
    const [outcome] = this.database.pragma('wal_checkpoint(TRUNCATE)') as [{ readonly busy: number }];
    if (outcome.busy !== 0) {
      throw new PersonVaultError('The person is erased, but a reader holds the log of the vault: erase again');
    }
  }

  private write(work: () => void): void {
    asVaultErrors(() => this.database.transaction(work).immediate());
  }
}

/** Undoes the transaction; it does not leave this file. */
class ErasedInBetween extends Error {
  constructor(readonly personId: string) {
    super('erased');
  }
}

function personRowOf(row: StoredRow): PersonRow {
  const { person_id: personId, master_key_version: masterKeyVersion, wrapped_key: wrapped } = row;
  if (masterKeyVersion === null || wrapped === null) return { status: 'erased', personId };
  return { status: 'kept', personId, masterKeyVersion, wrapped, sealedFields: row.sealed_fields };
}

function asVaultErrors<Answer>(work: () => Answer): Answer {
  try {
    return work();
  } catch (error) {
    if (error instanceof PersonVaultError || error instanceof ErasedInBetween) throw error;
    throw new PersonVaultError('The vault of persons cannot be read or written', { cause: error });
  }
}

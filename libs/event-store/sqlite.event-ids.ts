import Database from 'better-sqlite3';
import { EventIds, PlaceOfEvent } from './event-ids.port';
import { asStorageErrors, eventKey } from './sqlite.schema';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS event_ids (id PRIMARY KEY, position INTEGER NOT NULL, stream TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS place (log TEXT PRIMARY KEY, position INTEGER NOT NULL) WITHOUT ROWID;`;

/** Ids of events in an SQLite file of one process, or in its memory. It needs no care: what is lost is read from the log again. */
export class SqliteEventIds implements EventIds {
  private readonly database: Database.Database;
  private readonly statements: ReturnType<typeof prepareStatements>;
  private known: number;

  /** @param file `:memory:` where nothing is kept; the whole log is then read at every start. Throws StorageError. */
  constructor(
    file: string,
    private readonly log: string,
  ) {
    this.database = asStorageErrors(() => new Database(file));
    this.statements = asStorageErrors(() => {
      // A power cut may cost what the log tells again, and never a file that cannot be opened.
      this.database.pragma('journal_mode = WAL');
      this.database.pragma('synchronous = NORMAL');
      this.database.exec(SCHEMA);
      return prepareStatements(this.database);
    });
    this.known = asStorageErrors(() => this.statements.place.get(log) ?? 0);
  }

  get place(): number {
    return this.known;
  }

  find(eventId: string): PlaceOfEvent | null {
    return asStorageErrors(() => this.statements.find.get({ id: eventId })) ?? null;
  }

  note(events: readonly (PlaceOfEvent & { readonly eventId: string })[], place = 0): void {
    asStorageErrors(() =>
      this.database.transaction(() => {
        for (const { eventId, position, stream } of events) this.statements.add.run({ id: eventId, position, stream });
        if (place > this.known) this.statements.move.run(this.log, place);
      })(),
    );
    this.known = Math.max(this.known, place);
  }

  close(): void {
    this.database.close();
  }
}

function prepareStatements(database: Database.Database) {
  return {
    find: database.prepare<[{ id: string }], PlaceOfEvent>(
      `SELECT stream, position FROM event_ids WHERE id = ${eventKey('@id')}`,
    ),
    add: database.prepare(
      `INSERT INTO event_ids (id, position, stream) VALUES (${eventKey('@id')}, @position, @stream) ON CONFLICT DO NOTHING`,
    ),
    place: database.prepare<[string], number>('SELECT position FROM place WHERE log = ?').pluck(),
    move: database.prepare('INSERT INTO place VALUES (?, ?) ON CONFLICT DO UPDATE SET position = excluded.position'),
  };
}

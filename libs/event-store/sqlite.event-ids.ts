import Database from 'better-sqlite3';
import { switchToWriteAheadLog } from '#libs/sqlite';
import { EventIds, NotedEvent, PlaceOfEvent } from './event-ids.port';
import { asStorageErrors, eventKey } from './sqlite.schema';

/** A file of another version is begun anew. */
const SCHEMA_VERSION = 2;
const SCHEMA = `
  DROP TABLE IF EXISTS event_ids;
  DROP TABLE IF EXISTS place;
  CREATE TABLE event_ids (id PRIMARY KEY, position INTEGER NOT NULL, stream TEXT NOT NULL) WITHOUT ROWID;
  CREATE INDEX event_ids_by_position ON event_ids (position);
  CREATE TABLE place (
    id INTEGER PRIMARY KEY CHECK (id = 1), log TEXT NOT NULL, place INTEGER NOT NULL,
    stream TEXT, revision INTEGER, position INTEGER, written_as TEXT
  );
  PRAGMA user_version = ${SCHEMA_VERSION};`;

interface Kept {
  readonly log: string;
  readonly place: number;
  readonly stream: string | null;
  readonly revision: number | null;
  readonly position: number | null;
  readonly writtenAs: string | null;
}

/** Ids of events in an SQLite file of one process, or in its memory. It needs no care: what is lost is read from the log again. */
export class SqliteEventIds implements EventIds {
  private readonly database: Database.Database;
  private readonly statements: ReturnType<typeof prepareStatements>;
  private known = 0;
  private last: EventIds['newest'] = null;

  /**
   * @param file `:memory:` where nothing is kept; the whole log is then read after every start.
   * @param log the name of the log; what the file holds of a log of another name is forgotten. Throws StorageError.
   */
  constructor(
    file: string,
    private readonly log: string,
  ) {
    this.database = asStorageErrors(() => new Database(file));
    this.statements = asStorageErrors(() => {
      // A power cut may cost what the log tells again, and never a file that cannot be opened.
      switchToWriteAheadLog(this.database);
      this.database.pragma('synchronous = NORMAL');
      if (this.database.pragma('user_version', { simple: true }) !== SCHEMA_VERSION) this.database.exec(SCHEMA);
      return prepareStatements(this.database);
    });
    const kept = asStorageErrors(() => this.statements.kept.get());
    if (kept === undefined) return;
    if (kept.log === log) this.takeUp(kept);
    else this.forget();
  }

  get place(): number {
    return this.known;
  }

  get newest(): EventIds['newest'] {
    return this.last;
  }

  find(eventId: string): PlaceOfEvent | null {
    return asStorageErrors(() => this.statements.find.get({ id: eventId })) ?? null;
  }

  countBehind(position: number, atMost: number): number {
    return asStorageErrors(() => this.statements.count.get(position, atMost)) ?? 0;
  }

  *placesBetween(after: number, upTo: number): Iterable<PlaceOfEvent> {
    const places = asStorageErrors(() => this.statements.between.iterate(after, upTo));
    try {
      for (;;) {
        const next = asStorageErrors(() => places.next());
        if (next.done === true) return;
        yield next.value;
      }
    } finally {
      // Whoever has found what they sought leaves off in the middle, and the connection is to be free again.
      places.return?.();
    }
  }

  note(events: readonly NotedEvent[], place = 0): void {
    const known = Math.max(this.known, place);
    const last = events.reduce(
      (newest, event) => (event.position > (newest?.position ?? 0) ? event : newest),
      this.last,
    );
    asStorageErrors(() =>
      this.database.transaction(() => {
        for (const { eventId, position, stream } of events) this.statements.add.run({ id: eventId, position, stream });
        if (known > this.known || last !== this.last) this.keep(known, last);
      })(),
    );
    [this.known, this.last] = [known, last];
  }

  goBackTo(position: number): void {
    const known = Math.min(this.known, position);
    asStorageErrors(() => this.keep(known, this.last));
    this.known = known;
  }

  forget(): void {
    asStorageErrors(() => this.database.exec('BEGIN; DELETE FROM event_ids; DELETE FROM place; COMMIT'));
    [this.known, this.last] = [0, null];
  }

  close(): void {
    this.database.close();
  }

  private takeUp({ place, stream, revision, position, writtenAs }: Kept): void {
    this.known = place;
    if (stream === null || revision === null || position === null || writtenAs === null) return;
    this.last = { stream, revision, position, writtenAs };
  }

  private keep(place: number, last: EventIds['newest']): void {
    const { stream = null, revision = null, position = null, writtenAs = null } = last ?? {};
    this.statements.keep.run(this.log, place, stream, revision, position, writtenAs);
  }
}

function prepareStatements(database: Database.Database) {
  return {
    find: database.prepare<[{ id: string }], PlaceOfEvent>(
      `SELECT stream, position FROM event_ids WHERE id = ${eventKey('@id')}`,
    ),
    count: database
      .prepare<[number, number], number>(
        'SELECT count(*) FROM (SELECT 1 FROM event_ids WHERE position > ? ORDER BY position LIMIT ?)',
      )
      .pluck(),
    between: database.prepare<[number, number], PlaceOfEvent>(
      'SELECT stream, position FROM event_ids WHERE position > ? AND position <= ? ORDER BY position',
    ),
    add: database.prepare(
      `INSERT INTO event_ids (id, position, stream) VALUES (${eventKey('@id')}, @position, @stream) ON CONFLICT DO NOTHING`,
    ),
    kept: database.prepare<[], Kept>(
      'SELECT log, place, stream, revision, position, written_as AS writtenAs FROM place',
    ),
    keep: database.prepare('INSERT OR REPLACE INTO place VALUES (1, ?, ?, ?, ?, ?, ?)'),
  };
}

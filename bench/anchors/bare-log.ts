import Database from 'better-sqlite3';

/** An event as a bare program would keep it: no hash, no event id, no check; the same durability. */
export interface BareEvent {
  readonly stream: string;
  readonly type: string;
  readonly data: object;
  readonly metadata: object;
}

/**
 * What SQLite can do at best for an event log in one file: write-ahead log, `synchronous = FULL`, one table and the
 * one index that keeps streams apart.
 */
export class BareLog {
  readonly database: Database.Database;
  private readonly insert: Database.Statement;
  private position = 0;

  constructor(file: string) {
    this.database = new Database(file);
    this.database.pragma('journal_mode = WAL');
    this.database.pragma('synchronous = FULL');
    this.database.exec(
      `CREATE TABLE events (position INTEGER PRIMARY KEY, stream TEXT NOT NULL, revision INTEGER NOT NULL,
         type TEXT NOT NULL, metadata TEXT NOT NULL, data TEXT NOT NULL);
       CREATE UNIQUE INDEX events_by_stream ON events (stream, revision)`,
    );
    this.insert = this.database.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?)');
  }

  /** One transaction; every event is the first of its stream. */
  append(events: readonly BareEvent[]): void {
    this.transaction(() => {
      for (const event of events) this.add(event);
    });
  }

  transaction(work: () => void): void {
    this.database.transaction(work).immediate();
  }

  add({ stream, type, metadata, data }: BareEvent): void {
    this.position += 1;
    this.insert.run(this.position, stream, 0, type, JSON.stringify(metadata), JSON.stringify(data));
  }

  count(): number {
    return this.database.prepare<[], number>('SELECT count(*) FROM events').pluck().get() ?? 0;
  }

  close(): void {
    this.database.close();
  }
}

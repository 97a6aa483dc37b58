import Database from 'better-sqlite3';
import { KeyMarks } from './key-marks.port';

/** A file that was made before there were marks gets the table when it is opened. */
const SCHEMA = `CREATE TABLE IF NOT EXISTS key_marks (
  name TEXT NOT NULL PRIMARY KEY,
  mark TEXT NOT NULL
) STRICT`;

/** Marks in the file of a vault. What its statements throw is turned by `asErrors` into what the vault throws. */
export class SqliteKeyMarks implements KeyMarks {
  constructor(
    private readonly database: Database.Database,
    private readonly asErrors: <Answer>(work: () => Answer) => Answer,
  ) {}

  /** In the transaction in which the file is prepared. */
  static prepare(database: Database.Database): void {
    database.exec(SCHEMA);
  }

  async markOf(name: string): Promise<string | null> {
    return this.asErrors(() => this.kept(name) ?? null);
  }

  async markIfNone(name: string, mark: string): Promise<string> {
    return this.asErrors(() => {
      const add = this.database.prepare(
        'INSERT INTO key_marks (name, mark) VALUES (?, ?) ON CONFLICT (name) DO NOTHING',
      );
      return add.run(name, mark).changes > 0 ? mark : (this.kept(name) as string);
    });
  }

  async markAnew(name: string, mark: string): Promise<void> {
    this.asErrors(() =>
      this.database
        .prepare(
          'INSERT INTO key_marks (name, mark) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET mark = excluded.mark',
        )
        .run(name, mark),
    );
  }

  private kept(name: string): string | undefined {
    return this.database.prepare('SELECT mark FROM key_marks WHERE name = ?').pluck().get(name) as string | undefined;
  }
}

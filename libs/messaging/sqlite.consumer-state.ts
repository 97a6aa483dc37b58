import Database from 'better-sqlite3';
import { ConsumerState, IntegrationMessage, ParkedKey } from './messaging.port';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS checkpoints (consumer TEXT PRIMARY KEY, position INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS handled (
    consumer TEXT NOT NULL, message_id TEXT NOT NULL, position INTEGER NOT NULL,
    PRIMARY KEY (consumer, message_id)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS handled_position ON handled (consumer, position);
  CREATE TABLE IF NOT EXISTS parked (
    id INTEGER PRIMARY KEY, consumer TEXT NOT NULL, key TEXT NOT NULL, message_id TEXT NOT NULL,
    message TEXT NOT NULL, error TEXT NOT NULL, attempts INTEGER NOT NULL, parked_at TEXT NOT NULL,
    UNIQUE (consumer, message_id)
  );
  CREATE INDEX IF NOT EXISTS parked_key ON parked (consumer, key, id);
`;

interface ParkedRow {
  readonly consumer: string;
  readonly key: string;
  readonly message: string;
  readonly error: string;
  readonly attempts: number;
  readonly parked_at: string;
  readonly waiting: number;
}

/** How far behind the checkpoint handled messages are remembered: a redelivery is never older than a page. */
const REMEMBERED_POSITIONS = 50_000;

/**
 * Keeps consumers' places in a SQLite file. A lost last write only means that messages come again, which handlers
 * recognise, so that a full sync for each is not needed.
 */
export class SqliteConsumerState implements ConsumerState {
  private readonly database: Database.Database;

  constructor(file: string) {
    this.database = new Database(file);
    this.database.pragma('journal_mode = WAL');
    this.database.pragma('synchronous = NORMAL');
    this.database.pragma('busy_timeout = 10000');
    this.database.exec(SCHEMA);
  }

  checkpoint(consumer: string): Promise<number> {
    const row = this.statement('SELECT position FROM checkpoints WHERE consumer = ?').get(consumer);
    return Promise.resolve((row as { position: number } | undefined)?.position ?? 0);
  }

  saveCheckpoint(consumer: string, position: number): Promise<void> {
    this.statement(
      `INSERT INTO checkpoints VALUES (?, ?)
       ON CONFLICT (consumer) DO UPDATE SET position = max(position, excluded.position)`,
    ).run(consumer, position);
    this.statement('DELETE FROM handled WHERE consumer = ? AND position < ?').run(
      consumer,
      position - REMEMBERED_POSITIONS,
    );
    return Promise.resolve();
  }

  isHandled(consumer: string, messageId: string): Promise<boolean> {
    const row = this.statement('SELECT 1 FROM handled WHERE consumer = ? AND message_id = ?').get(consumer, messageId);
    return Promise.resolve(row !== undefined);
  }

  markHandled(consumer: string, messageId: string, position: number): Promise<void> {
    this.statement('INSERT OR IGNORE INTO handled VALUES (?, ?, ?)').run(consumer, messageId, position);
    return Promise.resolve();
  }

  isParked(consumer: string, key: string): Promise<boolean> {
    const row = this.statement('SELECT 1 FROM parked WHERE consumer = ? AND key = ? LIMIT 1').get(consumer, key);
    return Promise.resolve(row !== undefined);
  }

  park(consumer: string, message: IntegrationMessage, error: string, attempts: number, parkedAt: string): Promise<void> {
    this.statement(
      `INSERT OR IGNORE INTO parked (consumer, key, message_id, message, error, attempts, parked_at)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    ).run(consumer, message.key, message.messageId, JSON.stringify(message), error, attempts, parkedAt);
    return Promise.resolve();
  }

  parkedKeys(consumer?: string): Promise<readonly ParkedKey[]> {
    const rows = this.statement(
      `SELECT consumer, key, message, error, attempts, parked_at,
              (SELECT count(*) FROM parked other WHERE other.consumer = first.consumer AND other.key = first.key) AS waiting
       FROM parked first
       WHERE id = (SELECT min(id) FROM parked other WHERE other.consumer = first.consumer AND other.key = first.key)
         AND (@consumer IS NULL OR consumer = @consumer)
       ORDER BY id`,
    ).all({ consumer: consumer ?? null });
    return Promise.resolve((rows as ParkedRow[]).map(parkedKeyOf));
  }

  parkedMessages(consumer: string, key: string): Promise<readonly IntegrationMessage[]> {
    const rows = this.statement('SELECT message FROM parked WHERE consumer = ? AND key = ? ORDER BY id').all(consumer, key);
    return Promise.resolve((rows as { message: string }[]).map((row) => JSON.parse(row.message) as IntegrationMessage));
  }

  removeFirstParked(consumer: string, key: string): Promise<void> {
    this.statement(
      'DELETE FROM parked WHERE id = (SELECT min(id) FROM parked WHERE consumer = ? AND key = ?)',
    ).run(consumer, key);
    return Promise.resolve();
  }

  close(): Promise<void> {
    if (this.database.open) this.database.close();
    return Promise.resolve();
  }

  private readonly statements = new Map<string, Database.Statement>();

  private statement(sql: string): Database.Statement {
    let statement = this.statements.get(sql);
    if (!statement) this.statements.set(sql, (statement = this.database.prepare(sql)));
    return statement;
  }
}

function parkedKeyOf(row: ParkedRow): ParkedKey {
  const message = JSON.parse(row.message) as IntegrationMessage;
  return {
    consumer: row.consumer,
    key: row.key,
    firstMessageId: message.messageId,
    contract: message.contract,
    error: row.error,
    attempts: row.attempts,
    parkedAt: row.parked_at,
    waiting: row.waiting,
  };
}

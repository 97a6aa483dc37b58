import Database from 'better-sqlite3';
import { switchToWriteAheadLog } from '#libs/sqlite';
import { Forgetting } from './forgetting';
import {
  Announced,
  ConsumerState,
  FirstParked,
  IntegrationMessage,
  KnownMessages,
  ParkedKey,
  Turn,
} from './messaging.port';

/** How long a writer waits for another process before it gives up with an error. */
const BUSY_TIMEOUT_MS = 10_000;
/** The write-ahead log goes back into the file every so many pages: each message is a small write, each time a flush. */
const CHECKPOINT_PAGES = 8_000;
const JOURNAL_LIMIT_BYTES = 64 * 1024 * 1024;

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
  CREATE TABLE IF NOT EXISTS turns (name TEXT PRIMARY KEY, holder TEXT NOT NULL, beat INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS announced (name TEXT NOT NULL, word TEXT NOT NULL, PRIMARY KEY (name, word)) WITHOUT ROWID;
`;

const MARK_HANDLED = 'INSERT OR IGNORE INTO handled (consumer, message_id, position) VALUES (?, ?, ?)';

/** The names are given as a JSON array, so that one statement serves however many they are; each is looked up by its index. */
const HANDLED_AMONG = `SELECT message_id FROM json_each(?) CROSS JOIN handled ON consumer = ? AND message_id = value`;
const PARKED_AMONG = `SELECT value FROM json_each(?)
  WHERE EXISTS (SELECT 1 FROM parked WHERE consumer = ? AND key = value)`;

interface ParkedRow {
  readonly consumer: string;
  readonly key: string;
  readonly message: string;
  readonly error: string;
  readonly attempts: number;
  readonly parked_at: string;
  readonly waiting: number;
}

/**
 * Keeps consumers' places in a SQLite file, which several processes may open. Writes are not forced to the disk one by
 * one: a power cut takes the last of them together, and then messages come again, which handlers recognise.
 */
export class SqliteConsumerState implements ConsumerState {
  private readonly database: Database.Database;
  private readonly statements = new Map<string, Database.Statement<unknown[]>>();

  private readonly forgetting: Forgetting;

  /**
   * @param file the path of the file, or `:memory:`.
   * @param remembered how many handled messages stay; see `REMEMBERED_MESSAGES`.
   */
  constructor(file: string, remembered?: number) {
    this.forgetting = new Forgetting(remembered);
    this.database = new Database(file, { timeout: BUSY_TIMEOUT_MS });
    switchToWriteAheadLog(this.database);
    this.database.pragma('synchronous = NORMAL');
    this.database.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    this.database.pragma(`journal_size_limit = ${JOURNAL_LIMIT_BYTES}`);
    this.database.exec(SCHEMA);
  }

  async checkpoint(consumer: string): Promise<number> {
    const row = this.statement('SELECT position FROM checkpoints WHERE consumer = ?').get(consumer);
    return (row as { position: number } | undefined)?.position ?? 0;
  }

  async saveCheckpoint(consumer: string, position: number): Promise<void> {
    const save = this.database.transaction(() => {
      this.statement(
        `INSERT INTO checkpoints (consumer, position) VALUES (?, ?)
         ON CONFLICT (consumer) DO UPDATE SET position = max(position, excluded.position)`,
      ).run(consumer, position);
      if (!this.forgetting.isDue(consumer)) return;
      this.statement(
        `DELETE FROM handled WHERE consumer = @consumer AND position < (
           SELECT position FROM handled WHERE consumer = @consumer
           AND position <= (SELECT position FROM checkpoints WHERE consumer = @consumer)
           ORDER BY position DESC LIMIT 1 OFFSET @remembered - 1)`,
      ).run({ consumer, remembered: this.forgetting.remembered });
    });
    save.immediate();
  }

  async lookUp(
    consumer: string,
    messages: readonly Pick<IntegrationMessage, 'messageId' | 'key'>[],
  ): Promise<KnownMessages> {
    const among = (sql: string, names: Iterable<string>) =>
      new Set(
        this.statement(sql)
          .pluck()
          .all(JSON.stringify([...names]), consumer) as string[],
      );
    return {
      handled: among(HANDLED_AMONG, new Set(messages.map(({ messageId }) => messageId))),
      parkedKeys: among(PARKED_AMONG, new Set(messages.map(({ key }) => key))),
    };
  }

  async isHandled(consumer: string, messageId: string): Promise<boolean> {
    const found = this.statement('SELECT 1 FROM handled WHERE consumer = ? AND message_id = ?').get(
      consumer,
      messageId,
    );
    return found !== undefined;
  }

  async markHandled(consumer: string, messageId: string, position: number): Promise<void> {
    this.statement(MARK_HANDLED).run(consumer, messageId, position);
    this.forgetting.note(consumer, 1);
  }

  async markAllHandled(
    consumer: string,
    messages: readonly Pick<IntegrationMessage, 'messageId' | 'source'>[],
  ): Promise<void> {
    const mark = this.database.transaction(() => {
      const statement = this.statement(MARK_HANDLED);
      for (const { messageId, source } of messages) statement.run(consumer, messageId, source.position);
    });
    mark.immediate();
    this.forgetting.note(consumer, messages.length);
  }

  async isParked(consumer: string, key: string): Promise<boolean> {
    const found = this.statement('SELECT 1 FROM parked WHERE consumer = ? AND key = ? LIMIT 1').get(consumer, key);
    return found !== undefined;
  }

  async park(
    consumer: string,
    message: IntegrationMessage,
    error: string,
    attempts: number,
    parkedAt: string,
  ): Promise<void> {
    this.statement(
      `INSERT INTO parked (consumer, key, message_id, message, error, attempts, parked_at)
       VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (consumer, message_id) DO UPDATE
       SET error = excluded.error, attempts = excluded.attempts, parked_at = excluded.parked_at
       WHERE excluded.attempts > 0`,
    ).run(consumer, message.key, message.messageId, JSON.stringify(message), error, attempts, parkedAt);
  }

  async parkedKeyCount(consumer?: string): Promise<number> {
    const counted = this.statement(
      `SELECT count(*) FROM (SELECT DISTINCT consumer, key FROM parked WHERE @consumer IS NULL OR consumer = @consumer)`,
    );
    return counted.pluck().get({ consumer: consumer ?? null }) as number;
  }

  async firstParked(consumer: string, key: string): Promise<FirstParked | null> {
    const first = this.statement(
      'SELECT message_id AS messageId, attempts FROM parked WHERE consumer = ? AND key = ? ORDER BY id LIMIT 1',
    ).get(consumer, key) as FirstParked | undefined;
    return first ?? null;
  }

  async parkedKeys(consumer?: string): Promise<readonly ParkedKey[]> {
    const rows = this.statement(
      `SELECT parked.consumer, parked.key, message, error, attempts, parked_at, waiting
       FROM parked JOIN (SELECT min(id) AS first, count(*) AS waiting FROM parked GROUP BY consumer, key)
       ON id = first
       WHERE @consumer IS NULL OR parked.consumer = @consumer
       ORDER BY id`,
    ).all({ consumer: consumer ?? null }) as ParkedRow[];
    return rows.map(parkedKeyOf);
  }

  async parkedMessages(consumer: string, key: string): Promise<readonly IntegrationMessage[]> {
    const rows = this.statement('SELECT message FROM parked WHERE consumer = ? AND key = ? ORDER BY id').all(
      consumer,
      key,
    ) as { message: string }[];
    return rows.map(({ message }) => JSON.parse(message) as IntegrationMessage);
  }

  async removeParked(consumer: string, messageId: string): Promise<void> {
    this.statement('DELETE FROM parked WHERE consumer = ? AND message_id = ?').run(consumer, messageId);
  }

  async turn(name: string): Promise<Turn | null> {
    const row = this.statement('SELECT holder, beat FROM turns WHERE name = ?').get(name);
    return (row as Turn | undefined) ?? null;
  }

  async passTurn(name: string, from: Turn | null, to: Turn | null): Promise<boolean> {
    const pass = this.database.transaction(() => {
      const known = this.statement('SELECT holder, beat FROM turns WHERE name = ?').get(name) as Turn | undefined;
      if (known?.holder !== from?.holder || known?.beat !== from?.beat) return false;
      if (to === null) this.statement('DELETE FROM turns WHERE name = ?').run(name);
      else
        this.statement('INSERT OR REPLACE INTO turns (name, holder, beat) VALUES (?, ?, ?)').run(
          name,
          to.holder,
          to.beat,
        );
      return true;
    });
    return pass.immediate();
  }

  async announced(name: string): Promise<readonly string[]> {
    const words = this.statement('SELECT word FROM announced WHERE name = ? ORDER BY word');
    return words.pluck().all(name) as string[];
  }

  async announce(name: string, words: readonly string[]): Promise<void> {
    const announce = this.statement('INSERT OR IGNORE INTO announced (name, word) SELECT ?, value FROM json_each(?)');
    announce.run(name, JSON.stringify(words));
  }

  async allAnnounced(): Promise<readonly Announced[]> {
    return this.statement('SELECT name, word FROM announced ORDER BY name, word').all() as Announced[];
  }

  async withdrawAnnounced({ name, word }: Announced): Promise<void> {
    this.statement('DELETE FROM announced WHERE name = ? AND word = ?').run(name, word);
  }

  async close(): Promise<void> {
    this.statements.clear();
    this.database.close();
  }

  private statement(sql: string): Database.Statement<unknown[]> {
    let statement = this.statements.get(sql);
    if (!statement) this.statements.set(sql, (statement = this.database.prepare<unknown[]>(sql)));
    return statement;
  }
}

function parkedKeyOf(row: ParkedRow): ParkedKey {
  const { messageId, contract } = JSON.parse(row.message) as IntegrationMessage;
  return {
    consumer: row.consumer,
    key: row.key,
    firstMessageId: messageId,
    contract,
    error: row.error,
    attempts: row.attempts,
    parkedAt: row.parked_at,
    waiting: row.waiting,
  };
}

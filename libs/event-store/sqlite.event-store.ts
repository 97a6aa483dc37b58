import { renameSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { RecordedEvent } from '#libs/kernel';
import { sqliteCodeOf } from '#libs/sqlite';
import { AppendListeners } from './append-listeners';
import {
  AppendOutcome,
  EventStore,
  KnownLog,
  LogPage,
  ReadAllOptions,
  StreamAppend,
  VerifyResult,
} from './event-store.port';
import { GroupCommit } from './group-commit';
import { endOfPage, pageLimit } from './read-all';
import { EventRow, recordedEventOf } from './recorded-event';
import { asStorageErrors, eventKey, openEventFile, storageErrorOf } from './sqlite.schema';
import { verifyEventFile } from './sqlite.verification';
import { StorageError } from './storage-error';
import { EMPTY_STREAM, hashOfEvent, PreparedAppend, prepareAppend, PreparedEvent, StreamHead } from './stored-event';
import { NO_UPCASTING, Upcasting } from './upcasting';

/** How long a write waits for another process before the store says that it is not available. */
const BUSY_TIMEOUT_MILLISECONDS = 5_000;
/** How far one page with a type filter looks ahead, so that a rare type does not hold the process for a whole log. */
const SCANNED_POSITIONS_LIMIT = 50_000;
const BACKUP_PAGES_PER_STEP = 500;

export interface SqliteEventStoreOptions {
  /** Path of the event file; created where it is not. Beside it stand `-wal` and `-shm` while a process has it open. */
  readonly file: string;
  readonly upcasting?: Upcasting;
  readonly busyTimeoutMilliseconds?: number;
  /** The file may have at most this many pages of 8 KiB; a store at its limit answers as one whose disk is full. */
  readonly pagesLimit?: number;
}

/**
 * The event store in one SQLite file, for any number of processes of one machine. Positions are given inside the
 * write transaction and have no gaps, so a reader that has seen position N has seen everything before it.
 * The constructor throws StorageError when the file is damaged or is no event file.
 */
export class SqliteEventStore implements EventStore {
  private readonly database: Database.Database;
  private readonly upcasting: Upcasting;
  private readonly statements: Statements;
  private readonly groupCommit = new GroupCommit((appends) => this.commit(appends));
  private readonly listeners = new AppendListeners();
  private isClosed = false;

  constructor(private readonly options: SqliteEventStoreOptions) {
    this.upcasting = options.upcasting ?? NO_UPCASTING;
    this.database = openEventFile(options.file, options.busyTimeoutMilliseconds ?? BUSY_TIMEOUT_MILLISECONDS);
    if (options.pagesLimit !== undefined) this.database.pragma(`max_page_count = ${options.pagesLimit}`);
    this.statements = prepareStatements(this.database);
  }

  async append(append: StreamAppend): Promise<AppendOutcome> {
    this.requireOpen();
    const outcomes = await this.groupCommit.add([prepareAppend(append)]);
    return outcomes[0] as AppendOutcome;
  }

  async appendMany(appends: readonly StreamAppend[]): Promise<readonly AppendOutcome[]> {
    this.requireOpen();
    if (appends.length === 0) return [];
    return this.groupCommit.add(appends.map(prepareAppend));
  }

  async readStream(stream: string, fromRevision = 0): Promise<readonly RecordedEvent[]> {
    this.requireOpen();
    return this.recorded(this.query(() => this.statements.readStream.all(stream, fromRevision)));
  }

  async readStreams(streams: readonly string[]): Promise<ReadonlyMap<string, readonly RecordedEvent[]>> {
    this.requireOpen();
    const found = new Map<string, readonly RecordedEvent[]>();
    for (const stream of new Set(streams)) {
      const rows = this.query(() => this.statements.readStream.all(stream, 0));
      if (rows.length > 0) found.set(stream, this.recorded(rows));
    }
    return found;
  }

  async readAll(options: ReadAllOptions): Promise<LogPage> {
    this.requireOpen();
    const { after, types } = options;
    const limit = pageLimit(options);
    // The head is read first: everything at or below it is committed and complete.
    const last = Math.min(endOfPage(options), this.readHead());
    if (after >= last) return { events: [], checkpoint: after, caughtUp: true };
    const scannedTo = types === undefined ? last : Math.min(last, after + SCANNED_POSITIONS_LIMIT);
    const rows = this.query(() =>
      types === undefined
        ? this.statements.readAll.all(after, scannedTo, limit)
        : this.statements.readTypes.all(after, scannedTo, JSON.stringify(types), limit),
    );
    const isFull = rows.length === limit;
    const checkpoint = isFull ? (rows[limit - 1] as EventRow)[0] : scannedTo;
    const events = rows.map((row) => recordedEventOf(row, this.upcasting, true));
    return { events, checkpoint, caughtUp: checkpoint >= last };
  }

  async findEvent(eventId: string): Promise<RecordedEvent | null> {
    this.requireOpen();
    const row = this.query(() => this.statements.findEvent.get({ id: eventId }));
    return row === undefined ? null : recordedEventOf(row, this.upcasting, false);
  }

  async head(): Promise<number> {
    this.requireOpen();
    return this.readHead();
  }

  async eventsBehind(position: number): Promise<number> {
    return Math.max(0, (await this.head()) - position);
  }

  async knowAllStreams(): Promise<void> {
    this.requireOpen();
  }

  async knownLog(): Promise<KnownLog> {
    return { upTo: await this.head(), eventsRead: 0 };
  }

  async lastEvent(): Promise<RecordedEvent | null> {
    const head = await this.head();
    return head === 0 ? null : ((await this.readAll({ after: head - 1, limit: 1 })).events[0] ?? null);
  }

  onAppended(listener: () => void): () => void {
    return this.listeners.add(listener);
  }

  /** Reads the file through a connection of its own: what this process has in its cache proves nothing. */
  async verify(onProgress?: (position: number) => void): Promise<VerifyResult> {
    this.requireOpen();
    this.groupCommit.flushAll();
    return verifyEventFile(this.options.file, onProgress);
  }

  /**
   * Copies the log to a new file while the store goes on writing; answers with the head of the copy. The file stands
   * under its name only when it is complete. Throws StorageError, leaving no file.
   */
  async backup(file: string): Promise<number> {
    this.requireOpen();
    this.groupCommit.flushAll();
    const unfinished = `${file}.unfinished`;
    try {
      rmSync(unfinished, { force: true });
      await this.database.backup(unfinished, { progress: () => BACKUP_PAGES_PER_STEP });
      const head = finishBackup(unfinished);
      renameSync(unfinished, file);
      return head;
    } catch (error) {
      rmSync(unfinished, { force: true });
      throw storageErrorOf(error);
    }
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    this.groupCommit.flushAll();
    this.listeners.clear();
    this.database.close();
  }

  private requireOpen(): void {
    if (this.isClosed) throw new StorageError('closed', 'The event store is closed');
  }

  private query<Result>(read: () => Result): Result {
    return asStorageErrors(read);
  }

  private recorded(rows: readonly EventRow[]): RecordedEvent[] {
    return rows.map((row) => recordedEventOf(row, this.upcasting, false));
  }

  private readHead(): number {
    const head = this.query(() => this.statements.readHead.get());
    if (head === undefined) throw new StorageError('damaged', 'The event file does not say how long its log is');
    return head;
  }

  /**
   * One durable transaction for all appends. Throws StorageError when the database fails, and then nothing is
   * written. When the very flush of the disk failed the outcome may be unknown until the file is opened again:
   * whoever repeats the command with its id is safe either way.
   */
  private commit(appends: readonly PreparedAppend[]): readonly AppendOutcome[] {
    return asStorageErrors(() => {
      this.statements.begin.run();
      try {
        const headBefore = this.readHead();
        let head = headBefore;
        const outcomes = appends.map((append) => {
          const outcome = this.write(append, head);
          if (outcome.kind === 'appended') head = outcome.lastPosition;
          return outcome;
        });
        if (head !== headBefore) this.statements.writeHead.run(head);
        this.statements.commit.run();
        if (head !== headBefore) this.listeners.tell();
        return outcomes;
      } catch (error) {
        if (this.database.inTransaction) this.statements.rollback.run();
        throw error;
      }
    });
  }

  /** Revision and hash of the stream are read here, inside the transaction: another process may have moved them. */
  private write(append: PreparedAppend, head: number): AppendOutcome {
    const { stream, expectedRevision, events } = append;
    const row = this.statements.readStreamHead.get(stream);
    const streamHead: StreamHead = row === undefined ? EMPTY_STREAM : { revision: row[0], hash: row[1] };
    if (streamHead.revision !== expectedRevision) {
      return this.findDuplicate(events) ?? { kind: 'conflict', actualRevision: streamHead.revision };
    }
    // An append of one event is one statement, which SQLite undoes by itself; only several need a savepoint.
    const needsSavepoint = events.length > 1;
    if (needsSavepoint) this.statements.savepoint.run();
    try {
      const lastRevision = this.insert(append, streamHead, head);
      if (needsSavepoint) this.statements.release.run();
      return { kind: 'appended', lastRevision, lastPosition: head + events.length };
    } catch (error) {
      if (sqliteCodeOf(error) !== 'SQLITE_CONSTRAINT_UNIQUE') throw error;
      if (needsSavepoint) {
        this.statements.rollbackToSavepoint.run();
        this.statements.release.run();
      }
      const duplicate = this.findDuplicate(events);
      if (duplicate === null) throw error;
      return duplicate;
    }
  }

  /** Inserts the events behind the heads of stream and log; answers with the revision of the last. */
  private insert(append: PreparedAppend, streamHead: StreamHead, head: number): number {
    const { stream } = append;
    let { revision, hash: previousHash } = streamHead;
    let position = head;
    for (const event of append.events) {
      revision += 1;
      position += 1;
      const hash = hashOfEvent(event, { stream, revision, position, previousHash });
      this.statements.insert.run(
        position,
        event.eventId,
        stream,
        revision,
        event.type,
        event.version,
        event.account,
        event.period,
        event.amountKopecks,
        event.effectiveOn,
        previousHash,
        hash,
        event.metadata,
        event.data,
      );
      previousHash = hash;
    }
    return revision;
  }

  private findDuplicate(events: readonly PreparedEvent[]): AppendOutcome | null {
    for (const event of events) {
      const row = this.statements.findEvent.get({ id: event.eventId });
      if (row !== undefined) return { kind: 'duplicate', stream: row[2], position: row[0] };
    }
    return null;
  }
}

/** A backup is one file: its write-ahead log is folded in and the mode that would make a new one is left. */
function finishBackup(file: string): number {
  const copy = new Database(file);
  try {
    copy.pragma('journal_mode = DELETE');
    return copy.prepare('SELECT position FROM log_head').pluck().get() as number;
  } finally {
    copy.close();
  }
}

type Statements = ReturnType<typeof prepareStatements>;

const READ_COLUMNS = 'SELECT position, event_id, stream, revision, type, version, metadata, data FROM events';

function prepareStatements(database: Database.Database) {
  const rows = <Parameters extends unknown[]>(sql: string) =>
    database.prepare<Parameters, EventRow>(`${READ_COLUMNS} ${sql}`).raw(true);
  return {
    begin: database.prepare('BEGIN IMMEDIATE'),
    commit: database.prepare('COMMIT'),
    rollback: database.prepare('ROLLBACK'),
    savepoint: database.prepare('SAVEPOINT append'),
    release: database.prepare('RELEASE append'),
    rollbackToSavepoint: database.prepare('ROLLBACK TO append'),
    readHead: database.prepare<[], number>('SELECT position FROM log_head WHERE id = 1').pluck(),
    writeHead: database.prepare<[number]>('UPDATE log_head SET position = ? WHERE id = 1'),
    readStreamHead: database
      .prepare<[string], [revision: number, hash: string]>(
        'SELECT revision, hash FROM events WHERE stream = ? ORDER BY revision DESC LIMIT 1',
      )
      .raw(true),
    insert: database.prepare(`INSERT INTO events VALUES (${Array(14).fill('?').join(', ')})`),
    readStream: rows<[string, number]>('WHERE stream = ? AND revision >= ? ORDER BY revision'),
    findEvent: rows<[{ id: string }]>(`WHERE ${eventKey('event_id')} = ${eventKey('@id')}`),
    readAll: rows<[number, number, number]>('WHERE position > ? AND position <= ? ORDER BY position LIMIT ?'),
    readTypes: rows<[number, number, string, number]>(
      'WHERE position > ? AND position <= ? AND type IN (SELECT value FROM json_each(?)) ORDER BY position LIMIT ?',
    ),
  };
}

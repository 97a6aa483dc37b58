import { setImmediate as nextTurn } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { switchToWriteAheadLog } from '#libs/sqlite';
import { ControlSum } from './control-sum';
import { checkDeclaration, checkSameColumns, checkSum, columnsText, columnValues, exactSum } from './declaration';
import { GenerationGoneError, ProjectionNotBuiltError, ProjectionSupersededError, ReadModelUsageError } from './errors';
import {
  ColumnValue,
  DocumentWrite,
  Generation,
  Projection,
  ProjectionFailure,
  Query,
  ReadModelStore,
  Row,
  SumRow,
} from './read-models.port';
import {
  countRows,
  createIndexes,
  createTable,
  quote,
  REGISTRY_TABLE,
  selectRows,
  Statement,
  sumRows,
  tableOf,
  upsertRow,
} from './sqlite.statements';

/** How long a writer waits for another process's transaction before it gives up with an error. */
const BUSY_TIMEOUT_MS = 15_000;
/** Prepared statements kept; the oldest goes first. */
const STATEMENTS_LIMIT = 500;
/** Rows between two turns of the event loop while a control sum is computed. */
const CONTROL_SUM_PAGE_ROWS = 2_000;
/** The write-ahead file is cut back to this size after a large transaction. */
const JOURNAL_LIMIT_BYTES = 64 * 1024 * 1024;
/** The write-ahead log goes back into the file every so many pages: rarer than usual, for the large writes of a night. */
const CHECKPOINT_PAGES = 4_000;
const PAGE_CACHE_KIB = 64 * 1024;

interface RegistryRow {
  readonly generation: number;
  readonly projection: string;
  readonly version: number;
  readonly state: Generation['state'];
  readonly checkpoint: number;
  readonly columns: string;
  /** The declared indexes as JSON: a generation that is building gets them only before the switch. */
  readonly indexes: string;
  readonly failure: string | null;
}

type RawRow = [key: string, position: number, document: string];

/**
 * Read models in a SQLite file, which several processes may open. Documents and their checkpoint are one transaction;
 * it is not forced to the disk one by one (`synchronous = NORMAL`), because what a power cut takes is whole
 * transactions at the end, and those are folded again from the log.
 */
export class SqliteReadModelStore implements ReadModelStore {
  private readonly database: Database.Database;
  private readonly statements = new Map<string, Database.Statement<unknown[]>>();

  /** @param file the path of the file, or `:memory:`. */
  constructor(file: string) {
    this.database = new Database(file, { timeout: BUSY_TIMEOUT_MS });
    switchToWriteAheadLog(this.database);
    this.database.pragma('synchronous = NORMAL');
    this.database.pragma('temp_store = MEMORY');
    this.database.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    this.database.pragma(`journal_size_limit = ${JOURNAL_LIMIT_BYTES}`);
    this.database.pragma(`cache_size = -${PAGE_CACHE_KIB}`);
    this.database.exec(REGISTRY_TABLE);
  }

  async get<Document extends object>(projection: Projection<Document>, key: string): Promise<Row<Document> | null> {
    return this.read(projection, null, (table) => this.selectByKey<Document>(table, key));
  }

  async getMany<Document extends object>(
    projection: Projection<Document>,
    keys: readonly string[],
  ): Promise<ReadonlyMap<string, Row<Document>>> {
    return this.read(projection, new Map(), (table) => this.selectByKeys<Document>(table, keys));
  }

  async find<Document extends object>(
    projection: Projection<Document>,
    query: Query,
  ): Promise<readonly Row<Document>[]> {
    const rows = this.read(projection, [], (table) => this.all<RawRow>(selectRows(table, projection, query)));
    return rows.map((row) => toRow<Document>(row));
  }

  async count(projection: Projection, query: Pick<Query, 'where'>): Promise<number> {
    const rows = this.read(projection, [], (table) => this.all<[number]>(countRows(table, projection, query.where)));
    return rows[0]?.[0] ?? 0;
  }

  async sum(
    projection: Projection,
    query: { where?: Query['where']; groupBy: readonly string[]; sums: readonly string[] },
  ): Promise<readonly SumRow[]> {
    checkSum(projection, query.groupBy, query.sums);
    const nothing: ColumnValue[][] = query.groupBy.length === 0 ? [[...query.sums.map(() => 0), 0]] : [];
    const rows = this.read(projection, nothing, (table) => this.all<ColumnValue[]>(sumRows(table, projection, query)));
    const groups = query.groupBy.length;
    return rows.map((row) => ({
      group: Object.fromEntries(query.groupBy.map((column, index) => [column, row[index] ?? null])),
      sums: Object.fromEntries(
        query.sums.map((column, index) => [column, exactSum(projection, column, Number(row[groups + index]))]),
      ),
      count: Number(row[groups + query.sums.length]),
    }));
  }

  async checkpoint(projection: Projection): Promise<number> {
    const live = this.liveOf(projection.name);
    return live?.version === projection.version ? live.checkpoint : 0;
  }

  async open(projection: Projection): Promise<Generation> {
    checkDeclaration(projection);
    const opened = this.immediately(() => {
      const live = this.liveOf(projection.name);
      if (!live) return this.create(projection, 'live');
      if (live.version > projection.version) {
        throw new ProjectionSupersededError(projection.name, projection.version, live.version);
      }
      if (live.version < projection.version) return this.building(projection);
      checkSameColumns(projection, live.columns);
      this.index(live, projection.indexes);
      return live;
    });
    return this.describe(opened);
  }

  async startBuilding(projection: Projection): Promise<Generation> {
    checkDeclaration(projection);
    return this.describe(this.immediately(() => this.building(projection)));
  }

  async load<Document extends object>(
    generation: Generation,
    _projection: Projection<Document>,
    keys: readonly string[],
  ): Promise<ReadonlyMap<string, Row<Document>>> {
    try {
      return this.selectByKeys<Document>(tableOf(generation), keys);
    } catch (error) {
      throw isMissingTable(error) ? gone(generation) : error;
    }
  }

  async write<Document extends object>(
    generation: Generation,
    projection: Projection<Document>,
    writes: readonly DocumentWrite<Document>[],
    expectedCheckpoint: number,
    checkpoint: number,
  ): Promise<boolean> {
    const table = tableOf(generation);
    return this.immediately(() => {
      const stored = this.registered(generation.generation);
      if (!stored || stored.state === 'retired' || stored.checkpoint !== expectedCheckpoint) return false;
      const upsert = writes.length > 0 ? this.prepare(upsertRow(table, projection)) : null;
      for (const { key, document, position, columns } of writes) {
        if (document === null) {
          this.prepare(`DELETE FROM ${quote(table)} WHERE "key" = ?`).run(key);
        } else {
          upsert?.run(key, position, JSON.stringify(document), ...columnValues(projection, columns));
        }
      }
      this.prepare('UPDATE read_model_generations SET checkpoint = ?, failure = NULL WHERE generation = ?').run(
        checkpoint,
        generation.generation,
      );
      return true;
    });
  }

  async checkpointOf(generation: Generation): Promise<number> {
    const stored = this.registered(generation.generation);
    if (!stored || stored.state === 'retired') throw gone(generation);
    return stored.checkpoint;
  }

  async recordFailure(generation: Generation, failure: ProjectionFailure | null): Promise<void> {
    this.prepare('UPDATE read_model_generations SET failure = ? WHERE generation = ?').run(
      failure === null ? null : JSON.stringify(failure),
      generation.generation,
    );
  }

  async generations(): Promise<readonly Generation[]> {
    return this.database.transaction(() => {
      const rows = this.prepare('SELECT * FROM read_model_generations ORDER BY generation').all() as RegistryRow[];
      return rows.map((row) => this.describe(row));
    })();
  }

  async countRows(generation: Generation): Promise<number> {
    try {
      const [counted] = this.all<[number]>({ sql: `SELECT COUNT(*) FROM ${quote(tableOf(generation))}`, values: [] });
      return counted?.[0] ?? 0;
    } catch (error) {
      throw isMissingTable(error) ? gone(generation) : error;
    }
  }

  async controlSum(generation: Generation): Promise<string> {
    const sum = new ControlSum();
    const table = quote(tableOf(generation));
    const page = `SELECT rowid, "key", "document" FROM ${table} WHERE rowid > ? ORDER BY rowid LIMIT ${CONTROL_SUM_PAGE_ROWS}`;
    let after = -1;
    for (;;) {
      let rows: [rowid: number, key: string, document: string][];
      try {
        rows = this.all({ sql: page, values: [after] });
      } catch (error) {
        throw isMissingTable(error) ? gone(generation) : error;
      }
      for (const [, key, document] of rows) sum.add(key, document);
      if (rows.length < CONTROL_SUM_PAGE_ROWS) return sum.toString();
      after = rows.at(-1)?.[0] ?? after;
      await nextTurn();
    }
  }

  async switchTo(generation: Generation): Promise<void> {
    // Sorting a finished table once is faster than keeping its indexes in order under a million writes; and done
    // before the transaction of the switch it delays nobody.
    const building = this.registeredAsBuilding(generation);
    this.index(building, JSON.parse(building.indexes) as Projection['indexes']);
    this.immediately(() => {
      const built = this.registeredAsBuilding(generation);
      this.prepare(`UPDATE read_model_generations SET state = 'retired' WHERE projection = ? AND state = 'live'`).run(
        built.projection,
      );
      this.prepare(`UPDATE read_model_generations SET state = 'live' WHERE generation = ?`).run(built.generation);
    });
  }

  async drop(generation: Generation): Promise<void> {
    this.immediately(() => {
      const stored = this.registered(generation.generation);
      if (!stored) return;
      if (stored.state === 'live') {
        throw new ReadModelUsageError(`Generation ${stored.generation} of ${stored.projection} is live`);
      }
      this.prepare('DELETE FROM read_model_generations WHERE generation = ?').run(stored.generation);
      this.database.exec(`DROP TABLE IF EXISTS ${quote(tableOf(stored))}`);
    });
  }

  async close(): Promise<void> {
    this.statements.clear();
    this.database.close();
  }

  private building(projection: Projection): RegistryRow {
    const building = this.newest(projection, 'building');
    if (!building) return this.create(projection, 'building');
    checkSameColumns(projection, building.columns);
    return building;
  }

  private create(projection: Projection, state: 'live' | 'building'): RegistryRow {
    const { lastInsertRowid } = this.prepare(
      `INSERT INTO read_model_generations (projection, version, state, checkpoint, columns, indexes)
       VALUES (?, ?, ?, 0, ?, ?)`,
    ).run(projection.name, projection.version, state, columnsText(projection), JSON.stringify(projection.indexes));
    const created = this.registered(Number(lastInsertRowid)) as RegistryRow;
    this.database.exec(createTable(tableOf(created), projection));
    if (state === 'live') this.index(created, projection.indexes);
    return created;
  }

  private index(row: RegistryRow, indexes: Projection['indexes']): void {
    for (const index of createIndexes(tableOf(row), indexes)) this.database.exec(index);
  }

  private registered(generation: number): RegistryRow | undefined {
    return this.prepare('SELECT * FROM read_model_generations WHERE generation = ?').get(generation) as
      RegistryRow | undefined;
  }

  private registeredAsBuilding(generation: Generation): RegistryRow {
    const row = this.registered(generation.generation);
    if (!row) throw gone(generation);
    if (row.state === 'building') return row;
    throw new ReadModelUsageError(`Generation ${row.generation} of ${row.projection} is ${row.state}`);
  }

  private liveOf(name: string): RegistryRow | undefined {
    return this.prepare(`SELECT * FROM read_model_generations WHERE projection = ? AND state = 'live'`).get(name) as
      RegistryRow | undefined;
  }

  /** The newest generation of the projection's version in a state. */
  private newest(projection: Projection, state: Generation['state']): RegistryRow | undefined {
    return this.prepare(
      `SELECT * FROM read_model_generations WHERE projection = ? AND version = ? AND state = ?
       ORDER BY generation DESC LIMIT 1`,
    ).get(projection.name, projection.version, state) as RegistryRow | undefined;
  }

  /**
   * Reads from the table that serves the projection, in one read transaction: another process may switch and drop
   * between the look into the registry and the read.
   */
  private read<Answer>(projection: Projection, nothing: Answer, answer: (table: string) => Answer): Answer {
    checkDeclaration(projection);
    return this.database.transaction(() => {
      const live = this.liveOf(projection.name);
      const serving = live?.version === projection.version ? live : this.newest(projection, 'retired');
      if (serving) return answer(tableOf(serving));
      if (live) throw new ProjectionNotBuiltError(projection.name, projection.version, live.version);
      return nothing;
    })();
  }

  private selectByKey<Document>(table: string, key: string): Row<Document> | null {
    const row = this.prepare(`SELECT "key", "position", "document" FROM ${quote(table)} WHERE "key" = ?`, true).get(
      key,
    );
    return row === undefined ? null : toRow<Document>(row as RawRow);
  }

  private selectByKeys<Document>(table: string, keys: readonly string[]): Map<string, Row<Document>> {
    const rows = new Map<string, Row<Document>>();
    const statement = this.prepare(`SELECT "key", "position", "document" FROM ${quote(table)} WHERE "key" = ?`, true);
    this.database.transaction(() => {
      for (const key of keys) {
        const row = statement.get(key) as RawRow | undefined;
        if (row) rows.set(key, toRow<Document>(row));
      }
    })();
    return rows;
  }

  private all<RowValues>({ sql, values }: Statement): RowValues[] {
    return this.prepare(sql, true).all(...values) as RowValues[];
  }

  private describe(row: RegistryRow): Generation {
    const { generation, projection, version, state, checkpoint, failure } = row;
    const isUntouched =
      checkpoint === 0 && this.all({ sql: `SELECT 1 FROM ${quote(tableOf(row))} LIMIT 1`, values: [] }).length === 0;
    return {
      projection,
      version,
      generation,
      state,
      checkpoint,
      isUntouched,
      failure: failure === null ? null : (JSON.parse(failure) as ProjectionFailure),
    };
  }

  /** Takes the write lock before the first read, so that what was read still holds when it is written. */
  private immediately<Answer>(work: () => Answer): Answer {
    return this.database.transaction(work).immediate();
  }

  /** @param raw rows as lists of values: twice as fast as objects. */
  private prepare(sql: string, raw = false): Database.Statement<unknown[]> {
    const known = this.statements.get(sql);
    if (known) return known;
    if (this.statements.size >= STATEMENTS_LIMIT) {
      const [oldest] = this.statements.keys();
      this.statements.delete(oldest as string);
    }
    const prepared = this.database.prepare<unknown[]>(sql);
    if (raw) prepared.raw(true);
    this.statements.set(sql, prepared);
    return prepared;
  }
}

function gone({ projection, version, generation }: Generation): GenerationGoneError {
  return new GenerationGoneError(projection, version, generation);
}

function isMissingTable(error: unknown): boolean {
  // Not by its class: the driver is one for the whole process, and a test has its own classes of errors.
  const { message } = (error ?? {}) as { readonly message?: unknown };
  return typeof message === 'string' && message.startsWith('no such table');
}

function toRow<Document>([key, position, document]: RawRow): Row<Document> {
  return { key, position, document: JSON.parse(document) as Document };
}

import { ControlSum } from './control-sum';
import {
  checkDeclaration,
  checkSameColumns,
  checkSum,
  columnsText,
  columnValues,
  Comparison,
  comparisonsOf,
  exactSum,
  Order,
  orderOf,
} from './declaration';
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

interface StoredRow {
  readonly key: string;
  readonly position: number;
  /** JSON text, as in the other stores: what a caller does to an answer never reaches what is stored. */
  readonly document: string;
  readonly columns: Readonly<Record<string, ColumnValue>>;
}

interface StoredGeneration {
  readonly projection: string;
  readonly version: number;
  readonly generation: number;
  state: Generation['state'];
  checkpoint: number;
  failure: ProjectionFailure | null;
  readonly columns: string;
  readonly rows: Map<string, StoredRow>;
}

/** Read models in the memory of one process: for tests and for dry runs. Nothing survives `close`. */
export class MemoryReadModelStore implements ReadModelStore {
  private readonly stored = new Map<number, StoredGeneration>();
  private lastGeneration = 0;

  async get<Document extends object>(projection: Projection<Document>, key: string): Promise<Row<Document> | null> {
    const row = this.serving(projection)?.rows.get(key);
    return row ? toRow<Document>(row) : null;
  }

  async getMany<Document extends object>(
    projection: Projection<Document>,
    keys: readonly string[],
  ): Promise<ReadonlyMap<string, Row<Document>>> {
    return rowsOf<Document>(this.serving(projection)?.rows, keys);
  }

  async find<Document extends object>(
    projection: Projection<Document>,
    query: Query,
  ): Promise<readonly Row<Document>[]> {
    const order = orderOf(projection, query);
    const { afterKey } = query;
    const rows = this.select(projection, query.where)
      .filter((row) => afterKey === undefined || compareText(row.key, afterKey) > 0)
      .sort((left, right) => compareRows(order, left, right));
    return rows.slice(0, query.limit ?? rows.length).map((row) => toRow<Document>(row));
  }

  async count(projection: Projection, query: Pick<Query, 'where'>): Promise<number> {
    return this.select(projection, query.where).length;
  }

  async sum(
    projection: Projection,
    query: { where?: Query['where']; groupBy: readonly string[]; sums: readonly string[] },
  ): Promise<readonly SumRow[]> {
    checkSum(projection, query.groupBy, query.sums);
    const order = query.groupBy.map((column) => ({ column, descending: false }));
    const rows = this.select(projection, query.where).sort((left, right) => compareRows(order, left, right));
    const groups = new Map<
      string,
      { group: Record<string, ColumnValue>; sums: Record<string, number>; count: number }
    >();
    const startGroup = (values: readonly ColumnValue[]) => {
      const started = {
        group: Object.fromEntries(query.groupBy.map((column, index) => [column, values[index] ?? null])),
        sums: Object.fromEntries(query.sums.map((column) => [column, 0])),
        count: 0,
      };
      groups.set(JSON.stringify(values), started);
      return started;
    };
    // A sum over everything has an answer even when there is nothing; a sum by groups has none.
    if (query.groupBy.length === 0) startGroup([]);
    for (const row of rows) {
      const values = query.groupBy.map((column) => valueOf(row, column));
      const group = groups.get(JSON.stringify(values)) ?? startGroup(values);
      for (const column of query.sums) {
        const sum = (group.sums[column] as number) + Number(valueOf(row, column) ?? 0);
        group.sums[column] = exactSum(projection, column, sum);
      }
      group.count += 1;
    }
    return [...groups.values()];
  }

  async checkpoint(projection: Projection): Promise<number> {
    return this.newest(projection, 'live')?.checkpoint ?? 0;
  }

  async open(projection: Projection): Promise<Generation> {
    checkDeclaration(projection);
    const live = this.liveOf(projection.name);
    if (!live) return describe(this.create(projection, 'live'));
    if (live.version > projection.version) {
      throw new ProjectionSupersededError(projection.name, projection.version, live.version);
    }
    if (live.version < projection.version) return this.startBuilding(projection);
    checkSameColumns(projection, live.columns);
    return describe(live);
  }

  async startBuilding(projection: Projection): Promise<Generation> {
    checkDeclaration(projection);
    const building = this.newest(projection, 'building');
    if (building) checkSameColumns(projection, building.columns);
    return describe(building ?? this.create(projection, 'building'));
  }

  async load<Document extends object>(
    generation: Generation,
    _projection: Projection<Document>,
    keys: readonly string[],
  ): Promise<ReadonlyMap<string, Row<Document>>> {
    return rowsOf<Document>(this.existing(generation).rows, keys);
  }

  async write<Document extends object>(
    generation: Generation,
    projection: Projection<Document>,
    writes: readonly DocumentWrite<Document>[],
    expectedCheckpoint: number,
    checkpoint: number,
  ): Promise<boolean> {
    const stored = this.stored.get(generation.generation);
    if (!stored || stored.state === 'retired' || stored.checkpoint !== expectedCheckpoint) return false;
    // Everything that may throw comes before the first change: a refused write leaves nothing behind.
    const rows = writes.map((write) => (write.document === null ? null : toStored(projection, write)));
    writes.forEach((write, index) => {
      const row = rows[index];
      if (row) stored.rows.set(write.key, row);
      else stored.rows.delete(write.key);
    });
    stored.checkpoint = checkpoint;
    stored.failure = null;
    return true;
  }

  async checkpointOf(generation: Generation): Promise<number> {
    const stored = this.existing(generation);
    if (stored.state === 'retired') throw gone(generation);
    return stored.checkpoint;
  }

  async recordFailure(generation: Generation, failure: ProjectionFailure | null): Promise<void> {
    const stored = this.stored.get(generation.generation);
    if (stored) stored.failure = failure;
  }

  async generations(): Promise<readonly Generation[]> {
    return [...this.stored.values()].map(describe);
  }

  async countRows(generation: Generation): Promise<number> {
    return this.existing(generation).rows.size;
  }

  async controlSum(generation: Generation): Promise<string> {
    const sum = new ControlSum();
    for (const row of this.existing(generation).rows.values()) sum.add(row.key, row.document);
    return sum.toString();
  }

  async switchTo(generation: Generation): Promise<void> {
    const built = this.existing(generation);
    if (built.state !== 'building') {
      throw new ReadModelUsageError(`Generation ${built.generation} of ${built.projection} is ${built.state}`);
    }
    const live = this.liveOf(built.projection);
    if (live) live.state = 'retired';
    built.state = 'live';
  }

  async drop(generation: Generation): Promise<void> {
    const stored = this.stored.get(generation.generation);
    if (stored?.state === 'live') {
      throw new ReadModelUsageError(`Generation ${stored.generation} of ${stored.projection} is live`);
    }
    this.stored.delete(generation.generation);
  }

  async close(): Promise<void> {
    this.stored.clear();
  }

  private create(projection: Projection, state: 'live' | 'building'): StoredGeneration {
    this.lastGeneration += 1;
    const created: StoredGeneration = {
      projection: projection.name,
      version: projection.version,
      generation: this.lastGeneration,
      state,
      checkpoint: 0,
      failure: null,
      columns: columnsText(projection),
      rows: new Map(),
    };
    this.stored.set(created.generation, created);
    return created;
  }

  private liveOf(name: string): StoredGeneration | undefined {
    return [...this.stored.values()].find(({ projection, state }) => projection === name && state === 'live');
  }

  /** The newest generation of the projection's version in a state. */
  private newest(projection: Projection, state: Generation['state']): StoredGeneration | undefined {
    return [...this.stored.values()]
      .reverse()
      .find((one) => one.projection === projection.name && one.version === projection.version && one.state === state);
  }

  private serving(projection: Projection): StoredGeneration | undefined {
    checkDeclaration(projection);
    const serving = this.newest(projection, 'live') ?? this.newest(projection, 'retired');
    if (serving) return serving;
    const live = this.liveOf(projection.name);
    if (live) throw new ProjectionNotBuiltError(projection.name, projection.version, live.version);
    return undefined;
  }

  private existing(generation: Generation): StoredGeneration {
    const stored = this.stored.get(generation.generation);
    if (!stored) throw gone(generation);
    return stored;
  }

  private select(projection: Projection, where: Query['where']): StoredRow[] {
    const comparisons = comparisonsOf(projection, where);
    const rows = this.serving(projection)?.rows.values() ?? [];
    return [...rows].filter((row) =>
      comparisons.every((comparison) => holds(comparison, valueOf(row, comparison.column))),
    );
  }
}

function gone({ projection, version, generation }: Generation): GenerationGoneError {
  return new GenerationGoneError(projection, version, generation);
}

function describe({ rows, columns: _columns, ...generation }: StoredGeneration): Generation {
  return { ...generation, isUntouched: generation.checkpoint === 0 && rows.size === 0 };
}

function toStored<Document extends object>(
  projection: Projection<Document>,
  { key, position, document, columns }: DocumentWrite<Document>,
): StoredRow {
  const values = columnValues(projection, columns);
  const named = Object.fromEntries(
    Object.keys(projection.columns).map((column, index) => [column, values[index] ?? null]),
  );
  return { key, position, document: JSON.stringify(document), columns: named };
}

function toRow<Document>({ key, position, document }: StoredRow): Row<Document> {
  return { key, position, document: JSON.parse(document) as Document };
}

function rowsOf<Document>(
  rows: ReadonlyMap<string, StoredRow> | undefined,
  keys: readonly string[],
): Map<string, Row<Document>> {
  const found = new Map<string, Row<Document>>();
  for (const key of keys) {
    const row = rows?.get(key);
    if (row) found.set(key, toRow<Document>(row));
  }
  return found;
}

function valueOf(row: StoredRow, column: string): ColumnValue {
  if (column === 'key') return row.key;
  if (column === 'position') return row.position;
  return row.columns[column] ?? null;
}

function holds(comparison: Comparison, value: ColumnValue): boolean {
  switch (comparison.operator) {
    case 'equals':
      return value === comparison.value;
    case 'in':
      return comparison.values.includes(value);
    default: {
      if (value === null || comparison.value === null) return false;
      const order = compareValues(value, comparison.value);
      if (comparison.operator === 'from') return order >= 0;
      if (comparison.operator === 'to') return order <= 0;
      return comparison.operator === 'above' ? order > 0 : order < 0;
    }
  }
}

function compareRows(order: readonly Order[], left: StoredRow, right: StoredRow): number {
  for (const { column, descending } of order) {
    const compared = compareValues(valueOf(left, column), valueOf(right, column));
    if (compared !== 0) return descending ? -compared : compared;
  }
  return 0;
}

function compareValues(left: ColumnValue, right: ColumnValue): number {
  if (left === null || right === null) return Number(left !== null) - Number(right !== null);
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return compareText(String(left), String(right));
}

const SURROGATE = /[\ud800-\udfff]/;

/** Text in the order of code points, which is the order of the bytes that databases compare. */
function compareText(left: string, right: string): number {
  if (left === right) return 0;
  if (SURROGATE.test(left) || SURROGATE.test(right)) return Buffer.compare(Buffer.from(left), Buffer.from(right));
  return left < right ? -1 : 1;
}

import { ReadModelUsageError } from './errors';
import { ColumnType, ColumnValue, Condition, Projection, Query } from './read-models.port';

/** Columns that every collection has beside the declared ones; queries may name the first two. */
const OWN_COLUMNS: Readonly<Record<string, ColumnType>> = { key: 'text', position: 'integer' };
const RESERVED_NAMES = new Set(['key', 'position', 'document', 'rowid']);
const IDENTIFIER = /^[a-zA-Z][a-zA-Z0-9_]{0,62}$/;
const PROJECTION_NAME = /^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+$/;

const checkedProjections = new WeakSet<object>();

/**
 * Checks what a projection declares: a name of the form `service.question`, a version from 1, columns that are plain
 * identifiers, and indexes over declared columns only. Everything that later becomes a name in a query language
 * passes here, so no name of a column ever comes from outside the code.
 *
 * @throws ReadModelUsageError naming the projection and what is wrong.
 */
export function checkDeclaration(projection: Projection): void {
  if (checkedProjections.has(projection)) return;
  if (!PROJECTION_NAME.test(projection.name)) {
    throw new ReadModelUsageError(`The name of a projection has the form service.question: ${projection.name}`);
  }
  if (!Number.isSafeInteger(projection.version) || projection.version < 1) {
    throw new ReadModelUsageError(`${projection.name}: a version is a whole number from 1`);
  }
  const seen = new Set<string>();
  for (const [column, type] of Object.entries(projection.columns)) {
    const folded = column.toLowerCase();
    if (!IDENTIFIER.test(column) || RESERVED_NAMES.has(folded) || seen.has(folded)) {
      throw new ReadModelUsageError(`${projection.name}: ${column} cannot be the name of a column`);
    }
    if (type !== 'text' && type !== 'integer') {
      throw new ReadModelUsageError(`${projection.name}: column ${column} is neither text nor integer`);
    }
    seen.add(folded);
  }
  for (const columns of projection.indexes) {
    if (columns.length === 0) throw new ReadModelUsageError(`${projection.name}: an index names at least one column`);
    for (const column of columns) typeOfColumn(projection, column);
  }
  checkedProjections.add(projection);
}

/** The declared columns as text, kept with a generation. */
export function columnsText(projection: Projection): string {
  return JSON.stringify(projection.columns);
}

/** @throws ReadModelUsageError when the columns changed and the version did not: the stored documents lack them. */
export function checkSameColumns(projection: Projection, storedColumns: string): void {
  if (columnsText(projection) === storedColumns) return;
  throw new ReadModelUsageError(
    `${projection.name}@${projection.version} is stored with the columns ${storedColumns}: other columns need a new version`,
  );
}

/** The type of a declared column, or of `key` and `position`. */
function typeOfColumn(projection: Projection, column: string): ColumnType {
  const type = Object.hasOwn(projection.columns, column)
    ? projection.columns[column]
    : Object.hasOwn(OWN_COLUMNS, column)
      ? OWN_COLUMNS[column]
      : undefined;
  if (type === undefined) throw new ReadModelUsageError(`${projection.name} declares no column ${column}`);
  return type;
}

function checkValue(projection: Projection, column: string, type: ColumnType, value: unknown): void {
  if (value === null) return;
  if (type === 'text' ? typeof value === 'string' : Number.isSafeInteger(value)) return;
  throw new ReadModelUsageError(`${projection.name}: column ${column} is ${type}, and ${JSON.stringify(value)} is not`);
}

/**
 * The values of the declared columns in the order of their declaration. A column that the projection leaves out is
 * null; a value of another type, a fraction or an undeclared column is an error, because it would be silently
 * converted by one store and kept by another.
 */
export function columnValues(projection: Projection, columns: Readonly<Record<string, ColumnValue>>): ColumnValue[] {
  const values: ColumnValue[] = [];
  for (const column in projection.columns) {
    const value = columns[column] ?? null;
    checkValue(projection, column, projection.columns[column] as ColumnType, value);
    values.push(value);
  }
  for (const column in columns) {
    if (!Object.hasOwn(projection.columns, column)) {
      throw new ReadModelUsageError(`${projection.name} declares no column ${column}`);
    }
  }
  return values;
}

/** One elementary comparison; all comparisons of a query have to hold. A comparison with null other than `equals` never holds. */
export type Comparison =
  | { readonly column: string; readonly operator: 'equals'; readonly value: ColumnValue }
  | { readonly column: string; readonly operator: 'in'; readonly values: readonly ColumnValue[] }
  | {
      readonly column: string;
      readonly operator: 'from' | 'to' | 'above' | 'below';
      readonly value: ColumnValue;
    };

const BOUNDS = ['from', 'to', 'above', 'below'] as const;

/**
 * Breaks conditions into comparisons, every column and value checked against the declaration.
 * A condition that is `undefined` is an error: dropping it would widen the answer to everybody's documents.
 */
export function comparisonsOf(projection: Projection, where: Query['where']): Comparison[] {
  checkDeclaration(projection);
  const comparisons: Comparison[] = [];
  for (const [column, condition] of Object.entries(where ?? {}) as [string, Condition | undefined][]) {
    const type = typeOfColumn(projection, column);
    if (condition === undefined) {
      throw new ReadModelUsageError(`${projection.name}: the condition on ${column} is undefined`);
    }
    if (condition === null || typeof condition !== 'object') {
      checkValue(projection, column, type, condition);
      comparisons.push({ column, operator: 'equals', value: condition });
    } else if ('in' in condition) {
      for (const value of condition.in) checkValue(projection, column, type, value);
      comparisons.push({ column, operator: 'in', values: condition.in });
    } else {
      for (const operator of BOUNDS) {
        const value = condition[operator];
        if (value === undefined) continue;
        checkValue(projection, column, type, value);
        comparisons.push({ column, operator, value });
      }
    }
  }
  return comparisons;
}

export interface Order {
  readonly column: string;
  readonly descending: boolean;
}

/** The complete order of a query, ending with the key. @throws ReadModelUsageError for columns that are not declared. */
export function orderOf(projection: Projection, query: Query): Order[] {
  const order: Order[] = [];
  for (const name of query.orderBy ?? []) {
    const descending = name.startsWith('-');
    const column = descending ? name.slice(1) : name;
    typeOfColumn(projection, column);
    order.push({ column, descending });
  }
  if (!order.some(({ column }) => column === 'key')) order.push({ column: 'key', descending: false });
  if (query.afterKey !== undefined && (order.length > 1 || order[0]?.descending)) {
    throw new ReadModelUsageError(
      `${projection.name}: afterKey pages only through documents in the order of their keys`,
    );
  }
  if (query.limit !== undefined && (!Number.isSafeInteger(query.limit) || query.limit < 0)) {
    throw new ReadModelUsageError(`${projection.name}: a limit is a whole number from 0`);
  }
  return order;
}

/** Checks the columns of a sum: groups by any column, sums over integer ones. */
export function checkSum(projection: Projection, groupBy: readonly string[], sums: readonly string[]): void {
  checkDeclaration(projection);
  for (const column of groupBy) typeOfColumn(projection, column);
  for (const column of sums) {
    if (typeOfColumn(projection, column) !== 'integer') {
      throw new ReadModelUsageError(`${projection.name}: column ${column} is no integer and cannot be summed`);
    }
  }
}

/** A sum that left the range of exact integers would be off by kopecks in silence. */
export function exactSum(projection: Projection, column: string, sum: number): number {
  if (Number.isSafeInteger(sum)) return sum;
  throw new ReadModelUsageError(`${projection.name}: the sum over ${column} is beyond exact integers`);
}

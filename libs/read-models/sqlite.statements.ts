import { Comparison, comparisonsOf, Order, orderOf } from './declaration';
import { Projection, Query } from './read-models.port';

/** The text of a statement and its values. Names in the text come from checked declarations, values are always bound. */
export interface Statement {
  readonly sql: string;
  readonly values: readonly (string | number | null)[];
}

export const REGISTRY_TABLE = `
  CREATE TABLE IF NOT EXISTS read_model_generations (
    generation INTEGER PRIMARY KEY AUTOINCREMENT,
    projection TEXT NOT NULL,
    version INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('live', 'building', 'retired')),
    checkpoint INTEGER NOT NULL,
    columns TEXT NOT NULL,
    indexes TEXT NOT NULL,
    failure TEXT
  ) STRICT;
  CREATE UNIQUE INDEX IF NOT EXISTS read_model_generations_live ON read_model_generations (projection) WHERE state = 'live';
  CREATE INDEX IF NOT EXISTS read_model_generations_by_projection ON read_model_generations (projection, version);
`;

/**
 * The table of one generation. Letters and digits only; two projections whose names differ in punctuation alone still
 * have two tables, because the number of a generation is given once per file.
 */
export function tableOf(generation: { projection: string; version: number; generation: number }): string {
  const name = generation.projection.replace(/[^a-zA-Z0-9]/g, '_');
  return `read_model_${name}_v${generation.version}_g${generation.generation}`;
}

export function createTable(table: string, projection: Projection): string {
  const columns = Object.entries(projection.columns).map(
    ([column, type]) => `, ${quote(column)} ${type === 'integer' ? 'INTEGER' : 'TEXT'}`,
  );
  // The document stands last: it may run over many pages, and what stands before it is found without following them.
  return `CREATE TABLE ${quote(table)} (
    "key" TEXT NOT NULL PRIMARY KEY, "position" INTEGER NOT NULL${columns.join('')}, "document" TEXT NOT NULL
  ) STRICT`;
}

export function createIndexes(table: string, indexes: Projection['indexes']): string[] {
  return indexes.map(
    (columns) =>
      `CREATE INDEX IF NOT EXISTS ${quote(`${table}_by_${columns.join('_')}`)} ON ${quote(table)} (${columns.map(quote).join(', ')})`,
  );
}

export function upsertRow(table: string, projection: Projection): string {
  const names = ['key', 'position', 'document', ...Object.keys(projection.columns)].map(quote);
  const updates = names.slice(1).map((name) => `${name} = excluded.${name}`);
  return `INSERT INTO ${quote(table)} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})
    ON CONFLICT ("key") DO UPDATE SET ${updates.join(', ')}`;
}

export function selectRows(table: string, projection: Projection, query: Query): Statement {
  const order = orderOf(projection, query);
  const comparisons = comparisonsOf(projection, query.where);
  const after: Comparison[] =
    query.afterKey === undefined ? [] : [{ column: 'key', operator: 'above', value: query.afterKey }];
  const where = renderWhere([...comparisons, ...after]);
  const ordered = ` ORDER BY ${order.map(renderOrder).join(', ')}`;
  const selected = `SELECT "key", "position", "document" FROM ${quote(table)}`;
  if (query.limit === undefined) return { sql: `${selected}${where.sql}${ordered}`, values: where.values };
  // A page is chosen and put in order by row numbers: sorting the documents of all that match, to keep a few hundred,
  // would read every one of them for every page.
  const chosen = `SELECT rowid FROM ${quote(table)}${where.sql}${ordered} LIMIT ?`;
  return { sql: `${selected} WHERE rowid IN (${chosen})${ordered}`, values: [...where.values, query.limit] };
}

export function countRows(table: string, projection: Projection, where: Query['where']): Statement {
  const rendered = renderWhere(comparisonsOf(projection, where));
  return { sql: `SELECT COUNT(*) FROM ${quote(table)}${rendered.sql}`, values: rendered.values };
}

export function sumRows(
  table: string,
  projection: Projection,
  query: { where?: Query['where']; groupBy: readonly string[]; sums: readonly string[] },
): Statement {
  const where = renderWhere(comparisonsOf(projection, query.where));
  const groups = query.groupBy.map(quote);
  const selected = [...groups, ...query.sums.map((column) => `COALESCE(SUM(${quote(column)}), 0)`), 'COUNT(*)'];
  const grouping = groups.length > 0 ? ` GROUP BY ${groups.join(', ')} ORDER BY ${groups.join(', ')}` : '';
  return { sql: `SELECT ${selected.join(', ')} FROM ${quote(table)}${where.sql}${grouping}`, values: where.values };
}

const OPERATORS = { from: '>=', to: '<=', above: '>', below: '<' } as const;

function renderWhere(comparisons: readonly Comparison[]): Statement {
  const parts: string[] = [];
  const values: (string | number | null)[] = [];
  for (const comparison of comparisons) {
    const column = quote(comparison.column);
    if (comparison.operator === 'equals') {
      parts.push(comparison.value === null ? `${column} IS NULL` : `${column} = ?`);
      if (comparison.value !== null) values.push(comparison.value);
    } else if (comparison.operator === 'in') {
      // One bound value whatever the length of the list: no limit on its length, and one statement to prepare.
      const listed = `${column} IN (SELECT value FROM json_each(?))`;
      parts.push(comparison.values.includes(null) ? `(${column} IS NULL OR ${listed})` : listed);
      values.push(JSON.stringify(comparison.values.filter((value) => value !== null)));
    } else {
      parts.push(`${column} ${OPERATORS[comparison.operator]} ?`);
      values.push(comparison.value);
    }
  }
  return { sql: parts.length > 0 ? ` WHERE ${parts.join(' AND ')}` : '', values };
}

function renderOrder({ column, descending }: Order): string {
  return `${quote(column)}${descending ? ' DESC' : ''}`;
}

export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

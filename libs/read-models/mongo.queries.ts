import { mongo } from 'mongoose';
import { columnValues, Comparison, comparisonsOf, orderOf } from './declaration';
import { ColumnValue, DocumentWrite, Projection, Query } from './read-models.port';

/** A document of a projection as it lies in its collection: the fold's document as JSON text, columns beside it. */
export interface StoredDocument {
  readonly _id: string;
  readonly position: number;
  /** JSON text, as in the other stores: names in a document may be any, and numbers come back as they were. */
  readonly document: string;
  readonly columns: Readonly<Record<string, mongo.Long | string | typeof NO_VALUE | null>>;
}

/** The document of what has ceased to be. It lies there for its position, which keeps older writes away; no query finds it. */
export const GONE = 'null';
/** In a column of what is gone: a value of another type than any that is asked for, so that no condition holds of it. */
const NO_VALUE = false;
/** Holds of every document that is one. */
export const THERE: mongo.Filter<StoredDocument> = { document: { $ne: GONE } };

/** The field of a column: `key` and `position` are the document's own. */
export function fieldOf(column: string): string {
  if (column === 'key') return '_id';
  return column === 'position' ? 'position' : `columns.${column}`;
}

const OPERATORS = { from: '$gte', to: '$lte', above: '$gt', below: '$lt' } as const;
const NOTHING: mongo.Filter<StoredDocument> = { _id: { $in: [] } };

/** What has to hold of a document, with the key after which a page begins. Nothing that is gone is found. */
export function filterOf(
  projection: Projection,
  query: Pick<Query, 'where' | 'afterKey'>,
): mongo.Filter<StoredDocument> {
  const comparisons = comparisonsOf(projection, query.where);
  const conditions = comparisons.map(conditionOf);
  if (query.afterKey !== undefined) conditions.push({ _id: { $gt: query.afterKey } });
  // A condition on a column finds nothing that is gone as it is; another one would make a count read whole documents.
  if (!comparisons.some(({ column }) => Object.hasOwn(projection.columns, column))) conditions.push(THERE);
  return { $and: conditions };
}

function conditionOf(comparison: Comparison): mongo.Filter<StoredDocument> {
  const field = fieldOf(comparison.column);
  if (comparison.operator === 'equals') return { [field]: comparison.value };
  if (comparison.operator === 'in') return { [field]: { $in: comparison.values } };
  // A comparison with null other than `equals` never holds; here it would hold for null itself.
  if (comparison.value === null) return NOTHING;
  return { [field]: { [OPERATORS[comparison.operator]]: comparison.value } };
}

/** The complete order of a query; nulls come first by themselves. */
export function sortOf(projection: Projection, query: Query): mongo.Sort {
  const order = orderOf(projection, query);
  return Object.fromEntries(order.map(({ column, descending }) => [fieldOf(column), descending ? -1 : 1]));
}

/** The steps that sum integer columns by groups, in the order of the groups. */
export function sumPipeline(
  projection: Projection,
  { where = {}, ...query }: { where?: Query['where']; groupBy: readonly string[]; sums: readonly string[] },
): mongo.Document[] {
  const groups = query.groupBy.map((column, index) => [`group${index}`, `$${fieldOf(column)}`] as const);
  const sums = query.sums.map((column, index) => [`sum${index}`, { $sum: `$${fieldOf(column)}` }] as const);
  const group = {
    _id: groups.length === 0 ? null : Object.fromEntries(groups),
    ...Object.fromEntries(sums),
    count: { $sum: 1 },
  };
  const order = groups.map(([name]) => [`_id.${name}`, 1] as const);
  const sort = order.length === 0 ? [] : [{ $sort: Object.fromEntries(order) }];
  return [{ $match: filterOf(projection, { where }) }, { $group: group }, ...sort];
}

/** The document as it is stored, or what stands for one that is gone. Throws ReadModelUsageError for columns that the projection does not declare. */
export function storedDocumentOf<Document extends object>(
  projection: Projection<Document>,
  { key, position, document, columns }: DocumentWrite<Document>,
): StoredDocument {
  const values = columnValues(projection, columns);
  const named = Object.keys(projection.columns).map(
    (column, index) => [column, document === null ? NO_VALUE : storedValueOf(values[index] ?? null)] as const,
  );
  return { _id: key, position, document: JSON.stringify(document), columns: Object.fromEntries(named) };
}

/** Integers of 64 bits: a sum of them is exact, where a sum of fractions would lose kopecks in silence. */
function storedValueOf(value: ColumnValue): mongo.Long | string | null {
  return typeof value === 'number' ? mongo.Long.fromNumber(value) : value;
}

/** The keys of an index over columns, in order. */
export function indexOf(columns: readonly string[]): Readonly<Record<string, 1>> {
  return Object.fromEntries(columns.map((column) => [fieldOf(column), 1 as const]));
}

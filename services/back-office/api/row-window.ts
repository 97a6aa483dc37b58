/** A page of a table with what stands below all of its pages. */
export interface RowWindow<Row, Total> {
  readonly rows: readonly Row[];
  readonly total: Total;
  /** Rows of all pages. */
  readonly count: number;
  readonly page: number;
  readonly pages: number;
}

export const ROWS_PER_PAGE = 100;
/** Pages that may be asked for: more rows than a company has. */
export const PAGES_MAX = 100_000;

/**
 * Reads all rows, keeps one page of them and adds all of them up: what is on a page adds up with what is not. Rows that
 * come in another order than they are shown in are kept up to the page that is asked for, and no further.
 */
export async function windowOf<Row, Total>(
  rows: AsyncIterable<Row> | Iterable<Row>,
  asked: number,
  nothing: Total,
  add: (total: Total, row: Row) => Total,
  order?: (one: Row, other: Row) => number,
): Promise<RowWindow<Row, Total>> {
  let kept: Row[] = [];
  const from = (asked - 1) * ROWS_PER_PAGE;
  const to = from + ROWS_PER_PAGE;
  let [count, total] = [0, nothing];
  for await (const row of rows) {
    if (order !== undefined || (count >= from && count < to)) kept.push(row);
    if (order !== undefined && kept.length >= to * 2) kept = kept.sort(order).slice(0, to);
    total = add(total, row);
    count += 1;
  }
  if (order !== undefined) kept = kept.sort(order).slice(from, to);
  return { rows: kept, total, count, page: asked, pages: Math.max(1, Math.ceil(count / ROWS_PER_PAGE)) };
}

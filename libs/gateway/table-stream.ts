import { stringify } from 'csv-stringify/sync';
import type { Response } from 'express';
import { RejectedError, Rejection } from '#libs/kernel';
import { writeOut } from '#libs/platform';
import { csvCell, sendTable, TableCell, tableHeaders, TableFile, TableFormat } from './table-file';

const ROWS_AT_ONCE = 500;
/** A sheet is made in memory and in one piece: more rows would hold up whoever else is served. */
export const SHEET_ROWS_MAX = 10_000;

type Headed = Omit<TableFile, 'rows'>;

/**
 * Answers with a table whose rows come one after another. CSV passes through little memory, however many rows there are;
 * a sheet has at most `SHEET_ROWS_MAX`. The first row is awaited before anything is sent, so that a refusal is still a
 * page. Throws RejectedError TABLE_TOO_LONG.
 */
export async function sendRows(
  response: Response,
  format: TableFormat,
  table: Headed,
  rows: AsyncIterable<readonly TableCell[]>,
): Promise<void> {
  if (format === 'csv') return streamCsv(response, table, rows);
  const kept: (readonly TableCell[])[] = [];
  for await (const row of rows) {
    kept.push(row);
    if (kept.length > SHEET_ROWS_MAX)
      throw new RejectedError(new Rejection('TABLE_TOO_LONG', { most: SHEET_ROWS_MAX }));
  }
  return sendTable(response, format, { ...table, rows: kept });
}

async function streamCsv(
  response: Response,
  { name, columns }: Headed,
  rows: AsyncIterable<readonly TableCell[]>,
): Promise<void> {
  const iterator = rows[Symbol.asyncIterator]();
  try {
    let next = await iterator.next();
    tableHeaders(response.status(200), 'csv', name);
    let lines: string[][] = [columns.map(({ heading }) => heading)];
    let bom = true;
    const chunk = () => stringify(lines, { bom, delimiter: ';', record_delimiter: 'windows' });
    for (; next.done !== true; next = await iterator.next()) {
      lines.push(next.value.map(csvCell));
      if (lines.length < ROWS_AT_ONCE) continue;
      if (!(await writeOut(response, chunk()))) return;
      [lines, bom] = [[], false];
    }
    response.end(lines.length === 0 ? '' : chunk());
  } finally {
    await iterator.return?.();
  }
}

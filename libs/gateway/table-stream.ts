import { setImmediate as breathe } from 'node:timers/promises';
import { stringify } from 'csv-stringify/sync';
import type { Response } from 'express';
import { RejectedError, Rejection } from '#libs/kernel';
import { writeOut } from '#libs/platform';
import { csvCell, TableCell, tableHeaders, TableFile, TableFormat, tableXlsx } from './table-file';

const ROWS_AT_ONCE = 500;
/** A sheet is made in memory and in one piece: more rows would hold up whoever else is served. */
export const SHEET_ROWS_MAX = 10_000;

/** A table without its rows. */
export type HeadedTable = Omit<TableFile, 'rows'>;
/** Rows that come one after another. */
export type TableRows = AsyncIterable<readonly TableCell[]> | Iterable<readonly TableCell[]>;

/** Answers with a table whose rows are at hand, as `sendRows` does. Throws RejectedError TABLE_TOO_LONG. */
export function sendTable(response: Response, format: TableFormat, { rows, ...table }: TableFile): Promise<void> {
  return sendRows(response, format, table, rows);
}

/**
 * Answers with a table as a file of a person, which no cache may keep. CSV passes through little memory, however many
 * rows there are, and lets others be served between them; a sheet has at most `SHEET_ROWS_MAX`. The first row is awaited
 * before anything is sent, so that a refusal is still a page. Throws RejectedError TABLE_TOO_LONG.
 */
export async function sendRows(
  response: Response,
  format: TableFormat,
  table: HeadedTable,
  rows: TableRows,
): Promise<void> {
  if (format === 'csv') {
    return sendPieces(response, () => tableHeaders(response.status(200), 'csv', table.name), csvPieces(table, rows));
  }
  const kept: (readonly TableCell[])[] = [];
  for await (const row of rows) {
    kept.push(row);
    if (kept.length > SHEET_ROWS_MAX)
      throw new RejectedError(new Rejection('TABLE_TOO_LONG', { most: SHEET_ROWS_MAX }));
  }
  tableHeaders(response, format, table.name).send(await tableXlsx({ ...table, rows: kept }));
}

async function* csvPieces({ columns }: HeadedTable, rows: TableRows): AsyncGenerator<string> {
  let lines: string[][] = [columns.map(({ heading }) => heading)];
  let bom = true;
  const piece = () => stringify(lines, { bom, delimiter: ';', record_delimiter: 'windows' });
  for await (const row of rows) {
    lines.push(row.map(csvCell));
    if (lines.length < ROWS_AT_ONCE) continue;
    yield piece();
    [lines, bom] = [[], false];
  }
  if (lines.length > 0) yield piece();
}

/**
 * Answers with text whose pieces come one after another, and lets others be served between them. The first piece is
 * awaited before `head` sets the headers, so that a refusal is still a page. Stops asking for pieces when the caller has
 * gone.
 */
export async function sendPieces(response: Response, head: () => void, pieces: AsyncIterable<string>): Promise<void> {
  const iterator = pieces[Symbol.asyncIterator]();
  try {
    let next = await iterator.next();
    head();
    for (; next.done !== true; next = await iterator.next()) {
      if (!(await writeOut(response, next.value))) return;
      await breathe();
    }
    response.end('');
  } finally {
    await iterator.return?.();
  }
}

import type { Response } from 'express';
import { RejectedError } from '#libs/kernel';
import { TableCell, tableCsv } from './table-file';
import { sendRows, SHEET_ROWS_MAX } from './table-stream';

const TABLE = {
  name: 'sheet 2026-09',
  sheet: 'Лист',
  columns: [
    { heading: 'Счёт', width: 10 },
    { heading: '₽', width: 10 },
  ],
};

/** What an answer was sent, and with which headers. */
function answer() {
  const told = { body: Buffer.alloc(0), headers: new Map<string, string>(), writes: 0 };
  const add = (chunk: string | Buffer) => {
    told.body = Buffer.concat([told.body, Buffer.from(chunk)]);
    told.writes += 1;
    return true;
  };
  const response = {
    destroyed: false,
    status: () => response,
    setHeader: (name: string, value: string) => {
      told.headers.set(name, value);
      return response;
    },
    write: add,
    end: add,
    send: add,
  };
  return { told, response: response as unknown as Response };
}

async function* rowsOf(count: number): AsyncGenerator<readonly TableCell[]> {
  for (let row = 0; row < count; row += 1) yield [`=${String(row)}`, { kopecks: -row }];
}

async function all(count: number): Promise<(readonly TableCell[])[]> {
  const rows: (readonly TableCell[])[] = [];
  for await (const row of rowsOf(count)) rows.push(row);
  return rows;
}

describe('a table that is sent row by row', () => {
  it.each([0, 1, 499, 500, 1_700])('of %s rows is the same file as one that is sent whole', async (count) => {
    const { told, response } = answer();
    await sendRows(response, 'csv', TABLE, rowsOf(count));
    expect(told.body.equals(tableCsv({ ...TABLE, rows: await all(count) }))).toBe(true);
    expect(told.headers.get('Content-Disposition')).toBe('attachment; filename="sheet_2026-09.csv"');
    expect(told.headers.get('Cache-Control')).toBe('no-store');
  });

  it('passes through in pieces', async () => {
    const { told, response } = answer();
    await sendRows(response, 'csv', TABLE, rowsOf(1_700));
    expect(told.writes).toBeGreaterThan(3);
  });

  it('is refused before anything is sent', async () => {
    const { told, response } = answer();
    const refusing = (async function* (): AsyncGenerator<readonly TableCell[]> {
      yield* rowsOf(0);
      throw new Error('no such month');
    })();
    await expect(sendRows(response, 'csv', TABLE, refusing)).rejects.toThrow('no such month');
    expect([told.writes, told.headers.size]).toEqual([0, 0]);
  });

  it('is no sheet when it is too long for one', async () => {
    const { told, response } = answer();
    await expect(sendRows(response, 'xlsx', TABLE, rowsOf(SHEET_ROWS_MAX + 1))).rejects.toThrow(RejectedError);
    expect(told.writes).toBe(0);
  });
});

import { stringify } from 'csv-stringify/sync';
import type { Response } from 'express';

/** Kopecks become roubles, and a quantity is the decimal number that it was computed as. */
export type TableCell = string | { readonly kopecks: number } | { readonly quantity: string };

export interface FileColumn {
  readonly heading: string;
  /** Of a sheet, in characters. */
  readonly width: number;
}

/** A table that is taken away as a file. */
export interface TableFile {
  /** Of the file, without its ending. */
  readonly name: string;
  /** Of the sheet, at most 31 characters. */
  readonly sheet: string;
  readonly columns: readonly FileColumn[];
  readonly rows: readonly (readonly TableCell[])[];
}

export type TableFormat = 'csv' | 'xlsx';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Programs for tables take such a beginning for a formula, whoever wrote it: an apostrophe makes it text. */
const FORMULA = /^[=+\-@\t\r]/;

export function neutralised(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** Decimal numbers, one or those of a formula, as a Russian program for tables reads them: without spaces, with commas. */
export function decimalComma(decimals: string): string {
  return decimals.replaceAll('.', ',');
}

/** A number that was computed here is no formula, also below zero; what a person wrote may be. */
export function csvCell(cell: TableCell): string {
  if (typeof cell === 'string') return textOf(cell);
  return decimalComma('kopecks' in cell ? roubles(cell.kopecks) : cell.quantity);
}

/** The sign of the rouble is in no Windows-1251: whoever saves a file in it would have a question mark. */
function textOf(text: string): string {
  return neutralised(text.replaceAll('₽', 'руб.'));
}

/** Exact, where a division would go through a binary fraction. */
function roubles(kopecks: number): string {
  const digits = String(Math.abs(kopecks)).padStart(3, '0');
  return `${kopecks < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** For a Russian Excel: UTF-8 with a mark at its beginning, semicolons, a decimal comma. */
export function tableCsv({ columns, rows }: TableFile): Buffer {
  const lines = [columns.map(({ heading }) => heading), ...rows.map((row) => row.map(csvCell))];
  return Buffer.from(stringify(lines, { bom: true, delimiter: ';', record_delimiter: 'windows' }), 'utf8');
}

function xlsxCell(cell: TableCell) {
  if (typeof cell === 'string') return { value: textOf(cell), type: String, wrap: true };
  if ('kopecks' in cell) return { value: Number(roubles(cell.kopecks)), type: Number, format: '#,##0.00' };
  return { value: Number(cell.quantity), type: Number, format: '#,##0.######' };
}

/** Sums and quantities are numbers, everything else is text that no program takes for a formula. */
export async function tableXlsx({ sheet, columns, rows }: TableFile): Promise<Buffer> {
  const headings = columns.map(({ heading }) => ({
    value: heading,
    type: String,
    fontWeight: 'bold' as const,
    wrap: true,
  }));
  const { default: writeExcelFile } = await import('write-excel-file/node');
  const widths = columns.map(({ width }) => ({ width }));
  return writeExcelFile([headings, ...rows.map((row) => row.map(xlsxCell))], {
    columns: widths,
    sheet,
    stickyRowsCount: 1,
  }).toBuffer();
}

/** What a browser and every cache between have to know of a file. */
export function tableHeaders(response: Response, format: TableFormat, name: string): Response {
  return response
    .setHeader('Content-Type', format === 'csv' ? 'text/csv; charset=utf-8' : XLSX)
    .setHeader('Content-Disposition', `attachment; filename="${name.replace(/[^\w.-]/g, '_')}.${format}"`)
    .setHeader('Cache-Control', 'no-store')
    .setHeader('X-Content-Type-Options', 'nosniff');
}

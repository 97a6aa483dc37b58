import { stringify } from 'csv-stringify/sync';
import { PaymentAllocation, UtilityCard } from '#services/billing/api/client';
import { HistoryEntry } from '#services/payments/api/client';
import { channelInWords, recallInWords, spentInOneLine, standInWords } from './payment-words';
import { payeeInWords } from './words';

export interface ExportedHistory {
  readonly account: string;
  readonly entries: readonly HistoryEntry[];
  /** By the id of the payment. */
  readonly allocations: ReadonlyMap<string, PaymentAllocation>;
  readonly utilities: readonly UtilityCard[];
}

const HEADINGS = [
  'Дата',
  'Лицевой счёт',
  'Сумма, руб.',
  'Из неё возвращено, руб.',
  'Кому',
  'Через кого',
  'Состояние',
  'На что пошло',
  'Отменён или возвращён',
  'Номер платежа',
];
const AMOUNT = HEADINGS.indexOf('Сумма, руб.');
const REFUNDED = HEADINGS.indexOf('Из неё возвращено, руб.');
const COLUMN_WIDTHS = [12, 14, 14, 14, 28, 24, 18, 60, 30, 40];

function rowsOf({ account, entries, allocations, utilities }: ExportedHistory): readonly (readonly string[])[] {
  return entries.map((entry) => {
    const allocation = allocations.get(entry.paymentId);
    return [
      entry.paidOn.split('-').reverse().join('.'),
      account,
      roubles(entry.amountKopecks),
      roubles(entry.refundedKopecks),
      entry.orderId === null ? payeeInWords(entry.payee) : 'Дополнительная услуга',
      channelInWords(entry),
      standInWords(entry, allocation),
      allocation === undefined ? '' : spentInOneLine(allocation, utilities),
      recallInWords(entry) ?? '',
      entry.paymentId,
    ];
  });
}

function roubles(amountKopecks: number): string {
  const digits = String(amountKopecks).padStart(3, '0');
  return `${digits.slice(0, -2)},${digits.slice(-2)}`;
}

/** Programs for tables take such a beginning for a formula, whoever wrote it: an apostrophe makes it text. */
const FORMULA = /^[=+\-@\t\r]/;

export function neutralised(cell: string): string {
  return FORMULA.test(cell) ? `'${cell}` : cell;
}

/** For a Russian Excel: UTF-8 with a mark at its beginning, semicolons, a decimal comma. */
export function historyCsv(history: ExportedHistory): Buffer {
  const rows = [HEADINGS, ...rowsOf(history).map((row) => row.map(neutralised))];
  return Buffer.from(stringify(rows, { bom: true, delimiter: ';', record_delimiter: 'windows' }), 'utf8');
}

function sumCell(kopecks: number) {
  return { value: kopecks / 100, type: Number, format: '#,##0.00' };
}

/** Sums are numbers, everything else is text that no program takes for a formula. */
export async function historyXlsx(history: ExportedHistory): Promise<Buffer> {
  const headings = HEADINGS.map((value) => ({ value, type: String, fontWeight: 'bold' as const, wrap: true }));
  const rows = rowsOf(history).map((row, index) =>
    row.map((value, column) => {
      const { amountKopecks = 0, refundedKopecks = 0 } = history.entries[index] ?? {};
      if (column === AMOUNT) return sumCell(amountKopecks);
      if (column === REFUNDED) return sumCell(refundedKopecks);
      return { value: neutralised(value), type: String, wrap: true };
    }),
  );
  const { default: writeExcelFile } = await import('write-excel-file/node');
  const columns = COLUMN_WIDTHS.map((width) => ({ width }));
  return writeExcelFile([headings, ...rows], { columns, sheet: 'Платежи', stickyRowsCount: 1 }).toBuffer();
}

import { FileColumn, TableCell, TableFile } from '#libs/gateway';
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

const COLUMNS: readonly FileColumn[] = [
  { heading: 'Дата', width: 12 },
  { heading: 'Лицевой счёт', width: 14 },
  { heading: 'Сумма, руб.', width: 14 },
  { heading: 'Из неё возвращено, руб.', width: 14 },
  { heading: 'Кому', width: 28 },
  { heading: 'Через кого', width: 24 },
  { heading: 'Состояние', width: 18 },
  { heading: 'На что пошло', width: 60 },
  { heading: 'Отменён или возвращён', width: 30 },
  { heading: 'Номер платежа', width: 40 },
];

/** The history as a file; its sums are numbers. */
export function historyTable(history: ExportedHistory): TableFile {
  return { name: `payments-${history.account}`, sheet: 'Платежи', columns: COLUMNS, rows: rowsOf(history) };
}

function rowsOf({ account, entries, allocations, utilities }: ExportedHistory): readonly (readonly TableCell[])[] {
  return entries.map((entry) => {
    const allocation = allocations.get(entry.paymentId);
    return [
      entry.paidOn.split('-').reverse().join('.'),
      account,
      { kopecks: entry.amountKopecks },
      { kopecks: entry.refundedKopecks },
      entry.orderId === null ? payeeInWords(entry.payee) : 'Дополнительная услуга',
      channelInWords(entry),
      standInWords(entry, allocation),
      allocation === undefined ? '' : spentInOneLine(allocation, utilities),
      recallInWords(entry) ?? '',
      entry.paymentId,
    ];
  });
}

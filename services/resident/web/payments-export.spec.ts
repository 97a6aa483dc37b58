import { parse } from 'csv-parse/sync';
import { tableCsv } from '#libs/gateway';
import { HistoryEntry } from '#services/payments/api/client';
import { historyTable } from './payments-export';

const ENTRY: HistoryEntry = {
  paymentId: '=HYPERLINK("http://evil.example")',
  paidOn: '2026-10-05',
  payee: 'main',
  amountKopecks: 123_405,
  refundedKopecks: 0,
  channel: 'registry',
  state: 'reversed',
  onlinePaymentId: null,
  byAutopay: false,
  orderId: null,
  reversedOn: '2026-10-07',
  reversalReason: 'Отозван; банком',
  recordedAt: '2026-10-05T08:00:00.000Z',
};
const HISTORY = { account: '0045120023', entries: [ENTRY], allocations: new Map(), utilities: [] };

it('a payment is told with who paid, for what, and what became of it; what a bank wrote is no formula', () => {
  expect(parse(tableCsv(historyTable(HISTORY)), { bom: true, delimiter: ';' })[1]).toEqual([
    '05.10.2026',
    '0045120023',
    '1234,05',
    '0,00',
    'Жильё и коммунальные услуги',
    'через банк',
    'отменён',
    '',
    '7\u00a0октября 2026: Отозван; банком',
    '\'=HYPERLINK("http://evil.example")',
  ]);
});

it('what is paid for a service is named so, and what went back has a column of its own', () => {
  const entry = {
    ...ENTRY,
    paymentId: 'p2',
    orderId: 'o1',
    refundedKopecks: 23_405,
    state: 'partly_refunded' as const,
  };
  const history = { ...HISTORY, entries: [entry] };
  const rows: string[][] = parse(tableCsv(historyTable(history)), { bom: true, delimiter: ';' });
  const [headings, row] = rows;
  const cell = (heading: string) => row?.[headings?.indexOf(heading) ?? -1];
  expect([cell('Сумма, руб.'), cell('Из неё возвращено, руб.'), cell('Кому')]).toEqual([
    '1234,05',
    '234,05',
    'Дополнительная услуга',
  ]);
});

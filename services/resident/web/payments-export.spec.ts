import { parse } from 'csv-parse/sync';
import { HistoryEntry } from '#services/payments/api/client';
import { zipEntries } from '../../../libs/testing/zip-entries';
import { historyCsv, historyXlsx, neutralised } from './payments-export';

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

it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tcell', '\rcell'])('%j is text to every program for tables', (cell) => {
  expect(neutralised(cell)).toBe(`'${cell}`);
});

it.each(['', '1234,05', 'Квартплата = жильё', '0045120023'])('%j stays as it is', (cell) => {
  expect(neutralised(cell)).toBe(cell);
});

it('a CSV is read by a Russian Excel: mark, semicolons, decimal comma, and no formula', () => {
  const csv = historyCsv(HISTORY);
  expect([...csv.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  expect(parse(csv, { bom: true, delimiter: ';' })[1]).toEqual([
    '05.10.2026',
    '0045120023',
    '1234,05',
    '0,00',
    'Жильё и коммунальные услуги',
    'через банк',
    'сторно: отменён',
    '',
    '7\u00a0октября 2026: Отозван; банком',
    '\'=HYPERLINK("http://evil.example")',
  ]);
});

it('what is paid for a service is named so, and what went back has a column of its own', async () => {
  const entry = {
    ...ENTRY,
    paymentId: 'p2',
    orderId: 'o1',
    refundedKopecks: 23_405,
    state: 'partly_refunded' as const,
  };
  const history = { ...HISTORY, entries: [entry] };
  const rows: string[][] = parse(historyCsv(history), { bom: true, delimiter: ';' });
  const [headings, row] = rows;
  const cell = (heading: string) => row?.[headings?.indexOf(heading) ?? -1];
  expect([cell('Сумма, руб.'), cell('Из неё возвращено, руб.'), cell('Кому')]).toEqual([
    '1234,05',
    '234,05',
    'Дополнительная услуга',
  ]);
  const sheet = [...zipEntries(await historyXlsx(history)).values()].join('');
  expect(sheet).toContain('<v>1234.05</v>');
  expect(sheet).toContain('<v>234.05</v>');
});

it('a table of Excel holds no formula', async () => {
  const xlsx = await historyXlsx(HISTORY);
  expect(xlsx.subarray(0, 2).toString()).toBe('PK');
  expect([...zipEntries(xlsx).values()].join('')).not.toMatch(/<f>|<f /);
});

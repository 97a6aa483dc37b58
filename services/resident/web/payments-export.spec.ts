import { parse } from 'csv-parse/sync';
import { HistoryEntry } from '#services/payments/api/client';
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
    'Жильё и коммунальные услуги',
    'через банк',
    'сторно: отменён',
    '',
    '7\u00a0октября 2026: Отозван; банком',
    '\'=HYPERLINK("http://evil.example")',
  ]);
});

it('a table of Excel holds no formula', async () => {
  const { default: readable } = await import('node:zlib');
  const xlsx = await historyXlsx(HISTORY);
  expect(xlsx.subarray(0, 2).toString()).toBe('PK');
  expect(entriesOf(xlsx, readable.inflateRawSync).join('')).not.toMatch(/<f>|<f /);
});

/** The contents of a zip archive, read by its local headers. */
function entriesOf(zip: Buffer, inflate: (data: Buffer) => Buffer): string[] {
  const contents: string[] = [];
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  let at = zip.readUInt32LE(end + 16);
  while (zip.readUInt32LE(at) === 0x02014b50) {
    const [method, size] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20)];
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const data = zip.subarray(start, start + size);
    contents.push((method === 0 ? data : inflate(data)).toString('utf8'));
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return contents;
}

import { parse } from 'csv-parse/sync';
import { zipEntries } from '../testing/zip-entries';
import { neutralised, TableFile, tableCsv, tableXlsx } from './table-file';

const TABLE: TableFile = {
  name: 'table',
  sheet: 'Таблица',
  columns: [
    { heading: 'Что', width: 20 },
    { heading: 'Сумма, руб.', width: 14 },
    { heading: 'Объём', width: 10 },
  ],
  rows: [
    ['=HYPERLINK("http://evil.example")', { kopecks: 123_405 }, { quantity: '12.345' }],
    ['Возврат, 7 ₽', { kopecks: -7 }, { quantity: '-0.5' }],
  ],
};

it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tcell', '\rcell'])('%j is text to every program for tables', (cell) => {
  expect(neutralised(cell)).toBe(`'${cell}`);
});

it.each(['', '1234,05', 'Квартплата = жильё', '0045120023'])('%j stays as it is', (cell) => {
  expect(neutralised(cell)).toBe(cell);
});

it('a CSV is read by a Russian Excel: mark, semicolons, decimal comma, exact sums, and no formula', () => {
  const csv = tableCsv(TABLE);
  expect([...csv.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  expect(parse(csv, { bom: true, delimiter: ';' })).toEqual([
    ['Что', 'Сумма, руб.', 'Объём'],
    ['\'=HYPERLINK("http://evil.example")', '1234,05', '12,345'],
    ['Возврат, 7 руб.', '-0,07', '-0,5'],
  ]);
});

it('a table of Excel holds numbers as numbers, and no formula', async () => {
  const sheet = [...zipEntries(await tableXlsx(TABLE)).values()].join('');
  expect(sheet).toContain('<v>1234.05</v>');
  expect(sheet).toContain('<v>-0.07</v>');
  expect(sheet).toContain('<v>12.345</v>');
  expect(sheet).not.toMatch(/<f>|<f /);
});

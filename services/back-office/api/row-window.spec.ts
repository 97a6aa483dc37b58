import { ROWS_PER_PAGE, windowOf } from './row-window';

const rows = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
const sum = (total: number, row: number) => total + row;

describe('a page of a table', () => {
  it('has its own rows and the sums of all', async () => {
    const second = await windowOf(rows(250), 2, 0, sum);
    expect(second).toEqual({ rows: rows(200).slice(ROWS_PER_PAGE), total: 31_375, count: 250, page: 2, pages: 3 });
  });

  it.each([
    [1, rows(100).map((row) => 1001 - row)],
    [3, rows(100).map((row) => 801 - row)],
    [10, rows(100).map((row) => 101 - row)],
    [11, []],
  ])('%i of rows that come in another order has what stands there, and the sums of all', async (page, expected) => {
    const window = await windowOf(rows(1000), page, 0, sum, (one, other) => other - one);
    expect(window).toEqual({ rows: expected, total: 500_500, count: 1000, page, pages: 10 });
  });

  it('keeps the order in which equal rows come', async () => {
    const { rows: shown } = await windowOf(rows(1000), 1, 0, sum, (one, other) => (one % 2) - (other % 2));
    expect(shown).toEqual(rows(100).map((row) => row * 2));
  });

  it('is empty beyond the last one, and there is one where there is nothing', async () => {
    expect(await windowOf(rows(3), 2, 0, sum)).toMatchObject({ rows: [], total: 6, pages: 1 });
    expect(await windowOf([], 1, 0, sum)).toEqual({ rows: [], total: 0, count: 0, page: 1, pages: 1 });
  });
});

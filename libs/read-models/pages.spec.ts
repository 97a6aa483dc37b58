import { pagesByKey } from './pages';
import { Projection, Query, ReadModels } from './read-models.port';

interface Numbered {
  readonly number: number;
}

const PROJECTION = { name: 'numbers', version: 1 } as Projection<Numbered>;

/** Answers as a store with so many rows would, and remembers what it was asked. */
function storeOf(rows: number) {
  const asked: Query[] = [];
  const keys = Array.from({ length: rows }, (_, index) => String(index + 1).padStart(3, '0'));
  const find = (_projection: unknown, query: Query) => {
    asked.push(query);
    const { afterKey = '', limit } = query;
    const found = keys.filter((key) => key > afterKey).slice(0, limit);
    return Promise.resolve(found.map((key) => ({ key, position: 1, document: { number: Number(key) } })));
  };
  return { asked, readModels: { find } as unknown as Pick<ReadModels, 'find'> };
}

async function numbersOf(rows: number, query: { readonly afterKey?: string } = {}): Promise<number[][]> {
  const pages: number[][] = [];
  for await (const page of pagesByKey(storeOf(rows).readModels, PROJECTION, { ...query, limit: 2 })) {
    pages.push(page.map(({ document }) => document.number));
  }
  return pages;
}

test.each([
  [0, []],
  [1, [[1]]],
  [2, [[1, 2]]],
  [5, [[1, 2], [3, 4], [5]]],
])('%d rows come in pages, none of which is empty', async (rows, pages) => {
  expect(await numbersOf(rows)).toEqual(pages);
});

test('goes on behind the key where an earlier reading stopped', async () => {
  expect(await numbersOf(5, { afterKey: '003' })).toEqual([[4, 5]]);
});

test('reads a page when the one before is done with, always under the same conditions', async () => {
  const { asked, readModels } = storeOf(4);
  const where = { house: 'H1' };
  const pages = pagesByKey(readModels, PROJECTION, { where, limit: 2 });
  await pages.next();
  expect(asked).toEqual([{ where, limit: 2, afterKey: '' }]);
  await pages.next();
  expect(asked.slice(1)).toEqual([{ where, limit: 2, afterKey: '002' }]);
});

import { Query, ReadModels, MemoryReadModelStore, Projection } from '#libs/read-models';
import { accountStatementProjection, statementKey } from '../../projections/account-statement.projection';
import { slipsProjection } from '../../projections/slips.projection';
import { HouseSlipsQuery } from './house-slips.query';

type Parts = ConstructorParameters<typeof HouseSlipsQuery>;

/** Account, house, month, whether it is closed, and the states of its versions of the slip. */
type Month = readonly [
  account: string,
  houseId: string,
  period: string,
  closed: boolean,
  superseded: readonly boolean[],
];

async function write<Document extends object>(
  store: MemoryReadModelStore,
  projection: Projection<Document>,
  documents: readonly (readonly [key: string, document: Document])[],
): Promise<void> {
  const generation = await store.open(projection);
  const writes = documents.map(([key, document]) => {
    return { key, document, position: 1, columns: projection.columnsOf(document, key) };
  });
  await store.write(generation, projection, writes, 0, 1);
}

async function queryOver(months: readonly Month[]) {
  const store = new MemoryReadModelStore();
  const statements = months.map(([account, houseId, period, closed]) => {
    const end = { dueOn: '2026-04-15', payees: [], recordedAt: '2026-03-31T19:00:00.000Z', eventId: 'closed' };
    const about = { account, houseId, period, charges: [], recalculations: [], calculatedEventId: null };
    return [statementKey(account, period), { ...about, closed: closed ? end : null }] as const;
  });
  const slips = months.flatMap(([account, houseId, period, , versions]) =>
    versions.map((superseded, index) => {
      const version = index + 1;
      const of = { account, houseId, period, version, superseded, issuedAt: '2026-04-01T08:00:00.000Z' };
      return [`${account} ${period} ${String(version)}`, { ...of, payableKopecks: 1 }] as const;
    }),
  );
  await write(store, accountStatementProjection, statements);
  await write(store, slipsProjection, slips);
  /** How many documents were read. */
  const read: (number | undefined)[] = [];
  const readModels: Pick<ReadModels, 'find' | 'sum'> = {
    find: <Document extends object>(projection: Projection<Document>, query: Query) => {
      read.push(query.limit);
      return store.find(projection, query);
    },
    sum: (projection, query) => store.sum(projection, query),
  };
  const houses = { h1: { houseId: 'h1', address: 'Дом 1' }, h2: { houseId: 'h2', address: 'Дом 2' } };
  const books = { find: () => Promise.resolve({ row: { houses } }) } as unknown as Parts[1];
  return { query: new HouseSlipsQuery(readModels as ReadModels, books, {} as Parts[2]), read };
}

describe('slips house by house', () => {
  it('are of the latest month that any account has closed, those that are superseded left out', async () => {
    const { query, read } = await queryOver([
      ['a1', 'h1', '2026-03', true, [false]],
      ['a1', 'h1', '2026-04', true, [true, false]],
      ['a2', 'h1', '2026-04', true, []],
      ['a3', 'h2', '2026-04', false, []],
      ['a1', 'h1', '2026-05', false, []],
    ]);
    expect(await query.latest()).toEqual({
      period: '2026-04',
      houses: [
        { houseId: 'h1', address: 'Дом 1', closed: 2, issued: 1 },
        { houseId: 'h2', address: 'Дом 2', closed: 0, issued: 0 },
      ],
    });
    // A document for each month that is looked at, however many accounts there are.
    expect(read).toEqual([1, 1]);
  });

  it('are none before the first month is closed', async () => {
    expect(await (await queryOver([['a1', 'h1', '2026-03', false, []]])).query.latest()).toBeNull();
    expect(await (await queryOver([])).query.latest()).toBeNull();
  });
});

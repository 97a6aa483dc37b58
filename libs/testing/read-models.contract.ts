import {
  DocumentWrite,
  Generation,
  GenerationGoneError,
  Projection,
  ProjectionNotBuiltError,
  ProjectionSupersededError,
  ReadModelStore,
  ReadModelUsageError,
} from '#libs/read-models';

interface Balance {
  readonly house: string;
  readonly period: string | null;
  readonly balanceKopecks: number | null;
  readonly lines?: readonly string[];
}

/** A projection for stores under test: they never fold, they keep what they are given. */
function balances(version = 1, changes: Partial<Projection<Balance>> = {}): Projection<Balance> {
  return {
    name: 'testing.account-balances',
    version,
    handles: [],
    keysOf: () => [],
    evolve: (document) => document,
    columns: { house: 'text', period: 'text', balanceKopecks: 'integer' },
    columnsOf: ({ house, period, balanceKopecks }) => ({ house, period, balanceKopecks }),
    indexes: [['house', 'balanceKopecks'], ['period']],
    ...changes,
  };
}

function write(key: string, document: Balance | null, position = 1): DocumentWrite<Balance> {
  return { key, document, position, columns: document === null ? {} : balances().columnsOf(document, key) };
}

function balance(house: string, balanceKopecks: number | null, period: string | null = '2026-10'): Balance {
  return { house, period, balanceKopecks };
}

const FOUR_ACCOUNTS = [
  write('6301000001', balance('63-1', 500)),
  write('6301000002', balance('63-1', -200, '2026-09')),
  write('6301000003', balance('63-2', 0, null)),
  write('6301000004', balance('63-10', null)),
];

type WithStore = (work: (store: ReadModelStore) => Promise<void>) => Promise<void>;

async function writeAll(
  store: ReadModelStore,
  writes: readonly DocumentWrite<Balance>[],
  projection = balances(),
): Promise<Generation> {
  const generation = await store.open(projection);
  const checkpoint = await store.checkpointOf(generation);
  expect(await store.write(generation, projection, writes, checkpoint, checkpoint + 1)).toBe(true);
  return generation;
}

async function keysFound(store: ReadModelStore, query: Parameters<ReadModelStore['find']>[1]): Promise<string[]> {
  return (await store.find(balances(), query)).map(({ key }) => key);
}

/**
 * The rules that every adapter of the read models keeps. `open` makes an empty store; it is called for every test.
 * @param textOrder by code points as every store of ours keeps it; by the units of UTF-16 where a server that stands in
 * for another one knows no better.
 */
export function readModelStoreContract(
  name: string,
  open: () => Promise<ReadModelStore>,
  textOrder: () => 'code points' | 'UTF-16 units' = () => 'code points',
): void {
  const withStore: WithStore = async (work) => {
    const store = await open();
    try {
      await work(store);
    } finally {
      await store.close();
    }
  };

  describe(`the read models in ${name}`, () => {
    describe('documents', () => documentRules(withStore));
    describe('queries', () => queryRules(withStore, textOrder));
    describe('declarations', () => declarationRules(withStore));
    describe('checkpoints', () => checkpointRules(withStore));
    describe('generations', () => generationRules(withStore));
    describe('control sums', () => controlSumRules(withStore));
  });
}

function documentRules(withStore: WithStore): void {
  it('a projection that was never opened is an empty one', () =>
    withStore(async (store) => {
      expect(await store.get(balances(), '6301000001')).toBeNull();
      expect(await store.getMany(balances(), ['6301000001'])).toEqual(new Map());
      expect(await store.find(balances(), {})).toEqual([]);
      expect(await store.count(balances(), {})).toBe(0);
      expect(await store.checkpoint(balances())).toBe(0);
    }));

  it('a document comes back as it was written, with its position', () =>
    withStore(async (store) => {
      const document = { ...balance('63-1', 500), lines: ['вода "холодная"', '\u0000', '💧'] };
      await writeAll(store, [write('6301\'000"001', document, 7)]);
      const row = { key: '6301\'000"001', position: 7, document };
      expect(await store.get(balances(), '6301\'000"001')).toEqual(row);
      expect(await store.getMany(balances(), ['6301\'000"001', 'nobody'])).toEqual(new Map([[row.key, row]]));
    }));

  it('a second write of a key replaces the document and its columns', () =>
    withStore(async (store) => {
      await writeAll(store, [write('6301000001', balance('63-1', 500), 1)]);
      await writeAll(store, [write('6301000001', balance('63-2', 700), 2)]);
      expect(await store.get(balances(), '6301000001')).toMatchObject({
        position: 2,
        document: { balanceKopecks: 700 },
      });
      expect(await keysFound(store, { where: { house: '63-1' } })).toEqual([]);
      expect(await keysFound(store, { where: { house: '63-2' } })).toEqual(['6301000001']);
    }));

  it('null removes a document', () =>
    withStore(async (store) => {
      await writeAll(store, FOUR_ACCOUNTS);
      await writeAll(store, [write('6301000002', null, 2), write('nobody', null, 2)]);
      expect(await keysFound(store, {})).toEqual(['6301000001', '6301000003', '6301000004']);
    }));

  it('what a reader does to an answer does not reach what is stored', () =>
    withStore(async (store) => {
      await writeAll(store, [write('6301000001', balance('63-1', 500))]);
      const row = await store.get(balances(), '6301000001');
      (row!.document as { house: string }).house = 'changed';
      expect((await store.get(balances(), '6301000001'))?.document.house).toBe('63-1');
    }));

  it('load gives a building generation its own documents and not the live ones', () =>
    withStore(async (store) => {
      const live = await writeAll(store, [write('6301000001', balance('63-1', 500))]);
      const building = await store.startBuilding(balances());
      await store.write(building, balances(), [write('6301000001', balance('63-1', 900))], 0, 1);
      const loaded = await store.load(building, balances(), ['6301000001', 'nobody']);
      expect([...loaded.values()].map(({ document }) => document?.balanceKopecks)).toEqual([900]);
      expect((await store.load(live, balances(), ['6301000001'])).get('6301000001')?.document?.balanceKopecks).toBe(
        500,
      );
      expect((await store.get(balances(), '6301000001'))?.document.balanceKopecks).toBe(500);
    }));
}

function queryRules(withStore: WithStore, textOrder: () => 'code points' | 'UTF-16 units'): void {
  const cases: [string, Parameters<ReadModelStore['find']>[1], string[]][] = [
    ['without a condition in the order of keys', {}, ['1', '2', '3', '4']],
    ['by a value', { where: { house: '63-1' } }, ['1', '2']],
    ['by null', { where: { balanceKopecks: null } }, ['4']],
    ['by several conditions at once', { where: { house: '63-1', period: '2026-10' } }, ['1']],
    ['by a list', { where: { house: { in: ['63-2', '63-10', '63-99'] } } }, ['3', '4']],
    ['by a list with null in it', { where: { period: { in: [null, '2026-09'] } } }, ['2', '3']],
    ['by an empty list', { where: { house: { in: [] } } }, []],
    ['from a value on', { where: { balanceKopecks: { from: 0 } } }, ['1', '3']],
    ['to a value', { where: { balanceKopecks: { to: 0 } } }, ['2', '3']],
    ['above a value', { where: { balanceKopecks: { above: 0 } } }, ['1']],
    ['below a value', { where: { balanceKopecks: { below: 0 } } }, ['2']],
    ['between two values', { where: { balanceKopecks: { from: -200, below: 500 } } }, ['2', '3']],
    ['by key', { where: { key: { from: '6301000002', to: '6301000003' } } }, ['2', '3']],
    ['in the order of a column, nulls first', { orderBy: ['balanceKopecks'] }, ['4', '2', '3', '1']],
    ['in the order of a column turned around', { orderBy: ['-balanceKopecks'] }, ['1', '3', '2', '4']],
    ['in the order of text, character by character', { orderBy: ['house'] }, ['1', '2', '4', '3']],
    ['in the order of two columns', { orderBy: ['-house', '-key'] }, ['3', '4', '2', '1']],
    ['as many as asked for', { limit: 2 }, ['1', '2']],
    ['none when none are asked for', { limit: 0 }, []],
    ['after a key', { afterKey: '6301000002' }, ['3', '4']],
    ['after a key that is not there', { afterKey: '63010000015', limit: 1 }, ['2']],
  ];
  it.each(cases)('finds documents %s', (_, query, accounts) =>
    withStore(async (store) => {
      await writeAll(store, FOUR_ACCOUNTS);
      expect(await keysFound(store, query)).toEqual(accounts.map((account) => `630100000${account}`));
      const { where } = query;
      if (where !== undefined) expect(await store.count(balances(), { where })).toBe(accounts.length);
    }),
  );

  it('orders text as told, which matters beyond the letters of any alphabet in use', () =>
    withStore(async (store) => {
      const keys = ['\u{1F4A7}', '\uFF5E', 'Я', 'z', 'Z', ''];
      await writeAll(
        store,
        keys.map((key) => write(key, balance('63-1', 0))),
      );
      const last = ['\uFF5E', '\u{1F4A7}'];
      if (textOrder() === 'UTF-16 units') last.reverse();
      expect(await keysFound(store, {})).toEqual(['', 'Z', 'z', 'Я', ...last]);
    }));

  it('pages through many documents without missing or repeating one', () =>
    withStore(async (store) => {
      const keys = Array.from({ length: 57 }, (_, number) => `6301${String(number).padStart(6, '0')}`);
      await writeAll(
        store,
        keys.map((key) => write(key, balance('63-1', 1))),
      );
      const found: string[] = [];
      for (let afterKey = ''; ;) {
        const page = await keysFound(store, { afterKey, limit: 10 });
        found.push(...page);
        if (page.length < 10) break;
        afterKey = page.at(-1)!;
      }
      expect(found).toEqual(keys);
    }));

  it('takes lists longer than any limit on bound values', () =>
    withStore(async (store) => {
      await writeAll(store, FOUR_ACCOUNTS);
      const houses = Array.from({ length: 40_000 }, (_, number) => `63-${number}`);
      expect(await store.count(balances(), { where: { house: { in: houses } } })).toBe(4);
    }));

  it('sums integer columns by group, in the order of the groups; null counts as nothing', () =>
    withStore(async (store) => {
      await writeAll(store, FOUR_ACCOUNTS);
      expect(await store.sum(balances(), { groupBy: ['house'], sums: ['balanceKopecks'] })).toEqual([
        { group: { house: '63-1' }, sums: { balanceKopecks: 300 }, count: 2 },
        { group: { house: '63-10' }, sums: { balanceKopecks: 0 }, count: 1 },
        { group: { house: '63-2' }, sums: { balanceKopecks: 0 }, count: 1 },
      ]);
      expect(await store.sum(balances(), { groupBy: ['period'], sums: [] })).toEqual([
        { group: { period: null }, sums: {}, count: 1 },
        { group: { period: '2026-09' }, sums: {}, count: 1 },
        { group: { period: '2026-10' }, sums: {}, count: 2 },
      ]);
      const where = { balanceKopecks: { above: -1_000 } };
      expect(await store.sum(balances(), { where, groupBy: [], sums: ['balanceKopecks'] })).toEqual([
        { group: {}, sums: { balanceKopecks: 300 }, count: 3 },
      ]);
    }));

  it('a sum over everything has an answer also where there is nothing; a sum by groups has none', () =>
    withStore(async (store) => {
      const nothing = [{ group: {}, sums: { balanceKopecks: 0 }, count: 0 }];
      expect(await store.sum(balances(), { groupBy: [], sums: ['balanceKopecks'] })).toEqual(nothing);
      await store.open(balances());
      expect(await store.sum(balances(), { groupBy: [], sums: ['balanceKopecks'] })).toEqual(nothing);
      expect(await store.sum(balances(), { groupBy: ['house'], sums: ['balanceKopecks'] })).toEqual([]);
    }));

  it('refuses a sum that leaves the range of exact integers', () =>
    withStore(async (store) => {
      const most = Number.MAX_SAFE_INTEGER;
      await writeAll(store, [write('1', balance('63-1', most)), write('2', balance('63-1', most))]);
      const sum = store.sum(balances(), { groupBy: [], sums: ['balanceKopecks'] });
      await expect(sum).rejects.toThrow('beyond exact integers');
    }));
}

function declarationRules(withStore: WithStore): void {
  const refusedQueries: [string, (store: ReadModelStore) => Promise<unknown>][] = [
    ['a condition on a column that is not declared', (store) => store.find(balances(), { where: { flat: '1' } })],
    ['a condition on a name that every object has', (store) => store.find(balances(), { where: { toString: '1' } })],
    ['a statement in the name of a column', (store) => store.find(balances(), { where: { 'house" = house --': '1' } })],
    ['a statement in an order', (store) => store.find(balances(), { orderBy: ['house; DROP TABLE accounts'] })],
    ['a statement in a group', (store) => store.sum(balances(), { groupBy: ['house, key'], sums: [] })],
    ['a sum over text', (store) => store.sum(balances(), { groupBy: [], sums: ['house'] })],
    ['a value of another type', (store) => store.find(balances(), { where: { balanceKopecks: '500' } })],
    ['a fraction', (store) => store.count(balances(), { where: { balanceKopecks: { from: 0.5 } } })],
    [
      'a condition that is undefined',
      (store) => store.find(balances(), { where: { house: undefined } as unknown as { house: string } }),
    ],
    [
      'afterKey in another order than that of keys',
      (store) => store.find(balances(), { afterKey: '1', orderBy: ['house'] }),
    ],
    ['a limit below zero', (store) => store.find(balances(), { limit: -1 })],
  ];
  it.each(refusedQueries)('refuses %s', (_, query) =>
    withStore(async (store) => {
      await writeAll(store, FOUR_ACCOUNTS);
      await expect(query(store)).rejects.toThrow(ReadModelUsageError);
    }),
  );

  const refusedProjections: [string, Partial<Projection<Balance>>][] = [
    ['a column that is no identifier', { columns: { 'balance kopecks': 'integer' }, indexes: [] }],
    ['a column that every collection has', { columns: { Position: 'integer' }, indexes: [] }],
    ['two columns that differ in case only', { columns: { house: 'text', House: 'text' }, indexes: [] }],
    ['an index over a column that is not declared', { indexes: [['flat']] }],
    ['a name without its service', { name: 'balances' }],
    ['version 0', { version: 0 }],
  ];
  it.each(refusedProjections)('refuses a projection with %s', (_, changes) =>
    withStore(async (store) => {
      await expect(store.open(balances(1, changes))).rejects.toThrow(ReadModelUsageError);
      await expect(store.startBuilding(balances(1, changes))).rejects.toThrow(ReadModelUsageError);
    }),
  );

  it('refuses other columns under the same version', () =>
    withStore(async (store) => {
      await store.open(balances());
      const changed = balances(1, { columns: { house: 'text' }, indexes: [] });
      await expect(store.open(changed)).rejects.toThrow('other columns need a new version');
    }));

  const refusedColumns: [string, Record<string, string | number | null>][] = [
    ['a fraction in an integer column', { balanceKopecks: 0.1 }],
    ['text in an integer column', { balanceKopecks: '1' }],
    ['a number in a text column', { house: 63 }],
    ['a column that is not declared', { flat: '1' }],
  ];
  it.each(refusedColumns)('refuses to write %s, and then writes nothing of the page', (_, columns) =>
    withStore(async (store) => {
      const generation = await store.open(balances());
      const bad = { ...write('6301000002', balance('63-1', 1)), columns };
      const writing = store.write(generation, balances(), [FOUR_ACCOUNTS[0]!, bad], 0, 5);
      await expect(writing).rejects.toThrow(ReadModelUsageError);
      expect(await store.get(balances(), '6301000001')).toBeNull();
      expect(await store.checkpoint(balances())).toBe(0);
    }),
  );
}

function checkpointRules(withStore: WithStore): void {
  it('a write from another checkpoint than the stored one is refused as a whole', () =>
    withStore(async (store) => {
      const generation = await store.open(balances());
      expect(await store.write(generation, balances(), [write('1', balance('63-1', 1), 5)], 0, 5)).toBe(true);
      expect(await store.write(generation, balances(), [write('2', balance('63-1', 2), 6)], 0, 6)).toBe(false);
      expect(await store.get(balances(), '2')).toBeNull();
      expect(await store.checkpoint(balances())).toBe(5);
      expect(await store.checkpointOf(generation)).toBe(5);
      expect(await store.write(generation, balances(), [write('2', balance('63-1', 2), 6)], 5, 6)).toBe(true);
    }));

  it('of two writers who start from the same checkpoint exactly one writes', () =>
    withStore(async (store) => {
      const generation = await store.open(balances());
      const outcomes = await Promise.all(
        ['1', '2', '3'].map((key) => store.write(generation, balances(), [write(key, balance('63-1', 1))], 0, 9)),
      );
      expect(outcomes.filter((isWritten) => isWritten)).toHaveLength(1);
      expect(await store.count(balances(), {})).toBe(1);
    }));

  it('the checkpoint moves also where no document changed', () =>
    withStore(async (store) => {
      const generation = await store.open(balances());
      expect(await store.write(generation, balances(), [], 0, 40)).toBe(true);
      expect(await store.checkpoint(balances())).toBe(40);
    }));

  it('a failure is kept until the next write', () =>
    withStore(async (store) => {
      const failure = { position: 12, eventId: 'event-12', type: 'ChargesCalculated', error: 'no such utility' };
      const generation = await store.open(balances());
      await store.recordFailure(generation, failure);
      expect(await store.generations()).toMatchObject([{ failure }]);
      await store.write(generation, balances(), [], 0, 12);
      expect(await store.generations()).toMatchObject([{ failure: null }]);
    }));
}

function generationRules(withStore: WithStore): void {
  it('the first generation is live at once; opening again gives the same one', () =>
    withStore(async (store) => {
      const opened = await store.open(balances());
      expect(opened).toMatchObject({ projection: 'testing.account-balances', version: 1, state: 'live' });
      expect(opened).toMatchObject({ checkpoint: 0, isUntouched: true });
      expect(await store.countRows(opened)).toBe(0);
      await writeAll(store, FOUR_ACCOUNTS);
      expect(await store.open(balances())).toEqual({ ...opened, checkpoint: 1, isUntouched: false });
      expect(await store.countRows(opened)).toBe(4);
      expect(await store.generations()).toHaveLength(1);
    }));

  it('a new version is built beside the live one, which goes on serving its own code', () =>
    withStore(async (store) => {
      await writeAll(store, [write('1', balance('63-1', 1))]);
      const building = await store.open(balances(2));
      expect(building).toMatchObject({ version: 2, state: 'building', checkpoint: 0 });
      expect((await store.startBuilding(balances(2))).generation).toBe(building.generation);
      expect((await store.get(balances(1), '1'))?.document.balanceKopecks).toBe(1);
      await expect(store.get(balances(2), '1')).rejects.toThrow(ProjectionNotBuiltError);
      expect(await store.checkpoint(balances(2))).toBe(0);
    }));

  it('a switch makes the built generation live and retires the other, which still serves the old code', () =>
    withStore(async (store) => {
      const old = await writeAll(store, [write('1', balance('63-1', 1))]);
      const building = await store.open(balances(2));
      await store.write(building, balances(2), [write('1', balance('63-1', 2))], 0, 8);
      await store.switchTo(building);
      expect((await store.get(balances(2), '1'))?.document.balanceKopecks).toBe(2);
      expect(await store.checkpoint(balances(2))).toBe(8);
      expect(await keysFound(store, { where: { house: '63-1' } })).toEqual(['1']);
      expect((await store.get(balances(1), '1'))?.document.balanceKopecks).toBe(1);
      expect((await store.generations()).map(({ version, state }) => [version, state])).toEqual([
        [1, 'retired'],
        [2, 'live'],
      ]);
      expect(await store.write(old, balances(1), [write('1', null)], 1, 2)).toBe(false);
      await expect(store.checkpointOf(old)).rejects.toThrow(GenerationGoneError);
      await expect(store.open(balances(1))).rejects.toThrow(ProjectionSupersededError);
    }));

  it('only what is building can be switched to', () =>
    withStore(async (store) => {
      const live = await store.open(balances());
      await expect(store.switchTo(live)).rejects.toThrow(ReadModelUsageError);
      const building = await store.startBuilding(balances());
      await store.switchTo(building);
      await expect(store.switchTo(live)).rejects.toThrow(ReadModelUsageError);
      await expect(store.switchTo(building)).rejects.toThrow(ReadModelUsageError);
    }));

  it('a dropped generation is gone with its documents; the live one cannot be dropped', () =>
    withStore(async (store) => {
      const live = await writeAll(store, FOUR_ACCOUNTS);
      const building = await store.startBuilding(balances());
      await store.write(building, balances(), FOUR_ACCOUNTS, 0, 1);
      await store.drop(building);
      await store.drop(building);
      expect((await store.generations()).map(({ generation }) => generation)).toEqual([live.generation]);
      expect(await store.write(building, balances(), FOUR_ACCOUNTS, 1, 2)).toBe(false);
      await expect(store.load(building, balances(), ['1'])).rejects.toThrow(GenerationGoneError);
      await expect(store.checkpointOf(building)).rejects.toThrow(GenerationGoneError);
      await expect(store.switchTo(building)).rejects.toThrow(GenerationGoneError);
      await expect(store.drop(live)).rejects.toThrow(ReadModelUsageError);
      expect(await store.count(balances(), {})).toBe(4);
      await expect(store.countRows(building)).rejects.toThrow(GenerationGoneError);
      expect((await store.startBuilding(balances())).isUntouched).toBe(true);
    }));

  it('projections whose names differ in punctuation only do not share documents', () =>
    withStore(async (store) => {
      const dotted = balances(1, { name: 'testing.account.balances' });
      const dashed = balances(1, { name: 'testing.account-balances' });
      await writeAll(store, [write('1', balance('63-1', 1))], dotted);
      await writeAll(store, [write('2', balance('63-1', 2))], dashed);
      expect((await store.find(dotted, {})).map(({ key }) => key)).toEqual(['1']);
      expect((await store.find(dashed, {})).map(({ key }) => key)).toEqual(['2']);
    }));
}

function controlSumRules(withStore: WithStore): void {
  async function sumOf(store: ReadModelStore, writes: readonly DocumentWrite<Balance>[]): Promise<string> {
    const generation = await store.startBuilding(balances());
    await store.write(generation, balances(), writes, 0, 1);
    const sum = await store.controlSum(generation);
    await store.drop(generation);
    return sum;
  }

  it('does not depend on the order of documents, of names in them, or on positions', () =>
    withStore(async (store) => {
      const sum = await sumOf(store, FOUR_ACCOUNTS);
      expect(sum).toMatch(/^[0-9a-f]{32,}$/);
      expect(await sumOf(store, [...FOUR_ACCOUNTS].reverse())).toBe(sum);
      const renamed = FOUR_ACCOUNTS.map((one) => ({
        ...one,
        position: 99,
        document: Object.fromEntries(Object.entries(one.document ?? {}).reverse()) as unknown as Balance,
      }));
      expect(await sumOf(store, renamed)).toBe(sum);
    }));

  it('changes with one kopeck, one key, one document more or less', () =>
    withStore(async (store) => {
      const [first, ...others] = FOUR_ACCOUNTS as [DocumentWrite<Balance>, ...DocumentWrite<Balance>[]];
      const sums = [
        await sumOf(store, FOUR_ACCOUNTS),
        await sumOf(store, [write(first.key, balance('63-1', 501)), ...others]),
        await sumOf(store, [{ ...first, key: '6301000009' }, ...others]),
        await sumOf(store, others),
        await sumOf(store, [...FOUR_ACCOUNTS, { ...first, key: '6301000009' }]),
        await sumOf(store, []),
      ];
      expect(new Set(sums).size).toBe(sums.length);
    }));

  it('covers more documents than one page of a store', () =>
    withStore(async (store) => {
      const many = Array.from({ length: 5_001 }, (_, number) => write(String(number), balance('63-1', number)));
      const sum = await sumOf(store, many);
      expect(await sumOf(store, [...many].reverse())).toBe(sum);
      expect(await sumOf(store, many.slice(0, -1))).not.toBe(sum);
    }));
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { MemoryReadModelStore } from './memory.read-models';
import { createProjector } from './projector';
import { rebuild } from './rebuild';
import { SqliteReadModelStore } from './sqlite.read-models';
import { accountLog, balanceProjection } from './testing/account-log';

const balance = balanceProjection();
let folder: string;
let file: string;
let opened: SqliteReadModelStore[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'read-models-'));
  file = join(folder, 'read-models.sqlite');
  opened = [];
});

afterEach(async () => {
  for (const store of opened) await store.close();
  rmSync(folder, { recursive: true });
});

function open(): SqliteReadModelStore {
  const store = new SqliteReadModelStore(file);
  opened.push(store);
  return store;
}

/** Indexes of the tables of documents, as the file tells them. */
function indexesInFile(): string[] {
  const database = new Database(file, { readonly: true });
  const names = database.prepare(
    `SELECT name FROM sqlite_schema WHERE type = 'index' AND sql LIKE '%testing_balance%'`,
  );
  const found = names.pluck().all() as string[];
  database.close();
  return found;
}

describe('read models in one SQLite file', () => {
  it('are there again after the process has ended', async () => {
    const log = accountLog();
    await log.charge('A', 100);
    const first = open();
    await createProjector({ events: log.events, store: first, projections: [balance] }).catchUp();
    await first.close();
    const again = open();
    expect((await again.get(balance, 'A'))?.document.balanceKopecks).toBe(100);
    expect(await again.checkpoint(balance)).toBe(1);
  });

  it('are written by one of two processes that start from the same checkpoint', async () => {
    const [first, second] = [open(), open()];
    const generation = await first.open(balance);
    expect(await second.open(balance)).toEqual(generation);
    const write = { key: 'A', document: { account: 'A', balanceKopecks: 1, charges: 1 }, position: 3, columns: {} };
    expect(await first.write(generation, balance, [write], 0, 3)).toBe(true);
    expect(await second.write(generation, balance, [{ ...write, position: 4 }], 0, 4)).toBe(false);
    expect(await second.get(balance, 'A')).toMatchObject({ position: 3 });
    expect(await second.checkpoint(balance)).toBe(3);
  });

  it('are folded once by projectors of two processes', async () => {
    const log = accountLog();
    for (let number = 0; number < 60; number += 1) await log.charge(`account-${number % 3}`, 1);
    const settings = { events: log.events, projections: [balance], pageEvents: 4 };
    const projectors = [open(), open()].map((store) => createProjector({ ...settings, store }));
    await Promise.all(projectors.map((projector) => projector.catchUp()));
    const rows = await open().find(balance, {});
    expect(rows.map(({ document }) => document.balanceKopecks)).toEqual([20, 20, 20]);
  });

  it('are switched by one process under the queries and the projector of another', async () => {
    const log = accountLog();
    await log.charge('A', 1);
    const [server, operator] = [open(), open()];
    const projector = createProjector({ events: log.events, store: server, projections: [balance] });
    await projector.catchUp();
    expect(await rebuild(balance, { events: log.events, store: operator })).toMatchObject({ outcome: 'switched' });
    expect((await server.get(balance, 'A'))?.document.balanceKopecks).toBe(1);
    await log.charge('A', 1);
    await projector.catchUp();
    expect((await operator.get(balance, 'A'))?.document.balanceKopecks).toBe(2);
    expect(await server.generations()).toHaveLength(1);
  });

  it('get their indexes when a rebuild is switched to, not while it writes', async () => {
    const log = accountLog();
    await log.charge('A', 1);
    const store = open();
    const options = { events: log.events, store };
    await rebuild(balance, { ...options, afterwards: 'keep' });
    expect(indexesInFile()).toEqual([]);
    await rebuild(balance, options);
    expect(indexesInFile()).toHaveLength(1);
  });

  it('get a newly declared index when they are opened', async () => {
    const store = open();
    await store.open({ ...balance, indexes: [] });
    expect(indexesInFile()).toEqual([]);
    await store.open(balance);
    expect(indexesInFile()).toHaveLength(1);
  });

  it('have the same control sum as in memory', async () => {
    const log = accountLog();
    for (let number = 0; number < 10; number += 1) await log.charge(`account-${number}`, number);
    const sums: string[] = [];
    for (const store of [open(), new MemoryReadModelStore()]) {
      await createProjector({ events: log.events, store, projections: [balance] }).catchUp();
      sums.push(await store.controlSum(await store.open(balance)));
    }
    expect(sums[0]).toBe(sums[1]);
  });
});

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { newEvent } from '#libs/testing';
import { NO_STREAM } from './event-store.port';
import { SqliteEventStore, SqliteEventStoreOptions } from './sqlite.event-store';
import { verifyEventFile } from './sqlite.verification';

describe('the event store in SQLite', () => {
  let folder: string;
  let file: string;
  let opened: SqliteEventStore[];

  function open(options: Partial<SqliteEventStoreOptions> = {}): SqliteEventStore {
    const store = new SqliteEventStore({ file, ...options });
    opened.push(store);
    return store;
  }

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kvitok-sqlite-'));
    file = join(folder, 'events.sqlite');
    opened = [];
  });

  afterEach(async () => {
    for (const store of opened) await store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const eventOf = (stream: string, data: object = {}) => ({
    stream,
    expectedRevision: NO_STREAM,
    events: [newEvent(`${stream}-first`, data), newEvent(`${stream}-second`, data)],
  });

  it('puts account, period, amount and effective date of a payload into columns of their own', async () => {
    const amount = { toJSON: () => 7 };
    await open().appendMany([
      eventOf('full', { account: '63', period: '2026-10', amountKopecks: -3_000_000_000, effectiveOn: '2026-10-25' }),
      eventOf('other types', { account: 63, period: null, amountKopecks: 1.5, effectiveOn: ['2026-10-25'] }),
      eventOf('deeper', { line: { account: '63' } }),
      eventOf('with its own JSON', { amountKopecks: amount, account: undefined }),
    ]);
    const database = new Database(file, { readonly: true });
    const rows = database
      .prepare('SELECT account, period, amount_kopecks, effective_on FROM events WHERE revision = 0')
      .raw()
      .all();
    database.close();
    expect(rows).toEqual([
      ['63', '2026-10', -3_000_000_000, '2026-10-25'],
      [null, null, null, null],
      [null, null, null, null],
      [null, null, 7, null],
    ]);
    expect(await verifyEventFile(file)).toMatchObject({ ok: true, events: 8 });
  });

  it('rejects all callers of a commit when the storage is full, writes nothing, and recovers when there is room', async () => {
    const small = open({ pagesLimit: 12 });
    await small.append(eventOf('before'));
    const tooMuch = { text: 'x'.repeat(40_000) };
    const results = await Promise.allSettled([
      small.append(eventOf('a')),
      small.append(eventOf('b', tooMuch)),
      small.appendMany([eventOf('c'), eventOf('d')]),
    ]);
    for (const result of results) {
      expect(result).toMatchObject({
        status: 'rejected',
        reason: { name: 'StorageError', code: 'EVENT_STORE_UNAVAILABLE', fault: 'full' },
      });
    }
    expect(await small.head()).toBe(2);
    expect(await small.append(eventOf('a'))).toMatchObject({ kind: 'appended', lastPosition: 4 });
    await small.close();
    const roomy = open();
    expect(await roomy.append(eventOf('b', tooMuch))).toMatchObject({ kind: 'appended', lastPosition: 6 });
    expect(await roomy.verify()).toEqual({ ok: true, events: 6, head: 6 });
  });

  it('is not available while another process holds the file for longer than it waits', async () => {
    const store = open({ busyTimeoutMilliseconds: 20 });
    const other = new Database(file);
    other.exec('BEGIN IMMEDIATE');
    await expect(store.append(eventOf('a'))).rejects.toMatchObject({ code: 'EVENT_STORE_UNAVAILABLE', fault: 'busy' });
    other.exec('COMMIT');
    other.close();
    expect(await store.append(eventOf('a'))).toMatchObject({ kind: 'appended', lastPosition: 2 });
  });

  it('survives a loss of power: commits are flushed in full', () => {
    open();
    const database = (opened[0] as unknown as { database: Database.Database }).database;
    expect(database.pragma('synchronous', { simple: true })).toBe(2);
    expect(database.pragma('journal_mode', { simple: true })).toBe('wal');
  });

  it('refuses a file of another program and leaves it as it is', () => {
    const foreign = new Database(file);
    foreign.exec('CREATE TABLE notes (text TEXT)');
    foreign.close();
    const before = readFileSync(file);
    expect(() => open()).toThrow(expect.objectContaining({ code: 'EVENT_STORE_UNAVAILABLE', fault: 'damaged' }));
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('refuses a file that is no database, and a folder that is not there', () => {
    writeFileSync(file, 'what is this? '.repeat(1_000));
    expect(() => open()).toThrow(expect.objectContaining({ fault: 'damaged' }));
    expect(() => open({ file: join(folder, 'nowhere', 'events.sqlite') })).toThrow(
      expect.objectContaining({ code: 'EVENT_STORE_UNAVAILABLE' }),
    );
  });

  it('looks through a long log for a rare type in bounded steps', async () => {
    const store = open();
    const eventsOf = (batch: number) => Array.from({ length: 1_000 }, (_, index) => newEvent(`e${batch}-${index}`, {}));
    const batches = Array.from({ length: 51 }, (_, batch) => ({
      stream: `s-${batch}`,
      expectedRevision: NO_STREAM,
      events: eventsOf(batch),
    }));
    await store.appendMany(batches);
    await store.append({ stream: 'rare', expectedRevision: NO_STREAM, events: [newEvent('rare', {}, 'RareFact')] });
    const first = await store.readAll({ after: 0, limit: 10, types: ['RareFact'] });
    expect(first).toEqual({ events: [], checkpoint: 50_000, caughtUp: false });
    const second = await store.readAll({ after: first.checkpoint, limit: 10, types: ['RareFact'] });
    expect(second).toMatchObject({
      events: [{ eventId: 'rare', position: 51_001 }],
      checkpoint: 51_001,
      caughtUp: true,
    });
  }, 30_000);

  describe('backing up', () => {
    it('copies a sound log while the store and another process go on writing', async () => {
      const [store, other] = [open(), open()];
      await store.appendMany(
        Array.from({ length: 200 }, (_, index) => eventOf(`s-${index}`, { text: 'x'.repeat(5_000) })),
      );
      const copy = join(folder, 'copy.sqlite');
      let isDone = false;
      const backingUp = store.backup(copy).finally(() => {
        isDone = true;
      });
      let written = 0;
      while (!isDone) {
        await (written % 10 === 9 ? other : store).append(eventOf(`during-${written}`));
        written += 1;
      }
      const head = await backingUp;
      expect(head).toBeGreaterThanOrEqual(400);
      expect(head).toBeLessThanOrEqual(400 + 2 * written);
      expect(await verifyEventFile(copy)).toEqual({ ok: true, events: head, head });
      const restored = open({ file: copy });
      const [original, copied] = [
        await store.readAll({ after: 0, limit: head }),
        await restored.readAll({ after: 0, limit: head }),
      ];
      expect(JSON.stringify(copied.events)).toBe(JSON.stringify(original.events.slice(0, head)));
      expect(await restored.append(eventOf('after the restore'))).toMatchObject({
        kind: 'appended',
        lastPosition: head + 2,
      });
    });

    it('leaves no file when it cannot finish', async () => {
      const store = open();
      await store.append(eventOf('a'));
      const copy = join(folder, 'nowhere', 'copy.sqlite');
      await expect(store.backup(copy)).rejects.toMatchObject({ code: 'EVENT_STORE_UNAVAILABLE' });
      expect(existsSync(copy)).toBe(false);
      expect(readdirSync(folder).filter((name) => !name.startsWith('events.sqlite'))).toEqual([]);
    });
  });
});

import { copyFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import * as fc from 'fast-check';
import { newEvent } from '#libs/testing';
import { NO_STREAM, VerifyResult } from './event-store.port';
import { SqliteEventStore } from './sqlite.event-store';
import { quickCheckEventFile, verifyEventFile } from './sqlite.verification';
import { hashOfEvent, StoredEvent } from './stored-event';

const STREAMS = 4;
const EVENTS_PER_STREAM = 10;
const EVENTS = STREAMS * EVENTS_PER_STREAM;

/** A log of four streams, their events alternating, with every typed column filled. */
async function writeLog(file: string): Promise<void> {
  const store = new SqliteEventStore({ file });
  for (let revision = 0; revision < EVENTS_PER_STREAM; revision += 1) {
    for (let stream = 0; stream < STREAMS; stream += 1) {
      const data = {
        account: `630100000${stream}`,
        period: '2026-10',
        amountKopecks: 1_000 * revision + stream,
        effectiveOn: '2026-10-25',
        note: 'показания приняты '.repeat(stream * 20),
      };
      const events = [newEvent(`event-${stream}-${revision}`, data)];
      await store.append({ stream: `s-${stream}`, expectedRevision: revision - 1, events });
    }
  }
  await store.close();
}

async function readLog(file: string): Promise<string> {
  const store = new SqliteEventStore({ file });
  try {
    return JSON.stringify((await store.readAll({ after: 0, limit: 1_000 })).events);
  } finally {
    await store.close();
  }
}

describe('verifying an event file', () => {
  let folder: string;
  let sound: string;
  let file: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'kvitok-verify-'));
    sound = join(folder, 'sound.sqlite');
    file = join(folder, 'events.sqlite');
    await writeLog(sound);
  });

  beforeEach(() => copyFileSync(sound, file));
  afterEach(() => ['', '-wal', '-shm', '-journal'].forEach((suffix) => rmSync(`${file}${suffix}`, { force: true })));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function tamper(...statements: readonly string[]): void {
    const database = new Database(file);
    for (const statement of statements) database.exec(statement);
    database.close();
  }

  it('finds nothing in a sound log, tells how far it is, and leaves the file as it was', async () => {
    const positions: number[] = [];
    expect(await verifyEventFile(file, (position) => positions.push(position))).toEqual({
      ok: true,
      events: EVENTS,
      head: EVENTS,
    });
    expect(positions).toEqual([EVENTS]);
    expect(readFileSync(file).equals(readFileSync(sound))).toBe(true);
  });

  // Position 22 is the event of revision 5 of stream s-1.
  it.each([
    ['event_id', "event_id = 'event-1-x'", 'hash'],
    ['stream', "stream = 's-x'", 'revision'],
    ['revision', 'revision = 50', 'revision'],
    ['type', "type = 'ReadingRefused'", 'hash'],
    [
      'a character moved from one column to the next',
      'event_id = event_id || substr(type, 1, 1), type = substr(type, 2)',
      'hash',
    ],
    ['version', 'version = 2', 'hash'],
    ['account', "account = '6301000002'", 'typed_column'],
    ['account emptied', 'account = NULL', 'typed_column'],
    ['period', "period = '2026-11'", 'typed_column'],
    ['amount_kopecks', 'amount_kopecks = amount_kopecks + 1', 'typed_column'],
    ['effective_on', "effective_on = '2026-10-26'", 'typed_column'],
    ['previous_hash', "previous_hash = 'a' || substr(previous_hash, 2)", 'hash'],
    ['previous_hash in capitals', 'previous_hash = upper(previous_hash)', 'hash'],
    ['hash', "hash = replace(hash, '7', '8')", 'hash'],
    ['metadata', "metadata = replace(metadata, 'staff:0017', 'staff:0018')", 'hash'],
    ['metadata that is no JSON', 'metadata = substr(metadata, 2)', 'payload'],
    ['data', `data = replace(data, '"amountKopecks":5001', '"amountKopecks":5002'), amount_kopecks = 5002`, 'hash'],
    ['data with another space', `data = replace(data, '":', '": ')`, 'hash'],
    ['data that is no JSON', 'data = substr(data, 2)', 'payload'],
    ['data that is no object', "data = '[]'", 'payload'],
  ])('names the event whose column was changed: %s', async (_, change, fault) => {
    tamper(`UPDATE events SET ${change} WHERE position = 22`);
    const result = await verifyEventFile(file);
    expect(result).toMatchObject({ ok: false, position: 22, fault });
    expect(quickCheckEventFile(file)).toMatchObject({ ok: false, position: 22, fault });
  });

  it('names stream, revision and id of the bad event, and the first of several', async () => {
    tamper("UPDATE events SET type = 'X' WHERE position IN (22, 31)");
    expect(await verifyEventFile(file)).toMatchObject({
      position: 22,
      stream: 's-1',
      revision: 5,
      eventId: 'event-1-5',
    });
  });

  it.each([
    ['an event was taken out of the middle', 'DELETE FROM events WHERE position = 22', 22],
    ['the last events were cut off', `DELETE FROM events WHERE position > ${EVENTS - 3}`, EVENTS - 2],
    ['all events were deleted', 'DELETE FROM events', 1],
    ['an event was moved to the end', `UPDATE events SET position = ${EVENTS + 1} WHERE position = 22`, 22],
    [
      'an event was added behind the end',
      `INSERT INTO events SELECT ${EVENTS + 1}, 'added', 's-1', 10, type, version, account, period, amount_kopecks, effective_on, hash, hash, metadata, data FROM events WHERE position = 38`,
      EVENTS + 1,
    ],
    ['the length of the log was lowered', 'UPDATE log_head SET position = 30', 31],
    ['the length of the log was raised', `UPDATE log_head SET position = ${EVENTS + 1}`, EVENTS + 1],
  ])('names the position where %s', async (_, statement, position) => {
    tamper(statement);
    expect(await verifyEventFile(file)).toMatchObject({ ok: false, position, fault: 'position' });
  });

  it('names the event after one that was forged together with its hash', async () => {
    const database = new Database(file);
    const forged = database
      .prepare<[], StoredEvent>(
        `SELECT event_id AS eventId, stream, revision, type, version, previous_hash AS previousHash, metadata, position,
           replace(data, '"note":"', '"note":"forged') AS data
         FROM events WHERE position = 22`,
      )
      .get() as StoredEvent;
    database
      .prepare('UPDATE events SET data = ?, hash = ? WHERE position = 22')
      .run(forged.data, hashOfEvent(forged, forged));
    database.close();
    expect(await verifyEventFile(file)).toMatchObject({ ok: false, position: 26, revision: 6, fault: 'hash' });
  });

  it('sees that two events changed places', async () => {
    tamper(
      'UPDATE events SET position = 1000 WHERE position = 21',
      'UPDATE events SET position = 21 WHERE position = 22',
      'UPDATE events SET position = 22 WHERE position = 1000',
    );
    expect(await verifyEventFile(file)).toMatchObject({ ok: false, position: 21, fault: 'hash' });
  });

  it.each([
    ['a table is missing', 'DROP TABLE log_head'],
    ['an index is missing', 'DROP INDEX events_by_id'],
    ['the length of the log is missing', 'DELETE FROM log_head'],
    ['the file says that it is another one', 'PRAGMA application_id = 1'],
    ['the file is of no release', 'PRAGMA user_version = 0'],
  ])('calls the file faulty when %s', async (_, statement) => {
    tamper(statement);
    expect(await verifyEventFile(file)).toMatchObject({ ok: false, position: 0, fault: 'file' });
    expect(quickCheckEventFile(file)).toMatchObject({ ok: false, position: 0, fault: 'file' });
  });

  it('does not call a file damaged that a newer release has written', async () => {
    tamper('PRAGMA user_version = 2');
    const newer = {
      ok: false,
      fault: 'newer',
      reason: expect.stringContaining(
        'schema version 2 (known: 1), was written by a program newer than this one',
      ) as string,
    };
    expect(await verifyEventFile(file)).toMatchObject(newer);
    expect(quickCheckEventFile(file)).toMatchObject(newer);
    expect(() => new SqliteEventStore({ file })).toThrow(
      expect.objectContaining({ fault: 'newer', code: 'EVENT_STORE_UNAVAILABLE' }),
    );
  });

  it.each<[string, () => void]>([
    ['is garbage', () => writeFileSync(file, 'garbage '.repeat(5_000))],
    [
      'is garbage behind a sound first page',
      () => {
        const bytes = readFileSync(file);
        bytes.fill(0x5a, 8_192);
        writeFileSync(file, bytes);
      },
    ],
    ['ends in the middle of a page', () => truncateSync(file, readFileSync(file).length - 5_000)],
    ['has lost its second half', () => truncateSync(file, Math.floor(readFileSync(file).length / 2))],
  ])('survives a file that %s', async (_, damage) => {
    damage();
    expect(await verifyEventFile(file)).toMatchObject({ ok: false, fault: expect.stringMatching(/file|position/) });
    expect(quickCheckEventFile(file)).toMatchObject({ ok: false });
  });

  it.each<[string, () => void]>([
    ['nothing was written', () => writeFileSync(file, '')],
    [
      'it had its write-ahead log',
      () => {
        const begun = new Database(file);
        begun.pragma('page_size = 8192');
        begun.pragma('journal_mode = WAL');
        begun.close();
      },
    ],
    [
      'its first pages were being written',
      () => {
        const elsewhere = join(folder, 'half-written.sqlite');
        const begun = new Database(elsewhere);
        begun.pragma('cache_size = 1');
        begun.exec('BEGIN IMMEDIATE; CREATE TABLE begun (text TEXT)');
        for (let row = 0; row < 50; row += 1) begun.prepare('INSERT INTO begun VALUES (?)').run('x'.repeat(8_000));
        copyFileSync(elsewhere, file);
        copyFileSync(`${elsewhere}-journal`, `${file}-journal`);
        begun.close();
        expect(readFileSync(file).length).toBeGreaterThan(8_192);
      },
    ],
  ])('calls a file sound at a start whose maker was killed when %s, and it is made then', async (_, begin) => {
    rmSync(file);
    begin();
    expect(quickCheckEventFile(file)).toEqual({ ok: true, events: 0, head: 0 });
    await writeLog(file);
    expect(await verifyEventFile(file)).toMatchObject({ ok: true });
  });

  it('calls a file that does not exist sound at a start, and faulty when it has to be verified', async () => {
    rmSync(file);
    expect(quickCheckEventFile(file)).toEqual({ ok: true, events: 0, head: 0 });
    expect(await verifyEventFile(file)).toMatchObject({ ok: false, fault: 'file' });
  });

  it('looks at the file itself, not at what the process remembers of it', async () => {
    const store = new SqliteEventStore({ file });
    await store.readStream('s-1');
    const bytes = readFileSync(file);
    const at = bytes.indexOf('"amountKopecks":5001');
    bytes[at + '"amountKopecks":'.length] = '6'.charCodeAt(0);
    writeFileSync(file, bytes);
    expect(await store.verify()).toMatchObject({ ok: false, position: 22, fault: 'hash' });
    await store.close();
  });

  it('notices an index that contradicts its table, and names the event', async () => {
    const bytes = readFileSync(file);
    // The id stands in the table, in its last page, and in the index; the index is made after the table.
    const places = occurrences(bytes, 'event-1-5');
    expect(places).toHaveLength(2);
    const results: VerifyResult[] = [];
    for (const place of places) {
      const damaged = Buffer.from(bytes);
      damaged[place] = 'E'.charCodeAt(0);
      writeFileSync(file, damaged);
      results.push(await verifyEventFile(file));
    }
    expect(results).toContainEqual(expect.objectContaining({ ok: false, position: 22, fault: 'hash' }));
    expect(results).toContainEqual(expect.objectContaining({ ok: false, position: 22, fault: 'file' }));
  });

  it('finds a flipped byte anywhere in the file, unless every event reads as before', async () => {
    const bytes = readFileSync(sound);
    const asWritten = await readLog(sound);
    const flips = fc.record({ place: fc.nat(bytes.length - 1), mask: fc.integer({ min: 1, max: 255 }) });
    let found = 0;
    await fc.assert(
      fc.asyncProperty(flips, async ({ place, mask }) => {
        const damaged = Buffer.from(bytes);
        damaged[place] = (damaged[place] as number) ^ mask;
        ['-wal', '-shm'].forEach((suffix) => rmSync(`${file}${suffix}`, { force: true }));
        writeFileSync(file, damaged);
        const result = await verifyEventFile(file);
        if (result.ok) expect(await readLog(file)).toBe(asWritten);
        else found += 1;
      }),
      { numRuns: 400 },
    );
    expect(found).toBeGreaterThan(100);
  }, 60_000);
});

describe('checking an event file at a start', () => {
  it('looks at every event of a short log, at the last thousand of a long one', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kvitok-quick-check-'));
    const file = join(folder, 'events.sqlite');
    const store = new SqliteEventStore({ file });
    for (let batch = 0; batch < 3; batch += 1) {
      const events = Array.from({ length: 500 }, (_, index) => newEvent(`e-${batch}-${index}`));
      const expectedRevision = batch === 0 ? NO_STREAM : batch * 500 - 1;
      await store.append({ stream: 's-1', expectedRevision, events });
    }
    await store.close();
    expect(quickCheckEventFile(file)).toEqual({ ok: true, events: 1_500, head: 1_500 });
    expect(quickCheckEventFile(file, 0)).toEqual({ ok: true, events: 1_000, head: 1_500 });
    const change = (position: number) => {
      const database = new Database(file);
      database.prepare("UPDATE events SET type = 'X' WHERE position = ?").run(position);
      database.close();
    };
    change(500);
    expect(quickCheckEventFile(file, 0)).toEqual({ ok: true, events: 1_000, head: 1_500 });
    expect(quickCheckEventFile(file)).toMatchObject({ ok: false, position: 500, fault: 'hash' });
    change(501);
    expect(quickCheckEventFile(file, 0)).toMatchObject({ ok: false, position: 501, fault: 'hash' });
    rmSync(folder, { recursive: true, force: true });
  });
});

function occurrences(bytes: Buffer, text: string): number[] {
  const places: number[] = [];
  for (let place = bytes.indexOf(text); place >= 0; place = bytes.indexOf(text, place + 1)) places.push(place);
  return places;
}

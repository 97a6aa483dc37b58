import { closeSync, cpSync, mkdtempSync, openSync, rmSync, statSync, truncateSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { kvitok, sharedFolder } from './support/command-line';

/** The event that is altered, in the middle of the log. */
const BAD = 500;

/** Ways in which somebody who has the file may change what it says, or in which a disk may. */
const ALTERATIONS: readonly (readonly [string, (file: string) => void, number])[] = [
  [
    'the content of an event',
    (file) => change(file, `UPDATE events SET data = replace(data, '"', '" ') WHERE position = ${BAD}`),
    BAD,
  ],
  [
    'the day on which an event was recorded',
    (file) => change(file, `UPDATE events SET metadata = replace(metadata, '2026-', '2025-') WHERE position = ${BAD}`),
    BAD,
  ],
  [
    'a typed column beside the event',
    (file) => change(file, `UPDATE events SET account = 'forged' WHERE position = ${BAD}`),
    BAD,
  ],
  ['the type of an event', (file) => change(file, `UPDATE events SET type = 'Forged' WHERE position = ${BAD}`), BAD],
  [
    'the hash of an event',
    (file) => change(file, `UPDATE events SET hash = lower(hex(randomblob(length(hash) / 2))) WHERE position = ${BAD}`),
    BAD,
  ],
  ['the order of two events', (file) => exchange(file, BAD, BAD + 1), BAD],
  ['an event that is deleted', (file) => change(file, `DELETE FROM events WHERE position = ${BAD}`), BAD],
];

function change(file: string, statement: string): void {
  const database = new Database(file);
  const { changes } = database.prepare(statement).run();
  database.close();
  expect(changes).toBe(1);
}

function exchange(file: string, one: number, other: number): void {
  const database = new Database(file);
  const move = database.prepare('UPDATE events SET position = ? WHERE position = ?');
  database.transaction(() => {
    move.run(-1, one);
    move.run(one, other);
    move.run(other, -1);
  })();
  database.close();
}

describe('a log that is not what it was', () => {
  const work = mkdtempSync(join(tmpdir(), 'kvitok-altered-'));
  const sound = join(work, 'sound');
  beforeAll(() => {
    expect(kvitok('import', sharedFolder('edge'), '--through', '2026-04-30', '--data', sound).exitCode).toBe(0);
    expect(kvitok('verify', '--data', sound).exitCode).toBe(0);
  });
  afterAll(() => rmSync(work, { recursive: true, force: true }));

  function altered(alter: (file: string) => void): string {
    const folder = mkdtempSync(join(work, 'altered-'));
    cpSync(sound, folder, { recursive: true });
    alter(join(folder, 'events.sqlite'));
    return folder;
  }

  /** No sum is printed, and the person is told what to do. */
  function expectRefused(folder: string): void {
    for (const command of [
      ['statements'],
      ['aging', '--as-of', '2026-04-30'],
      ['night', '--date', '2026-05-01', 'all'],
    ]) {
      const refused = kvitok(...command, '--data', folder);
      expect([command[0], refused.exitCode]).toEqual([command[0], 1]);
      expect(refused.stdout).not.toMatch(/Kopecks/);
      expect(refused.stdout + refused.stderr).toContain('EVENT_STORE_DAMAGED');
    }
  }

  it.each(ALTERATIONS)(
    'by %s: verify names the first bad event, and nothing is answered from it',
    (_, alter, position) => {
      const folder = altered(alter);
      const verified = kvitok('verify', '--json', '--data', folder);
      expect(verified.exitCode).toBe(1);
      const told = JSON.parse(verified.stdout) as { ok: boolean };
      expect(told.ok).toBe(false);
      expect(verified.stdout).toMatch(new RegExp(`"position": ?${position}\\b`));
      expectRefused(folder);
    },
  );

  it.each([
    ['by a half that is missing', (file: string) => truncateSync(file, Math.floor(statSync(file).size / 2))],
    ['by an end that is missing', (file: string) => truncateSync(file, statSync(file).size - 4_096)],
    ['by a page of noughts', (file: string) => overwrite(file, Math.floor(statSync(file).size / 2 / 4_096) * 4_096)],
    ['by all of it', (file: string) => truncateSync(file, 100)],
  ])('%s: verify says so, and nothing is answered from it', (_, alter) => {
    const folder = altered(alter);
    const verified = kvitok('verify', '--json', '--data', folder);
    expect([verified.exitCode, (JSON.parse(verified.stdout) as { ok: boolean }).ok]).toEqual([1, false]);
    expectRefused(folder);
  });

  it('by its last events, which no chain can show: whoever has seen them says so', () => {
    const folder = altered((file) => {
      const database = new Database(file);
      const head = database.prepare<[], number>('SELECT position FROM log_head WHERE id = 1').pluck().get() ?? 0;
      database.prepare('DELETE FROM events WHERE position > ?').run(head - 5);
      database.prepare('UPDATE log_head SET position = ? WHERE id = 1').run(head - 5);
      database.close();
    });
    const verified = kvitok('verify', '--data', folder);
    expect(verified.exitCode).toBe(1);
    expectRefused(folder);
  });
});

function overwrite(file: string, place: number): void {
  const opened = openSync(file, 'r+');
  writeSync(opened, Buffer.alloc(4_096), 0, 4_096, place);
  closeSync(opened);
}

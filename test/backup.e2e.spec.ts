import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { restoreBackup } from '../services/cli/backup/restore-backup';
import { takeBackup } from '../services/cli/backup/take-backup';
import {
  answersOf,
  CommandResult,
  kvitok,
  kvitokBeside,
  logOf,
  resultOf,
  ROOT,
  sharedFolder,
} from './support/command-line';

const THROUGH = '2026-08-31';
const AGING_DATES = ['2026-05-20', '2026-08-31'];
const KEYS = ['person-master.key', 'code-pepper.key', 'code-print.key'];
/** Copies are taken so often while another process writes. */
const COPIES = 2;
const PAUSE_MS = 300;
/** Files of conversations, enough of them that some are being written when the archive breaks off. */
const FILES = 400;
const FILE_BYTES = 20_000;
const TIMEOUT_MS = 10 * 60_000;

/** What was on its way when the copy was taken is handled when the copy is opened: later, and otherwise the same. */
function withoutMoments(event: string): string {
  return event.replaceAll(/"20\d\d-\d\d-\d\dT[^"]+Z"/g, '"…"');
}

/** The log as a command wrote it; throws where it failed. */
function logOfBeside({ exitCode, stdout, stderr }: CommandResult): string {
  if (exitCode !== 0) throw new Error(stderr);
  return stdout;
}

interface Taken {
  readonly head: number;
}

describe('a backup', () => {
  const work = mkdtempSync(join(tmpdir(), 'kvitok-backup-'));
  const source = sharedFolder('edge');
  const calm = join(work, 'calm');
  const importInto = (dataDir: string) => ['import', source, '--through', THROUGH, '--data', dataDir];
  const whole = join(work, 'whole.kvitok');
  let expected: Record<string, unknown>;
  beforeAll(() => {
    resultOf(...importInto(calm));
    expected = answersOf(calm, AGING_DATES);
    resultOf('backup', whole, '--data', calm);
  }, TIMEOUT_MS);
  afterAll(() => rmSync(work, { recursive: true, force: true }));

  /** A folder with the keys alone, as they were kept apart. */
  function folderWithKeys(name: string, from: string): string {
    const folder = join(work, name);
    mkdirSync(folder);
    for (const key of KEYS) copyFileSync(join(from, key), join(folder, key));
    return folder;
  }

  test(
    'taken while another process writes goes on to the same log and the same answers',
    async () => {
      const live = join(work, 'live');
      const writer = spawn(process.execPath, [join(ROOT, 'bin', 'kvitok.js'), ...importInto(live)], {
        stdio: 'ignore',
      });
      const ended = new Promise<number | null>((answer) => writer.on('close', answer));
      const backups: { readonly file: string; readonly head: number }[] = [];
      let isWriting = true;
      void ended.then(() => (isWriting = false));
      for (let index = 0; index < COPIES; index += 1) {
        const file = join(work, `live-${String(index)}.kvitok`);
        while (!existsSync(join(live, 'person-master.key')) && isWriting) await delay(20);
        await delay(PAUSE_MS);
        const { head } = resultOf('backup', file, '--data', live) as Taken;
        backups.push({ file, head });
      }
      const whileWriting = isWriting;
      expect(await ended).toBe(0);
      expect(whileWriting).toBe(true);
      const expectedLog = logOf(live);
      expect(expectedLog).toEqual(logOf(calm));
      expect(backups[0]?.head).toBeLessThan(expectedLog.length);
      for (const [index, { file, head }] of backups.entries()) {
        const restored = folderWithKeys(`restored-${String(index)}`, live);
        expect(resultOf('restore', file, '--data', restored)).toMatchObject({ ok: true, events: head });
        expect(resultOf('verify', '--data', restored)).toMatchObject({ ok: true, differing: [] });
        resultOf(...importInto(restored));
        expect(logOf(restored).map(withoutMoments)).toEqual(expectedLog.map(withoutMoments));
        expect(answersOf(restored, AGING_DATES)).toEqual(expected);
      }
    },
    TIMEOUT_MS,
  );

  test('holds no key unless it is asked for, and is not restored without the right ones', () => {
    const nowhere = join(work, 'nowhere');
    const without = kvitok('restore', whole, '--data', nowhere);
    expect(without.exitCode).toBe(1);
    expect(without.stderr).toContain('The key person-master.key is not there');
    expect(existsSync(nowhere)).toBe(false);

    const wrong = folderWithKeys('wrong', calm);
    writeFileSync(join(wrong, 'code-pepper.key'), 'ab'.repeat(32));
    const refused = kvitok('restore', whole, '--data', wrong);
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain('code-pepper.key is another one');
    expect(readdirSync(wrong).sort()).toEqual([...KEYS].sort());

    const withKeys = join(work, 'with-keys.kvitok');
    resultOf('backup', withKeys, '--with-keys', '--data', calm);
    const restored = join(work, 'restored-with-keys');
    expect(resultOf('restore', withKeys, '--data', restored)).toMatchObject({ ok: true });
    expect(answersOf(restored, AGING_DATES)).toEqual(expected);
  });

  test(
    'is restored with the keys in the environment, which read what files sealed; another key is refused by any command',
    async () => {
      const [first] = (expected['statements'] as { statements: { account: string; period: string }[] }).statements;
      const { account = '', period = '' } = first ?? {};
      const inEnvironment = {
        KVITOK_PERSON_MASTER_KEY: readFileSync(join(calm, 'person-master.key'), 'utf8'),
        KVITOK_CODE_PEPPER: readFileSync(join(calm, 'code-pepper.key'), 'utf8'),
        KVITOK_CODE_PRINT_KEY: readFileSync(join(calm, 'code-print.key'), 'utf8'),
      };
      const restored = join(work, 'restored-by-environment');
      const run = (environment: Readonly<Record<string, string>>, ...args: string[]) =>
        kvitokBeside({ ...inEnvironment, ...environment }, ...args, '--data', restored);
      expect(await run({}, 'restore', whole)).toMatchObject({ exitCode: 0 });
      expect(readdirSync(restored).filter((name) => name.endsWith('.key'))).toEqual([]);
      const before = logOfBeside(await run({}, 'events'));
      const slip = ['slip', account, period, '--out', join(work, 'slip.pdf')];
      for (const variable of Object.keys(inEnvironment)) {
        const refused = await run({ [variable]: 'ab'.repeat(32) }, ...slip);
        expect(refused.exitCode).toBe(1);
        expect(refused.stderr).toContain(`KEY_WRONG: The key in ${variable} (fingerprint `);
      }
      expect(existsSync(join(work, 'slip.pdf'))).toBe(false);
      const lost = kvitok('statements', '--data', restored);
      expect([lost.exitCode, lost.stderr]).toEqual([1, expect.stringContaining('KEY_LOST: ')]);
      expect(logOfBeside(await run({}, 'events'))).toEqual(before);
      expect(await run({}, ...slip)).toMatchObject({ exitCode: 0 });
    },
    TIMEOUT_MS,
  );

  test('that was cut off or changed restores nothing', () => {
    const bytes = readFileSync(whole);
    for (const [name, damaged] of [
      ['cut-off', bytes.subarray(0, bytes.length - 5_000)],
      [
        'changed',
        Buffer.concat([bytes.subarray(0, 40_000), Buffer.from([255 - (bytes[40_000] ?? 0)]), bytes.subarray(40_001)]),
      ],
      ['nonsense', Buffer.from('no backup at all')],
      ['empty', Buffer.alloc(0)],
    ] as const) {
      const file = join(work, name);
      writeFileSync(file, damaged);
      const folder = folderWithKeys(`from-${name}`, calm);
      const refused = kvitok('restore', file, '--data', folder);
      expect({ name, exitCode: refused.exitCode }).toEqual({ name, exitCode: 1 });
      expect(refused.stderr).toContain('is no whole backup');
      expect(readdirSync(folder).sort()).toEqual([...KEYS].sort());
    }
  });

  test('that breaks off among many files of conversations says so, and leaves no folder behind', async () => {
    const dataDir = join(work, 'with-files');
    const restored = join(work, 'none-of-the-files');
    cpSync(calm, dataDir, { recursive: true });
    mkdirSync(join(dataDir, 'attachments'), { recursive: true });
    for (let file = 0; file < FILES; file += 1) {
      writeFileSync(join(dataDir, 'attachments', `${String(file).padStart(32, '0')}.sealed`), randomBytes(FILE_BYTES));
    }
    const file = join(work, 'with-files.kvitok');
    await takeBackup({ dataDir, file, withKeys: true, environment: {}, takenAt: '2026-09-01T00:00:00.000Z' });
    const bytes = readFileSync(file);
    const ofFiles = FILES * FILE_BYTES;
    expect(bytes.length).toBeGreaterThan(ofFiles);
    for (const missing of [0.05, 0.3, 0.5, 0.7, 0.95]) {
      const cut = join(work, 'with-files-cut.kvitok');
      writeFileSync(cut, bytes.subarray(0, bytes.length - Math.round(ofFiles * missing)));
      await expect(restoreBackup({ file: cut, dataDir: restored, environment: {} })).rejects.toThrow(
        'is no whole backup',
      );
      expect(readdirSync(work).filter((name) => name.startsWith('none-of-the-files'))).toEqual([]);
    }
  });

  test('replaces neither a backup nor data', () => {
    const again = kvitok('backup', whole, '--data', calm);
    expect(again.exitCode).toBe(1);
    expect(again.stderr).toContain('is there already');
    const over = kvitok('restore', whole, '--data', calm);
    expect(over.exitCode).toBe(1);
    expect(over.stderr).toContain('Name a folder that is empty');
    expect(kvitok('backup', join(work, 'none.kvitok'), '--data', join(work, 'no-such-folder')).exitCode).toBe(1);
    expect(readdirSync(work).filter((name) => name.includes('.part-'))).toEqual([]);
  });
});

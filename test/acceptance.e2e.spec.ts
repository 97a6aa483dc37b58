import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answersOf, kvitok, logOf, resultOf, sharedFolder } from './support/command-line';

const PACKAGES = [
  { name: 'sample', through: '2026-09-30', half: '2026-06-12' },
  { name: 'edge', through: '2026-08-31', half: '2026-05-31' },
] as const;

const TIMEOUT_MS = 5 * 60_000;

interface ParsedErrors {
  readonly ok: boolean;
  readonly errors: readonly { file: string; line: number; column: string; code: string }[];
}

describe.each(PACKAGES)('the $name company', ({ name, through, half }) => {
  const work = mkdtempSync(join(tmpdir(), `kvitok-${name}-`));
  const data = join(work, 'data');
  const source = sharedFolder(name);
  const expectedFolder = join(source, 'expected');
  const agingDates = readdirSync(expectedFolder)
    .map((file) => /^aging-(.*)\.json$/.exec(file)?.[1])
    .filter((date): date is string => date !== undefined);
  const expected: Record<string, unknown> = {};
  for (const date of agingDates)
    expected[date] = JSON.parse(readFileSync(join(expectedFolder, `aging-${date}.json`), 'utf8'));
  expected['statements'] = JSON.parse(readFileSync(join(expectedFolder, 'statements.json'), 'utf8'));

  beforeAll(() => {
    const done = kvitok('import', source, '--through', through, '--data', data);
    expect(JSON.parse(done.stdout)).toEqual({ ok: true, errors: [] });
    expect(done.exitCode).toBe(0);
  }, TIMEOUT_MS);
  afterAll(() => rmSync(work, { recursive: true, force: true }));

  test(
    'agrees with the expected statements and ageings value for value',
    () => {
      expect(agingDates.length).toBeGreaterThan(0);
      expect(answersOf(data, agingDates)).toEqual(expected);
    },
    TIMEOUT_MS,
  );

  test(
    'imported once more adds no event',
    () => {
      const before = logOf(data).length;
      expect(kvitok('import', source, '--through', through, '--data', data).exitCode).toBe(0);
      expect(logOf(data)).toHaveLength(before);
    },
    TIMEOUT_MS,
  );

  test(
    'is the same when every read model and the bus are deleted and built again from the log',
    () => {
      const stripped = join(work, 'stripped');
      cpSync(data, stripped, { recursive: true });
      for (const file of readdirSync(stripped)) {
        if (!file.startsWith('events.sqlite')) rmSync(join(stripped, file));
      }
      const log = logOf(stripped);
      expect(log).toEqual(logOf(data));
      expect(answersOf(stripped, agingDates)).toEqual(expected);
      expect(resultOf('projections', 'rebuild', '--all', '--data', stripped)).toMatchObject({ ok: true });
      expect(answersOf(stripped, agingDates)).toEqual(expected);
      expect(kvitok('verify', '--data', stripped).exitCode).toBe(0);
    },
    TIMEOUT_MS,
  );

  test(
    'is the same when it was imported in two parts',
    () => {
      const parts = join(work, 'parts');
      expect(kvitok('import', source, '--data', parts).exitCode).toBe(0);
      expect(kvitok('import', source, '--through', half, '--data', parts).exitCode).toBe(0);
      expect(kvitok('import', source, '--through', through, '--data', parts).exitCode).toBe(0);
      expect(answersOf(parts, agingDates)).toEqual(expected);
      expect(logOf(parts)).toEqual(logOf(data));
    },
    TIMEOUT_MS,
  );

  test(
    'the night of its last day run again adds no event',
    () => {
      const before = logOf(data).length;
      expect(kvitok('night', 'all', '--date', through, '--data', data).exitCode).toBe(0);
      expect(logOf(data)).toHaveLength(before);
    },
    TIMEOUT_MS,
  );
});

describe('a broken package', () => {
  const bad = sharedFolder('bad');
  const sample = sharedFolder('sample');

  test.each(readdirSync(bad))(
    '%s is answered with exactly its errors, and nothing is imported',
    (variant) => {
      const work = mkdtempSync(join(tmpdir(), 'kvitok-bad-'));
      try {
        cpSync(sample, work, { recursive: true });
        for (const file of readdirSync(join(bad, variant)).filter((one) => one.endsWith('.csv'))) {
          cpSync(join(bad, variant, file), join(work, file), { force: true });
        }
        const expected = JSON.parse(readFileSync(join(bad, variant, 'expected.json'), 'utf8')) as ParsedErrors;
        const data = join(work, 'data');
        const done = kvitok('import', work, '--data', data);
        const answer = JSON.parse(done.stdout) as ParsedErrors;
        const places = ({ errors }: ParsedErrors) =>
          errors.map(({ file, line, column, code }) => [file, line, column, code]);
        expect({ ok: answer.ok, errors: places(answer) }).toEqual({ ok: expected.ok, errors: places(expected) });
        expect(done.exitCode).toBe(expected.ok ? 0 : 1);
        if (!expected.ok) expect(kvitok('events', '--data', data).exitCode).toBe(1);
      } finally {
        rmSync(work, { recursive: true, force: true });
      }
    },
    TIMEOUT_MS,
  );
});

test('rules check: every published case holds', () => {
  const done = kvitok('rules', 'check', join(sharedFolder('cases'), 'rules.json'));
  const checks = JSON.parse(done.stdout) as { id: string; ok: boolean }[];
  expect(checks.filter((check) => !check.ok)).toEqual([]);
  expect(checks).toHaveLength(77);
  expect(done.exitCode).toBe(0);
});

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
const COUNTS = join(ROOT, '.ci', 'counts.cjs');
const SUITE = `it('proves something', () => expect(1).toBe(1));\nit.skip('proves nothing', () => undefined);\n`;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kvitok-counts-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Runs a suite that passes by one of its two tests, by a configuration of this repository. */
function runOneWithSkipped(config: string) {
  const suites = join(folder, 'test/engines');
  mkdirSync(suites, { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(suites, 'kurrentdb.spec.ts'), SUITE);
  const own = { rootDir: folder, roots: [folder], testPathIgnorePatterns: [] };
  const whole = `module.exports = { ...require(${JSON.stringify(join(ROOT, config))}), ...${JSON.stringify(own)} };\n`;
  writeFileSync(join(folder, 'jest.config.js'), whole);
  const jest = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
  return spawnSync(process.execPath, [jest, '--ci'], { cwd: folder, encoding: 'utf8' });
}

it.each([
  ['test/engines/jest.config.js', 'tests-engines.txt'],
  ['test/engines/kurrentdb.jest.config.js', 'tests-kurrentdb.txt'],
  ['test/deploy/jest.config.js', 'tests-deploy.txt'],
])('a skipped test fails the run of %s, and is counted', (config, file) => {
  const { status, stdout } = runOneWithSkipped(config);
  expect(stdout).toContain('not proved, counted as failed — pending: proves nothing');
  expect(status).toBe(1);
  expect(readFileSync(join(folder, 'reports', file), 'utf8')).toBe('1 passed, 1 failed\n');
});

describe('the end of CI', () => {
  const counted = () => spawnSync(process.execPath, [COUNTS, folder], { encoding: 'utf8' });

  it('tells what all runs have proved together', () => {
    writeFileSync(join(folder, 'tests.txt'), '3000 passed, 0 failed\n');
    writeFileSync(join(folder, 'tests-engines.txt'), '200 passed, 1 failed\n');
    writeFileSync(join(folder, 'tests-deploy.txt'), '40 passed, 2 failed\n');
    writeFileSync(join(folder, 'bench.txt'), '7 passed, 7 failed\n');
    expect(counted()).toMatchObject({ status: 0, stdout: '3240 passed, 3 failed\n' });
  });

  it('takes no run that proved nothing for one', () => {
    expect(counted().status).not.toBe(0);
    writeFileSync(join(folder, 'tests.txt'), '');
    expect(counted().status).not.toBe(0);
  });
});

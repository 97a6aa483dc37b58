import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './support/command-line';

/** `SEEDS=1,2,3` chooses other random companies; `test/oracle/differential.sh` runs a whole range. */
const SEEDS = (process.env['SEEDS'] ?? '2,11').split(',').map(Number);
/** Longer than the working state of an account remembers: old lines, readings and records have left it by then. */
const LONG = ['--months', '30', '--accounts', '6'] as const;
const TIMEOUT_MS = 10 * 60_000;

/** Companies of other numbers, through the product and through an independent reading of the package format. */
describe('a random company', () => {
  const work = mkdtempSync(join(tmpdir(), 'kvitok-differential-'));
  afterAll(() => rmSync(work, { recursive: true, force: true }));

  test.each([...SEEDS.map((seed) => ({ seed, options: [] as readonly string[] })), { seed: 101, options: LONG }])(
    'of seed $seed $options comes out as the independent reading of the format has it',
    ({ seed, options }) => {
      const source = join(work, `package-${seed}`);
      const script = (name: string) => join(ROOT, 'test', 'oracle', name);
      const made = spawnSync('python3', [script('generate.py'), String(seed), source, ...options], {
        encoding: 'utf8',
      });
      expect({ status: made.status, stderr: made.stderr }).toEqual({ status: 0, stderr: '' });
      const folders = [source, join(work, `data-${seed}`), join(work, `expected-${seed}`)];
      const compared = spawnSync('python3', [script('differential.py'), ...folders], { encoding: 'utf8' });
      expect(`${compared.stdout}${compared.stderr}`).toContain('equal');
      expect(compared.status).toBe(0);
    },
    TIMEOUT_MS,
  );
});

import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kvitok, kvitokKilledAfter, resultOf, ROOT, seededRandom } from './support/command-line';
import { RegistryRow, sberbankRegistry } from './support/registry-file';

const SEED = Number(process.env['SEED'] ?? 20261007);
const KILLS = 4;
const LINES = 5_000;
/** Parts of the time that a calm run takes. */
const KILL_AFTER = { least: 0.35, most: 0.85 };

/** Payments of the sample company, among them accounts that are not known and lines that come twice. */
function rowsOf(accounts: readonly string[]): RegistryRow[] {
  return Array.from({ length: LINES }, (_, index) => {
    const source = index % 100 === 9 ? index - 1 : index;
    const account = source % 50 === 7 ? `9${source}` : (accounts[source % accounts.length] as string);
    return { operation: `op-${source}`, account, kopecks: 1_000 + source, day: '05-03-2026' };
  });
}

interface LoggedEvent {
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly eventId: string;
  readonly data: object;
}

/** What payments have recorded, without when: two runs of one file have the same. */
function paymentsIn(dataDir: string): string[] {
  return kvitok('events', '--data', dataDir)
    .stdout.split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LoggedEvent)
    .filter(({ stream }) => stream.startsWith('payments_'))
    .map(({ stream, revision, type, eventId, data }) => JSON.stringify([stream, revision, type, eventId, data]))
    .sort();
}

describe('a registry on the command line', () => {
  const work = mkdtempSync(join(tmpdir(), 'kvitok-registries-'));
  const file = join(work, 'registry.txt');
  const accept = (dataDir: string) => [
    'registry',
    'accept',
    file,
    '--profile',
    'sberbank-text',
    '--json',
    '--data',
    dataDir,
  ];
  afterAll(() => rmSync(work, { recursive: true, force: true }));

  beforeAll(() => {
    const imported = kvitok(
      'import',
      join(ROOT, 'samples', 'company'),
      '--through',
      '2026-02-28',
      '--data',
      join(work, 'calm'),
    );
    expect(imported.exitCode).toBe(0);
    cpSync(join(work, 'calm'), join(work, 'killed'), { recursive: true });
    const known = resultOf('aging', '--as-of', '2026-03-01', '--data', join(work, 'calm')) as {
      readonly accounts: readonly { readonly account: string }[];
    };
    writeFileSync(file, sberbankRegistry(rowsOf(known.accounts.map(({ account }) => account))));
  });

  it('is checked, accepted once and shown', () => {
    const dataDir = join(work, 'calm');
    const checked = resultOf('registry', 'check', file, '--profile', 'sberbank-text', '--json', '--data', dataDir);
    const accepted = resultOf(...accept(dataDir)) as { readonly registryId: string; readonly sums: object };
    expect(accepted).toMatchObject({ ok: true, status: 'reconciled', repeated: false, recorded: LINES });
    expect(checked).toMatchObject({ ok: true, taken: null, sums: accepted.sums });
    expect(accepted.sums).toMatchObject({ duplicate: { lines: LINES / 100 }, suspended: { lines: LINES / 50 } });
    const before = paymentsIn(dataDir);
    expect(resultOf(...accept(dataDir))).toMatchObject({ repeated: true, sums: accepted.sums });
    expect(paymentsIn(dataDir)).toEqual(before);
    const shown = resultOf(
      'registry',
      'show',
      accepted.registryId,
      '--outcome',
      'duplicate',
      '--json',
      '--data',
      dataDir,
    );
    expect((shown as { readonly lines: readonly object[] }).lines).toHaveLength(LINES / 100);
    expect(resultOf('suspense', 'list', '--json', '--data', dataDir)).toMatchObject({
      total: { payments: LINES / 50 },
      more: false,
    });
  });

  it(`ends equal to a calm run after ${KILLS} kills (seed ${SEED})`, async () => {
    const dataDir = join(work, 'killed');
    const began = Date.now();
    expect(kvitok('registry', 'check', file, '--profile', 'sberbank-text', '--data', dataDir).exitCode).toBe(0);
    const checkMs = Date.now() - began;
    const random = seededRandom(SEED);
    for (let kills = 0; kills < KILLS; kills += 1) {
      const after = checkMs * (KILL_AFTER.least + random() * (KILL_AFTER.most - KILL_AFTER.least)) * (1 + kills / 2);
      const { signal } = await kvitokKilledAfter(after, ...accept(dataDir));
      if (signal === null) break;
    }
    expect(resultOf(...accept(dataDir))).toMatchObject({ ok: true, status: 'reconciled', recorded: LINES });
    expect(paymentsIn(dataDir)).toEqual(paymentsIn(join(work, 'calm')));
    expect(kvitok('verify', '--data', dataDir).exitCode).toBe(0);
  });

  it('that is cut short is refused, line and reason told, with nothing written', () => {
    const cut = join(work, 'cut.txt');
    const whole = sberbankRegistry(rowsOf(['0045120001']).slice(0, 3));
    writeFileSync(cut, whole.subarray(0, whole.indexOf('=')));
    const before = paymentsIn(join(work, 'calm'));
    const done = kvitok('registry', 'check', cut, '--profile', 'sberbank-text', '--json', '--data', join(work, 'calm'));
    expect(done.exitCode).toBe(1);
    expect(JSON.parse(done.stdout)).toMatchObject({
      ok: false,
      errors: [
        {
          code: 'PAYMENTS_REGISTRY_FOOTER_MISSING',
          line: 3,
          reason: expect.stringMatching(/^В конце файла/) as string,
        },
      ],
    });
    expect(paymentsIn(join(work, 'calm'))).toEqual(before);
  });
});

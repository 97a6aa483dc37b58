import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { SOUND_HOUSE, VIOLATIONS, Violation } from './fixtures/violations';

const REPOSITORY = resolve(__dirname, '../..');
const LAW = join(REPOSITORY, '.dependency-cruiser.cjs');
const CRUISER = join(REPOSITORY, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');

// A process starts and reads the sources; on a busy machine that takes its time.
jest.setTimeout(120_000);

interface Finding {
  readonly from: string;
  readonly to: string;
  readonly rule: { readonly name: string };
}

/** dependency-cruiser is an ES module, which jest does not load: it runs as the process that developers run. */
function findingsIn(house: string, folders: readonly string[]): readonly Finding[] {
  const run = spawnSync(process.execPath, [CRUISER, '--config', LAW, '--output-type', 'json', ...folders], {
    cwd: house,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  if (!run.stdout.startsWith('{')) throw new Error(`dependency-cruiser did not report: ${run.stdout}${run.stderr}`);
  return (JSON.parse(run.stdout) as { summary: { violations: Finding[] } }).summary.violations;
}

function buildHouse(violations: readonly Violation[]): string {
  const house = mkdtempSync(join(tmpdir(), 'kvitok-import-law-'));
  const files: Record<string, string> = { ...SOUND_HOUSE };
  for (const { file, imports, beside } of violations) {
    Object.assign(files, beside);
    files[file] = imports === '' ? 'export const nothing = 0;' : `import '${imports}';\nexport const nothing = 0;`;
  }
  for (const [file, source] of Object.entries(files)) {
    mkdirSync(dirname(join(house, file)), { recursive: true });
    writeFileSync(join(house, file), `${source}\n`);
  }
  symlinkSync(join(REPOSITORY, 'node_modules'), join(house, 'node_modules'));
  return house;
}

function findingsInHouseWith(violations: readonly Violation[]): readonly Finding[] {
  const house = buildHouse(violations);
  try {
    return findingsIn(house, ['libs', 'services']);
  } finally {
    rmSync(house, { recursive: true, force: true });
  }
}

function lawOf(): { name: string; comment?: string; severity?: string }[] {
  const source = `process.stdout.write(JSON.stringify(require(${JSON.stringify(LAW)}).forbidden))`;
  return JSON.parse(execFileSync(process.execPath, ['-e', source], { encoding: 'utf8' })) as { name: string }[];
}

describe('the import law', () => {
  const law = lawOf();

  it('is kept by every file of the repository', () => {
    const findings = findingsIn(REPOSITORY, ['libs', 'services', 'test']);
    expect(findings.map((finding) => `${finding.rule.name}: ${finding.from} → ${finding.to}`)).toEqual([]);
  });

  it('gives a reason with every rule, and every rule is an error', () => {
    const silent = law.filter((rule) => (rule.comment ?? '').length < 40 || rule.severity !== 'error');
    expect(silent.map((rule) => rule.name)).toEqual([]);
  });

  it('has a broken line for every rule, so that no rule is on paper only', () => {
    const shown = new Set(VIOLATIONS.map((violation) => violation.rule));
    expect(law.map((rule) => rule.name).filter((name) => !shown.has(name))).toEqual([]);
  });

  it('finds nothing in a sound house', () => {
    const findings = findingsInHouseWith([]);
    expect(findings.map((finding) => `${finding.rule.name}: ${finding.from} → ${finding.to}`)).toEqual([]);
  });

  describe('sees', () => {
    let findings: readonly Finding[];
    beforeAll(() => {
      findings = findingsInHouseWith(VIOLATIONS);
    });

    it.each(VIOLATIONS.map((violation) => [violation.rule, violation.file, violation.imports] as const))(
      '%s broken in %s by importing "%s"',
      (rule, file) => {
        expect(findings.filter((finding) => finding.from === file).map((finding) => finding.rule.name)).toContain(rule);
      },
    );
  });
});

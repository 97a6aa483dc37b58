/**
 * Changes the code that computes money, a sign, a bound or a rounding at a time, and demands that a spec notices.
 *
 *   npm run test:mutation                    every file, about twenty minutes
 *   npm run test:mutation -- allocation      the files whose names begin so
 *
 * Each file is tried against the spec beside it alone: a mutant costs a fraction of a second, and a rule has to be
 * held by its own spec. Whatever only another spec would notice counts as survived, so that the score is a lower bound.
 * Prints a line a file and the score of all; fails below the limit. Reports stand in `reports/mutation`.
 */
const { spawnSync } = require('node:child_process');
const { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { basename, dirname, join, resolve } = require('node:path');

const ROOT = resolve(__dirname, '..', '..');
const REPORTS = join('reports', 'mutation');
const SCORE_LEAST = 80;

/** Beside all policies: what the ledger does, and what the events of a period carry. */
const MORE = ['ledger.ts', 'account-period.decider.ts', 'account-period.state.ts'];

function moneyFiles() {
  const of = (folder, wanted) =>
    readdirSync(join(ROOT, folder))
      .filter(wanted)
      .sort()
      .map((name) => `${folder}/${name}`);
  const isSource = (name) => name.endsWith('.ts') && !name.endsWith('.spec.ts') && name !== 'index.ts';
  return [
    ...of('libs/money', isSource),
    ...of('services/billing/domain', (name) => name.endsWith('.policy.ts') || MORE.includes(name)),
  ];
}

function settingsFor(file, report) {
  return {
    packageManager: 'npm',
    mutate: [file],
    testRunner: 'jest',
    jest: {
      projectType: 'custom',
      configFile: 'jest.config.js',
      enableFindRelatedTests: false,
      config: { roots: [`<rootDir>/${dirname(file)}`], testMatch: [`**/${basename(file, '.ts')}.spec.ts`] },
    },
    coverageAnalysis: 'perTest',
    concurrency: 2,
    // A busy machine must not be taken for an endless loop.
    timeoutMS: 8_000,
    reporters: ['clear-text', 'json'],
    clearTextReporter: { allowColor: false, reportTests: false, logTests: false, reportScoreTable: false },
    jsonReporter: { fileName: report },
    tempDirName: '.stryker-tmp',
    ignorePatterns: ['dist', 'data', 'coverage', 'reports', 'docs', 'samples', 'bench', 'deploy', 'test'],
    thresholds: { high: 90, low: SCORE_LEAST, break: 0 },
  };
}

function countsOf(report) {
  const { files } = JSON.parse(readFileSync(report, 'utf8'));
  const mutants = Object.values(files).flatMap((file) => file.mutants);
  const count = (...statuses) => mutants.filter(({ status }) => statuses.includes(status)).length;
  return { noticed: count('Killed', 'Timeout'), missed: count('Survived', 'NoCoverage'), timeouts: count('Timeout') };
}

const scoreOf = ({ noticed, missed }) => (noticed + missed === 0 ? 100 : (100 * noticed) / (noticed + missed));
const line = (name, counts) =>
  `${name.padEnd(44)} ${scoreOf(counts).toFixed(2).padStart(6)} %  ${counts.noticed} noticed, ` +
  `${counts.missed} missed${counts.timeouts > 0 ? `, ${counts.timeouts} by running out of time` : ''}`;

function main(names) {
  mkdirSync(join(ROOT, REPORTS), { recursive: true });
  const files = moneyFiles().filter(
    (file) => names.length === 0 || names.some((name) => basename(file).startsWith(name)),
  );
  if (files.length === 0) throw new Error(`No file begins with ${names.join(', ')}`);
  const total = { noticed: 0, missed: 0, timeouts: 0 };
  for (const file of files) {
    if (!existsSync(join(ROOT, file.replace(/\.ts$/, '.spec.ts')))) throw new Error(`${file} has no spec beside it`);
    const report = join(REPORTS, `${basename(file, '.ts')}.json`);
    const settings = join(REPORTS, 'settings.json');
    rmSync(join(ROOT, report), { force: true });
    writeFileSync(join(ROOT, settings), JSON.stringify(settingsFor(file, report)));
    const run = spawnSync('npx', ['stryker', 'run', settings], { cwd: ROOT, encoding: 'utf8', maxBuffer: 1 << 28 });
    if (run.status !== 0 || !existsSync(join(ROOT, report))) throw new Error(`${file}\n${run.stdout}${run.stderr}`);
    const counts = countsOf(join(ROOT, report));
    for (const key of Object.keys(total)) total[key] += counts[key];
    process.stdout.write(`${line(basename(file, '.ts'), counts)}\n`);
  }
  process.stdout.write(`${line('all', total)}\n`);
  if (scoreOf(total) < SCORE_LEAST) process.exit(1);
}

main(process.argv.slice(2));

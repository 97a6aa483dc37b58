/**
 * Measures what Kvitok exists to do fast, each figure beside what a bare program reaches on the same machine in the
 * same minutes, and holds the ratio against its goal.
 *
 *   npm run bench                            everything, about half an hour
 *   npm run bench:short                      about a minute, for every change
 *   node dist/bench/main.js --only night     one suite: append, commands, night, rebuild, debt, slips, turnover,
 *                                            cabinet, registry, import, kafka
 *   npm run bench:office                     what an accountant waits for, at full size: import, turnover, registry
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Finding } from './measure/finding';
import { verdictOf } from './measure/goals';
import { tableOf } from './measure/table';
import { freshDirectory, FULL, SHORT, SUITES } from './suites';

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      short: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true },
      out: { type: 'string' },
    },
  });
  const wanted = values.only ?? Object.keys(SUITES);
  const dir = join('data', `bench-${process.pid}`);
  const findings: Finding[] = [];
  try {
    for (const name of wanted) {
      const suite = SUITES[name];
      if (suite === undefined) throw new Error(`There is no suite ${name}: ${Object.keys(SUITES).join(', ')}`);
      process.stderr.write(`${name} …\n`);
      const scale = values.short ? SHORT : FULL;
      const measure = () => {
        freshDirectory(dir);
        return suite({ dir, scale });
      };
      let measured = await measure();
      if (failedAmong(measured).length > 0) {
        // A neighbour on a shared machine passes; what we have lost is there the second time too.
        process.stderr.write(`${name}: below a bound, measured once more …\n`);
        measured = await measure();
      }
      findings.push(...measured);
    }
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
  console.log(tableOf(findings));
  const out = values.out ?? join('reports', values.short ? 'bench-short.json' : 'bench.json');
  writeReport(out, findings);
  const failed = failedAmong(findings);
  for (const { work } of failed) console.error(`Below its bound by more than a quarter: ${work}`);
  console.log(`\n${out} has the figures. ${findings.length} measured, ${failed.length} failed.`);
  return failed.length === 0 ? 0 : 1;
}

function failedAmong(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ goal, judged }) => goal !== null && verdictOf(goal, judged.median) === 'FAILED');
}

function writeReport(file: string, findings: readonly Finding[]): void {
  mkdirSync(join(file, '..'), { recursive: true });
  const [processor] = cpus();
  const machine = { node: process.version, processor: processor?.model ?? '', cores: cpus().length };
  const report = { measuredAt: new Date().toISOString(), machine, findings };
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 2;
  },
);

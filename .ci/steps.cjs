/**
 * Runs npm scripts one after another under headings with their durations, and stops at the first that fails.
 * A name with a question mark is run only where package.json has it.
 *
 *   node .ci/steps.cjs typecheck lint docs:check?
 */
const { spawnSync } = require('node:child_process');
const { join } = require('node:path');

const { scripts } = require(join(__dirname, '..', 'package.json'));

for (const wanted of process.argv.slice(2)) {
  const name = wanted.replace(/\?$/, '');
  if (wanted.endsWith('?') && !(name in scripts)) continue;
  process.stdout.write(`\n── ${name}\n`);
  const startedAt = Date.now();
  const run = spawnSync('npm', ['run', '--silent', name], { stdio: ['ignore', 'inherit', 'inherit'] });
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  const failed = run.status !== 0;
  process.stdout.write(`── ${name}: ${failed ? 'FAILED' : 'done'} in ${seconds} s\n`);
  if (failed) process.exit(run.status ?? 1);
}

/**
 * Runs npm scripts under headings with their durations, and stops at the first that fails. A name with a question mark is
 * run only where package.json has it. One after another, or as many at once as `--at-once` says: then each shows its
 * output when it is done, and what runs when one fails runs to its end.
 *
 *   node .ci/steps.cjs build docs:check?
 *   node .ci/steps.cjs --at-once 2 lint typecheck
 */
const { spawn } = require('node:child_process');
const { join } = require('node:path');
const { parseArgs } = require('node:util');

const { scripts } = require(join(__dirname, '..', 'package.json'));

const given = parseArgs({ options: { 'at-once': { type: 'string', default: '1' } }, allowPositionals: true });
const atOnce = Number(given.values['at-once']);
const names = given.positionals
  .filter((wanted) => !wanted.endsWith('?') || wanted.slice(0, -1) in scripts)
  .map((wanted) => wanted.replace(/\?$/, ''));
let failed = 0;

/** Runs a script to its end; answers its exit code. What it says comes at once where it is alone, else in one piece. */
function run(name) {
  const heading = `\n── ${name}\n`;
  const isAlone = atOnce === 1;
  const said = [heading];
  if (isAlone) process.stdout.write(heading);
  const startedAt = Date.now();
  const stdio = isAlone ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'];
  const script = spawn('npm', ['run', '--silent', name], { stdio });
  for (const stream of [script.stdout, script.stderr]) stream?.on('data', (piece) => said.push(piece));
  return new Promise((resolve, reject) => {
    script.once('error', reject);
    script.once('close', (status) => {
      const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
      const isDone = status === 0;
      if (!isAlone) for (const piece of said) process.stdout.write(piece);
      process.stdout.write(`── ${name}: ${isDone ? 'done' : 'FAILED'} in ${seconds} s\n`);
      resolve(isDone ? 0 : (status ?? 1));
    });
  });
}

/** Takes the next script until none is left or one has failed. */
async function work() {
  while (failed === 0 && names.length > 0) {
    const status = await run(names.shift());
    if (status !== 0) failed = status;
  }
}

void Promise.all(Array.from({ length: atOnce }, work)).then(() => process.exit(failed));

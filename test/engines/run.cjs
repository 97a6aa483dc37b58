/**
 * Runs the suites over real engines, and says in the end over which, and what was not exercised. An engine is looked for at
 * its address in the environment (`KAFKA_BROKERS`, `MONGODB_URL`), else started on this machine (ADR 0090). Where there is a
 * KurrentDB, at `KURRENTDB_URL` or as a container, the contract runs over that as well.
 */
const { spawn, spawnSync } = require('node:child_process');
const { mkdtempSync, readFileSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { asksForKurrent, closingWords, isKurrentThere } = require('./closing-words.cjs');

const root = join(__dirname, '..', '..');
const quiet = ['ignore', 'inherit', 'inherit'];

/**
 * Runs the suites in a group of processes of their own, and ends whatever of it is left: a suite that has failed before
 * it could clean up, and a run that is broken off, leave neither an engine nor a service behind.
 */
function runSuites() {
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const config = join(__dirname, 'jest.config.js');
  // Engines of this machine are of one suite each, so that two suites wait side by side; those of somebody else are shared.
  const atOnce = areEnginesGiven('some') ? '--runInBand' : '--maxWorkers=2';
  // A suite that has failed half way holds its connections: the run ends all the same.
  const given = ['-c', config, atOnce, '--ci', '--forceExit', ...process.argv.slice(2)];
  const suites = spawn('node', [jest, ...given], { cwd: root, stdio: quiet, detached: true });
  const endAll = () => {
    try {
      process.kill(-suites.pid, 'SIGKILL');
    } catch (error) {
      // Nobody of the group is left.
      if (error.code !== 'ESRCH') throw error;
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, endAll);
  return new Promise((resolve) => {
    suites.once('error', () => resolve(1));
    suites.once('exit', (status) => {
      endAll();
      resolve(status ?? 1);
    });
  });
}

function areEnginesGiven(howMany) {
  return ['KAFKA_BROKERS', 'MONGODB_URL'][howMany]((name) => process.env[name]);
}

function getEngines() {
  if (areEnginesGiven('every')) return 0;
  return spawnSync('node', [join(__dirname, 'get-engines.cjs')], { cwd: root, stdio: quiet }).status ?? 1;
}

/** The contract over KurrentDB itself: with every whole run, and with one of the suites that speak its protocol. */
function runKurrent() {
  return spawnSync('node', [join(__dirname, 'run-kurrentdb.cjs')], { cwd: root, stdio: quiet }).status ?? 1;
}

/** Tests that had an engine of somebody else, which they may not stop, before them. */
function notExercised(file) {
  try {
    return readFileSync(file, 'utf8').split('\n').filter(Boolean);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    return [];
  }
}

async function main() {
  const work = mkdtempSync(join(tmpdir(), 'kvitok-engines-'));
  process.env.NOT_EXERCISED_FILE = join(work, 'not-exercised');
  let status = getEngines() || (await runSuites());
  const withKurrent = asksForKurrent(process.argv.slice(2)) && isKurrentThere();
  if (withKurrent) status = runKurrent() || status;
  const words = closingWords({
    environment: process.env,
    withKurrent,
    notExercised: notExercised(process.env.NOT_EXERCISED_FILE),
  });
  console.log(`\n${words.join('\n')}`);
  rmSync(work, { recursive: true });
  process.exit(status);
}

void main();

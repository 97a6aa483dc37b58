/**
 * Runs the contract of event stores over KurrentDB itself: the one at `KURRENTDB_URL`, else a container where Docker
 * answers. Without either it fails and says what is missing: a suite that ran over nothing has shown nothing.
 */
const { spawnSync } = require('node:child_process');
const { join } = require('node:path');
const { isKurrentThere } = require('./closing-words.cjs');

const root = join(__dirname, '..', '..');
const isGiven = Boolean(process.env.KURRENTDB_URL);
if (!isKurrentThere()) {
  console.error(
    'KurrentDB was NOT exercised: neither is KURRENTDB_URL given (kurrentdb://host:2113?tls=false) nor does `docker` answer.',
  );
  process.exit(1);
}
const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
const config = join(__dirname, 'kurrentdb.jest.config.js');
const given = ['-c', config, '--runInBand', '--ci', ...process.argv.slice(2)];
const { status } = spawnSync('node', [jest, ...given], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
// The host alone: an address may hold a password.
const where = isGiven
  ? `KurrentDB at ${new URL(process.env.KURRENTDB_URL.replace(/^[^:]*:/, 'http:')).host}`
  : 'a container';
console.log(`\nKurrentDB: ${where}`);
process.exit(status ?? 1);

/**
 * Adds up what the runs of tests have left in a folder (`test/architecture/every-test-counts.reporter.js`). Fails where
 * there is none: no run came to its end.
 *
 *   node .ci/counts.cjs reports
 */
const { existsSync, readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

const [folder] = process.argv.slice(2);
const names = existsSync(folder) ? readdirSync(folder).filter((name) => /^tests.*\.txt$/.test(name)) : [];
if (names.length === 0) process.exit(1);
const sums = [0, 0];
for (const name of names) {
  const line = readFileSync(join(folder, name), 'utf8');
  const counted = /^(\d+) passed, (\d+) failed$/m.exec(line);
  if (counted === null) throw new Error(`${name} holds no counts: ${line}`);
  sums[0] += Number(counted[1]);
  sums[1] += Number(counted[2]);
}
console.log(`${sums[0]} passed, ${sums[1]} failed`);

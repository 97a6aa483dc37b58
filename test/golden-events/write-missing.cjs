/**
 * Writes a golden event for each type and version that has none yet, from what the deciders answer in their own specs,
 * with the stream it was decided upon under `upon`, and adds their fingerprints to the list. What is there is never written again: it is what an earlier release has stored.
 *
 *   npm run golden-events
 */
const { createHash } = require('node:crypto');
const { spawnSync } = require('node:child_process');
const { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { dirname, join, resolve } = require('node:path');

const ROOT = resolve(__dirname, '..', '..');
const FINGERPRINTS = join(__dirname, 'fingerprints.json');

const recorded = mkdtempSync(join(tmpdir(), 'golden-events-'));
try {
  const jest = spawnSync('npx', ['jest', '--config', join(__dirname, 'jest.recording.config.cjs'), '--silent'], {
    cwd: ROOT,
    env: { ...process.env, GOLDEN_EVENTS_FOLDER: recorded },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (jest.status !== 0) throw new Error('The specs of the deciders do not pass: no golden event is made of them');
  const fingerprints = existsSync(FINGERPRINTS) ? JSON.parse(readFileSync(FINGERPRINTS, 'utf8')) : {};
  let written = 0;
  for (const file of readdirSync(recorded, { recursive: true }).map(String).sort()) {
    // A file that is in the list and gone is a golden event that was deleted: the test says so.
    if (!file.endsWith('.json') || file in fingerprints || existsSync(join(__dirname, file))) continue;
    const text = readFileSync(join(recorded, file));
    mkdirSync(dirname(join(__dirname, file)), { recursive: true });
    writeFileSync(join(__dirname, file), text);
    fingerprints[file] = createHash('sha256').update(text).digest('hex');
    if (!file.startsWith('upon/')) written += 1;
  }
  const sorted = Object.fromEntries(Object.entries(fingerprints).sort(([left], [right]) => (left < right ? -1 : 1)));
  writeFileSync(FINGERPRINTS, `${JSON.stringify(sorted, null, 2)}\n`);
  const all = Object.keys(sorted).filter((file) => !file.startsWith('upon/'));
  process.stdout.write(`${all.length} golden events, ${written} new\n`);
} finally {
  rmSync(recorded, { recursive: true, force: true });
}

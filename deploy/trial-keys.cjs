/**
 * Makes the keys of a trial, once, in a folder that its containers share (`docker compose up`).
 *
 * There is a file for each purpose, of which a process is told those that it needs, and `kvitok.env` with all of them for the
 * command line. NOT FOR PRODUCTION: they lie in one volume, and whoever reads it has them all. In production each process
 * is given its keys from where secrets are kept (deploy/runbook.md, «Keys»).
 *
 *   node deploy/trial-keys.cjs FOLDER
 */
const { randomBytes } = require('node:crypto');
const { existsSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const KEY_BYTES = 32;
const PURPOSES = {
  services: ['KVITOK_SERVICES_KEY', 'KVITOK_METRICS_KEY'],
  forms: ['KVITOK_FORM_SECRET'],
  persons: ['KVITOK_PERSON_MASTER_KEY'],
  codes: ['KVITOK_CODE_PEPPER', 'KVITOK_CODE_PRINT_KEY'],
};

const folder = process.argv[2];
if (folder === undefined) {
  process.stderr.write('Name the folder: node deploy/trial-keys.cjs FOLDER\n');
  process.exit(2);
}

function write(name, text) {
  // Prometheus and Grafana run as other users and read their own from the same volume.
  writeFileSync(join(folder, `${name}.part`), text, { mode: 0o444, flag: 'w' });
  renameSync(join(folder, `${name}.part`), join(folder, name));
}

function kept() {
  const file = join(folder, 'kvitok.env');
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  return new Map(lines.map((line) => line.split('=')));
}

const textOf = (entries) => entries.map(([name, key]) => `${name}=${key}\n`).join('');

// What is sealed with a key is lost with it: keys that are there stay. One that an earlier release did not know is added.
const keys = kept();
const missing = Object.values(PURPOSES)
  .flat()
  .filter((name) => !keys.has(name));
if (missing.length === 0) {
  process.stdout.write('The keys of the trial are there\n');
} else {
  for (const name of missing) keys.set(name, randomBytes(KEY_BYTES).toString('hex'));
  if (!existsSync(join(folder, 'grafana.password'))) write('grafana.password', randomBytes(12).toString('hex'));
  // Written last: a run that was cut off begins again.
  write('kvitok.env', textOf([...keys]));
  process.stdout.write('Keys of a trial are made, new ones and for this volume alone\n');
}

// At every start, so that a volume of an earlier release has them too: the same keys, by what they are for.
for (const [purpose, names] of Object.entries(PURPOSES)) {
  write(`${purpose}.env`, textOf([...keys].filter(([name]) => names.includes(name))));
}
write('metrics.key', keys.get('KVITOK_METRICS_KEY'));

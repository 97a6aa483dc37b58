/**
 * Random requests to the operations of the OpenAPI documents, but for those that a target leaves out with its reason:
 * no answer above 499 but documented ones, none that the document does not tell of, nothing accepted that the document
 * refuses, nothing refused that it allows (figure 16 of docs/security.md).
 *
 *   npm run test:fuzz                     100 cases an operation, as in CI
 *   npm run security:fuzz                 1,000 cases an operation: the full figure, for some hours
 *   npm run test:fuzz -- --seed 7         the cases of a seed again
 *   npm run test:fuzz -- --only cabinet --operation Session_open     one document, one operation of it; may be given again
 *
 * The sample company is played into a folder of its own and served from there. Schemathesis is installed into a virtual
 * environment under `node_modules/.cache` at the first run. A run that cannot be made fails; it is never left out.
 */
const { spawn } = require('node:child_process');
const {
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} = require('node:fs');
const { availableParallelism, tmpdir } = require('node:os');
const { join, resolve } = require('node:path');
const { clearTimeout, setTimeout } = require('node:timers');
const { parseArgs } = require('node:util');
const { TARGETS } = require('./targets.cjs');

const ROOT = resolve(__dirname, '..', '..');
const VENV = join(ROOT, 'node_modules', '.cache', 'schemathesis');
const REPORTS = join(ROOT, 'reports', 'fuzz');
const START_WITHIN_MS = 10 * 60_000;
/** A document whose cases are not through by then is cut off, and has failed. */
const RUN_WITHIN_MS = { short: 90 * 60_000, full: 12 * 60 * 60_000 };
const FULL_CASES = '1000';

const { values } = parseArgs({
  options: {
    cases: { type: 'string' },
    full: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    operation: { type: 'string', multiple: true, default: [] },
  },
});
const cases = values.cases ?? (values.full ? FULL_CASES : '100');
const runWithinMs = Number(cases) >= Number(FULL_CASES) ? RUN_WITHIN_MS.full : RUN_WITHIN_MS.short;

function must(command, args, options = {}) {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'], ...options });
    child.on('error', fail);
    child.on('close', (code) => (code === 0 ? done() : fail(new Error(`${command} ${args[0]} ended with ${code}`))));
  });
}

/** The program, installed once into a virtual environment of its own. */
async function schemathesis() {
  const program = join(VENV, 'bin', 'schemathesis');
  if (!existsSync(program)) {
    console.log('Installing schemathesis …');
    await must('python3', ['-m', 'venv', VENV]);
    await must(join(VENV, 'bin', 'pip'), [
      'install',
      '--quiet',
      '--disable-pip-version-check',
      '-r',
      join(__dirname, 'requirements.txt'),
    ]);
  }
  return program;
}

/** The built process of a target over its own data; answers where it serves and how to end it. */
function serve({ main, environment, address, runsIn }, dataDir) {
  const child = spawn(process.execPath, [join(ROOT, main)], {
    cwd: runsIn === 'data' ? dataDir : ROOT,
    env: { PATH: process.env.PATH, KVITOK_DATA_DIR: dataDir, KVITOK_NIGHTS: 'off', PORT: '0', ...environment },
  });
  let written = '';
  const url = new Promise((answer, fail) => {
    const timer = setTimeout(() => fail(new Error(`It did not start:\n${written}`)), START_WITHIN_MS);
    const listen = (chunk) => {
      written += chunk;
      const found = address.exec(written);
      if (found === null) return;
      clearTimeout(timer);
      answer({ url: found[1], written });
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.on('exit', (code) => fail(new Error(`It ended with ${code}:\n${written}`)));
  });
  const stop = () =>
    new Promise((done) => (child.exitCode === null ? child.on('exit', done) && child.kill('SIGTERM') : done()));
  return { url, stop };
}

/** The settings of all targets, and what one has besides: its own ids in place of the common ones, its way in. */
function configOf({ name, ids = {} }, session) {
  let config = readFileSync(join(__dirname, 'schemathesis.toml'), 'utf8');
  for (const [dictionary, known] of Object.entries(ids)) {
    const entry = new RegExp(`(\\[dictionaries\\.${dictionary}\\]\\nvalues = ).*`);
    config = config.replace(entry, `$1${JSON.stringify(known)}`);
  }
  if (session !== null) config += `\n[auth.openapi.session]\napi_key = ${JSON.stringify(session)}\n`;
  const file = join(REPORTS, `${name}.toml`);
  writeFileSync(file, config);
  return file;
}

function ask(program, target, url, { session = null, headers = {} }) {
  const args = [
    ...['--config-file', configOf(target, session), '--no-color', 'run', `${url}${target.document}`],
    ...['--max-examples', cases, '--seed', values.seed],
    ...Object.entries(headers).flatMap(([name, value]) => ['--header', `${name}: ${value}`]),
    ...(target.leftOut ?? []).flatMap((operation) => ['--exclude-operation-id', operation]),
    ...values.operation.flatMap((operation) => ['--include-operation-id', operation]),
  ];
  return new Promise((done) => {
    const child = spawn(program, args, { cwd: REPORTS, stdio: ['ignore', 'pipe', 'pipe'] });
    const timer = setTimeout(() => child.kill(), runWithinMs);
    const report = createWriteStream(join(REPORTS, `${target.name}.txt`));
    let text = '';
    const note = (chunk) => {
      text += chunk;
      report.write(chunk);
    };
    child.stdout.on('data', note);
    child.stderr.on('data', note);
    child.on('close', (code) => {
      clearTimeout(timer);
      report.end(() => done({ code, text }));
    });
  });
}

/** Answers whether every answer of the target was one that its document tells of. */
async function keepsToItsDocument(program, target, folder) {
  const dataDir = join(folder, target.name);
  await target.prepare({ must, root: ROOT, dataDir });
  const served = serve(target, dataDir);
  try {
    const { url, written } = await served.url;
    console.log(`${target.name}: asked at ${url}; reports/fuzz/${target.name}.txt grows as it goes`);
    const { code, text } = await ask(program, target, url, await target.wayIn(url, written));
    const figures = /Operations:[\s\S]*?Tested: *(\d+)[\s\S]*?(\d+) generated/.exec(text);
    console.log(
      `${target.name}: ${figures ? `${figures[1]} operations, ${figures[2]} cases` : 'no cases'}, seed ${values.seed}`,
    );
    if (code === 0 && figures !== null) return true;
    console.log(text.slice(-20_000));
    return false;
  } finally {
    await served.stop();
  }
}

async function main() {
  mkdirSync(REPORTS, { recursive: true });
  const program = await schemathesis();
  const folder = mkdtempSync(join(tmpdir(), 'kvitok-fuzz-'));
  const waiting = TARGETS.filter(({ name }) => values.only === undefined || name === values.only);
  let failed = 0;
  // Whoever asks takes a processor, and whoever answers less than one.
  const turns = Array.from({ length: Math.min(waiting.length, availableParallelism()) }, async () => {
    for (let target = waiting.shift(); target !== undefined; target = waiting.shift()) {
      if (!(await keepsToItsDocument(program, target, folder))) failed += 1;
    }
  });
  const ends = await Promise.allSettled(turns);
  rmSync(folder, { recursive: true, force: true });
  for (const { reason } of ends.filter(({ status }) => status === 'rejected')) throw reason;
  console.log(
    failed === 0 ? 'Every answer was one that the document tells of' : `${failed} documents were not kept to`,
  );
  process.exitCode = failed === 0 ? 0 : 1;
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});

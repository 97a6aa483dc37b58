/**
 * Checks the files of deployment without a container engine and without a cluster: the compose files are read by the
 * library that `docker compose` reads them with, the overlays are built by the one of `kubectl kustomize`, what comes out is
 * held against the schemas of Kubernetes, and then against what the code knows (test/deploy/*.spec.ts).
 *
 * The tools come from the Go module proxy and from PyPI at the first run, into a folder of the installation. At the end it
 * is said what was not exercised.
 */
const { spawnSync } = require('node:child_process');
const { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..', '..');
const cache = join(root, 'node_modules', '.cache', 'deploy');
const rendered = join(cache, 'rendered');
const tools = join(cache, 'deploy-tools');
const venv = join(cache, 'venv');

const COMPOSE_FILES = ['docker-compose.yml', 'docker-compose.embedded.yml'];
const OVERLAYS = ['embedded', 'demo', 'production'];
/** The oldest that has everything that is used, and the newest whose schemas there are. */
const KUBERNETES_VERSIONS = ['1.34.0', '1.37.0'];

function run(command, args, options = {}) {
  const done = spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], ...options });
  if (done.error !== undefined) console.error(`${command}: ${done.error.message}`);
  if (done.status !== 0) {
    console.error(`FAILED: ${[command, ...args].join(' ')}`);
    process.exit(1);
  }
  return done.stdout?.toString() ?? '';
}

/** Made once for what it is made from. */
function once(stamp, sources, make) {
  const wanted = sources.map((source) => readFileSync(join(__dirname, source), 'utf8')).join('\n');
  const file = join(cache, stamp);
  if (existsSync(file) && readFileSync(file, 'utf8') === wanted) return;
  make();
  // Written last: a run that was cut off begins again.
  writeFileSync(file, wanted);
}

mkdirSync(cache, { recursive: true });
once('tools.stamp', ['tools/main.go', 'tools/go.mod', 'tools/go.sum'], () => {
  console.log('Building the readers of compose files and overlays …');
  run('go', ['build', '-mod=readonly', '-o', tools, '.'], { cwd: join(__dirname, 'tools') });
});
once('venv.stamp', ['requirements.txt'], () => {
  console.log('Installing the schemas of Kubernetes …');
  rmSync(venv, { recursive: true, force: true });
  run('python3', ['-m', 'venv', venv]);
  const quiet = ['--quiet', '--disable-pip-version-check', '--no-deps'];
  run(join(venv, 'bin', 'pip'), ['install', ...quiet, '-r', join(__dirname, 'requirements.txt')]);
});

rmSync(rendered, { recursive: true, force: true });
mkdirSync(rendered);
const read = (form, path) => run(tools, [form, path], { stdio: ['ignore', 'pipe', 'inherit'] });
for (const file of COMPOSE_FILES) writeFileSync(join(rendered, file), read('compose', file));
for (const overlay of OVERLAYS) {
  const file = join(rendered, `${overlay}.yaml`);
  writeFileSync(file, read('kustomize', join('deploy', 'kubernetes', 'overlays', overlay)));
  for (const version of KUBERNETES_VERSIONS) {
    run(join(venv, 'bin', 'kubernetes-validate'), ['--strict', '--quiet', '-k', version, file]);
  }
  console.log(`${overlay}: built, and in the form of Kubernetes ${KUBERNETES_VERSIONS.join(' and ')}`);
}
run(process.execPath, [
  join(root, 'node_modules', 'jest', 'bin', 'jest.js'),
  '-c',
  join(__dirname, 'jest.config.js'),
  '--ci',
  ...process.argv.slice(2),
]);
console.log(`
Compose files: read as docker compose reads them. Overlays: built as kubectl builds them, and held against its schemas.
NOT exercised: no image was built, no container started, nothing applied to a cluster; Prometheus and Grafana loaded nothing.`);

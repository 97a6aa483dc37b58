/**
 * Runs the suites over real engines, and says in the end over which. An engine is looked for at its address in the
 * environment (`KAFKA_BROKERS`, `MONGODB_URL`), else started on this machine.
 */
const { spawn, spawnSync } = require('node:child_process');
const { join } = require('node:path');

const root = join(__dirname, '..', '..');
const quiet = ['ignore', 'inherit', 'inherit'];

/**
 * Runs the suites in a group of processes of their own, and ends whatever of it is left: a suite that has failed before
 * it could clean up, and a run that is broken off, leave neither an engine nor a service behind.
 */
function runSuites() {
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const config = join(__dirname, 'jest.config.js');
  // A suite that has failed half way holds its connections: the run ends all the same.
  const given = ['-c', config, '--runInBand', '--ci', '--forceExit', ...process.argv.slice(2)];
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

function getEngines() {
  if (['KAFKA_BROKERS', 'MONGODB_URL'].every((name) => process.env[name])) return 0;
  return spawnSync('node', [join(__dirname, 'get-engines.cjs')], { cwd: root, stdio: quiet }).status ?? 1;
}

async function main() {
  const status = getEngines() || (await runSuites());
  const told = (name, otherwise) => process.env[name] ?? otherwise;
  console.log(`\nKafka: ${told('KAFKA_BROKERS', 'Apache Kafka 4.2.0, a process of this machine')}`);
  console.log(`MongoDB: ${told('MONGODB_URL', 'mongo-java-server 1.47.0 in its place, a process of this machine')}`);
  console.log('KurrentDB: a server of this repository that speaks its protocol, which is not KurrentDB');
  console.log(
    '           KurrentDB itself was NOT exercised here: `npm run test:kurrentdb`, with KURRENTDB_URL or Docker',
  );
  process.exit(status);
}

void main();

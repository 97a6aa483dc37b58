/**
 * Runs the suites over real engines, and says in the end over which. An engine is looked for at its address in the
 * environment (`KAFKA_BROKERS`, `MONGODB_URL`), else started on this machine.
 */
const { spawnSync } = require('node:child_process');
const { join } = require('node:path');

const root = join(__dirname, '..', '..');
const run = (command, args) =>
  spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] }).status ?? 1;

const isEverythingGiven = ['KAFKA_BROKERS', 'MONGODB_URL'].every((name) => process.env[name]);
let status = isEverythingGiven ? 0 : run('node', [join(__dirname, 'get-engines.cjs')]);
if (status === 0) {
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  status = run('node', [
    jest,
    '-c',
    join(__dirname, 'jest.config.js'),
    '--runInBand',
    '--ci',
    // A suite that has failed half way holds its connections: the run ends all the same.
    '--forceExit',
    ...process.argv.slice(2),
  ]);
}

const told = (name, otherwise) => process.env[name] ?? otherwise;
console.log(`\nKafka: ${told('KAFKA_BROKERS', 'Apache Kafka 4.2.0, a process of this machine')}`);
console.log(`MongoDB: ${told('MONGODB_URL', 'mongo-java-server 1.47.0 in its place, a process of this machine')}`);
console.log('KurrentDB: a server of this repository that speaks its protocol, which is not KurrentDB');
console.log(
  '           KurrentDB itself was NOT exercised here: `npm run test:kurrentdb`, with KURRENTDB_URL or Docker',
);
process.exit(status);

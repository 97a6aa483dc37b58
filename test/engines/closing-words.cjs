const { spawnSync } = require('node:child_process');

/** Whether a KurrentDB can be had here: at `KURRENTDB_URL`, else as a container where Docker answers. */
function isKurrentThere(environment = process.env) {
  if (environment.KURRENTDB_URL) return true;
  return spawnSync('docker', ['version'], { stdio: 'ignore', env: environment }).status === 0;
}

/** Whether a run asks for the contract over KurrentDB: the whole one does, and one of suites that name it. */
function asksForKurrent(given) {
  const patterns = given.filter((word) => !word.startsWith('-'));
  return patterns.length === 0 || patterns.some((word) => word.includes('kurrentdb'));
}

/**
 * What a run says in the end: over which engines it was, and what it did not exercise.
 * @param notExercised tests that would have stopped an engine, which was somebody else's
 */
function closingWords({ environment, withKurrent, notExercised }) {
  const at = (name, otherwise) => (environment[name] ? hostsOf(environment[name]) : otherwise);
  return [
    `Kafka: ${at('KAFKA_BROKERS', 'Apache Kafka 4.2.0, a process of this machine')}`,
    `MongoDB: ${at('MONGODB_URL', 'mongo-java-server 1.47.0 in its place, a process of this machine')}`,
    'KurrentDB: a server of this repository that speaks its protocol, which is not KurrentDB',
    withKurrent
      ? '           and KurrentDB itself, over which the contract was run as well'
      : '           KurrentDB itself was NOT exercised here: `npm run test:kurrentdb`, with KURRENTDB_URL or Docker',
    ...notExercised.map(
      (test) => `NOT exercised, because the engine belongs to somebody else and is not stopped: ${test}`,
    ),
  ];
}

/** An address without the user and the password that it may hold. */
function hostsOf(address) {
  return address.replace(/\/\/[^/@]*@/, '//');
}

module.exports = { asksForKurrent, closingWords, isKurrentThere };

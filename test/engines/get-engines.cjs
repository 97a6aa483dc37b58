/**
 * Gets the programs that `test/engines` starts where neither an address nor a container engine is given: from Maven
 * Central, into a folder of the installation. They are 46 MB, got once.
 */
const { spawnSync } = require('node:child_process');
const { existsSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const folder = join(__dirname, '..', '..', 'node_modules', '.cache', 'engines');
const pom = join(__dirname, 'pom.xml');
const stamp = join(folder, 'pom.xml');

if (existsSync(stamp) && readFileSync(stamp, 'utf8') === readFileSync(pom, 'utf8')) {
  console.log('The engines are there');
} else {
  console.log('Getting Apache Kafka and a server of the MongoDB protocol (46 MB) …');
  mkdirSync(folder, { recursive: true });
  const run = spawnSync(
    'mvn',
    ['-B', '-q', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${folder}`, '-DoverWriteIfNewer=true'],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  );
  if (run.status !== 0) {
    console.error(
      'Maven (`mvn`, with Java 17) could not get them. Give addresses instead: KAFKA_BROKERS, MONGODB_URL.',
    );
    process.exit(1);
  }
  // Written last: a run that was cut off begins again.
  writeFileSync(stamp, readFileSync(pom));
}

import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stoppable } from './engines';

interface ClosingWords {
  asksForKurrent(given: readonly string[]): boolean;
  isKurrentThere(environment: NodeJS.ProcessEnv): boolean;
  closingWords(run: {
    environment: NodeJS.ProcessEnv;
    withKurrent: boolean;
    notExercised: readonly string[];
  }): readonly string[];
}

const { asksForKurrent, closingWords, isKurrentThere } = jest.requireActual<ClosingWords>('./closing-words.cjs');

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kvitok-closing-words-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** An environment in which `docker` ends with this status. */
function withDocker(status: number): NodeJS.ProcessEnv {
  const docker = join(folder, 'docker');
  writeFileSync(docker, `#!/bin/sh\nexit ${status}\n`);
  chmodSync(docker, 0o755);
  return { PATH: `${folder}:/usr/bin:/bin` };
}

it('KurrentDB is there at an address, or where Docker answers', () => {
  expect(isKurrentThere({ ...withDocker(1), KURRENTDB_URL: 'kurrentdb://db:2113?tls=false' })).toBe(true);
  expect(isKurrentThere(withDocker(0))).toBe(true);
  expect(isKurrentThere(withDocker(1))).toBe(false);
});

it('a whole run asks for KurrentDB, and so does one of suites that name it', () => {
  expect(asksForKurrent([])).toBe(true);
  expect(asksForKurrent(['--verbose'])).toBe(true);
  expect(asksForKurrent(['test/engines/kurrentdb-faults'])).toBe(true);
  expect(asksForKurrent(['test/engines/kafka-transport'])).toBe(false);
});

it('says over which engines a run was, without their passwords, and what was not exercised', () => {
  const environment = { KAFKA_BROKERS: 'kafka:9092', MONGODB_URL: 'mongodb://user:s3cret@db:27017' };
  const words = closingWords({ environment, withKurrent: false, notExercised: ['Kafka a broker that is stopped'] });
  expect(words.join('\n')).toMatch(/Kafka: kafka:9092\nMongoDB: mongodb:\/\/db:27017\n/);
  expect(words.join('\n')).not.toMatch(/s3cret/);
  expect(words.filter((line) => line.includes('NOT exercised'))).toEqual([
    expect.stringMatching(/KurrentDB itself was NOT exercised/),
    expect.stringMatching(/NOT exercised, .*: Kafka a broker that is stopped$/),
  ]);
});

it('says that KurrentDB itself was exercised where it was, and nothing of what was not', () => {
  const words = closingWords({ environment: {}, withKurrent: true, notExercised: [] }).join('\n');
  expect(words).toMatch(/and KurrentDB itself, over which the contract was run as well/);
  expect(words).not.toMatch(/NOT exercised/);
});

it('a test that may not stop its engine is noted by its name for the end of the run', () => {
  const file = join(folder, 'not-exercised');
  const before = process.env['NOT_EXERCISED_FILE'];
  process.env['NOT_EXERCISED_FILE'] = file;
  try {
    expect(stoppable(null, 'Kafka at kafka:9092')).toBeNull();
    const local = { stop: () => undefined };
    expect(stoppable(local, 'Apache Kafka')).toBe(local);
  } finally {
    if (before === undefined) delete process.env['NOT_EXERCISED_FILE'];
    else process.env['NOT_EXERCISED_FILE'] = before;
  }
  expect(readFileSync(file, 'utf8')).toBe(`${String(expect.getState().currentTestName)} (Kafka at kafka:9092)\n`);
});

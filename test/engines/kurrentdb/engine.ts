import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'yaml';
import { KURRENT_OPTIONS, KurrentEventStore, SqliteEventIds } from '#libs/event-store';
import { freePort } from '../java-engine';

/** The image that is started where Docker answers and no address is given: the one of the trial, so that the contract is held by what is deployed. */
function imageOfTrial(): string {
  const compose = parse(readFileSync(join(__dirname, '..', '..', '..', 'docker-compose.yml'), 'utf8'), {
    merge: true,
  }) as { services: { kurrentdb: { image: string } } };
  return compose.services.kurrentdb.image;
}

const ANSWERS_WITHIN_MS = 120_000;

export interface KurrentEngine {
  readonly url: string;
  release(): Promise<void>;
}

/** A KurrentDB: the one at `KURRENTDB_URL`, else a container. Throws with what is missing where there is neither. */
export async function openKurrent(environment = process.env): Promise<KurrentEngine> {
  const given = environment['KURRENTDB_URL'];
  if (given !== undefined && given !== '') return { url: given, release: async () => undefined };
  if (!hasDocker()) {
    throw new Error('KurrentDB is missing: give its address as KURRENTDB_URL, or run where `docker` answers');
  }
  const port = await freePort();
  const options = ['--detach', '--rm', '--publish', `127.0.0.1:${port}:2113`];
  const settings = ['--insecure', '--mem-db', ...[...KURRENT_OPTIONS].map(([option, value]) => `--${option}=${value}`)];
  const container = execFileSync('docker', ['run', ...options, imageOfTrial(), ...settings], {
    encoding: 'utf8',
  }).trim();
  const url = `kurrentdb://127.0.0.1:${port}?tls=false`;
  const release = async () => void spawnSync('docker', ['rm', '--force', container]);
  try {
    await answers(url);
  } catch (error) {
    await release();
    throw error;
  }
  return { url, release };
}

function hasDocker(): boolean {
  return spawnSync('docker', ['version'], { stdio: 'ignore' }).status === 0;
}

async function answers(url: string): Promise<void> {
  for (const deadline = performance.now() + ANSWERS_WITHIN_MS; ;) {
    try {
      const store = await KurrentEventStore.open({ url, ids: new SqliteEventIds(':memory:', 'start') });
      await store.close();
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await sleep(500);
    }
  }
}

import { execFileSync, spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { KurrentEventStore, SqliteEventIds } from '#libs/event-store';
import { freePort } from '../java-engine';

/** The image that is started where Docker answers and no address is given. */
const IMAGE = 'docker.kurrent.io/kurrent-latest/kurrentdb:25.1';
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
  // What this store takes is above the server's own limit of an append.
  const settings = ['--insecure', '--mem-db', '--max-append-size=16777216', '--max-append-event-size=16777216'];
  const container = execFileSync('docker', ['run', ...options, IMAGE, ...settings], { encoding: 'utf8' }).trim();
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

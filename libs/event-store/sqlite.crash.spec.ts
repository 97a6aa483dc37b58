import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild } from './testing/child-process';
import { SqliteEventStore } from './sqlite.event-store';
import { quickCheckEventFile, verifyEventFile } from './sqlite.verification';

/** Appends for ever, four callers at a time and sometimes two events at once, and writes each event id that was accepted. */
const APPENDING_PROGRAM = `
const { SqliteEventStore } = require('#libs/event-store');
const store = new SqliteEventStore({ file: process.argv[2] });
const metadata = { recordedAt: '2026-10-25T09:15:00.000Z', actor: 'night', correlationId: 'c', causationId: null, commandId: null, commandHash: null };
async function appendForEver(writer) {
  const stream = 'run-' + process.pid + '-' + writer;
  for (let revision = -1; ; ) {
    const ids = [revision + 1, revision + 2].slice(0, 1 + (revision & 1)).map((number) => stream + '-' + number);
    const events = ids.map((eventId) => ({ eventId, type: 'A', version: 1, data: { account: stream }, metadata }));
    const outcome = await store.append({ stream, expectedRevision: revision, events });
    if (outcome.kind !== 'appended') throw new Error(JSON.stringify(outcome));
    revision = outcome.lastRevision;
    process.stdout.write(ids.map((id) => 'accepted ' + id + ';').join(''));
  }
}
Promise.all([0, 1, 2, 3].map(appendForEver)).catch((error) => {
  process.stdout.write('failed ' + error.code + ' ' + error.fault + ';');
  process.exit(7);
});
`;

function acceptedIn(output: string): string[] {
  return [...output.matchAll(/accepted ([^;]+);/g)].map((match) => match[1] as string);
}

async function storedIds(file: string): Promise<string[]> {
  const store = new SqliteEventStore({ file });
  try {
    const ids: string[] = [];
    for (let after = 0; ;) {
      const page = await store.readAll({ after, limit: 1_000 });
      ids.push(...page.events.map((event) => event.eventId));
      if (page.caughtUp) return ids;
      after = page.checkpoint;
    }
  } finally {
    await store.close();
  }
}

describe('the event store in SQLite, when its process dies or its disk fills', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kvitok-crash-'));
    file = join(folder, 'events.sqlite');
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('has every accepted event exactly once after two processes on it were killed at random moments, again and again', async () => {
    const accepted: string[] = [];
    for (let kill = 0; kill < 3; kill += 1) {
      const children = [startChild(folder, APPENDING_PROGRAM, file), startChild(folder, APPENDING_PROGRAM, file)];
      while (children.some((child) => acceptedIn(child.output()).length < 10)) {
        expect(children.map((child) => child.process.exitCode)).toEqual([null, null]);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 60));
      for (const child of children) {
        child.process.kill('SIGKILL');
        await child.ended;
        accepted.push(...acceptedIn(child.output()));
      }
      expect(quickCheckEventFile(file)).toMatchObject({ ok: true });
    }
    const stored = await storedIds(file);
    expect(new Set(stored).size).toBe(stored.length);
    expect(accepted.filter((id) => !stored.includes(id))).toEqual([]);
    expect(await verifyEventFile(file)).toEqual({ ok: true, events: stored.length, head: stored.length });
  }, 60_000);

  it('answers that it is not available when the disk fills, keeps what it accepted, and goes on when there is room', async () => {
    const child = startChild(folder, APPENDING_PROGRAM, file, 2_000);
    expect(await child.ended).toBe(7);
    expect(child.output()).toMatch(/failed EVENT_STORE_UNAVAILABLE (full|io);/);
    const accepted = acceptedIn(child.output());
    expect(accepted.length).toBeGreaterThan(0);

    const stored = await storedIds(file);
    expect(stored.filter((id) => !accepted.includes(id))).toEqual([]);
    expect(accepted.filter((id) => !stored.includes(id))).toEqual([]);
    const store = new SqliteEventStore({ file });
    const metadata = {
      recordedAt: '',
      actor: '',
      correlationId: '',
      causationId: null,
      commandId: null,
      commandHash: null,
    };
    const event = { eventId: 'with room again', type: 'A', version: 1, data: {}, metadata };
    expect(await store.append({ stream: 'later', expectedRevision: -1, events: [event] })).toMatchObject({
      kind: 'appended',
      lastPosition: stored.length + 1,
    });
    expect(await store.verify()).toMatchObject({ ok: true });
    await store.close();
  }, 60_000);
});

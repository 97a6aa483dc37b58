import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import request from 'supertest';
import { BusServer } from '#libs/messaging';
import { DEFAULT_TIME_ZONE, EVENT_FILE, READ_MODEL_FILE, SettableClock } from '#libs/platform';
import { accountDecider, accountStream, companyStream, referenceDecider } from '#services/billing';
import { createKvitok, Kvitok } from './create-kvitok';

const folders: string[] = [];
const running: Kvitok[] = [];

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kvitok-app-'));
  folders.push(folder);
  return folder;
}

async function start(
  options: Partial<Parameters<typeof createKvitok>[0]> & { dataDir: string | null },
): Promise<Kvitok> {
  const kvitok = await createKvitok(options);
  running.push(kvitok);
  return kvitok;
}

afterEach(async () => {
  for (const kvitok of running.splice(0)) await kvitok.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Answers with the position of the event. */
async function openAccount({ stack }: Kvitok, account: string): Promise<number> {
  const result = await stack.commands.execute({
    stream: accountStream(account),
    decider: accountDecider,
    command: {
      kind: 'OpenAccount',
      account,
      houseId: 'H1',
      flat: '1',
      totalAreaM2: '50',
      personId: `person-${account}`,
      openedOn: '2026-03-01',
      openingBalances: [],
      windowFromDay: 15,
      windowToDay: 25,
    },
    commandId: `test:open:${account}`,
    actor: 'staff:test',
  });
  if (result.kind !== 'done') throw new Error(result.rejection.code);
  return result.position;
}

async function registerCompany({ stack }: Kvitok, timeZone: string): Promise<void> {
  const result = await stack.commands.execute({
    stream: companyStream('company'),
    decider: referenceDecider,
    command: { kind: 'RegisterCompany', company: { companyId: 'company', timeZone, payees: [] } },
    commandId: 'test:company',
    actor: 'staff:test',
  });
  expect(result.kind).toBe('done');
}

/** A folder whose log and read models hold some accounts. */
async function aUsedFolder(): Promise<string> {
  const dataDir = aFolder();
  const kvitok = await createKvitok({ dataDir, clock: new SettableClock('2026-03-01T08:00:00.000Z', '2026-03-01') });
  for (const account of ['A-1', 'A-2', 'A-3']) await openAccount(kvitok, account);
  await kvitok.stack.projector.catchUp();
  await kvitok.close();
  return dataDir;
}

describe('a process', () => {
  it('finds again what another one has stored, and closes twice without harm', async () => {
    const dataDir = await aUsedFolder();
    const kvitok = await start({ dataDir });
    expect(await kvitok.stack.store.head()).toBeGreaterThan(0);
    await kvitok.close();
    await expect(kvitok.close()).resolves.toBeUndefined();
  });

  it('moves nothing by itself unless it was told to follow the log', async () => {
    const kvitok = await start({ dataDir: null });
    await openAccount(kvitok, 'A-1');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(Math.max(...(await kvitok.stack.projector.lag()).map(({ checkpoint }) => checkpoint))).toBe(0);
    await kvitok.drain();
    const head = await kvitok.stack.store.head();
    expect((await kvitok.stack.projector.lag()).map(({ checkpoint }) => checkpoint)).toEqual(
      kvitok.stack.projections.map(() => head),
    );
  });

  it('that follows the log folds and reacts without being asked', async () => {
    const kvitok = await start({ dataDir: null, follow: true });
    await openAccount(kvitok, 'A-1');
    const isNoted = async () => {
      const { events } = await kvitok.stack.store.readAll({ after: 0, limit: 100 });
      return events.some(({ type }) => type === 'MeteredAccountNoted');
    };
    for (let attempt = 0; attempt < 100 && !(await isNoted()); attempt += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(await isNoted()).toBe(true);
  });

  it('lets a caller see what it has just done, also what another service made of it', async () => {
    const kvitok = await start({ dataDir: null, follow: true, http: true });
    const server = kvitok.app.getHttpServer() as Server;
    for (const account of ['A-1', 'A-2', 'A-3', 'A-4', 'A-5']) {
      const minPosition = await openAccount(kvitok, account);
      const { status, headers } = await request(server).get(`/payments/accounts/${account}`).query({ minPosition });
      expect([account, status, headers['x-stale']]).toEqual([account, 200, 'false']);
    }
  });

  it('counts days in Samara before a company is registered, then in the company’s zone', async () => {
    const kvitok = await start({ dataDir: null });
    expect(kvitok.zone.current()).toBe(DEFAULT_TIME_ZONE);
    await registerCompany(kvitok, 'Asia/Kamchatka');
    await kvitok.drain();
    await kvitok.zone.refresh(kvitok.stack);
    expect(kvitok.zone.current()).toBe('Asia/Kamchatka');
  });

  it('that serves tells how it stands, and that it is not ready where a read model stands still', async () => {
    const kvitok = await start({ dataDir: null, http: true });
    const server = kvitok.app.getHttpServer() as Server;
    expect((await request(server).get('/health/live')).body).toEqual({ status: 'ok' });
    expect((await request(server).get('/health/ready')).status).toBe(200);
    jest
      .spyOn(kvitok.stack.projector, 'lag')
      .mockResolvedValue([
        { projection: 'billing.x', version: 1, state: 'failed', checkpoint: 3, behind: 4, failure: null },
      ]);
    const { status, body } = await request(server).get('/health/ready');
    expect(status).toBe(503);
    expect(body).toMatchObject({
      status: 'error',
      error: { projections: { status: 'down', standing: [{ projection: 'billing.x' }] } },
    });
  });

  it('is not ready where its read models are far behind in events, tells how far its consumer is, and says of what it does not know that it does not', async () => {
    const kvitok = await start({ dataDir: null, http: true });
    const server = kvitok.app.getHttpServer() as Server;
    const eventsBehind = jest.spyOn(kvitok.stack.store, 'eventsBehind');
    eventsBehind.mockResolvedValue(null);
    const ready = await request(server).get('/health/ready');
    expect(ready.status).toBe(200);
    expect(ready.body).toMatchObject({
      info: { projections: { mostBehind: null }, bus: { behind: { 'kvitok.billing': null } } },
    });
    expect((await request(server).get('/metrics')).text).not.toMatch(/^kvitok_(bus|projection)_lag_events\{/m);
    eventsBehind.mockResolvedValue(10_001);
    const { status, body } = await request(server).get('/health/ready');
    expect(status).toBe(503);
    expect(body).toMatchObject({
      error: { projections: { status: 'down', mostBehind: 10_001 } },
      info: { bus: { status: 'up', behind: { 'kvitok.billing': 10_001 } } },
    });
  });

  it('has started when each of its consumers takes messages, or nobody else does, and is ready before that', async () => {
    const kvitok = await start({ dataDir: null, http: true });
    const server = kvitok.app.getHttpServer() as Server;
    expect((await request(server).get('/health/started')).status).toBe(200);
    const billing = kvitok.servers.find(({ consumer }) => consumer === 'kvitok.billing') as BusServer;
    billing.isStarting = async () => true;
    const { status, body } = await request(server).get('/health/started');
    expect(status).toBe(503);
    expect(body).toMatchObject({ error: { messages: { status: 'down', waiting: ['kvitok.billing'] } } });
    expect((await request(server).get('/health/ready')).status).toBe(200);
    billing.isStarting = async () => false;
    expect((await request(server).get('/health/started')).status).toBe(200);
  });

  it('is not ready where it cannot be known what its consumer has heard', async () => {
    const kvitok = await start({ dataDir: null, http: true });
    jest.spyOn(kvitok.stack.consumerState, 'checkpoint').mockRejectedValue(new Error('the store is away'));
    const { status, body } = await request(kvitok.app.getHttpServer() as Server).get('/health/ready');
    expect(status).toBe(503);
    expect(body).toMatchObject({ error: { bus: { status: 'down' } } });
  });
});

describe('a process does not serve from', () => {
  const refused = (dataDir: string) =>
    start({ dataDir }).then(
      () => null,
      (error: unknown) => error,
    );

  it('a log of which a byte was changed: it names the event', async () => {
    const dataDir = await aUsedFolder();
    const database = new Database(join(dataDir, EVENT_FILE));
    const { position, event_id: eventId } = database
      .prepare<[], { position: number; event_id: string }>("SELECT * FROM events WHERE account = 'A-2' LIMIT 1")
      .get() as { position: number; event_id: string };
    database
      .prepare("UPDATE events SET data = replace(data, '2026-03-01', '2026-03-02') WHERE position = ?")
      .run(position);
    database.close();
    expect(await refused(dataDir)).toMatchObject({ code: 'EVENT_STORE_DAMAGED', damage: { position, eventId } });
  });

  it('a log whose end is missing, although every hash that is left holds', async () => {
    const dataDir = await aUsedFolder();
    const database = new Database(join(dataDir, EVENT_FILE));
    const head = database.prepare('SELECT max(position) FROM events').pluck().get() as number;
    database.exec(`DELETE FROM events WHERE position > 1; UPDATE log_head SET position = 1`);
    database.close();
    const error = await refused(dataDir);
    expect(error).toMatchObject({ code: 'EVENT_STORE_DAMAGED', damage: { fault: 'length', position: 2 } });
    expect((error as Error).message).toContain(`up to ${head}`);
  });

  it('a file that was cut in the middle', async () => {
    const dataDir = await aUsedFolder();
    truncateSync(join(dataDir, EVENT_FILE), 20_000);
    expect(await refused(dataDir)).toMatchObject({ code: 'EVENT_STORE_DAMAGED' });
  });

  it('read models that are none; without them it serves again', async () => {
    const dataDir = await aUsedFolder();
    const file = join(dataDir, READ_MODEL_FILE);
    writeFileSync(file, 'this is no database, and long enough to be looked at as one'.repeat(20));
    expect(await refused(dataDir)).toMatchObject({ code: 'DERIVED_FILE_DAMAGED' });
    rmSync(file);
    const kvitok = await start({ dataDir });
    await kvitok.drain();
    expect((await kvitok.stack.projector.lag()).every(({ behind }) => behind === 0)).toBe(true);
  });

  it.each([
    ['access.sqlite', 'DERIVED_FILE_DAMAGED', 'everybody signs in again'],
    ['bus.sqlite', 'DERIVED_FILE_DAMAGED', 'every message comes again and is recognised'],
    ['codes.sqlite', 'VAULT_FILE_DAMAGED', 'every code has to be replaced'],
    ['persons.sqlite', 'VAULT_FILE_DAMAGED', 'restore a backup'],
  ])('a file that is no database: it says which, and what to do, %s', async (name, code, whatToDo) => {
    const dataDir = await aUsedFolder();
    const file = join(dataDir, name);
    for (const beside of [`${file}-wal`, `${file}-shm`]) rmSync(beside, { force: true });
    writeFileSync(file, 'this is no database, and long enough to be looked at as one'.repeat(20));
    const error = (await refused(dataDir)) as Error;
    expect(error).toMatchObject({ code });
    expect(error.message).toContain(`${file} cannot be opened: file is not a database. `);
    expect(error.message).toContain(whatToDo);
  });

  it('a log that a newer release has written, which is not called damaged', async () => {
    const dataDir = await aUsedFolder();
    const database = new Database(join(dataDir, EVENT_FILE));
    database.pragma('user_version = 2');
    database.close();
    const error = (await refused(dataDir)) as Error;
    expect(error).toMatchObject({ code: 'EVENT_STORE_UNAVAILABLE', fault: 'newer' });
    expect(error.message).toContain('bring that release in again');
  });
});

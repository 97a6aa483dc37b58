import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import request from 'supertest';
import { createDocument, isOpenToAll, readSettings } from '../libs/platform';
import { createKvitok, Kvitok, RunningKvitok, startKvitok } from '../services/app';
import { takeBackup } from '../services/cli/backup/take-backup';
import { operationsOf } from './support/documented-api';

const KEY = 'key-of-the-services-for-this-test-alone';
const METRICS_KEY = 'key-of-figures-for-this-test-alone-0';
const PORTS = { PORT: '0', KVITOK_CABINET_PORT: 'off', KVITOK_BACK_OFFICE_PORT: 'off', LOG_LEVEL: 'silent' };

/** What people have who do not have the key. */
const WRONG: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['nothing', {}],
  ['an empty key', { Authorization: 'Bearer ' }],
  ['another key', { Authorization: `Bearer ${KEY.replace('k', 'K')}` }],
  ['a beginning of the key', { Authorization: `Bearer ${KEY.slice(0, -1)}` }],
  ['the key and more', { Authorization: `Bearer ${KEY}${KEY}` }],
  ['the key of figures', { Authorization: `Bearer ${METRICS_KEY}` }],
  ['the key in another way', { Authorization: `Basic ${Buffer.from(`kvitok:${KEY}`).toString('base64')}` }],
  ['the key in a cookie', { Cookie: `servicesKey=${KEY}` }],
];

describe('the API of the services (figure 14: every operation × nobody)', () => {
  let kvitok: Kvitok;
  let server: Server;
  beforeAll(async () => {
    const keys = { servicesKey: KEY, metricsKey: METRICS_KEY };
    const http = { http: { allowedHosts: [], ...keys }, logging: { level: 'silent' as const } };
    kvitok = await createKvitok({ dataDir: null, http });
    server = kvitok.app.getHttpServer() as Server;
  });
  afterAll(() => kvitok.close());

  const operations = () => operationsOf(createDocument(kvitok.app));
  const pathOf = (template: string) => template.replace(/\{\w+\}/g, 'X-0001');

  it.each(WRONG)('answers no operation to whoever has %s, and records nothing', async (_, headers) => {
    const guarded = operations().filter(({ method, template }) => !isOpenToAll(method.toUpperCase(), template));
    expect(guarded.length).toBeGreaterThan(60);
    const head = await kvitok.stack.store.head();
    for (const { method, template, id } of guarded) {
      const asked = request(server)[method](pathOf(template)).set(headers).query({ servicesKey: KEY });
      const answer = await (method === 'post' ? asked.set('Idempotency-Key', 'key-00000001').send({}) : asked);
      expect([id, answer.status, (answer.body as { code?: string }).code]).toEqual([id, 401, 'SERVICES_KEY_REQUIRED']);
      expect(answer.headers['www-authenticate']).toMatch(/^Bearer /);
    }
    expect(await kvitok.stack.store.head()).toBe(head);
  });

  it('answers the same where it cannot read what is asked, or has nothing of the kind', async () => {
    const broken = await request(server).post('/payments').set('Content-Type', 'application/json').send('{"a":');
    const strange = await request(server).post('/payments').set('Content-Type', 'text/plain').send('a');
    const nowhere = await request(server).get('/nowhere');
    for (const { status } of [broken, strange, nowhere]) expect(status).toBe(401);
    for (const path of ['/metrics', '/health', '/health/live/x', '/docs/../payments', '//metrics', '/METRICS'])
      expect([path, (await request(server).get(path)).status]).toEqual([path, 401]);
    expect((await request(server).post('/health/live')).status).toBe(401);
    expect((await request(server).options('/payments')).status).toBe(401);
  });

  it('is open to whoever has the key, by whatever case of the scheme', async () => {
    for (const scheme of ['Bearer', 'bearer']) {
      const asked = (path: string) => request(server).get(path).set('Authorization', `${scheme} ${KEY}`);
      expect((await asked('/metrics')).status).toBe(200);
      expect((await asked('/billing/accounts/A-1')).status).toBe(404);
    }
  });

  it('shows its figures to whoever has the key of figures, and to them nothing else', async () => {
    const asked = (path: string, key: string) => request(server).get(path).set('Authorization', `Bearer ${key}`);
    expect((await asked('/metrics', METRICS_KEY)).text).toContain('kvitok_');
    expect((await asked('/metrics', KEY)).status).toBe(200);
    for (const path of ['/metrics', '/metrics/', '/METRICS', '/metrics/../payments', '//metrics'])
      expect([path, (await asked(path, METRICS_KEY.toUpperCase())).status]).toEqual([path, 401]);
    for (const path of ['/METRICS', '/metrics/', '/payments', '/metricsx', '/metrics/../payments'])
      expect([path, (await asked(path, METRICS_KEY)).status]).toEqual([path, 401]);
    const posted = request(server).post('/metrics').set('Authorization', `Bearer ${METRICS_KEY}`);
    expect((await posted).status).toBe(401);
  });

  it('says to all how it is and what it is, and nothing else', async () => {
    const open = operations().filter(({ method, template }) => isOpenToAll(method.toUpperCase(), template));
    expect(open.map(({ id }) => id).sort()).toEqual(['Health_live', 'Health_ready', 'Health_started']);
    for (const path of ['/health/live', '/health/ready', '/health/started', '/docs', '/docs-json'])
      expect([path, (await request(server).get(path)).status]).toEqual([path, 200]);
  });

  it('documents the key and what is answered without it', () => {
    const document = createDocument(kvitok.app);
    expect(document.security).toEqual([{ servicesKey: [] }]);
    expect(document.components?.securitySchemes?.['servicesKey']).toMatchObject({ type: 'http', scheme: 'bearer' });
    for (const { method, template, problems, id } of operationsOf(document)) {
      const isOpen = isOpenToAll(method.toUpperCase(), template);
      expect([id, problems.get(401)]).toEqual([id, isOpen ? undefined : ['SERVICES_KEY_REQUIRED']]);
      expect(document.paths[template]?.[method]?.security).toEqual(isOpen ? [] : undefined);
    }
  });
});

describe('a serving process', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kvitok-services-key-'));
  const file = join(folder, 'services-api.key');
  const running: RunningKvitok[] = [];
  afterEach(async () => {
    for (const one of running.splice(0)) await one.stop();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function serve(environment: Readonly<Record<string, string>> = {}) {
    const settings = readSettings({ ...PORTS, KVITOK_DATA_DIR: folder, KVITOK_NIGHTS: 'off', ...environment });
    const served = await startKvitok({ settings });
    running.push(served);
    return (key: string | null, path = '/metrics') =>
      fetch(`${served.url}${path}`, { headers: key === null ? {} : { Authorization: `Bearer ${key}` } });
  }

  it('makes a key at its first start that its owner alone may read, and keeps it', async () => {
    const ask = await serve();
    const key = readFileSync(file, 'utf8').trim();
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect([(await ask(null)).status, (await ask(key)).status]).toEqual([401, 200]);
    await running.pop()?.stop();
    await serve();
    expect(readFileSync(file, 'utf8').trim()).toBe(key);
    const backup = join(folder, '..', `${basename(folder)}.kvitok`);
    const taken = {
      dataDir: folder,
      file: backup,
      withKeys: true,
      environment: {},
      takenAt: '2026-11-26T08:00:00.000Z',
    };
    const { files, keys } = await takeBackup(taken);
    rmSync(backup);
    expect(files.map(({ name }) => name)).not.toContain('services-api.key');
    expect(keys.map(({ fileName }) => fileName)).not.toContain('services-api.key');
  });

  it('takes the key of its settings in place of that of the file', async () => {
    const ask = await serve({ KVITOK_SERVICES_KEY: KEY });
    expect([(await ask(KEY)).status, (await ask('0'.repeat(64))).status]).toEqual([200, 401]);
  });

  it('takes a key of figures from its settings, and none from nobody', async () => {
    const ask = await serve({ KVITOK_SERVICES_KEY: KEY, KVITOK_METRICS_KEY: METRICS_KEY });
    expect([(await ask(METRICS_KEY)).status, (await ask(KEY)).status, (await ask('')).status]).toEqual([200, 200, 401]);
    expect((await ask(METRICS_KEY, '/billing/accounts/A-1')).status).toBe(401);
  });

  it('does not start with a key of figures that opens everything, or is none', () => {
    const settings = (key: string) => () => readSettings({ KVITOK_SERVICES_KEY: KEY, KVITOK_METRICS_KEY: key });
    expect(settings(KEY)).toThrow('KVITOK_METRICS_KEY must be another key than KVITOK_SERVICES_KEY');
    expect(settings('short')).toThrow('KVITOK_METRICS_KEY must have at least 32');
  });

  it.each(['', 'no key', '00ff'])('does not serve with a key file that holds "%s"', async (held) => {
    writeFileSync(file, held);
    await expect(serve()).rejects.toMatchObject({ code: 'SERVICES_KEY_UNUSABLE' });
  });

  it('does not start with a key that is short or cannot be sent', () => {
    for (const key of ['short', 'x'.repeat(31), `${'x'.repeat(31)} `, 'ключ'.repeat(10)])
      expect(() => readSettings({ KVITOK_SERVICES_KEY: key })).toThrow('KVITOK_SERVICES_KEY must have at least 32');
  });
});

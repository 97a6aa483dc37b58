import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { AddressInfo, createServer } from 'node:net';
import { PNG } from 'pngjs';
import { createKvitok, Kvitok } from '#services/app';
import { createBackOffice, createCabinet } from '#services/app/gateways';
import { codeAt, StaffEnrolment, StaffOffice } from '#services/identity';
import type { INestApplication } from '@nestjs/common';
import { issueDemonstrationCredential } from '../../services/cli/demonstration-credential';
import { COMPANIES_CLIENT, CompaniesClient } from '../../services/billing/api/client';
import { OFFICE_PASSWORD } from '../support/back-office';
import { ACCOUNT } from '../support/cabinet';
import { BuiltProcess } from '../support/built-process';
import { playedCompany } from '../support/played-company';
import { Answer, Resident } from '../support/resident';

const KEY = randomBytes(32).toString('hex');
const METRICS_KEY = randomBytes(32).toString('hex');
const FORM_SECRET = randomBytes(32).toString('base64url');
const SERVICES = ['identity', 'metering', 'billing', 'payments', 'support'] as const;
const STEP_MILLISECONDS = 30_000;
const STARTS_WITHIN_MILLISECONDS = 300_000;

let dataDir: string;
let figuresPort: number;
let staff: { readonly staffId: string; readonly secret: string };
let slip: { readonly login: string; readonly code: string };
const services = new Map<string, BuiltProcess>();
const gateways = new Map<string, BuiltProcess>();

function startService(name: string, port = '0'): BuiltProcess {
  const environment = { KVITOK_SERVICES_KEY: KEY, KVITOK_DATA_DIR: dataDir, KVITOK_NIGHTS: 'off', PORT: port };
  const running = new BuiltProcess(`${name}/main.js`, environment);
  services.set(name, running);
  return running;
}

async function startGateway(name: 'resident' | 'back-office'): Promise<string> {
  const urls = SERVICES.map(async (service) => [
    `KVITOK_${service.toUpperCase()}_URL`,
    await services.get(service)?.url,
  ]);
  const addresses = Object.fromEntries(await Promise.all(urls)) as Record<string, string>;
  const ports = { KVITOK_CABINET_PORT: '0', KVITOK_BACK_OFFICE_PORT: '0', KVITOK_FORM_SECRET: FORM_SECRET };
  // One of the two shows its figures: a port is of one process.
  const figures = { KVITOK_METRICS_KEY: METRICS_KEY, KVITOK_METRICS_PORT: String(figuresPort) };
  const running = new BuiltProcess(`${name}/main.js`, {
    KVITOK_SERVICES_KEY: KEY,
    ...addresses,
    ...ports,
    ...(name === 'resident' ? figures : {}),
  });
  gateways.set(name, running);
  return running.url;
}

const origin = (commandId: string) => ({
  ...{ commandId, correlationId: commandId, causationId: null, actor: 'staff:test', input: undefined },
});

/** The paper slip of a resident, and somebody of the office: made before any process runs. */
async function prepare(kvitok: Kvitok): Promise<void> {
  slip = await issueDemonstrationCredential(kvitok, ACCOUNT);
  const company = await kvitok.app.get<CompaniesClient>(COMPANIES_CLIENT, { strict: false }).company();
  const member = { name: 'Бухгалтер', role: 'accountant', companies: [company?.companyId ?? ''] } as const;
  const owner = { role: 'chief', companies: null } as const;
  const { staffId, link } = await kvitok.app.get(StaffOffice).register(member, owner, 'принят', origin('test:staff'));
  const secret = (await kvitok.app.get(StaffEnrolment).look(link))?.secret ?? '';
  await kvitok.app.get(StaffEnrolment).enrol({ link, password: OFFICE_PASSWORD, code: codeAt(secret, stepNow() - 1) });
  staff = { staffId, secret };
  await kvitok.drain();
}

const stepNow = () => Math.floor(Date.now() / STEP_MILLISECONDS);

/** What a page says, without what is new each time it is shown. */
function said({ text }: Answer): string {
  const body = /<main\b[^]*<\/main>/.exec(text)?.[0] ?? text;
  // The minute in which it was asked is another one; hidden fields hold keys of their own.
  return body.replace(/<input[^>]*type="hidden"[^>]*>/g, '').replace(/(Посчитано [^<]{1,40}), \d\d:\d\d/g, '$1');
}

/** The same pages, of gateways in this process over the same data. */
async function inOneProcess(kvitok: Kvitok) {
  const settings = { publicAddress: 'http://127.0.0.1', allowedHosts: [], formSecret: FORM_SECRET };
  const apps: INestApplication[] = [await createCabinet(kvitok, settings), await createBackOffice(kvitok, settings)];
  for (const app of apps) await app.listen(0, '127.0.0.1');
  const urls = await Promise.all(apps.map((app) => app.getUrl()));
  return { urls, close: () => Promise.all(apps.map((app) => app.close())) };
}

const PAGES = ['/', '/debt', '/charges', '/payments', '/readings'];
const SHEET = '/api/turnover/file?from=2026-08&to=2026-09&by=account&format=csv';
const embedded = new Map<string, string>();
/** Of the code that was used last. */
let usedStep = 0;

async function freePort(): Promise<number> {
  const held = createServer();
  await new Promise<void>((resolve) => held.listen(0, '127.0.0.1', resolve));
  const { port } = held.address() as AddressInfo;
  await new Promise((resolve) => held.close(resolve));
  return port;
}

async function residentAt(url: string): Promise<Resident> {
  const resident = new Resident(url);
  const answer = await resident.submit('/sign-in', '/sign-in', { login: slip.login, code: slip.code });
  expect(answer.status).toBe(303);
  return resident;
}

async function accountantAt(url: string, step: number): Promise<Resident> {
  const accountant = new Resident(url, undefined, 'kvitok_office_session');
  usedStep = step;
  const password = { staffId: staff.staffId, password: OFFICE_PASSWORD };
  expect((await accountant.submit('/sign-in', '/sign-in', password)).status).toBe(303);
  const code = { code: codeAt(staff.secret, step) };
  expect((await accountant.submit('/sign-in/code', '/sign-in/code', code)).status).toBe(303);
  return accountant;
}

beforeAll(async () => {
  dataDir = await playedCompany();
  const kvitok = await createKvitok({ dataDir, follow: true });
  try {
    await kvitok.drain();
    await prepare(kvitok);
    const { urls, close } = await inOneProcess(kvitok);
    const resident = await residentAt(urls[0] ?? '');
    for (const page of PAGES) embedded.set(page, said(await resident.get(page)));
    const accountant = await accountantAt(urls[1] ?? '', stepNow());
    embedded.set(SHEET, (await accountant.get(SHEET)).text);
    await close();
  } finally {
    await kvitok.close();
  }
  for (const name of SERVICES) startService(name);
  figuresPort = await freePort();
  await Promise.all([startGateway('resident'), startGateway('back-office')]);
}, STARTS_WITHIN_MILLISECONDS * 2);

afterAll(async () => {
  await Promise.all([...gateways.values(), ...services.values()].map((running) => running.end('SIGTERM')));
  rmSync(dataDir, { recursive: true, force: true });
}, STARTS_WITHIN_MILLISECONDS);

it('a gateway shows its figures on a port of their own, to whoever has the key of figures or that of the services', async () => {
  const ask = async (path: string, key: string) => {
    const headers = { Authorization: `Bearer ${key}` };
    const answer = await fetch(`http://127.0.0.1:${String(figuresPort)}${path}`, { headers });
    return [answer.status, (await answer.text()).includes('kvitok_service_breaker')];
  };
  for (const key of [METRICS_KEY, KEY]) expect(await ask('/metrics', key)).toEqual([200, true]);
  for (const key of ['', METRICS_KEY.slice(1)]) expect(await ask('/metrics', key)).toEqual([401, false]);
  expect(await ask('/', METRICS_KEY)).toEqual([401, false]);
});

async function until<Value>(ask: () => Promise<Value>, isRight: (value: Value) => boolean): Promise<Value> {
  for (;;) {
    const value = await ask();
    if (isRight(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

describe('five services and both gateways as processes of their own', () => {
  const urlOf = async (name: string) => (await gateways.get(name)?.url) ?? '';
  let resident: Resident;
  let accountant: Resident;

  it('are ready when every service has answered', async () => {
    for (const name of ['resident', 'back-office']) {
      const url = await urlOf(name);
      expect((await fetch(`${url}/health/live`)).status).toBe(200);
      await until(
        () => fetch(`${url}/health/ready`).then(({ status }) => status),
        (status) => status === 200,
      );
    }
  });

  it('show a resident the pages of the embedded mode', async () => {
    resident = await residentAt(await urlOf('resident'));
    for (const page of PAGES) expect([page, said(await resident.get(page))]).toEqual([page, embedded.get(page)]);
  });

  it('show an accountant the turnover sheet of the embedded mode', async () => {
    // A code counts once, and the one after the present one counts already.
    accountant = await accountantAt(await urlOf('back-office'), Math.max(stepNow(), usedStep + 1));
    const { headers, text } = await accountant.get(SHEET);
    expect([headers.get('content-type'), text]).toEqual(['text/csv; charset=utf-8', embedded.get(SHEET)]);
    expect(text.split('\n').length).toBeGreaterThan(10);
  });

  it('take what a resident writes, and show it at once', async () => {
    const text = 'Почему в этом месяце больше?';
    const page = '/conversations/new?period=2026-09&utility=hot_water&component=heat';
    const file = { field: 'files', name: 'счётчик.png', bytes: PNG.sync.write(new PNG({ width: 4, height: 4 })) };
    const sent = await resident.upload(page, '/conversations', { text }, file);
    expect(sent.status).toBe(303);
    expect((await resident.get(sent.headers.get('location') ?? '')).text).toContain(text);
  });

  it('say in words what cannot be shown while a service is away, and go on with all the rest', async () => {
    const payments = services.get('payments');
    const port = new URL((await payments?.url) ?? '').port;
    await payments?.end('SIGKILL');
    const away = await resident.get('/payments');
    expect([away.status, away.text.includes('Сейчас не открываются оплата, история платежей')]).toEqual([503, true]);
    expect(said(await resident.get('/charges'))).toBe(embedded.get('/charges'));
    const office = await accountant.get('/payments');
    expect([office.status, office.text.includes('Сейчас не получается')]).toEqual([503, true]);
    expect((await accountant.get(SHEET)).text).toBe(embedded.get(SHEET));
    // No copy of a gateway is taken away for it.
    expect((await fetch(`${await urlOf('resident')}/health/ready`)).status).toBe(200);

    await startService('payments', port).url;
    const back = await until(
      () => resident.get('/payments'),
      ({ status }) => status === 200,
    );
    expect(said(back)).toBe(embedded.get('/payments'));
  });

  it('take readings and questions while billing is away, and show that they did', async () => {
    const billing = services.get('billing');
    const port = new URL((await billing?.url) ?? '').port;
    await billing?.end('SIGKILL');
    const [, last = ''] = /data-last="([\d.]+)"/.exec((await resident.get('/readings')).text) ?? [];
    const given = await resident.submit('/readings', '/readings', {
      value0: String(Math.ceil(Number(last)) + 1),
      step: 'send',
    });
    expect(given.headers.get('location')).toMatch(/^\/readings\?accepted=/);
    const acknowledged = await resident.get(given.headers.get('location') ?? '');
    expect([acknowledged.status, acknowledged.text.includes('Показание принято')]).toEqual([200, true]);
    const asked = await resident.submit('/conversations/new', '/conversations', { text: 'Приняли ли показание?' });
    expect((await resident.get(asked.headers.get('location') ?? '')).text).toContain('Приняли ли показание?');
    const home = await resident.get('/');
    expect([home.status, home.text.includes('Сумма к оплате и начисления сейчас не открываются')]).toEqual([200, true]);
    const debt = await resident.get('/debt');
    expect([debt.status, debt.text.includes('Сейчас не открываются начисления')]).toEqual([503, true]);

    await startService('billing', port).url;
    await until(
      () => resident.get('/debt'),
      ({ status }) => status === 200,
    );
  });

  it('end in good order when they are told to', async () => {
    for (const running of gateways.values()) expect(await running.end('SIGTERM')).toBe(0);
  });
});

describe('a gateway that lacks a setting', () => {
  it('does not start, and says which', async () => {
    const running = new BuiltProcess('resident/main.js', {
      KVITOK_SERVICES_KEY: KEY,
      KVITOK_FORM_SECRET: 'short-secret',
    });
    await expect(running.url).rejects.toThrow(/SETTINGS_INVALID[^]*KVITOK_IDENTITY_URL must say where/);
    await expect(running.url).rejects.not.toThrow(/short-secret/);
    expect(await running.ended).toBe(2);
  });
});

import { createHash } from 'node:crypto';
import type { OpenAPIObject } from '@nestjs/swagger';
import { StatementsQuery } from '#services/billing';
import { AgedAccount, PrintedStatement } from '../../services/billing/api/client';
import { ACCOUNT, CABINET_DAY, OTHER_ACCOUNT, RunningCabinet, startCabinet } from '../support/cabinet';
import { Answer, Resident } from '../support/resident';

const METER = 'M00066';

/** The payment that `Payments_start` begins for its resident: its name follows from the key of the request. */
let started = '';

let cabinet: RunningCabinet;
let document: OpenAPIObject;

beforeAll(async () => {
  cabinet = await startCabinet();
  await cabinet.verifyAddress(ACCOUNT);
  const login = (await cabinet.slipOf(ACCOUNT)).login.replace(/\D/g, '');
  started = createHash('sha256').update(`payment|cabinet-${login}-api:own-Payments_start`).digest('hex').slice(0, 32);
  document = JSON.parse((await new Resident(cabinet.url).get('/docs-json')).text) as OpenAPIObject;
});

afterAll(() => cabinet?.close());

const residentOf = async (account: string) => new Resident(cabinet.url, await cabinet.sessionOf(account));

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
  readonly key?: string;
  /** Left out: as a program of the resident would send it. */
  readonly headers?: Readonly<Record<string, string>>;
}

function ask(who: Resident, { method, path, body, key, headers }: Asked): Promise<Answer> {
  return who.ask(path, {
    method,
    headers: {
      ...(method === 'GET' ? {} : { 'x-kvitok-request': '1' }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

const codeOf = ({ text }: Answer) => (JSON.parse(text) as { code: string }).code;
const json = <T>({ status, text }: Answer): T => {
  if (status >= 300) throw new Error(`${String(status)} ${text}`);
  return JSON.parse(text) as T;
};

/** A valid request to every operation of an account; `Session_*`, `Accounts_all` and `SlipChecks_check` name none. */
const OF_ACCOUNT: Readonly<Record<string, (account: string) => Omit<Asked, 'key'>>> = {
  Charges_overview: (account) => ({ method: 'GET', path: `/api/accounts/${account}/overview` }),
  Charges_statements: (account) => ({ method: 'GET', path: `/api/accounts/${account}/statements` }),
  Charges_statement: (account) => ({ method: 'GET', path: `/api/accounts/${account}/statements/2026-09` }),
  Charges_explain: (account) => ({
    method: 'GET',
    path: `/api/accounts/${account}/statements/2026-09/explain?utility=cold_water`,
  }),
  Charges_consumption: (account) => ({
    method: 'GET',
    path: `/api/accounts/${account}/consumption?utility=cold_water&months=3`,
  }),
  Charges_capitalRepair: (account) => ({ method: 'GET', path: `/api/accounts/${account}/capital-repair` }),
  Charges_debt: (account) => ({
    method: 'GET',
    path: `/api/accounts/${account}/debt?asOf=2026-09-30&knownAt=2026-09-30`,
  }),
  Charges_penaltyForecast: (account) => ({ method: 'GET', path: `/api/accounts/${account}/penalty-forecast` }),
  Charges_whatIf: (account) => ({
    method: 'POST',
    path: `/api/accounts/${account}/what-if`,
    body: { payments: [{ payee: 'main', amountKopecks: 100_000, on: '2026-10-20' }] },
  }),
  Readings_meters: (account) => ({ method: 'GET', path: `/api/accounts/${account}/meters` }),
  Readings_meter: (account) => ({ method: 'GET', path: `/api/accounts/${account}/meters/${METER}` }),
  Readings_forecast: (account) => ({
    method: 'POST',
    path: `/api/accounts/${account}/readings/forecasts`,
    body: { meterId: METER, values: ['112.5'] },
  }),
  Readings_give: (account) => ({
    method: 'POST',
    path: `/api/accounts/${account}/readings`,
    body: { meterId: METER, values: ['112.5'] },
  }),
  Readings_replace: (account) => ({
    method: 'POST',
    path: `/api/accounts/${account}/readings/replacements`,
    body: { meterId: METER, takenOn: CABINET_DAY, values: ['112.6'], explanation: 'read_again' },
  }),
  Payments_history: (account) => ({
    method: 'GET',
    path: `/api/accounts/${account}/payments?from=2026-01-01&to=2026-10-31&state=received&payee=main`,
  }),
  Payments_start: (account) => ({
    method: 'POST',
    path: `/api/accounts/${account}/payments`,
    body: { payee: 'main', amountKopecks: 12_345 },
  }),
  Payments_payment: (account) => ({ method: 'GET', path: `/api/accounts/${account}/payments/online/${started}` }),
  Payments_agree: (account) => ({
    method: 'POST',
    path: `/api/accounts/${account}/autopay`,
    body: { payee: 'main', limitKopecks: 600_000, day: 10, firstAmountKopecks: 100 },
  }),
  Payments_autopay: (account) => ({ method: 'GET', path: `/api/accounts/${account}/autopay` }),
  Payments_withdraw: (account) => ({
    method: 'POST',
    path: `/api/accounts/${account}/autopay/withdrawals`,
    body: { payee: 'main' },
  }),
  Slips_all: (account) => ({ method: 'GET', path: `/api/accounts/${account}/slips` }),
  Slips_form: (account) => ({ method: 'POST', path: `/api/accounts/${account}/slips`, body: { period: '2026-09' } }),
  Slips_file: (account) => ({ method: 'GET', path: `/api/accounts/${account}/slips/2026-09/pdf?version=1` }),
  Slips_paymentCode: (account) => ({
    method: 'GET',
    path: `/api/accounts/${account}/payment-code?payee=main&amountKopecks=12345`,
  }),
};
const OF_NO_ACCOUNT = ['Session_open', 'Session_present', 'Session_close', 'Accounts_all', 'SlipChecks_check'];
const EVERY = Object.entries(OF_ACCOUNT);

describe('the document of the API', () => {
  it('names every operation that is tried here, and no other', () => {
    const named = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods as Record<string, { operationId: string }>).map(({ operationId }) => operationId),
    );
    expect([...named].sort()).toEqual([...Object.keys(OF_ACCOUNT), ...OF_NO_ACCOUNT].sort());
  });

  it('is read by people at /docs', async () => {
    expect((await new Resident(cabinet.url).get('/docs')).text).toContain('Kvitok API');
  });
});

describe('every operation of an account', () => {
  it('is answered to its resident', async () => {
    const resident = await residentOf(ACCOUNT);
    for (const [id, request] of EVERY) {
      const { status, text } = await ask(resident, { ...request(ACCOUNT), key: `own-${id}` });
      expect([id, status < 300 ? 'answered' : text]).toEqual([id, 'answered']);
    }
  });

  it.each(EVERY)('%s is unknown to a neighbour, and closed to a stranger', async (id, request) => {
    const neighbour = await ask(await residentOf(OTHER_ACCOUNT), { ...request(ACCOUNT), key: `neighbour-${id}` });
    expect([neighbour.status, codeOf(neighbour)]).toEqual([404, 'CABINET_UNKNOWN_ACCOUNT']);
    const stranger = await ask(new Resident(cabinet.url), { ...request(ACCOUNT), key: `stranger-${id}` });
    expect([stranger.status, codeOf(stranger)]).toEqual([401, 'CABINET_SIGN_IN_REQUIRED']);
    const ended = await ask(new Resident(cabinet.url, 'a'.repeat(43)), { ...request(ACCOUNT), key: `ended-${id}` });
    expect(ended.status).toBe(401);
  });

  it('says of somebody else’s account what it says of one that is nowhere', async () => {
    const resident = await residentOf(ACCOUNT);
    const [other, none] = await Promise.all(
      [OTHER_ACCOUNT, '9999999999'].map((account) => resident.get(`/api/accounts/${account}/overview`)),
    );
    const said = (answer: Answer | undefined) => ({ ...json404(answer), correlationId: '' });
    expect(said(other)).toEqual(said(none));
  });

  it('takes no meter of a neighbour under one’s own account', async () => {
    const resident = await residentOf(OTHER_ACCOUNT);
    for (const id of ['Readings_meter', 'Readings_forecast', 'Readings_give', 'Readings_replace']) {
      const answer = await ask(resident, { ...requestOf(id, OTHER_ACCOUNT), key: `meter-${id}` });
      expect([id, answer.status, codeOf(answer)]).toEqual([id, 404, 'METERING_UNKNOWN_METER']);
    }
  });

  it('takes no field that it has not declared', async () => {
    const resident = await residentOf(ACCOUNT);
    for (const [id, request] of EVERY.filter(([, one]) => one('').method === 'POST')) {
      const { body, ...rest } = request(ACCOUNT);
      const answer = await ask(resident, { ...rest, body: { ...body, actor: 'staff:chief' }, key: `extra-${id}` });
      expect([id, answer.status]).toEqual([id, 400]);
    }
  });
});

function json404(answer: Answer | undefined): object {
  expect(answer?.status).toBe(404);
  return JSON.parse(answer?.text ?? '{}') as object;
}

function requestOf(id: string, account: string): Omit<Asked, 'key'> {
  const request = OF_ACCOUNT[id];
  if (request === undefined) throw new Error(`There is no ${id}`);
  return request(account);
}

describe('a request that changes something', () => {
  const ofAnotherSite: readonly (readonly [string, Record<string, string>])[] = [
    ['without the header', { 'x-kvitok-request': '' }],
    ['from a page of another site', { origin: 'https://evil.example' }],
    ['that the browser tells to come from another site', { 'sec-fetch-site': 'cross-site' }],
  ];

  it.each(ofAnotherSite)('is refused %s, and nothing is recorded', async (_, headers) => {
    const resident = await residentOf(ACCOUNT);
    const head = await cabinet.kvitok.stack.store.head();
    for (const [id, request] of EVERY.filter(([, one]) => one('').method === 'POST')) {
      const answer = await ask(resident, { ...request(ACCOUNT), key: `forged-${id}`, headers });
      expect([id, answer.status, codeOf(answer)]).toEqual([id, 403, 'CABINET_HEADER_REQUIRED']);
    }
    expect(await cabinet.kvitok.stack.store.head()).toBe(head);
  });

  it('is no form: only JSON is read', async () => {
    const resident = await residentOf(ACCOUNT);
    const answer = await resident.post(
      `/api/accounts/${ACCOUNT}/slips`,
      { period: '2026-09' },
      { 'x-kvitok-request': '1' },
    );
    expect([answer.status, codeOf(answer)]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  });

  it('is done once under one key, however often it is sent', async () => {
    const resident = await residentOf('0045120010');
    const { meters } = json<{ meters: { meterId: string; lastValues: string[] }[] }>(
      await resident.get('/api/accounts/0045120010/meters'),
    );
    const [meter] = meters;
    const values = meter?.lastValues.map((value) => String(Math.floor(Number(value)) + 2));
    const give = (body: object) =>
      ask(resident, { method: 'POST', path: '/api/accounts/0045120010/readings', key: 'press-twice-1', body });
    const answers = await Promise.all([1, 2, 3].map(() => give({ meterId: meter?.meterId, values })));
    const acknowledged = answers.map((answer) => json<{ position: number; receivedOn: string }>(answer));
    expect(new Set(acknowledged.map(({ position }) => position)).size).toBe(1);
    expect(acknowledged[0]?.receivedOn).toBe(CABINET_DAY);
    const another = await give({ meterId: meter?.meterId, values: values?.map((value) => String(Number(value) + 1)) });
    expect([another.status, codeOf(another)]).toEqual([409, 'COMMAND_ID_REUSED']);
  });
});

describe('the API and the pages', () => {
  it('say the same sums, those of the statements', async () => {
    const resident = await residentOf(ACCOUNT);
    const { statements } = json<{ statements: PrintedStatement[] }>(
      await resident.get(`/api/accounts/${ACCOUNT}/statements`),
    );
    const printed: PrintedStatement[] = [];
    for await (const one of cabinet.kvitok.app.get(StatementsQuery).all({ account: ACCOUNT })) printed.push(one);
    expect(statements).toEqual(JSON.parse(JSON.stringify(printed)));
    const { debt } = json<{ debt: AgedAccount }>(await resident.get(`/api/accounts/${ACCOUNT}/overview`));
    expect(json(await resident.get(`/api/accounts/${ACCOUNT}/debt`))).toEqual(debt);
  });

  it('share one sign-in: a session of the API opens pages, and ends for both', async () => {
    const person = new Resident(cabinet.url);
    const { login, code } = await cabinet.slipOf(ACCOUNT);
    const digits = login.replace(/\D/g, '');
    const body = { login: ` ${digits.slice(0, 3)} ${digits.slice(3)}`, code };
    const opened = await ask(person, { method: 'POST', path: '/api/session', body });
    expect(json(opened)).toEqual({ login: digits, accounts: [ACCOUNT] });
    expect((await person.get('/')).status).toBe(200);
    expect(json(await person.get('/api/accounts'))).toMatchObject({ accounts: [{ account: ACCOUNT }] });
    expect((await ask(person, { method: 'DELETE', path: '/api/session' })).status).toBe(204);
    expect((await person.get('/api/session')).status).toBe(401);
    expect((await person.get('/')).headers.get('location')).toBe('/sign-in');
  });

  it('refuse a wrong code alike', async () => {
    const answer = await ask(new Resident(cabinet.url), {
      method: 'POST',
      path: '/api/session',
      body: { login: (await cabinet.slipOf(ACCOUNT)).login, code: '0000-0000-0000-0' },
    });
    expect([answer.status, codeOf(answer)]).toEqual([401, 'IDENTITY_SIGN_IN_WRONG']);
    expect(answer.headers.get('set-cookie') ?? '').not.toContain('session');
  });
});

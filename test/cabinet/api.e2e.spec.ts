import type { OpenAPIObject } from '@nestjs/swagger';
import { StatementsQuery } from '#services/billing';
import { AgedAccount, PrintedStatement } from '../../services/billing/api/client';
import { offerDemoServices } from '../../services/cli/demo-services';
import { ACCOUNT, CABINET_DAY, OTHER_ACCOUNT, RunningCabinet, startCabinet } from '../support/cabinet';
import { verifyMail } from '../support/letters';
import { Answer, Resident } from '../support/resident';
import {
  ApiRequest,
  OF_ACCOUNT,
  OF_EVERYBODY,
  OF_SIGN_IN,
  ownKey,
  OwnThings,
  ownThings,
  picture,
} from './api-requests';

let own: OwnThings;
let cabinet: RunningCabinet;
let document: OpenAPIObject;

beforeAll(async () => {
  cabinet = await startCabinet();
  await verifyMail(cabinet, ACCOUNT, 'anna@example.ru');
  const login = (await cabinet.slipOf(ACCOUNT)).login.replace(/\D/g, '');
  own = ownThings(login);
  await offerDemoServices(cabinet.kvitok.stack);
  await cabinet.kvitok.drain();
  document = JSON.parse((await new Resident(cabinet.url).get('/docs-json')).text) as OpenAPIObject;
});

afterAll(() => cabinet?.close());

const residentOf = async (account: string) => new Resident(cabinet.url, await cabinet.sessionOf(account));

interface Asked extends ApiRequest {
  readonly key?: string;
  /** Left out: as a program of the resident would send it. */
  readonly headers?: Readonly<Record<string, string>>;
}

function ask(who: Resident, { method, path, body, parts, key, headers }: Asked): Promise<Answer> {
  return who.ask(path, {
    method,
    headers: {
      ...(method === 'GET' ? {} : { 'x-kvitok-request': '1' }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(parts === undefined ? {} : { body: formOf(parts) }),
  });
}

function formOf(parts: Readonly<Record<string, string | Blob>>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(parts)) {
    if (typeof value === 'string') form.append(name, value);
    else form.append(name, value, 'снимок.png');
  }
  return form;
}

const codeOf = ({ text }: Answer) => (JSON.parse(text) as { code: string }).code;
const json = <T>({ status, text }: Answer): T => {
  if (status >= 300) throw new Error(`${String(status)} ${text}`);
  return JSON.parse(text) as T;
};

/** Of an account, and of the sign-in of whoever asks. */
const EVERY = [...Object.entries(OF_ACCOUNT), ...Object.entries(OF_SIGN_IN)] as const;
const COMMANDS = EVERY.filter(([, request]) => request('', ownThings('')).method !== 'GET');

describe('the document of the API', () => {
  it('names every operation that is tried here, and no other', () => {
    const named = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods as Record<string, { operationId: string }>).map(({ operationId }) => operationId),
    );
    expect([...named].sort()).toEqual([...Object.keys(OF_ACCOUNT), ...Object.keys(OF_SIGN_IN), ...OF_EVERYBODY].sort());
  });

  it('is read by people at /docs', async () => {
    expect((await new Resident(cabinet.url).get('/docs')).text).toContain('Kvitok API');
  });
});

describe('every operation of an account', () => {
  it('is answered to its resident', async () => {
    const resident = await residentOf(ACCOUNT);
    for (const [id, request] of Object.entries(OF_ACCOUNT)) {
      const { status, text } = await ask(resident, { ...request(ACCOUNT, own), key: ownKey(id) });
      expect([id, status < 300 ? 'answered' : text]).toEqual([id, 'answered']);
      if (id === 'Conversations_one') own = { ...own, attachmentId: /"attachmentId":"(\w+)"/.exec(text)?.[1] ?? '' };
    }
  });

  it.each(Object.entries(OF_ACCOUNT))('%s is unknown to a neighbour', async (id, request) => {
    const answer = await ask(await residentOf(OTHER_ACCOUNT), { ...request(ACCOUNT, own), key: `neighbour-${id}` });
    expect([answer.status, codeOf(answer)]).toEqual([404, 'CABINET_UNKNOWN_ACCOUNT']);
  });

  it.each(EVERY)('%s is closed to a stranger', async (id, request) => {
    const stranger = await ask(new Resident(cabinet.url), { ...request(ACCOUNT, own), key: `stranger-${id}` });
    expect([stranger.status, codeOf(stranger)]).toEqual([401, 'CABINET_SIGN_IN_REQUIRED']);
    const visitor = new Resident(cabinet.url, 'a'.repeat(43));
    const ended = await ask(visitor, { ...request(ACCOUNT, own), key: `ended-${id}` });
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

  const OF_A_NEIGHBOUR: readonly (readonly [code: string, operations: readonly string[]])[] = [
    ['METERING_UNKNOWN_METER', ['Readings_meter', 'Readings_forecast', 'Readings_give', 'Readings_replace']],
    ['PAYMENTS_UNKNOWN_ONLINE_PAYMENT', ['Payments_payment']],
    ['SUPPORT_UNKNOWN_ORDER', ['Orders_one', 'Orders_reschedule', 'Orders_pay', 'Orders_cancel']],
    [
      'SUPPORT_UNKNOWN_CONVERSATION',
      ['Conversations_one', 'Conversations_file', 'Conversations_write', 'Conversations_close'],
    ],
  ];

  it.each(OF_A_NEIGHBOUR)('says %s of what a neighbour has, asked for under one’s own account', async (code, ids) => {
    const resident = await residentOf(OTHER_ACCOUNT);
    for (const id of ids) {
      const answer = await ask(resident, { ...requestOf(id, OTHER_ACCOUNT), key: `not-mine-${id}` });
      expect([id, answer.status, codeOf(answer)]).toEqual([id, 404, code]);
    }
  });

  it('lets nobody ask about an order of a neighbour, or a line that was never charged', async () => {
    const resident = await residentOf(OTHER_ACCOUNT);
    const about = (kind: string, reference: string) =>
      ask(resident, {
        method: 'POST',
        path: `/api/accounts/${OTHER_ACCOUNT}/conversations`,
        parts: { text: 'Что это?', kind, reference },
        key: `about-${kind}`,
      });
    const head = await cabinet.kvitok.stack.store.head();
    const [order, line] = [await about('order', own.orderId), await about('charge_line', '2026-09/gas')];
    expect([order.status, codeOf(order)]).toEqual([404, 'SUPPORT_UNKNOWN_ORDER']);
    expect([line.status, codeOf(line)]).toEqual([422, 'SUPPORT_UNKNOWN_SUBJECT']);
    expect(await cabinet.kvitok.stack.store.head()).toBe(head);
  });

  it('takes no field that it has not declared', async () => {
    const resident = await residentOf(ACCOUNT);
    for (const [id, request] of COMMANDS) {
      const { body, parts, ...rest } = request(ACCOUNT, own);
      if (body === undefined && parts === undefined) continue;
      const more = { actor: 'staff:chief' };
      const filled = body === undefined ? { parts: { ...parts, ...more } } : { body: { ...body, ...more } };
      const answer = await ask(resident, { ...rest, ...filled, key: `extra-${id}` });
      expect([id, answer.status]).toEqual([id, 400]);
    }
  });
});

function json404(answer: Answer | undefined): object {
  expect(answer?.status).toBe(404);
  return JSON.parse(answer?.text ?? '{}') as object;
}

function requestOf(id: string, account: string): ApiRequest {
  const request = OF_ACCOUNT[id];
  if (request === undefined) throw new Error(`There is no ${id}`);
  return request(account, own);
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
    for (const [id, request] of COMMANDS) {
      const answer = await ask(resident, { ...request(ACCOUNT, own), key: `forged-${id}`, headers });
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

  it('with files is a form with parts, and no other form', async () => {
    const resident = await residentOf(ACCOUNT);
    const path = `/api/accounts/${ACCOUNT}/conversations`;
    const json = await ask(resident, { method: 'POST', path, body: { text: 'Вопрос' }, key: 'json-not-parts' });
    expect([json.status, codeOf(json)]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    const readings = {
      method: 'POST',
      path: `/api/accounts/${ACCOUNT}/readings`,
      parts: { meterId: 'M00066' },
    } as const;
    const parts = await ask(resident, { ...readings, key: 'parts-not-json' });
    expect([parts.status, codeOf(parts)]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    const hidden = await ask(resident, {
      method: 'POST',
      path,
      parts: { text: 'Вопрос', constructor: '1' },
      key: 'hidden-1',
    });
    expect(hidden.status).toBe(400);
  });

  it('with a file that is none of those which may be sent is refused, and nothing is recorded', async () => {
    const resident = await residentOf(ACCOUNT);
    const head = await cabinet.kvitok.stack.store.head();
    const parts = { text: 'Вопрос', files: new Blob(['<html></html>'], { type: 'image/png' }) };
    const path = `/api/accounts/${ACCOUNT}/conversations`;
    const answer = await ask(resident, { method: 'POST', path, parts, key: 'not-a-picture' });
    expect([answer.status, codeOf(answer)]).toEqual([422, 'SUPPORT_ATTACHMENT_UNKNOWN_TYPE']);
    expect(await cabinet.kvitok.stack.store.head()).toBe(head);
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

describe('a conversation', () => {
  it('is asked with a file, is read back, and is done once under one key', async () => {
    const resident = await residentOf('0045120010');
    const path = '/api/accounts/0045120010/conversations';
    const send = (text: string) =>
      ask(resident, { method: 'POST', path, parts: { text, files: picture() }, key: 'question-once' });
    const first = json<{ conversationId: string }>(await send('Где мой перерасчёт?'));
    expect(json(await send('Где мой перерасчёт?'))).toEqual(first);
    const other = await send('Другой текст');
    expect([other.status, codeOf(other)]).toEqual([409, 'COMMAND_ID_REUSED']);
    const read = json<{ messages: { text: string; attachments: { attachmentId: string; name: string }[] }[] }>(
      await resident.get(`${path}/${first.conversationId}`),
    );
    expect(read.messages.map(({ text }) => text)).toEqual(['Где мой перерасчёт?']);
    const [file] = read.messages[0]?.attachments ?? [];
    expect(file?.name).toBe('снимок.png');
    const { headers, bytes } = await resident.get(`${path}/${first.conversationId}/files/${file?.attachmentId ?? ''}`);
    expect(headers.get('content-type')).toBe('image/png');
    expect(headers.get('content-disposition')).toMatch(/^attachment;/);
    expect(headers.get('content-security-policy')).toContain('sandbox');
    expect(bytes.subarray(1, 4).toString()).toBe('PNG');
    expect((await resident.get(`/conversations/${first.conversationId}`)).text).toContain('Где мой перерасчёт?');
  });
});

describe('the sign-in', () => {
  const MINE = '0045120011';
  const SECOND = '0045120012';
  const digits = ({ login, code }: { login: string; code: string }) => ({ login, code });

  async function signedIn(account: string): Promise<Resident> {
    const person = new Resident(cabinet.url);
    const body = digits(await cabinet.slipOf(account));
    json(await ask(person, { method: 'POST', path: '/api/session', body }));
    return person;
  }

  it('takes another account by its code, opens it for pages and API, and lets it go', async () => {
    const person = await signedIn(MINE);
    const body = digits(await cabinet.slipOf(SECOND));
    const attach = { method: 'POST', path: '/api/access/accounts', body, key: 'attach-second' } as const;
    expect(json(await ask(person, attach))).toMatchObject({ account: SECOND });
    expect(json(await person.get('/api/accounts'))).toMatchObject({
      accounts: [{ account: MINE }, { account: SECOND }],
    });
    expect((await person.get(`/api/accounts/${SECOND}/overview`)).status).toBe(200);
    const body2 = { account: SECOND };
    const path = '/api/access/accounts/detachments';
    expect((await ask(person, { method: 'POST', path, body: body2, key: 'detach-second' })).status).toBe(200);
    expect((await person.get(`/api/accounts/${SECOND}/overview`)).status).toBe(404);
    const { entries } = json<{ entries: { kind: string }[] }>(await person.get('/api/access/journal'));
    const kinds = entries.map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['entered', 'account_attached', 'account_detached']));
  });

  it('refuses a wrong code of another account as it refuses a sign-in', async () => {
    const person = await signedIn(MINE);
    const body = { ...digits(await cabinet.slipOf(SECOND)), code: '0000-0000-0000-0' };
    const answer = await ask(person, { method: 'POST', path: '/api/access/accounts', body, key: 'attach-wrong' });
    expect([answer.status, codeOf(answer)]).toEqual([401, 'IDENTITY_SIGN_IN_WRONG']);
  });

  it('ends one session, then all of them', async () => {
    const [here, there] = [await signedIn(MINE), await signedIn(MINE)];
    const { sessions } = json<{ sessions: { sessionId: string; isThis: boolean }[] }>(await there.get('/api/access'));
    const that = sessions.find(({ isThis }) => isThis)?.sessionId ?? '';
    expect((await ask(here, { method: 'DELETE', path: `/api/access/sessions/${that}` })).status).toBe(204);
    expect([(await there.get('/api/session')).status, (await here.get('/api/session')).status]).toEqual([401, 200]);
    const again = await signedIn(MINE);
    expect((await ask(here, { method: 'POST', path: '/api/access/sign-outs', key: 'out-everywhere' })).status).toBe(
      204,
    );
    expect([(await here.get('/api/session')).status, (await again.get('/api/session')).status]).toEqual([401, 401]);
  });

  it('is frozen by its holder, and the right code opens it no more', async () => {
    const person = await signedIn(SECOND);
    expect((await ask(person, { method: 'POST', path: '/api/access/freezes', key: 'freeze-it' })).status).toBe(204);
    expect((await person.get('/api/session')).status).toBe(401);
    const body = digits(await cabinet.slipOf(SECOND));
    const answer = await ask(new Resident(cabinet.url), { method: 'POST', path: '/api/session', body });
    expect(answer.status).not.toBe(201);
  });

  it('says the same of a forgotten code, whatever the login is', async () => {
    const known = (await cabinet.slipOf(ACCOUNT)).login;
    for (const login of [known, '123456784']) {
      const path = '/api/session/code-requests';
      const { status, text } = await ask(new Resident(cabinet.url), { method: 'POST', path, body: { login } });
      expect([status, text]).toEqual([202, '']);
    }
  });
});

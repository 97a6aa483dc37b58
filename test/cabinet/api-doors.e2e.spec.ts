import type { OpenAPIObject } from '@nestjs/swagger';
import type { Server } from 'node:http';
import request from 'supertest';
import { createDocument } from '#libs/platform';
import { ACCOUNT, OTHER_ACCOUNT, RunningCabinet, startCabinet } from '../support/cabinet';
import { DocumentedOperation, operationsOf } from '../support/documented-api';
import { bodyOf, objectsIn } from '../support/documented-bodies';
import { Answer, Resident } from '../support/resident';

/**
 * Figures 14 and 15 of security.md, operation by operation as the documents tell them: an operation that is added is
 * tried here without another line, and one that these values do not fit fails.
 */
const VALUES: Readonly<Record<string, string>> = {
  account: ACCOUNT,
  period: '2026-09',
  meterId: 'M00066',
  utility: 'cold_water',
  paymentId: 'a'.repeat(32),
  orderId: 'o-1',
  serviceId: 'electrician',
  conversationId: 'c-1',
  attachmentId: 'a'.repeat(32),
  payee: 'main',
  sessionId: 's'.repeat(16),
  deviceId: 'd'.repeat(16),
};

/** What everybody may ask; who is not named here is asked for the sign-in. */
const PUBLIC = ['Session_open', 'Session_askForCode', 'Session_close', 'SlipChecks_check'];

let cabinet: RunningCabinet;
let document: OpenAPIObject;
let operations: readonly DocumentedOperation[];

beforeAll(async () => {
  cabinet = await startCabinet({ office: true });
  document = JSON.parse((await new Resident(cabinet.url).get('/docs-json')).text) as OpenAPIObject;
  operations = operationsOf(document);
});

afterAll(() => cabinet?.close());

const residentOf = async (account: string) => new Resident(cabinet.url, await cabinet.sessionOf(account));

function pathOf({ id, template }: Pick<DocumentedOperation, 'id' | 'template'>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = VALUES[name];
    if (value === undefined) throw new Error(`${id}: there is no value for ${name}`);
    return value;
  });
}

let keys = 0;
function ask(who: Resident, operation: DocumentedOperation, body?: unknown, query = ''): Promise<Answer> {
  const { method } = operation;
  const headers =
    method === 'get' ? {} : { 'x-kvitok-request': '1', 'idempotency-key': `doors-${String((keys += 1))}` };
  const sent = body === undefined ? {} : isForm(operation) ? asForm(body as object) : asJson(body);
  return who.ask(`${pathOf(operation)}${query}`, {
    method: method.toUpperCase(),
    ...sent,
    headers: { ...headers, ...sent.headers },
  });
}

interface Sent {
  readonly body?: BodyInit;
  readonly headers?: Readonly<Record<string, string>>;
}
const asJson = (body: unknown): Sent => ({
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json' },
});

/** Files are sent with a form; an empty one has no boundary that all readers understand. */
function asForm(body: object): Sent {
  const form = new FormData();
  for (const [name, value] of Object.entries({ text: 'Вопрос', ...body })) form.append(name, String(value));
  return { body: form };
}

function isForm({ template, method }: DocumentedOperation): boolean {
  const methods = document.paths[template] as unknown as Record<string, { requestBody?: { content: object } }>;
  return Object.keys(methods[method]?.requestBody?.content ?? {}).includes('multipart/form-data');
}

interface Problem {
  readonly code?: string;
  readonly errors?: readonly { readonly field: string; readonly rule: string }[];
}
const problemOf = ({ text }: Pick<Answer, 'text'>) => JSON.parse(text) as Problem;

describe('every operation (figure 14)', () => {
  it('is unknown to the resident of another account, and closed to nobody in particular', async () => {
    const [neighbour, nobody] = [await residentOf(OTHER_ACCOUNT), new Resident(cabinet.url)];
    const ended = new Resident(cabinet.url, 'a'.repeat(43));
    const before = await cabinet.kvitok.stack.store.head();
    for (const operation of operations.filter(({ id }) => !PUBLIC.includes(id))) {
      const { id, path } = operation;
      for (const stranger of [nobody, ended]) {
        const answer = await ask(stranger, operation, operation.method === 'get' ? undefined : {});
        expect([id, answer.status, problemOf(answer).code]).toEqual([id, 401, 'CABINET_SIGN_IN_REQUIRED']);
        expect([id, operation.problems.get(401) ?? []]).toEqual([
          id,
          expect.arrayContaining(['CABINET_SIGN_IN_REQUIRED']),
        ]);
      }
      if (!path.some(({ name }) => name === 'account')) continue;
      const answer = await ask(neighbour, operation, operation.method === 'get' ? undefined : {});
      expect([id, answer.status, problemOf(answer).code]).toEqual([id, 404, 'CABINET_UNKNOWN_ACCOUNT']);
      expect([id, operation.problems.get(404) ?? []]).toEqual([
        id,
        expect.arrayContaining(['CABINET_UNKNOWN_ACCOUNT']),
      ]);
    }
    expect(await cabinet.kvitok.stack.store.head()).toBe(before);
  });

  it('that names no account tells the asker of the own ones alone', async () => {
    const withoutAccount = operations.filter(
      ({ id, path, method }) =>
        !PUBLIC.includes(id) && method === 'get' && !path.some(({ name }) => name === 'account'),
    );
    expect(withoutAccount.map(({ id }) => id)).toEqual(expect.arrayContaining(['Accounts_all', 'Session_present']));
    const neighbour = await residentOf(OTHER_ACCOUNT);
    for (const operation of withoutAccount) {
      const { status, text } = await ask(neighbour, operation);
      expect([operation.id, status, text.includes(ACCOUNT)]).toEqual([operation.id, 200, false]);
    }
  });

  it('of the services is out of reach in the cabinet, for a resident and for nobody', async () => {
    const own = new Set(operations.map(({ method, template }) => `${method} ${template}`));
    const ofServices = operationsOf(createDocument(cabinet.kvitok.app)).filter(({ id }) => !id.startsWith('Health_'));
    expect(ofServices.length).toBeGreaterThan(40);
    expect(ofServices.filter(({ method, template }) => own.has(`${method} ${template}`))).toEqual([]);
    const visitors = [new Resident(cabinet.url), await residentOf(ACCOUNT)];
    const before = await cabinet.kvitok.stack.store.head();
    for (const who of visitors) {
      for (const { id, method, template } of ofServices) {
        const path = template.replace(/\{(\w+)\}/g, (_, name: string) => VALUES[name] ?? 'x-1');
        const json = method === 'get' ? {} : { body: '{}' };
        const headers = {
          'content-type': 'application/json',
          'x-kvitok-request': '1',
          'idempotency-key': `services-${String((keys += 1))}`,
        };
        const { status } = await who.ask(path, { method: method.toUpperCase(), headers, ...json });
        expect([id, path, status]).toEqual([id, path, 404]);
      }
    }
    expect(await cabinet.kvitok.stack.store.head()).toBe(before);
  });
});

describe('a field that an operation does not have (figure 15)', () => {
  const FIELDS = ['unknownField', 'actor', 'constructor', 'hasOwnProperty'];
  const expectRefused = (id: string, { status, text }: Pick<Answer, 'status' | 'text'>, field: string) => {
    const { code, errors = [] } = status === 400 ? problemOf({ text }) : {};
    expect([id, status, code]).toEqual([id, 400, 'VALIDATION_FAILED']);
    expect([id, errors]).toEqual([
      id,
      expect.arrayContaining([expect.objectContaining({ field, rule: 'whitelistValidation' })]),
    ]);
  };
  /** Puts each field into each object of the body, one at a time. */
  async function intoEveryObject(id: string, body: unknown, send: () => Promise<Pick<Answer, 'status' | 'text'>>) {
    for (const { way, object } of objectsIn(body)) {
      for (const field of FIELDS) {
        object[field] = 'staff:chief';
        expectRefused(id, await send(), `${way}${field}`);
        Reflect.deleteProperty(object, field);
      }
    }
  }

  it('is refused in every body and in every object inside it, that of the sign-in and of slips to be checked too', async () => {
    const withBody = operations.filter((operation) => bodyOf(document, operation) !== null);
    expect(withBody.map(({ id }) => id)).toEqual(expect.arrayContaining(['Session_open', 'SlipChecks_check']));
    const resident = await residentOf(ACCOUNT);
    const before = await cabinet.kvitok.stack.store.head();
    for (const operation of withBody) {
      const body = bodyOf(document, operation);
      await intoEveryObject(operation.id, body, () => ask(resident, operation, body));
      const text = JSON.stringify(body).replace('{', '{"__proto__":{"isAdmin":true},');
      const headers = { 'x-kvitok-request': '1', 'idempotency-key': 'doors-proto', 'content-type': 'application/json' };
      const answer = await resident.ask(pathOf(operation), { method: 'POST', headers, body: text });
      expect([operation.id, answer.status]).toEqual([operation.id, 400]);
    }
    expect(await cabinet.kvitok.stack.store.head()).toBe(before);
  });

  it('is refused in the query of every operation that has one', async () => {
    const resident = await residentOf(ACCOUNT);
    for (const operation of operations.filter(({ query }) => query.length > 0)) {
      for (const field of ['unknownField', 'constructor']) {
        expectRefused(operation.id, await ask(resident, operation, undefined, `?${field}=1`), field);
      }
    }
  });

  it('is refused in every body of the services and in every object inside it', async () => {
    const { app, stack } = cabinet.kvitok;
    const ofServices = createDocument(app);
    const before = await stack.store.head();
    for (const operation of operationsOf(ofServices)) {
      const body = bodyOf(ofServices, operation);
      if (body === null) continue;
      const path = operation.template.replace(/\{(\w+)\}/g, (_, name: string) => VALUES[name] ?? 'x-1');
      await intoEveryObject(operation.id, body, () =>
        request(app.getHttpServer() as Server)
          .post(path)
          .set('Idempotency-Key', `doors-${String((keys += 1))}`)
          .send(body as object)
          .then(),
      );
    }
    expect(await stack.store.head()).toBe(before);
  });
});

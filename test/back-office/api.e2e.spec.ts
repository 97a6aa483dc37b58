import { OFFICE_PASSWORD, OTHER_COMPANY, RunningBackOffice, startBackOffice } from '../support/back-office';
import { Answer, Resident } from '../support/resident';
import { Asked, OfficeWorld, OPERATIONS } from './operations';
import { officeWorld } from './world';

type Role = 'operator' | 'accountant' | 'chief';

interface Documented {
  readonly operationId: string;
  readonly 'x-role'?: Role;
}

/** Who is not let in, in the order in which the guard looks. */
const BELOW: Readonly<Record<Role, Role | null>> = { operator: null, accountant: 'operator', chief: 'accountant' };

let office: RunningBackOffice;
/** Every operation of the document, by its id. */
let operations: ReadonlyMap<string, Documented>;
let world: OfficeWorld;

beforeAll(async () => {
  office = await startBackOffice();
  const document = JSON.parse((await new Resident(office.url).get('/docs-json')).text) as {
    paths: Record<string, Record<string, Documented>>;
  };
  const all = Object.values(document.paths).flatMap((methods) => Object.values(methods));
  operations = new Map(all.map((operation) => [operation.operationId, operation]));
  world = await officeWorld(office);
});

afterAll(() => office?.close());

const WAY_IN = ['Session_password', 'Session_open', 'Session_present', 'Session_close'];
const EVERY = Object.entries(OPERATIONS);

function ask(who: Resident, { method, path, body, file }: Asked, key: string, headers: Record<string, string> = {}) {
  const sent = method === 'GET' ? {} : { 'x-kvitok-request': '1', 'idempotency-key': key };
  if (file !== undefined) return who.ask(path, { method, headers: { ...sent, ...headers }, body: partsOf(body, file) });
  return who.ask(path, {
    method,
    headers: { ...sent, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

function partsOf(body: object = {}, { field, name, bytes }: NonNullable<Asked['file']>): FormData {
  const parts = new FormData();
  for (const [part, value] of Object.entries(body)) parts.append(part, String(value));
  parts.append(field, new Blob([new Uint8Array(bytes)]), name);
  return parts;
}

const codeOf = ({ text }: Answer) => (JSON.parse(text) as { code: string }).code;
const told = (answer: Answer) => [answer.status, codeOf(answer)];
const head = () => office.kvitok.stack.store.head();
const roleOf = (id: string) => operations.get(id)?.['x-role'] ?? 'operator';

it('the document names every operation that is tried here, and no other', () => {
  expect([...operations.keys()].sort()).toEqual([...Object.keys(OPERATIONS), ...WAY_IN].sort());
});

describe.each(EVERY)('%s', (id, asked) => {
  it('says which role it needs', () => {
    expect(operations.get(id)?.['x-role']).toMatch(/^(operator|accountant|chief)$/);
  });

  it('is closed to nobody’s and to made-up sessions, a resident’s among them', async () => {
    const before = await head();
    const strangers = [
      new Resident(office.url),
      new Resident(office.url, 'x'.repeat(43), 'kvitok_office_session'),
      new Resident(office.url, 'x'.repeat(43), 'kvitok_session'),
    ];
    for (const stranger of strangers) {
      expect(told(await ask(stranger, asked(world), `nobody-${id}`))).toEqual([401, 'BACK_OFFICE_SIGN_IN_REQUIRED']);
    }
    expect(await head()).toBe(before);
  });

  it('is closed to a role too low', async () => {
    const below = BELOW[roleOf(id)];
    if (below === null) return;
    const officer = await office.officer(below);
    const before = await head();
    expect(told(await ask(officer, asked(world), `too-low-${id}`))).toEqual([403, 'BACK_OFFICE_ROLE_TOO_LOW']);
    expect(await head()).toBe(before);
  });

  it('shows and does nothing of a company to another company’s chief', async () => {
    const abroad = await office.officer('chief', 'abroad', [OTHER_COMPANY]);
    const before = await head();
    const answer = await ask(abroad, asked(world), `abroad-${id}`);
    const isRefused = answer.status === 404 || answer.status === 403;
    const shown = [world.colleague, world.approvalId, world.planHash, world.conversationId].filter((secret) =>
      answer.text.includes(secret),
    );
    expect(isRefused || shown.length === 0).toBe(true);
    expect(await head()).toBe(before);
  });

  it('refuses a field that it does not have', async () => {
    const { method, path, body, file } = asked(world);
    const officer = await office.officer(roleOf(id));
    const before = await head();
    const changed =
      method === 'GET'
        ? { method, path: `${path}${path.includes('?') ? '&' : '?'}actor=staff` }
        : { method, path, body: { ...body, actor: 'staff:boss' }, ...(file === undefined ? {} : { file }) };
    // An operation without a query passes over what is put there; nothing of it is read. A package that is checked is its
    // sender’s latest alone, so that one that is named here is not there.
    const isGone = id === 'Import_checked';
    const status = method === 'GET' ? [200, 400, ...(isGone ? [404] : [])] : [400];
    expect(status).toContain((await ask(officer, changed, `extra-${id}`)).status);
    expect(await head()).toBe(before);
  });

  it('does nothing without the header that no form of another site can send', async () => {
    if (asked(world).method === 'GET') return;
    const officer = await office.officer(roleOf(id));
    const before = await head();
    const answer = await ask(officer, asked(world), `bare-${id}`, { 'x-kvitok-request': '' });
    expect(told(answer)).toEqual([403, 'BACK_OFFICE_HEADER_REQUIRED']);
    expect(await head()).toBe(before);
  });
});

describe('what needs two people', () => {
  const grant = ({ approvalId, planHash }: { approvalId: string; planHash: string }) => ({
    method: 'POST',
    path: `/api/approvals/${approvalId}/grants`,
    body: { planHash },
  });

  it('is not agreed to by whoever asked, in a role too low, or for another plan than is asked for', async () => {
    const asked = await office.asked('refund', 'P-2');
    const before = await head();
    const low = await office.officer('accountant');
    expect(told(await ask(low, grant(asked), 'grant-too-low'))).toEqual([403, 'IDENTITY_APPROVAL_ROLE']);
    const chief = await office.officer('chief');
    const other = { ...asked, planHash: '0'.repeat(64) };
    expect(told(await ask(chief, grant(other), 'grant-other'))).toEqual([409, 'IDENTITY_APPROVAL_OTHER_PLAN']);
    expect(await head()).toBe(before);
    expect((await ask(chief, grant(asked), 'grant-right')).status).toBe(201);
  });

  it('is agreed to once; the same request again is answered alike', async () => {
    const asked = await office.asked('write-off', 'D-1');
    const chief = await office.officer('chief');
    const first = await ask(chief, grant(asked), 'grant-once');
    const again = await ask(chief, grant(asked), 'grant-once');
    expect([first.status, again.text]).toEqual([201, first.text]);
    const refusal = { method: 'POST', path: `/api/approvals/${asked.approvalId}/refusals`, body: { reason: 'late' } };
    expect(told(await ask(chief, refusal, 'refuse-late'))).toEqual([409, 'IDENTITY_APPROVAL_SETTLED']);
  });
});

describe('signing in by the API', () => {
  it('takes two steps, and gives the session of the pages', async () => {
    const officer = await office.enrol('accountant');
    const { staffId } = officer;
    const browser = new Resident(office.url);
    const first = { method: 'POST', path: '/api/session/password', body: { staffId, password: OFFICE_PASSWORD } };
    const { proof } = JSON.parse((await ask(browser, first, '')).text) as { proof: string };
    const second = { method: 'POST', path: '/api/session', body: { proof, code: office.codeOf(officer) } };
    expect((await ask(browser, second, '')).status).toBe(201);
    const present = await browser.get('/api/session');
    expect(JSON.parse(present.text)).toEqual({ staffId, role: 'accountant', companies: [office.companyId] });
    expect((await browser.get('/')).status).toBe(200);
    expect((await ask(browser, { method: 'DELETE', path: '/api/session' }, '')).status).toBe(204);
    expect((await browser.get('/api/session')).status).toBe(401);
  });

  it('does the same command once, however often it is sent', async () => {
    const chief = await office.officer('chief');
    const role = {
      method: 'POST',
      path: `/api/staff/${world.colleague}/role`,
      body: { role: 'accountant', reason: 'a reason' },
    };
    const first = await ask(chief, role, 'the-same-key');
    const again = await ask(chief, role, 'the-same-key');
    expect([first.status, again.text]).toEqual([201, first.text]);
    const other = { ...role, body: { ...role.body, role: 'chief' } };
    expect(told(await ask(chief, other, 'the-same-key'))).toEqual([409, 'COMMAND_ID_REUSED']);
  });
});

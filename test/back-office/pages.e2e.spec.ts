import { OFFICE_PASSWORD, OTHER_COMPANY, RunningBackOffice, startBackOffice } from '../support/back-office';
import { Answer, Resident } from '../support/resident';

let office: RunningBackOffice;

beforeAll(async () => {
  office = await startBackOffice();
});

afterAll(() => office?.close());

const heading = ({ text }: Answer) => /<h1[^>]*>([^<]*)/.exec(text)?.[1];
const led = ({ status, headers }: Answer) => [status, headers.get('location')];
const head = () => office.kvitok.stack.store.head();

describe('the way into the back-office', () => {
  it('leads whoever has not signed in to the sign-in, and then to where they wanted', async () => {
    const { staffId, secret } = await office.enrol('chief');
    const browser = new Resident(office.url);
    expect(led(await browser.get('/staff'))).toEqual([303, '/sign-in?next=%2Fstaff']);
    const sheet = '/turnover?from=2026-09&by=account';
    expect(led(await browser.get(sheet))).toEqual([303, `/sign-in?next=${encodeURIComponent(sheet)}`]);
    const password = { staffId, password: OFFICE_PASSWORD };
    const code = await browser.submit(`/sign-in?next=${encodeURIComponent(sheet)}`, '/sign-in', password);
    expect(led(code)).toEqual([303, `/sign-in/code?next=${encodeURIComponent(sheet)}`]);
    // Half way in is not in.
    expect(led(await browser.get('/'))).toEqual([303, '/sign-in']);
    const done = { code: office.codeOf({ staffId, secret }) };
    expect(led(await browser.submit(String(led(code)[1]), '/sign-in/code', done))).toEqual([303, sheet]);
    expect(heading(await browser.get('/staff'))).toBe('Сотрудники');
    expect(led(await browser.submit('/', '/sign-out', {}))).toEqual([303, '/sign-in?ended=1']);
    expect(led(await browser.get('/'))).toEqual([303, '/sign-in']);
  });

  it('says in words what is missing or wrong, and where', async () => {
    const browser = new Resident(office.url);
    const missing = await browser.submit('/sign-in', '/sign-in', { staffId: '1', password: '' });
    expect([missing.status, missing.text.includes('href="#staffId"')]).toEqual([422, true]);
    const wrong = await browser.submit('/sign-in', '/sign-in', { staffId: '00000000', password: 'nobody’s' });
    expect([wrong.status, wrong.text.includes('не подходят друг к другу')]).toEqual([422, true]);
    expect(wrong.text).not.toContain('nobody’s');
  });

  it('gives cookies that no script reads and no other site sends', async () => {
    const { headers } = await new Resident(office.url).get('/sign-in');
    const cookies = headers.getSetCookie();
    expect(cookies).not.toEqual([]);
    for (const cookie of cookies) expect(cookie).toMatch(/HttpOnly.*SameSite=Strict|SameSite=Strict.*HttpOnly/);
    expect(headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(headers.get('content-security-policy')).not.toContain('unsafe-inline');
  });

  it('takes no form of another site, none without its token and none with a field that it does not have', async () => {
    const chief = await office.officer('chief');
    const { text } = await chief.get('/staff');
    const token = /name="token" value="([^"]+)"/.exec(text)?.[1] ?? '';
    const fields = { key: 'a-key-of-mine', name: 'Зоя', role: 'operator', reason: 'принята' };
    const before = await head();
    expect((await chief.post('/staff', fields)).status).toBe(403);
    const evil = { origin: 'https://evil.example' };
    expect((await chief.post('/staff', { ...fields, token }, evil)).status).toBe(403);
    expect((await chief.submit('/staff', '/staff', { ...fields, actor: 'staff:boss' })).status).toBe(400);
    expect((await chief.submit('/staff', '/staff', { ...fields, key: '' })).status).toBe(400);
    expect(await head()).toBe(before);
  });
});

describe('the members of staff', () => {
  it('are registered once by a form that is sent twice; the link lets them in', async () => {
    const chief = await office.officer('chief');
    const fields = { key: 'register-zoya-1', name: 'Зоя Петровна', role: 'operator', reason: 'принята' };
    const made = await chief.submit('/staff', '/staff', fields);
    expect(heading(made)).toBe('Ссылка для входа');
    await chief.submit('/staff', '/staff', fields);
    const { text } = await chief.get('/staff');
    expect(text.match(/Зоя Петровна/g)).toHaveLength(1);
    const link = /http:\/\/127\.0\.0\.1(\/invitation\/[\w-]{43})/.exec(made.text)?.[1] ?? '';
    // Sent again the form gives a new link; the one before opens no more.
    expect((await new Resident(office.url).get(link)).status).toBe(410);
  });

  it('see nothing that their role does not open', async () => {
    const operator = await office.officer('operator');
    expect((await operator.get('/staff')).status).toBe(403);
    expect((await operator.get('/')).text).not.toContain('href="/staff"');
  });

  it('of another company see neither the company nor its staff', async () => {
    const abroad = await office.officer('chief', 'abroad', [OTHER_COMPANY]);
    expect((await abroad.get('/')).text).toContain('Данных Вашей компании здесь нет');
    const own = await office.staffIdOf('chief');
    expect((await abroad.get(`/staff/${own}`)).status).toBe(404);
    expect((await abroad.get('/staff')).text).not.toContain(own);
  });

  it('cannot change the own access', async () => {
    const chief = await office.officer('chief');
    const own = await office.staffIdOf('chief');
    expect((await chief.get(`/staff/${own}`)).text).toContain('Свой доступ изменить нельзя');
    const before = await head();
    const { text } = await chief.get('/staff');
    const token = /name="token" value="([^"]+)"/.exec(text)?.[1] ?? '';
    const forced = await chief.post(`/staff/${own}/suspend`, { token, key: 'suspend-myself', reason: 'x' });
    expect([forced.status, await head()]).toEqual([422, before]);
  });

  it('are out at once when they are suspended', async () => {
    const chief = await office.officer('chief');
    const accountant = await office.officer('accountant', 'leaves');
    expect((await accountant.get('/')).status).toBe(200);
    const staffId = await office.staffIdOf('accountant', 'leaves');
    const done = await chief.submit(`/staff/${staffId}`, `/staff/${staffId}/suspend`, { reason: 'уволен' });
    expect(led(done)).toEqual([303, `/staff/${staffId}`]);
    expect(led(await accountant.get('/'))).toEqual([303, '/sign-in']);
  });
});

import { ACCOUNT, OTHER_ACCOUNT, RunningCabinet, startCabinet } from '../support/cabinet';
import { Answer, Resident } from '../support/resident';

/** Every form of a page that changes or counts something for an account. A new one gets its line here. */
interface AccountForm {
  readonly page: string;
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
  /** It asks and does nothing, so that it needs no key. */
  readonly isQuestion?: true;
}

const FORMS: readonly AccountForm[] = [
  { page: '/readings', action: '/readings', fields: { value0: '113', step: 'send' } },
  { page: '/slips', action: '/slips', fields: {} },
  { page: '/what-if', action: '/what-if', fields: { amount: '100', paidOn: '2026-10-20' }, isQuestion: true },
  { page: '/pay', action: '/pay', fields: { 'amount-main': '100' } },
  { page: '/autopay', action: '/autopay', fields: { limit: '1000', when: 'slip', consent: 'yes' } },
  { page: '/account', action: '/account/attach', fields: { login: '123456784', code: '4821093577164' } },
  { page: '/account', action: '/account/freeze', fields: { sure: 'yes' } },
  { page: '/notifications', action: '/notifications', fields: {} },
];

let cabinet: RunningCabinet;

beforeAll(async () => {
  cabinet = await startCabinet();
  // Without an address there is nothing to agree to.
  await cabinet.verifyAddress(ACCOUNT);
});

afterAll(() => cabinet?.close());

const residentOf = async (account: string) => new Resident(cabinet.url, await cabinet.sessionOf(account));
const head = () => cabinet.kvitok.stack.store.head();
const heading = ({ text }: Answer) => /<h1>([^<]*)/.exec(text)?.[1];

describe.each(FORMS)('the form $action', ({ page, action, fields, isQuestion = false }) => {
  it('is refused without its token, with that of another browser, and from another site; nothing is recorded', async () => {
    const resident = await residentOf(ACCOUNT);
    const another = await residentOf(ACCOUNT);
    const before = await head();
    const refused = async (answer: Promise<Answer>) => {
      const { status, text } = await answer;
      expect([status, text.includes('ничего не записано')]).toEqual([403, true]);
    };
    const { text } = await another.get(page);
    const token = /name="token" value="([^"]+)"/.exec(text)?.[1] ?? '';
    await resident.get(page);
    await refused(resident.post(action, { account: ACCOUNT, key: 'a-key-of-mine', ...fields }));
    await refused(resident.post(action, { account: ACCOUNT, key: 'a-key-of-mine', token, ...fields }));
    const own = /name="token" value="([^"]+)"/.exec((await resident.get(page)).text)?.[1] ?? '';
    for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }]) {
      await refused(resident.post(action, { account: ACCOUNT, key: 'a-key-of-mine', token: own, ...fields }, headers));
    }
    expect(await head()).toBe(before);
  });

  it('does nothing to the account that was chosen in another window, nor to one of somebody else', async () => {
    const resident = await residentOf(ACCOUNT);
    const before = await head();
    for (const account of [OTHER_ACCOUNT, '', '9999999999']) {
      const { status } = await resident.submit(page, action, { ...fields, account });
      expect([account, status]).toEqual([account, 409]);
    }
    expect(await head()).toBe(before);
  });

  it('takes no field that it does not have', async () => {
    const { status } = await (await residentOf(ACCOUNT)).submit(page, action, { ...fields, actor: 'staff:chief' });
    expect(status).toBe(400);
  });

  it('needs its key where it does something: without keys, all that a person does would be one command', async () => {
    const before = await head();
    const { status } = await (await residentOf(ACCOUNT)).submit(page, action, { ...fields, key: '' });
    expect(status).toBe(isQuestion ? 200 : 400);
    expect(await head()).toBe(before);
  });

  it('leads whoever has not signed in to the sign-in', async () => {
    const stranger = new Resident(cabinet.url);
    await stranger.get('/sign-in');
    const answer = await stranger.post(action, { account: ACCOUNT, ...fields });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sign-in']);
  });
});

describe('a reading that is sent twice', () => {
  it('is one reading, and both presses lead to its acknowledgement', async () => {
    const resident = await residentOf('0045120010');
    const { text } = await resident.get('/readings');
    const last = /data-last="([\d.]+)"/.exec(text)?.[1] ?? '0';
    const form = /<form[^>]*action="\/readings"[^>]*>([^]*?)<\/form>/.exec(text)?.[1] ?? '';
    const hidden = Object.fromEntries(
      [...form.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
        name,
        value,
      ]),
    );
    const press = () =>
      resident.post('/readings', { ...hidden, value0: String(Math.floor(Number(last)) + 3), step: 'send' });
    const before = await head();
    const [first, second] = await Promise.all([press(), press()]);
    expect([first.status, second.status]).toEqual([303, 303]);
    const { events } = await cabinet.kvitok.stack.store.readAll({ after: before, limit: 100 });
    expect(events.filter(({ type }) => type === 'ReadingAccepted')).toHaveLength(1);
  });
});

describe('what is not there', () => {
  it.each([
    '/readings/M00001',
    '/charges/2026-09/gas',
    '/charges/2031-01',
    '/charges/nonsense',
    '/assets/../package.json',
  ])('%s is a page that says so', async (path) => {
    const answer = await (await residentOf(ACCOUNT)).get(path);
    expect([answer.status, heading(answer)]).toEqual([404, 'Страница не найдена']);
  });
});

describe('the process', () => {
  it('says that it lives, and that the services behind it answer', async () => {
    const stranger = new Resident(cabinet.url);
    expect(JSON.parse((await stranger.get('/health/live')).text)).toEqual({ status: 'ok' });
    expect(JSON.parse((await stranger.get('/health/ready')).text)).toEqual({ status: 'ok' });
  });

  it('sends a policy that lets in no script from elsewhere and no frame', async () => {
    const { headers } = await new Resident(cabinet.url).get('/sign-in');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(headers.get('cache-control')).toBe('no-store');
  });
});

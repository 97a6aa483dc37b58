import { ACCOUNT, CABINET_DAY, OTHER_ACCOUNT, RunningCabinet, startCabinet } from '../support/cabinet';
import { verifyMail } from '../support/letters';
import { routesOf } from '../support/page-routes';
import { Answer, Resident } from '../support/resident';

/** A form that is filled in for an account. */
interface AccountForm {
  /** Its address as the process knows it. */
  readonly route: string;
  /** The same with ids in it; the route where it has none. */
  readonly path?: string;
  readonly fields: Readonly<Record<string, string>>;
  /** It asks, or does what no event tells, so that it needs no key. */
  readonly isKeyless?: true;
}

const ACCOUNT_FORMS: readonly AccountForm[] = [
  { route: '/readings', fields: { meterId: 'M00066', value0: '113', step: 'send' } },
  {
    route: '/readings/:meterId/replace',
    path: '/readings/M00066/replace',
    fields: { value0: '113', takenOn: CABINET_DAY },
  },
  { route: '/slips', fields: { period: '2026-09' } },
  { route: '/what-if', fields: { amount: '100', paidOn: '2026-10-20' }, isKeyless: true },
  { route: '/pay', fields: { payee: 'main', 'amount-main': '100' } },
  { route: '/autopay', fields: { payee: 'main', limit: '1000', when: 'slip', consent: 'yes' } },
  { route: '/autopay/withdraw', fields: { payee: 'main' } },
  { route: '/account/show', fields: { chosen: ACCOUNT }, isKeyless: true },
  { route: '/account/attach', fields: { login: '123456784', code: '4821093577164' } },
  { route: '/account/detach', fields: { attached: OTHER_ACCOUNT } },
  { route: '/account/sharing/end', fields: { other: OTHER_ACCOUNT } },
  { route: '/account/sign-out-everywhere', fields: {} },
  { route: '/account/freeze', fields: { sure: 'yes' } },
  { route: '/account/sessions/end', fields: { session: 'visit-1' }, isKeyless: true },
  { route: '/account/devices/forget', fields: { device: 'device-1' }, isKeyless: true },
  {
    route: '/services/:serviceId/order',
    path: '/services/electrician/order',
    fields: { visitOn: '2026-10-20', partOfDay: 'morning', quantity: '1', comment: '', paid: 'slip', step: 'place' },
  },
  { route: '/orders/:orderId/cancel', path: '/orders/o-1/cancel', fields: {} },
  {
    route: '/orders/:orderId/reschedule',
    path: '/orders/o-1/reschedule',
    fields: { visitOn: '2026-10-20', partOfDay: 'morning' },
  },
  { route: '/orders/:orderId/pay', path: '/orders/o-1/pay', fields: {} },
  { route: '/conversations', fields: { text: 'Вопрос', kind: 'account', reference: ACCOUNT } },
  { route: '/conversations/:conversationId', path: '/conversations/c-1', fields: { text: 'Ответ' } },
  { route: '/conversations/:conversationId/closing', path: '/conversations/c-1/closing', fields: {} },
  { route: '/notifications', fields: { 'on-overdue': '1' } },
];

/** Forms that are filled in before anybody has signed in, or on the way out. */
const PUBLIC_FORMS: readonly Omit<AccountForm, 'isKeyless'>[] = [
  { route: '/sign-in', fields: { login: '123456784', code: '4821093577164', next: '/debt' } },
  { route: '/sign-out', fields: {} },
  { route: '/forgotten-code', fields: { login: '123456784' } },
  { route: '/code/:link', path: `/code/${'x'.repeat(43)}`, fields: {} },
  { route: '/check', fields: { code: '2345-6789-ACEH' } },
];

/** What programs post: a bank, which is believed in nothing, and a mail program, whose link says all (RFC 8058). */
const NO_FORMS = ['/acquirer/notifications', '/unsubscribe/:token'];

let cabinet: RunningCabinet;

beforeAll(async () => {
  cabinet = await startCabinet();
  // Without an address there is nothing to agree to.
  await verifyMail(cabinet, ACCOUNT, 'anna@example.ru');
});

afterAll(() => cabinet?.close());

const residentOf = async (account: string) => new Resident(cabinet.url, await cabinet.sessionOf(account));
const head = () => cabinet.kvitok.stack.store.head();
const heading = ({ text }: Answer) => /<h1>([^<]*)/.exec(text)?.[1];
const tokenOn = async (resident: Resident, page: string) =>
  /name="token" value="([^"]+)"/.exec((await resident.get(page)).text)?.[1] ?? '';

/** Every address of the process that takes a form of a page, as its router has them: no form can be forgotten here. */
const routesOfForms = () => routesOf(cabinet.cabinet, 'post').filter((path) => !path.startsWith('/api/'));

it('every form of the cabinet is tried here, and no other', () => {
  const tried = [...ACCOUNT_FORMS, ...PUBLIC_FORMS].map(({ route }) => route);
  expect(routesOfForms().sort()).toEqual([...tried, ...NO_FORMS].sort());
});

/** Sent without a token, with that of another browser, and from a page of another site. */
async function expectForgeriesRefused(path: string, page: string, fields: Readonly<Record<string, string>>) {
  const [resident, another] = [await residentOf(ACCOUNT), await residentOf(ACCOUNT)];
  const before = await head();
  const refused = async (answer: Promise<Answer>) => {
    const { status, text } = await answer;
    expect([status, text.includes('ничего не записано')]).toEqual([403, true]);
  };
  const strange = await tokenOn(another, page);
  const token = await tokenOn(resident, page);
  expect([token, strange]).not.toContain('');
  await refused(resident.post(path, fields));
  await refused(resident.post(path, { ...fields, token: strange }));
  for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }]) {
    await refused(resident.post(path, { ...fields, token }, headers));
  }
  expect(await head()).toBe(before);
}

describe.each(ACCOUNT_FORMS)('the form $route', ({ route, path = route, fields, isKeyless = false }) => {
  const OWN = { account: ACCOUNT, key: 'a-key-of-mine' };
  /** Sent by its resident with what every form of a page carries, changed. */
  const send = async (change: Readonly<Record<string, string>>) => {
    const resident = await residentOf(ACCOUNT);
    return resident.post(path, { token: await tokenOn(resident, '/account'), ...OWN, ...fields, ...change });
  };

  it('is refused without its token, with that of another browser, and from another site; nothing is recorded', () =>
    expectForgeriesRefused(path, '/account', { ...OWN, ...fields }));

  it('does nothing to the account that was chosen in another window, nor to one of somebody else', async () => {
    const before = await head();
    for (const account of [OTHER_ACCOUNT, '', '9999999999']) {
      expect([account, (await send({ account })).status]).toEqual([account, 409]);
    }
    expect(await head()).toBe(before);
  });

  it('takes no field that it does not have', async () => {
    const before = await head();
    for (const field of ['actor', 'unknownField', 'on-nothing', 'constructor', 'hasOwnProperty']) {
      expect([field, (await send({ [field]: 'staff:chief' })).status]).toEqual([field, 400]);
    }
    expect(await head()).toBe(before);
  });

  it('needs its key where it does something: without keys, all that a person does would be one command', async () => {
    const before = await head();
    const { status } = await send({ key: '' });
    expect(isKeyless ? status < 400 : status === 400).toBe(true);
    expect((await send({ key: 'no key at all' })).status).toBe(400);
    expect(await head()).toBe(before);
  });

  it('leads whoever has not signed in to the sign-in', async () => {
    const stranger = new Resident(cabinet.url);
    await stranger.get('/sign-in');
    const answer = await stranger.post(path, { ...OWN, ...fields });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sign-in?ended=form']);
  });
});

describe.each(PUBLIC_FORMS)('the form $route', ({ route, path = route, fields }) => {
  it('is refused without its token, with that of another browser, and from another site', () =>
    expectForgeriesRefused(path, '/faq', fields));

  it('takes no field that it does not have', async () => {
    const person = new Resident(cabinet.url);
    const token = await tokenOn(person, '/sign-in');
    const before = await head();
    for (const field of ['actor', 'unknownField', 'constructor', 'hasOwnProperty']) {
      const { status } = await person.post(path, { ...fields, token, [field]: 'staff:chief' });
      expect([field, status]).toEqual([field, 400]);
    }
    expect(await head()).toBe(before);
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

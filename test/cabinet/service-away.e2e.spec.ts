import type { Browser } from 'playwright-core';
import { DESKTOP, keepPicture, openBrowser, PHONE, seriousFaults, sidewaysScroll, visitorOf } from '../support/browser';
import { ACCOUNT, OTHER_ACCOUNT } from '../support/cabinet';
import { mainOf, sumsOf, wordsOfHtml } from '../support/page-text';
import { Answer, hiddenOf, Resident } from '../support/resident';
import { ANY_SERVICES, AnyService, ServicesAway } from '../support/services-away';
import { CabinetWithBank, startCabinetWithBank } from '../support/training-bank';
import { preparePageThings, PageThings } from './page-things';
import { CabinetPage, PAGES } from './pages';

const METER = 'M00066';
const READING = '113';
const services = new ServicesAway();
let cabinet: CabinetWithBank;
let browser: Browser;
let things: PageThings;

beforeAll(async () => {
  [cabinet, browser] = await Promise.all([startCabinetWithBank({ clients: services.clients }), openBrowser()]);
  things = await preparePageThings(cabinet);
});
afterAll(async () => {
  await browser?.close();
  await cabinet?.close();
});

const resident = async (account = ACCOUNT) => new Resident(cabinet.url, await cabinet.sessionOf(account));
const words = ({ text }: Answer) => wordsOfHtml(mainOf(text)).replace(/\s+/g, ' ');
const led = ({ headers }: Answer) => headers.get('location') ?? '';
const head = () => cabinet.kvitok.stack.store.head();

/** What was told of by the log since, by type. */
async function recordedSince(position: number): Promise<readonly string[]> {
  const { events } = await cabinet.kvitok.stack.store.readAll({ after: position, limit: 100 });
  return events.map(({ type }) => type);
}

/** Pages as they are opened by their address; what is pressed on them is another matter. */
const OPENED = PAGES.filter(({ then, name }) => then === undefined && !name.startsWith('code-link'));
const ofResidents = OPENED.filter(({ signedIn }) => signedIn).map(({ name }) => name);

interface Need {
  /** The address of one that is not there. */
  readonly page503: string;
  readonly says: string;
  readonly by: readonly string[];
}

/** The pages that are not there without a service, and what is said to be missing; all others are. */
const NEEDED: Readonly<Record<AnyService, Need>> = {
  billing: {
    page503: '/debt',
    says: 'Сейчас не открываются начисления, долг, квитанции и суммы к оплате.',
    by: [
      ...['consumption', 'consumption-roubles', 'charges', 'month', 'why', 'why-hot-water', 'capital-repair', 'slips'],
      ...['debt', 'debt-in-two-times', 'pay', 'what-if'],
    ],
  },
  metering: {
    page503: '/readings',
    says: 'Сейчас не открываются показания счётчиков, и новые не принимаются.',
    by: ['readings', 'meter', 'what-if'],
  },
  payments: {
    page503: '/payments',
    says: 'Сейчас не открываются оплата, история платежей и автоплатёж.',
    by: [
      ...['payments', 'payments-filtered', 'pay', 'autopay', 'pay-result', 'pay-result-refunded'],
      'pay-result-partly-refunded',
    ],
  },
  support: {
    page503: '/orders',
    says: 'Сейчас не открываются обращения, заказы услуг и напоминания.',
    by: [
      ...['services', 'orders', 'order-form', 'order', 'order-placed', 'conversations', 'conversation'],
      ...['question-sent', 'notifications', 'unsubscribe', 'unsubscribe-void'],
    ],
  },
  identity: { page503: '/', says: 'Сейчас не получается войти в кабинет и открыть свои страницы.', by: ofResidents },
};

async function opened({ path, signedIn }: CabinetPage): Promise<Answer> {
  const address = typeof path === 'string' ? path : await path(things, undefined as never);
  return (signedIn ? await resident() : new Resident(cabinet.url)).get(address);
}

describe.each(ANY_SERVICES)('while %s is away', (service) => {
  const { page503, says, by } = NEEDED[service];

  it.each(OPENED.map((page) => [page.name, page] as const))(
    'the page %s is there, or says why not',
    async (name, page) => {
      const usual = (await opened(page)).status;
      const answer = await services.during([service], () => opened(page));
      if (!by.includes(name)) return expect([name, answer.status]).toEqual([name, usual]);
      expect([name, answer.status]).toEqual([name, 503]);
      expect(words(answer)).toContain('Сейчас не получается');
      expect(words(answer)).toContain(says);
      expect(words(answer)).toContain('Всё, что Вы передали, оплатили и написали раньше, сохранено.');
      // Whoever calls finds the number still: the company is known from before.
      expect(answer.text).toContain('href="tel:');
    },
  );

  it('the pages that an error leads to are there', async () => {
    const visitor = await resident();
    await services.during([service], async () => {
      const { text } = await visitor.get(page503);
      const links = [...mainOf(text).matchAll(/<li>\s*<a href="([^"]+)"/g)].map(([, href = '']) => href);
      expect(links.length).toBeGreaterThan(1);
      for (const link of links) expect([link, (await visitor.get(link)).status]).toEqual([link, 200]);
    });
  });
});

describe('while billing is away', () => {
  const away = <Result>(work: () => Promise<Result>) => services.during(['billing'], work);

  it('a resident signs in, is shown what there is of the first page and no sum, and signs out', async () => {
    const browser = new Resident(cabinet.url);
    const { login, code } = await cabinet.slipOf(OTHER_ACCOUNT);
    await away(async () => {
      expect(led(await browser.submit('/sign-in', '/sign-in', { login, code }))).toBe('/');
      const home = await browser.get('/');
      expect(home.status).toBe(200);
      expect(words(home)).toContain(`Лицевой счёт ${OTHER_ACCOUNT}`);
      expect(words(home)).toContain('Сумма к оплате и начисления сейчас не открываются');
      expect(words(home)).toContain('Передать показания');
      expect(sumsOf(mainOf(home.text))).toEqual([]);
      expect(led(await browser.submit('/', '/sign-out', {}))).toBe('/sign-in?ended=1');
      expect(led(await browser.get('/'))).toBe('/sign-in');
    });
  });

  it('a reading is counted without a price, taken, and its acknowledgement shown', async () => {
    const visitor = await resident();
    const before = await head();
    const give = (step: string) =>
      visitor.submit('/readings', '/readings', { value0: READING, step }, (form) => form.includes(METER));
    await away(async () => {
      const counted = await give('forecast');
      expect(counted.status).toBe(200);
      expect(words(counted)).toContain('Посчитать сейчас не получается');
      expect(counted.text).toContain(`value="${READING}"`);
      const given = await give('send');
      expect([given.status, led(given)]).toEqual([303, `/readings?accepted=${METER}`]);
      const page = await visitor.get(led(given));
      expect(page.status).toBe(200);
      expect(words(page)).toContain('Показание принято');
      expect(words(page)).toContain('Холодная вода, счётчик №');
      expect(words(page)).toContain(`${READING}\u00a0м³`.replace(/\s/g, ' '));
      expect(words(page)).toContain('начисления не открываются. Ваше показание сохранено.');
      expect(sumsOf(mainOf(page.text))).toEqual([]);
    });
    expect(await recordedSince(before)).toContain('ReadingAccepted');
    // With billing back the same address tells the price as well.
    expect(sumsOf(mainOf((await visitor.get(`/readings?accepted=${METER}`)).text))).toHaveLength(1);
  });

  it('a question about a line of charges is asked, and goes on', async () => {
    const visitor = await resident();
    const page = '/conversations/new?period=2026-09&utility=cold_water';
    await away(async () => {
      const sent = await visitor.submit(page, '/conversations', { text: 'Почему больше, чем в августе?' });
      expect([sent.status, led(sent)]).toEqual([303, expect.stringMatching(/^\/conversations\/c[0-9a-f]+\?sent=1$/)]);
      const shown = await visitor.get(led(sent));
      expect(words(shown)).toContain('Холодная вода, сентябрь 2026');
      expect(words(shown)).toContain('Почему больше, чем в августе?');
      const address = led(sent).replace(/\?.*/, '');
      expect((await visitor.submit(address, address, { text: 'И ещё вопрос' })).status).toBe(303);
      expect(words(await visitor.get('/conversations'))).toContain('Холодная вода, сентябрь 2026');
    });
  });

  it('an order is placed; words to the specialist, which billing has the seal of, stay in their field', async () => {
    const visitor = await resident();
    const page = '/services/mixer-replacement/order';
    const order = { visitOn: '2026-10-22', partOfDay: 'evening', quantity: '1', paid: 'on_slip', step: 'place' };
    await away(async () => {
      const before = await head();
      const kept = await visitor.submit(page, page, { ...order, comment: 'Код домофона 12' });
      expect(kept.status).toBe(503);
      expect(words(kept)).toContain('заказ пока не отправлен');
      expect(words(kept)).toContain('Код домофона 12');
      expect(await head()).toBe(before);
      const placed = await visitor.submit(page, page, { ...order, comment: '' });
      expect(led(placed)).toMatch(/^\/orders\/[\w-]+\?done=placed$/);
      expect(words(await visitor.get(led(placed)))).toContain('Заказ принят');
    });
  });

  it('a payment that came back from the bank is shown without what is left, and payments without what they were spent on', async () => {
    const visitor = await resident();
    await away(async () => {
      const result = await visitor.get(`/pay/result/${things.refundedId}`);
      expect(words(result)).toContain('Деньги возвращены');
      expect(words(result)).toContain('Сколько осталось заплатить, сейчас не видно');
      const payments = await visitor.get('/payments');
      expect(words(payments)).toContain('На что пошли платежи, сейчас не видно');
      expect(payments.text).not.toContain('/payments.csv');
      // A file would be read when nobody is told any more that it is not whole.
      expect((await visitor.get('/payments.csv')).status).toBe(503);
    });
  });
});

describe('what was sent while its service is away', () => {
  const question = 'Почему в квитанции два отопления? "Проверьте", пожалуйста <спасибо>';

  it('comes back in its form when it is a question, and is sent from there', async () => {
    const visitor = await resident();
    const { text } = await visitor.get('/conversations/new');
    const form = hiddenOf(/<form[^>]*action="\/conversations"[^]*?<\/form>/.exec(text)?.[0] ?? '');
    const before = await head();
    const kept = await services.during(['support'], () =>
      visitor.upload(
        '/conversations/new',
        '/conversations',
        { ...form, text: question },
        { field: 'files', name: 'a.png', bytes: new Uint8Array([1]) },
      ),
    );
    expect([kept.status, await head()]).toEqual([503, before]);
    expect(words(kept)).toContain('Сообщение не отправлено');
    expect(words(kept)).toContain('Файлы нужно выбрать ещё раз');
    expect(typedIn(kept)).toBe(question);
    const sent = await again(visitor, kept, { text: typedIn(kept) });
    expect(led(sent)).toMatch(/\?sent=1$/);
    expect(words(await visitor.get(led(sent)))).toContain('Почему в квитанции два отопления?');
  });

  it('comes back when it is the next message of a conversation', async () => {
    const visitor = await resident();
    const address = `/conversations/${things.conversationId}`;
    const { text } = await visitor.get(address);
    const form = hiddenOf(new RegExp(`<form[^>]*action="${address}"[^]*?</form>`).exec(text)?.[0] ?? '');
    const kept = await services.during(['support'], () => visitor.post(address, { ...form, text: question }));
    expect([kept.status, typedIn(kept)]).toEqual([503, question]);
    expect(led(await again(visitor, kept, { text: typedIn(kept) }))).toBe(`${address}?sent=1`);
  });

  it('is said to be sent perhaps where the answer did not come, and is not sent twice', async () => {
    const visitor = await resident();
    const before = await head();
    const fields = { text: 'Один раз' };
    const { text } = await visitor.get('/conversations/new');
    const form = hiddenOf(/<form[^>]*action="\/conversations"[^]*?<\/form>/.exec(text)?.[0] ?? '');
    const kept = await services.during(
      ['support'],
      () => visitor.post('/conversations', { ...form, ...fields }),
      'silent',
    );
    expect(words(kept)).toContain('Мы не знаем, отправлено ли сообщение');
    expect(words(kept)).not.toContain('Сообщение не отправлено');
    // That it does not come the second time says nothing of the first.
    const still = await services.during(['support'], () => again(visitor, kept, { text: typedIn(kept) }));
    expect(words(still)).toContain('Мы не знаем, отправлено ли сообщение');
    const sent = await again(visitor, still, { text: typedIn(still) });
    expect(words(await visitor.get(led(sent)))).toContain('Один раз');
    expect((await recordedSince(before)).filter((type) => type === 'ConversationOpened')).toHaveLength(1);
  });

  it('waits behind a button when it is a reading', async () => {
    const account = '0045120022';
    const visitor = await resident(account);
    const page = await visitor.get('/readings');
    const meterId = /name="meterId" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    const last = /data-last="([\d.]+)"/.exec(page.text)?.[1] ?? '';
    const form = hiddenOf(/<form[^>]*action="\/readings"[^]*?<\/form>/.exec(page.text)?.[0] ?? '');
    const typed = { ...form, value0: String(Math.ceil(Number(last)) + 1), step: 'send' };
    const before = await head();
    const kept = await services.during(['metering'], () => visitor.post('/readings', typed));
    expect([kept.status, await head()]).toEqual([503, before]);
    expect(words(kept)).toContain('То, что Вы сейчас отправили, не записано.');
    expect(words(kept)).toContain(`Вы ввели: ${typed.value0}.`);
    expect(led(await again(visitor, kept, {}))).toBe(`/readings?accepted=${meterId}`);
    expect(await recordedSince(before)).toContain('ReadingAccepted');
  });

  it('is said to be recorded perhaps when a payment was begun and the answer did not come', async () => {
    const visitor = await resident('0045120021');
    const { text } = await visitor.get('/pay');
    const form = hiddenOf(/<form[^>]*action="\/pay"[^]*?<\/form>/.exec(text)?.[0] ?? '');
    const before = await head();
    const typed = { ...form, [`amount-${form['payee'] ?? ''}`]: '150' };
    const kept = await services.during(['payments'], () => visitor.post('/pay', typed), 'silent');
    expect(kept.status).toBe(503);
    expect(words(kept)).toContain('мы не знаем, записано ли то, что Вы сейчас отправили');
    const still = await services.during(['payments'], () => again(visitor, kept, {}));
    expect(words(still)).toContain('мы не знаем, записано ли то, что Вы сейчас отправили');
    const sent = await again(visitor, still, {});
    expect(new URL(led(sent)).port).not.toBe(new URL(cabinet.url).port);
    expect((await recordedSince(before)).filter((type) => type === 'OnlinePaymentInitiated')).toHaveLength(1);
  });

  it('is never an access code that a page repeats', async () => {
    const visitor = await resident();
    const { login, code } = await cabinet.slipOf('0045120010');
    const { text } = await visitor.get('/account');
    const form = hiddenOf(/<form[^>]*action="\/account\/attach"[^]*?<\/form>/.exec(text)?.[0] ?? '');
    const kept = await services.during(['identity'], () => visitor.post('/account/attach', { ...form, login, code }));
    expect(kept.status).toBe(503);
    expect(words(kept)).toContain('То, что Вы сейчас отправили, не записано.');
    expect(kept.text).not.toContain(code);
  });

  it('leaves the login in its field, and no code, when nobody can be let in', async () => {
    const stranger = new Resident(cabinet.url);
    const { login, code } = await cabinet.slipOf(OTHER_ACCOUNT);
    const page = await services.during(['identity'], () => stranger.submit('/sign-in', '/sign-in', { login, code }));
    expect(page.status).toBe(503);
    expect(words(page)).toContain('Сейчас не получается проверить логин и код.');
    expect(page.text).toContain(login);
    expect(page.text).not.toContain(code);
    expect(led(await stranger.submit('/sign-in', '/sign-in', { login, code }))).toBe('/');
  });

  it('an order that is paid at once stays, though payments are away', async () => {
    const visitor = await resident();
    const page = '/services/mixer-replacement/order';
    const order = { visitOn: '2026-10-23', partOfDay: 'evening', quantity: '1', comment: '', paid: 'at_once' };
    const placed = await services.during(['payments'], () => visitor.submit(page, page, { ...order, step: 'place' }));
    expect(led(placed)).toMatch(/\?done=unpaid$/);
    const shown = await services.during(['payments'], () => visitor.get(led(placed)));
    expect(words(shown)).toContain('Заказ принят, но ещё не оплачен');
  });
});

interface Look {
  readonly name: string;
  readonly away: readonly AnyService[];
  readonly path: string | ((things: PageThings) => string);
  /** Pressed while they are away, after the page was opened while they were there. */
  readonly press?: { readonly fill: string; readonly text: string; readonly button: string };
}

const BILLING: readonly AnyService[] = ['billing'];
const LOOKS: readonly Look[] = [
  { name: 'home-billing', away: BILLING, path: '/' },
  { name: 'home-all', away: ['billing', 'metering', 'payments', 'support'], path: '/' },
  { name: 'reading-accepted', away: BILLING, path: `/readings?accepted=${METER}` },
  { name: 'debt', away: BILLING, path: '/debt' },
  { name: 'payments', away: BILLING, path: '/payments' },
  { name: 'autopay', away: BILLING, path: '/autopay' },
  { name: 'pay-result', away: BILLING, path: ({ refundedId }) => `/pay/result/${refundedId}` },
  { name: 'account', away: BILLING, path: '/account' },
  { name: 'identity', away: ['identity'], path: '/readings' },
  {
    name: 'question-unsent',
    away: ['support'],
    path: '/conversations/new',
    press: { fill: 'Ваш вопрос', text: 'Почему в квитанции два отопления?', button: 'Отправить вопрос' },
  },
  {
    name: 'sum-unsent',
    away: ['payments'],
    path: '/pay',
    press: { fill: 'Сколько заплатить, рублей', text: '150', button: 'Оплатить на странице банка' },
  },
];

describe.each(LOOKS)('the look of $name', ({ name, away, path, press }) => {
  it.each([
    ['desktop', DESKTOP],
    ['phone', PHONE],
  ])('is calm and accessible on a %s', async (screen, viewport) => {
    const visitor = await visitorOf(browser, { url: cabinet.url, session: await cabinet.sessionOf(ACCOUNT), viewport });
    const page = await visitor.newPage();
    const address = typeof path === 'string' ? path : path(things);
    if (press !== undefined) {
      await page.goto(address);
      await page.getByLabel(press.fill).first().fill(press.text);
    }
    await services.during(away, async () => {
      if (press === undefined) await page.goto(address);
      else {
        const button = page.getByRole('button', { name: press.button }).first();
        await Promise.all([page.waitForEvent('load'), button.click()]);
      }
      expect(await seriousFaults(page)).toEqual([]);
      expect(await sidewaysScroll(page)).toBe(0);
      await keepPicture(page, `away/${name}-${screen}`);
    });
    await visitor.close();
  });
});

/** What stands in the field of the message. */
function typedIn({ text }: Answer): string {
  const typed = /<textarea[^>]*>([^]*?)<\/textarea>/.exec(text)?.[1] ?? '';
  return typed.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}

/** Presses the button of the form that came back. */
function again(visitor: Resident, { text }: Answer, fields: Readonly<Record<string, string>>): Promise<Answer> {
  const [, action = '', form = ''] = /<form[^>]*action="([^"]*)"[^>]*>([^]*?)<\/form>/.exec(mainOf(text)) ?? [];
  return visitor.post(action, { ...hiddenOf(form), ...fields });
}

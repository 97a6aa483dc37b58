import type { Server } from 'node:http';
import sharp from 'sharp';
import request from 'supertest';
import { intervalJobsOf } from '../../services/app/schedule';
import { SERVICES } from '../../services/app/services';
import { BILLING_CLIENT, BillingClient } from '../../services/billing/api/client';
import { ACCOUNT, OTHER_ACCOUNT, RunningCabinet, startCabinet } from '../support/cabinet';

const LONG = 180_000;

let running: RunningCabinet;
beforeAll(async () => {
  running = await startCabinet({ office: true });
}, LONG);
afterAll(() => running.close());

/** A browser without scripts: it keeps cookies and posts forms as they stand. */
class PlainBrowser {
  private readonly cookies = new Map<string, string>();

  constructor(private readonly url: string) {}

  static async of(account: string): Promise<PlainBrowser> {
    const browser = new PlainBrowser(running.url);
    browser.cookies.set('kvitok_session', await running.sessionOf(account));
    return browser;
  }

  async get(path: string) {
    return this.ask(path, {});
  }

  async post(path: string, body: FormData | URLSearchParams) {
    return this.ask(path, { method: 'POST', body });
  }

  /** The hidden fields of the form of a page that posts to a path. */
  async formOf(page: string, action: string): Promise<Record<string, string>> {
    const { text } = await this.get(page);
    const form = new RegExp(`<form[^>]*action="${action}"[^>]*>([\\s\\S]*?)</form>`).exec(text)?.[1] ?? '';
    const fields = [...form.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)];
    return Object.fromEntries(fields.map(([, name, value]) => [name ?? '', value ?? '']));
  }

  private async ask(path: string, init: RequestInit) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(`${this.url}${path}`, { ...init, redirect: 'manual', headers: { cookie } });
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      this.cookies.set(name, value);
    }
    const bytes = Buffer.from(await response.arrayBuffer());
    const { status, headers } = response;
    return { status, headers, bytes, text: bytes.toString('utf8'), location: headers.get('location') ?? '' };
  }
}

const multipart = (fields: Record<string, string>, files: readonly (readonly [string, Buffer])[] = []) => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  for (const [name, bytes] of files) form.append('files', new Blob([new Uint8Array(bytes)]), name);
  // A browser sends a nameless part where no file was chosen.
  if (files.length === 0) form.append('files', new Blob([]), '');
  return form;
};
const png = () =>
  sharp({ create: { width: 30, height: 20, channels: 3, background: '#080' } })
    .png()
    .toBuffer();

async function asked(browser: PlainBrowser, text = 'Почему так много?'): Promise<string> {
  const form = await browser.formOf(
    '/conversations/new?period=2026-09&utility=hot_water&component=heat',
    '/conversations',
  );
  const { status, location } = await browser.post(
    '/conversations',
    multipart({ ...form, text }, [['счётчик.png', await png()]]),
  );
  expect([status, location]).toEqual([303, expect.stringMatching(/^\/conversations\/c[0-9a-f]{20}\?sent=1$/)]);
  return location.replace('?sent=1', '');
}

describe('writing to a specialist, without scripts', () => {
  it('ties a question to a charge line, promises a day and gives files back as downloads', async () => {
    const browser = await PlainBrowser.of(ACCOUNT);
    const path = await asked(browser);
    const { text } = await browser.get(`${path}?sent=1`);
    expect(text).toContain('Горячая вода, подогрев, сентябрь 2026');
    expect(text).toContain('Почему так много?');
    expect(text).toMatch(/Специалист ответит не позже 29.октября 2026/);
    const link = /href="(\/conversations\/[^"]+\/files\/[^"]+)"[^>]*>\s*счётчик\.png/.exec(text)?.[1] ?? '';
    const file = await browser.get(link);
    expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''/);
    expect(file.headers.get('x-content-type-options')).toBe('nosniff');
    expect(file.headers.get('content-security-policy')).toContain('sandbox');
    expect(await sharp(file.bytes).metadata()).toMatchObject({ format: 'png', width: 30 });
    expect((await browser.get('/conversations')).text).toMatch(/Ждёт ответа до 29.октября/);
  });

  it('does not record an access code, and says so to whoever wrote it', async () => {
    const printed = '0000-0000-0572-4';
    const browser = await PlainBrowser.of(ACCOUNT);
    const form = await browser.formOf('/conversations/new', '/conversations');
    const { location } = await browser.post(
      '/conversations',
      multipart({ ...form, text: `Мой код ${printed}, он не подходит` }),
    );
    expect(location).toMatch(/\?sent=1&code=removed$/);
    const { text } = await browser.get(location);
    expect(text).toContain('Мой код ••••-••••-••••-•, он не подходит');
    expect(text).toContain('Код доступа из сообщения убран');
    expect(text).toContain('Код нельзя сообщать никому');
    expect(text).not.toContain(printed);
    expect((await browser.get(location.replace(/\?.*/, ''))).text).not.toContain('Код доступа из сообщения убран');
  });

  it('calls each question by what it is about, or by its first words', async () => {
    const browser = await PlainBrowser.of(ACCOUNT);
    const form = await browser.formOf('/conversations/new', '/conversations');
    const path = (await browser.post('/conversations', multipart({ ...form, text: 'Как сменить плательщика?' })))
      .location;
    expect((await browser.get(path)).text).toMatch(/<h1>Как сменить плательщика\?<\/h1>/);
    const list = (await browser.get('/conversations')).text;
    expect(list).toMatch(/>Как сменить плательщика\?</);
    expect(list).not.toMatch(/>Лицевой счёт</);
  });

  it('does once what a double press sends twice', async () => {
    const browser = await PlainBrowser.of(ACCOUNT);
    const form = await browser.formOf('/conversations/new', '/conversations');
    const send = () => browser.post('/conversations', multipart({ ...form, text: 'Дважды' }));
    const [first, second] = [await send(), await send()];
    expect(second.location).toBe(first.location);
  });

  it.each<[string, () => Promise<readonly (readonly [string, Buffer])[]>, RegExp]>([
    [
      'a page that calls itself a picture',
      async () => [['фото.png', Buffer.from('<html></html>')]],
      /Такой файл приложить нельзя/,
    ],
    ['an empty file', async () => [['фото.png', Buffer.alloc(0)]], /Файл пустой/],
    [
      'six files',
      async () => Promise.all([1, 2, 3, 4, 5, 6].map(async (n) => [`${String(n)}.png`, await png()] as const)),
      /не больше 5 файлов/,
    ],
    [
      'eleven megabytes',
      async () => [['большой.pdf', Buffer.alloc(11 * 1024 * 1024, '%PDF-1.4')]],
      /Файл больше 10 МБ/,
    ],
    ['a PDF with a script', async () => [['счёт.pdf', Buffer.from('%PDF-1.4 /JavaScript %%EOF')]], /простой PDF/],
  ])('refuses %s, writes nothing and keeps what was typed', async (_what, files, words) => {
    const browser = await PlainBrowser.of(ACCOUNT);
    const form = await browser.formOf('/conversations/new', '/conversations');
    const before = await running.kvitok.stack.store.head();
    const { status, text } = await browser.post(
      '/conversations',
      multipart({ ...form, text: 'Мой вопрос' }, await files()),
    );
    expect(status).toBe(422);
    expect(text).toMatch(words);
    expect(text).toContain('href="#files"');
    expect(text).toMatch(/<textarea[^>]*>Мой вопрос<\/textarea>/);
    expect(await running.kvitok.stack.store.head()).toBe(before);
  });

  it('asks for a text, and masks the number of a card', async () => {
    const browser = await PlainBrowser.of(ACCOUNT);
    const form = await browser.formOf('/conversations/new', '/conversations');
    const empty = await browser.post('/conversations', multipart({ ...form, text: ' ' }));
    expect([empty.status, empty.text.includes('href="#text"')]).toEqual([422, true]);
    const path = await asked(browser, 'Карта 4111 1111 1111 1111');
    const { text } = await browser.get(path);
    expect(text).toContain('•••• •••• •••• 1111');
    expect(text).not.toContain('4111');
  });

  it('shows what was typed as text, whatever it is', async () => {
    const browser = await PlainBrowser.of(ACCOUNT);
    const { text } = await browser.get(await asked(browser, '<script>alert(1)</script>'));
    expect(text).toContain('&lt;script>alert(1)');
    expect(text).not.toContain('<script>alert');
  });

  it('takes no form of another site, of a stranger or of another account', async () => {
    const browser = await PlainBrowser.of(ACCOUNT);
    const form = await browser.formOf('/conversations/new', '/conversations');
    const before = await running.kvitok.stack.store.head();
    const stale = await browser.post('/conversations', multipart({ ...form, token: 'x', text: 'Вопрос' }));
    expect(stale.status).toBe(403);
    const stranger = new PlainBrowser(running.url);
    expect((await stranger.post('/conversations', multipart({ ...form, text: 'Вопрос' }))).location).toMatch(
      /^\/sign-in/,
    );
    const other = await browser.post('/conversations', multipart({ ...form, account: OTHER_ACCOUNT, text: 'Вопрос' }));
    expect(other.status).toBe(409);
    expect(await running.kvitok.stack.store.head()).toBe(before);
  });

  it('shows a neighbour nothing', async () => {
    const path = await asked(await PlainBrowser.of(ACCOUNT));
    const neighbour = await PlainBrowser.of(OTHER_ACCOUNT);
    expect((await neighbour.get(path)).status).toBe(404);
    expect((await neighbour.get(`${path}/files/${'a'.repeat(32)}`)).status).toBe(404);
    expect((await neighbour.get('/conversations')).text).not.toContain(path);
    const form = await neighbour.formOf('/conversations/new', '/conversations');
    expect((await neighbour.post(path, multipart({ ...form, text: 'Чужое' }))).status).not.toBe(303);
  });

  it('closes a conversation, and opens it again with another message', async () => {
    const browser = await PlainBrowser.of(ACCOUNT);
    const path = await asked(browser);
    const closing = await browser.formOf(path, `${path}/closing`);
    expect((await browser.post(`${path}/closing`, new URLSearchParams(closing))).status).toBe(303);
    expect((await browser.get(path)).text).toContain('Закрыто');
    const form = await browser.formOf(path, path);
    expect((await browser.post(path, multipart({ ...form, text: 'Всё же нет' }))).status).toBe(303);
    expect((await browser.get(path)).text).toContain('Ждёт ответа');
  });
});

describe('the answer of a specialist', () => {
  const office = (path: string, key: string, body: object) =>
    request(running.kvitok.app.getHttpServer() as Server)
      .post(path)
      .set('Idempotency-Key', key)
      .send(body);

  it('stands on the page of the conversation, and a letter leads there without saying it', async () => {
    const { app, drain, stack } = running.kvitok;
    const { payerId } = await app.get<BillingClient>(BILLING_CLIENT, { strict: false }).card(ACCOUNT);
    await stack.vault.put(payerId, (await stack.vault.get(payerId)) ?? {});
    const contact = { account: ACCOUNT, personId: payerId, address: 'anna@example.ru', reason: 'принесла паспорт' };
    expect((await office('/identity/contacts', 'contact-0001', contact)).status).toBe(201);
    const browser = await PlainBrowser.of(ACCOUNT);
    const path = await asked(browser);
    await drain();

    const answers = `/support${path}/answers`;
    const answered = await office(answers, 'answer-0001', { text: 'Считали по нормативу: показаний не было.' });
    expect(answered.status).toBe(201);
    await drain();
    const { text } = await browser.get(path);
    expect(text).toContain('Считали по нормативу: показаний не было.');
    expect((await browser.get('/conversations')).text).toContain('Специалист ответил');

    const send = jest.spyOn(stack.mailer, 'send');
    const jobs = intervalJobsOf(running.kvitok, SERVICES, 'https://lk.example.ru');
    const sendLetters = () => jobs.find(({ name }) => name === 'send-letters')?.run();
    await sendLetters();
    await drain();
    await sendLetters();
    const letters = send.mock.calls.map(([letter]) => letter).filter((letter) => letter.subject.includes('ответил'));
    expect(letters).toMatchObject([{ to: 'anna@example.ru', subject: 'Специалист ответил на Ваше обращение' }]);
    expect(letters[0]?.text).toContain(`https://lk.example.ru${path}`);
    expect(letters[0]?.text).not.toContain('нормативу');
  });

  it('is taken from nobody without a conversation', async () => {
    const refused = await office('/support/conversations/c-none/answers', 'answer-0002', { text: 'Ответ' });
    expect([refused.status, refused.body.code]).toEqual([404, 'SUPPORT_UNKNOWN_CONVERSATION']);
  });
});

describe('what is told by letter', () => {
  it('is chosen on a page', async () => {
    const browser = await PlainBrowser.of(ACCOUNT);
    const form = await browser.formOf('/notifications', '/notifications');
    const chosen = new URLSearchParams({ ...form, 'on-overdue': '1' });
    expect((await browser.post('/notifications', chosen)).location).toBe('/notifications?saved=1');
    const { text } = await browser.get('/notifications?saved=1');
    const checked = [...text.matchAll(/id="on-(\w+)"[^>]*?\schecked/g)].map(([, kind]) => kind);
    expect(checked).toEqual(['overdue']);
  });

  it('has a link that is void unless it comes from a letter', async () => {
    const stranger = new PlainBrowser(running.url);
    expect((await stranger.get('/unsubscribe/abc')).status).toBe(404);
    expect((await stranger.post('/unsubscribe/abc', new URLSearchParams())).status).toBe(404);
  });
});

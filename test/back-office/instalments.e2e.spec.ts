import type { Browser } from 'playwright-core';
import { roublesText } from '#libs/money';
import { roublesInWords } from '#libs/words';
import { RunningBackOffice, startBackOffice } from '../support/back-office';
import { openBrowser, PHONE, seriousFaults, sidewaysScroll, visitorOf } from '../support/browser';
import { ACCOUNT } from '../support/cabinet';
import { Answer, Resident } from '../support/resident';

let office: RunningBackOffice;
let browser: Browser;
let anna: Resident;
let boris: Resident;

beforeAll(async () => {
  [office, browser] = await Promise.all([startBackOffice(), openBrowser()]);
  anna = await office.officer('accountant', 'anna');
  boris = await office.officer('chief', 'boris');
});

afterAll(async () => {
  await browser?.close();
  await office?.close();
});

const led = ({ headers }: Answer) => headers.get('location') ?? '';
/** Words of a page with spaces that do not break written as plain ones. */
const wordsOf = ({ text }: Answer) =>
  text
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/[\s\u00a0\u202f]+/g, ' ')
    .replaceAll(/ ([.,])/g, '$1');
const DEBTORS = `/debtors?asOf=2026-10-15`;
const NEW = `/instalments/new?account=${ACCOUNT}&payee=main`;
const FILLED = `${NEW}&show=1&count=3&firstDueOn=2026-11-20`;
const CLAIM = `/debtors/letters?kind=claim&account=${ACCOUNT}&asOf=2026-10-15`;
const API = '/api/instalments/previews';

interface Preview {
  readonly amountKopecks: number;
  readonly terms: {
    readonly months: readonly { readonly amountKopecks: number }[];
    readonly parts: readonly { readonly dueOn: string; readonly amountKopecks: number }[];
  };
}

function askApi(visitor: Resident, path: string, body: object): Promise<Answer> {
  const headers = { 'content-type': 'application/json', 'x-kvitok-request': '1', 'idempotency-key': 'preview-1' };
  return visitor.ask(path, { method: 'POST', headers, body: JSON.stringify(body) });
}

const sum = (items: readonly { readonly amountKopecks: number }[]) =>
  items.reduce((total, { amountKopecks }) => total + amountKopecks, 0);

describe('a debt by parts in the back-office', () => {
  it('is asked for from the row of a debtor, with parts that add up to the debt and the formula in numbers', async () => {
    const { text } = await anna.get(DEBTORS);
    expect(text).toContain(`/instalments/new?account=${ACCOUNT}&amp;payee=main`);
    const asked = { account: ACCOUNT, payee: 'main', count: 3, firstDueOn: '2026-11-20' };
    const answer = await askApi(anna, API, asked);
    expect([answer.status, answer.text]).toEqual([200, expect.stringContaining('"terms"')]);
    const { amountKopecks, terms } = JSON.parse(answer.text) as Preview;
    expect([sum(terms.months), sum(terms.parts)]).toEqual([amountKopecks, amountKopecks]);
    expect(terms.parts.map(({ dueOn }) => dueOn)).toEqual(['2026-11-20', '2026-12-20', '2027-01-20']);
    const shown = wordsOf(await anna.get(FILLED));
    expect(shown).toContain('Заплатить до Сумма 20 ноября 2026');
    expect(shown).toContain(
      `= ${roublesInWords(amountKopecks)
        .replaceAll(/[\u00a0\u202f₽]/g, ' ')
        .trim()}`,
    );
  });

  it('tells a number of an account that is not there beside its field, and keeps what else was typed', async () => {
    const wrong = { account: '6399999999', cause: 'Заявление жильца' };
    const sent = await anna.submit(FILLED, '/instalments', wrong);
    expect(sent.status).toBe(422);
    for (const { text } of [sent, await anna.get('/instalments/new?show=1&account=6399999999&payee=main&count=3')]) {
      expect(text).toContain('id="account-error"');
      expect(text).toMatch(/name="account"[^>]*value="6399999999"|value="6399999999"[^>]*name="account"/);
      expect(text).toMatch(/name="count"[^>]*value="3"|value="3"[^>]*name="count"/);
    }
    const listed = await anna.get('/instalments?account=6399999999');
    expect(listed.text).toContain('id="account-error"');
  });

  it('is refused where its parts are not the debt, and says where', async () => {
    const parts = encodeURIComponent('20.11.2026 100,00\n20.12.2026 100,00');
    const shown = wordsOf(await anna.get(`${NEW}&show=1&parts=${parts}`));
    expect(shown).toContain('суммы должны совпасть до копейки');
    const early = await anna.get(`${NEW}&show=1&count=3&firstDueOn=2026-10-15`);
    expect(early.text).toContain('href="#firstDueOn"');
  });

  it('begins when a second person agrees; then no claim is written, and the debtors tell of it', async () => {
    expect(wordsOf(await anna.get(CLAIM))).toContain('Жильё и коммунальные услуги');
    const silent = await anna.submit(FILLED, '/instalments', { cause: '' });
    expect(wordsOf(silent)).toContain('Напишите причину');
    const asked = led(await anna.submit(FILLED, '/instalments', { cause: 'Заявление жильца', document: 'вх. 12' }));
    expect(asked).toMatch(/^\/approvals\/[0-9a-f]{32}$/);
    expect((await anna.get(asked)).text).not.toContain(`${asked}/grant`);
    expect(wordsOf(await anna.get('/instalments'))).toContain('Рассрочек нет');
    expect(led(await boris.submit(asked, `${asked}/grant`, {}))).toBe(asked);
    await office.kvitok.drain();
    expect(wordsOf(await boris.get(asked))).toContain('частей: 3');

    expect(wordsOf(await anna.get(`/instalments?account=${ACCOUNT}&state=running`))).toMatch(
      new RegExp(`${ACCOUNT} .* действует .* до 20 ноября 2026`),
    );
    expect(wordsOf(await anna.get(CLAIM))).not.toContain('Жильё и коммунальные услуги');
    const reminder = await anna.get(CLAIM.replace('claim', 'reminder'));
    expect(wordsOf(reminder)).toContain('Жильё и коммунальные услуги');
    expect(wordsOf(await anna.get(`${DEBTORS}&instalments=yes`))).toContain('рассрочка действует');
    expect(wordsOf(await anna.get(`${DEBTORS}&instalments=no&payee=main`))).not.toContain(ACCOUNT);
    const second = wordsOf(await anna.get(FILLED));
    expect(second).toContain('уже есть рассрочка');
  });

  it('may have parts of its own, as the second person sees them', async () => {
    const body = { account: ACCOUNT, payee: 'capital_repair', count: 2, firstDueOn: '2026-11-20' };
    const { amountKopecks } = JSON.parse((await askApi(anna, API, body)).text) as Preview;
    const parts = `20.11.2026 100,01\n20.12.2026 ${roublesText(amountKopecks - 100_01)}`;
    const filled = `${NEW.replace('main', 'capital_repair')}&show=1&parts=${encodeURIComponent(parts)}`;
    const asked = led(await anna.submit(filled, '/instalments', { cause: 'Заявление жильца' }));
    expect(asked).toMatch(/^\/approvals\/[0-9a-f]{32}$/);
    const shown = wordsOf(await boris.get(asked));
    expect(shown).toContain('первая 100,01 ₽ до 20 ноября 2026, последняя');
    // All of it, before it is agreed to.
    const rest = roublesInWords(amountKopecks - 100_01).replaceAll(/[\u00a0\u202f]/g, ' ');
    expect(shown).toContain(`Заплатить до Сумма 20 ноября 2026 100,01 ₽ 20 декабря 2026 ${rest} Всего`);
    expect(shown).toContain('Запас на перевод денег 5 дней');
  });

  it('is shown to an operator among the debtors, without a way to make or end one', async () => {
    const olga = await office.officer('operator', 'olga');
    const { text } = await olga.get(DEBTORS);
    expect(text).toContain('рассрочка действует');
    expect(text).not.toContain('/instalments');
    expect((await olga.get('/instalments')).status).toBe(403);
  });

  it('keeps nobody out of its pages, on a telephone too', async () => {
    const one = /href="(\/instalments\/\d+\/[0-9a-f]{32})"/.exec((await anna.get('/instalments')).text)?.[1] ?? '';
    const capital = FILLED.replace('payee=main', 'payee=capital_repair');
    const session = await office.sessionOf('chief', 'boris');
    const visitor = await visitorOf(browser, {
      url: office.url,
      session,
      cookie: 'kvitok_office_session',
      viewport: PHONE,
    });
    const page = await visitor.newPage();
    for (const path of ['/instalments', capital, one]) {
      await page.goto(path);
      expect([path, await page.locator('h1').count(), await sidewaysScroll(page)]).toEqual([path, 1, 0]);
      expect(await seriousFaults(page)).toEqual([]);
    }
    await visitor.close();
  });

  it('is ended by the office with a cause, once', async () => {
    const one = /href="(\/instalments\/\d+\/[0-9a-f]{32})"/.exec((await anna.get('/instalments')).text)?.[1] ?? '';
    const silent = await anna.submit(one, `${one}/withdrawals`, { cause: ' ' });
    expect(wordsOf(silent)).toContain('почему рассрочка прекращается');
    expect(led(await anna.submit(one, `${one}/withdrawals`, { cause: 'Просьба жильца' }))).toBe(one);
    const ended = wordsOf(await anna.get(one));
    expect(ended).toContain('прекращена: осталось');
    expect(ended).toContain('Последний день без пени 15 октября 2026');
    expect(wordsOf(await anna.get(CLAIM))).toContain('Жильё и коммунальные услуги');
    const events = wordsOf(await anna.get(`/audit?account=${ACCOUNT}`));
    expect(events).toContain('Рассрочка прекращена');
  });
});

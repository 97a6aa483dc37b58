import { parse } from 'csv-parse/sync';
import jsQR from 'jsqr';
import type { Browser } from 'playwright-core';
import { PNG } from 'pngjs';
import { SandboxAcquirer, SandboxAction } from '#libs/acquiring';
import { AutopayChargesJob, autopayStream, ConfirmOnlinePaymentsJob } from '#services/payments';
import {
  keepPicture,
  openBrowser,
  PHONE,
  seriousFaults,
  sidewaysScroll,
  visitorOf,
  watchFaults,
} from '../support/browser';
import { ACCOUNT, OTHER_ACCOUNT } from '../support/cabinet';
import { verifyMail } from '../support/letters';
import { mainOf, sumAfter, sumsOf, tableOf, wordsOfHtml } from '../support/page-text';
import { recipientOf } from '../support/recipients';
import { Answer, Resident } from '../support/resident';
import { supposedDebts } from '../support/supposed-debts';
import { CabinetWithBank, startCabinetWithBank } from '../support/training-bank';

let bank: SandboxAcquirer;
/** Whose people the office has no address of, and who has begun no payment here. */
const WITHOUT_ADDRESS = '0045120012';
let cabinet: CabinetWithBank;

beforeAll(async () => {
  cabinet = await startCabinetWithBank();
  ({ bank } = cabinet);
});

afterAll(() => cabinet?.close());

const resident = async (account = ACCOUNT) => new Resident(cabinet.url, await cabinet.sessionOf(account));

const isFormOf = (payee: string) => (form: string) => form.includes(`name="payee" value="${payee}"`);

function pay(who: Resident, amount: string, payee = 'main'): Promise<Answer> {
  return who.submit('/pay', '/pay', { [`amount-${payee}`]: amount }, isFormOf(payee));
}

/** What the bank knows the payment by, of the answer that leads to its page. */
function atBank(answer: Answer): string {
  expect(answer.status).toBe(303);
  const page = new URL(answer.headers.get('location') ?? '');
  expect(page.origin).toBe(bank.pageOrigins[0]);
  return page.pathname.split('/').at(-1) ?? '';
}

/** The page to which the bank sends the payer back. */
async function act(id: string, action: SandboxAction): Promise<string> {
  await bank.act(id, action);
  return new URL(bank.shown(id)?.returnAddress ?? '').pathname;
}

describe('paying', () => {
  it('fills in what is owed to each payee, and the bank’s page is the only foreign target of forms', async () => {
    const page = await (await resident()).get('/pay');
    const home = await (await resident()).get('/');
    for (const payee of ['Жильё и коммунальные услуги', 'Капитальный ремонт']) {
      const owed = sumAfter(mainOf(home.text), payee);
      expect(sumAfter(mainOf(page.text), payee)).toBe(owed);
    }
    const value = /id="amount-main"[^>]*value="([^"]*)"|value="([^"]*)"[^>]*id="amount-main"/.exec(page.text);
    const shown = (value?.[1] ?? value?.[2] ?? '').replace(',', '');
    expect(Number(shown)).toBe(sumAfter(mainOf(page.text), 'Жильё и коммунальные услуги'));
    expect(page.headers.get('content-security-policy')).toContain(`form-action 'self' ${bank.pageOrigins[0] ?? ''}`);
  });

  it('has a code that banks can read, with the account, the payee’s account and the sum', async () => {
    const who = await resident();
    const { bytes, headers } = await who.get('/pay/qr/capital_repair?amount=123456');
    expect(headers.get('content-type')).toBe('image/png');
    const { data, width, height } = PNG.sync.read(bytes);
    const text = jsQR(new Uint8ClampedArray(data), width, height)?.data ?? '';
    expect(text).toMatch(/^ST0001[12]/);
    expect(text).toContain('Sum=123456');
    expect(text.toLowerCase()).toContain(`persacc=${ACCOUNT}`);
    const recipient = recipientOf('capital_repair');
    expect(/PersonalAcc=(\d{20})/.exec(text)?.[1]).toBe(recipient.account);
    expect(text).toContain(`|Name=${recipient.name}|`);
    const requisites = wordsOfHtml(mainOf((await who.get('/pay')).text));
    expect(requisites).toContain(recipient.account);
    expect((await who.get('/pay/qr/somebody')).status).toBe(404);
  });

  it('goes to the bank and back, and the debt is lower at once', async () => {
    const who = await resident();
    const before = sumAfter(mainOf((await who.get('/pay')).text), 'Жильё и коммунальные услуги');
    const back = await act(atBank(await pay(who, '1 000,50')), 'approve');
    const result = mainOf((await who.get(back)).text);
    expect(result).toContain('Платёж принят');
    expect(sumAfter(result.slice(result.indexOf('Сколько осталось')), 'Жильё и коммунальные услуги')).toBe(
      before - 1_000_50,
    );
    const [first] = tableOf((await who.get('/payments')).text, 'Платежи').rows;
    expect(sumsOf(first?.[1] ?? '')).toEqual([1_000_50]);
    expect(wordsOfHtml(first?.join(' ') ?? '')).toMatch(/на сайте\s+зачислен/);
    expect(sumsOf(first?.[5] ?? '').reduce((sum, one) => Math.max(sum, one), 0)).toBeGreaterThan(0);
  });

  it('pressed twice is one payment', async () => {
    const who = await resident();
    const { text } = await who.get('/pay');
    const form = [...text.matchAll(/<form\b[^>]*action="\/pay"[^>]*>([^]*?)<\/form>/g)]
      .map(([, inside = '']) => inside)
      .find(isFormOf('main'));
    const hidden = Object.fromEntries(
      [...(form ?? '').matchAll(/name="(token|account|key|payee)" value="([^"]*)"/g)].map(([, name, value]) => [
        name,
        value,
      ]),
    ) as Record<string, string>;
    const fields = { ...hidden, 'amount-main': '300' };
    const [one, two] = await Promise.all([who.post('/pay', fields), who.post('/pay', fields)]);
    expect(one.headers.get('location')).toBe(two.headers.get('location'));
    const back = await act(atBank(one), 'approve');
    expect((await who.post('/pay', fields)).headers.get('location')).toBe(back);
    expect((await who.post('/pay', { ...fields, 'amount-main': '301' })).status).toBe(409);
  });

  it.each([
    ['ничего', '', 'Введите сумму в рублях'],
    ['слова', 'сто', 'Введите сумму в рублях'],
    ['слишком много', '300000,01', 'от 1 до 300\u202f000 рублей'],
    ['слишком мало', '0,99', 'от 1 до 300\u202f000 рублей'],
  ])('says what is wrong with a sum: %s', async (_, amount, words) => {
    const answer = await pay(await resident(), amount);
    expect(answer.status).toBe(422);
    expect(wordsOfHtml(mainOf(answer.text))).toContain(words);
    expect(answer.text).toContain('<a href="#amount-main">');
  });

  it('says what happens before the bank has confirmed, and looks again on demand', async () => {
    const who = await resident();
    const id = atBank(await pay(who, '200'));
    const waiting = new URL(bank.shown(id)?.returnAddress ?? '').pathname;
    const begun = mainOf((await who.get(waiting)).text);
    expect(begun).toContain('Платёж не закончен');
    expect(begun).toContain(`href="${bank.address}/pay/${id}"`);
    await bank.act(id, 'approve_late');
    const late = mainOf((await who.get(waiting)).text);
    expect(late).toContain('ещё не подтвердил');
    expect(late).not.toContain(bank.address);
    await bank.act(id, 'confirm');
    expect(mainOf((await who.get(waiting)).text)).toContain('Платёж принят');
  });

  it('tells of a payment that is under way wherever a sum is to be paid, and proposes it no second time', async () => {
    const neighbour = '0045120011';
    const who = await resident(neighbour);
    const proposed = async () => {
      const field = /<input[^>]*id="amount-main"[^>]*>/.exec((await who.get('/pay')).text)?.[0] ?? '';
      return /value="([^"]*)"/.exec(field)?.[1] ?? '';
    };
    const stateIn = async () => {
      const { rows } = tableOf((await who.get('/payments')).text, 'Платежи');
      return wordsOfHtml(rows[0]?.[4] ?? '');
    };
    /** The sums in the code and in the words around the form. */
    const coded = async () => {
      const { text } = await who.get('/pay');
      const picture = /src="(\/pay\/qr\/main[^"]*)"/.exec(text)?.[1] ?? '';
      const { data, width, height } = PNG.sync.read((await who.get(picture)).bytes);
      return /\|Sum=(\d+)/.exec(jsQR(new Uint8ClampedArray(data), width, height)?.data ?? '')?.[1] ?? null;
    };
    expect((await who.get('/')).text).not.toContain('ещё не завершён');
    const owed = sumAfter(mainOf((await who.get('/pay')).text), 'Жильё и коммунальные услуги');
    expect(await coded()).toBe(String(owed));
    const id = atBank(await pay(who, '555'));
    const left = owed - 555_00;
    const plain = (sum: number) => `${String(Math.trunc(sum / 100))},${String(sum % 100).padStart(2, '0')}`;
    const result = new URL(bank.shown(id)?.returnAddress ?? '').pathname;
    for (const page of ['/', '/pay']) {
      const main = mainOf((await who.get(page)).text);
      expect(wordsOfHtml(main)).toMatch(/Платёж на\s+555,00/);
      expect(main).toContain(`href="${result}"`);
    }
    // Nobody has paid: whoever has left the page of the bank may pay all of it now, and every page says so.
    expect(await proposed()).toBe(plain(owed));
    expect(await coded()).toBe(String(owed));
    expect(await stateIn()).toMatch(/не закончен\s+Банк ещё ждёт оплаты/);
    for (const page of ['/', '/pay', '/payments', result]) {
      const told = wordsOfHtml(mainOf((await who.get(page)).text));
      expect([page, told]).toEqual([page, expect.stringMatching(/деньги не списаны(?=[^]*(за)?ново)/)]);
      expect([page, told]).toEqual([page, expect.stringContaining('закроется сама в течение часа')]);
      expect([page, told]).toEqual([page, expect.not.stringMatching(/Подождите с новым|в пути/)]);
    }

    await bank.act(id, 'approve_late');
    expect(await coded()).toBe(String(left));
    const words = wordsOfHtml(mainOf((await who.get('/pay')).text));
    expect(words).toMatch(/Из них\s+555,00\s₽\s+уже в пути\./);
    expect(sumAfter(mainOf((await who.get('/pay')).text), 'Остаётся заплатить')).toBe(left);
    expect(wordsOfHtml(mainOf((await who.get('/pay')).text))).toContain('Банк получил платёж и ещё не подтвердил');
    expect(await stateIn()).toMatch(/в\sобработке\s+Банк получил платёж/);
    expect(await proposed()).toBe(plain(left));

    await bank.act(id, 'confirm');
    expect(mainOf((await who.get('/pay')).text)).not.toContain('ещё не завершён');
    expect(mainOf((await who.get('/')).text)).not.toContain('ещё не завершён');
  });

  it('asks for nothing while all that is owed is under way', async () => {
    const who = await resident('0045120014');
    const owed = sumAfter(mainOf((await who.get('/pay')).text), 'Жильё и коммунальные услуги');
    expect(owed).toBeGreaterThan(0);
    const id = atBank(await pay(who, `${String(Math.trunc(owed / 100))},${String(owed % 100).padStart(2, '0')}`));
    await bank.act(id, 'approve_late');
    const { text } = await who.get('/pay');
    expect(wordsOfHtml(mainOf(text))).toContain('Когда банк подтвердит платёж, платить будет нечего.');
    expect(/<input[^>]*id="amount-main"[^>]*>/.exec(text)?.[0]).toMatch(/value=""|^(?!.*value=)/);
    expect(text).toContain('src="/pay/qr/main"');
    await bank.act(id, 'decline');
    expect(sumAfter(mainOf((await who.get('/pay')).text), 'Жильё и коммунальные услуги')).toBe(owed);
  });

  it('finds a payment whose notification was lost as soon as the payer is back', async () => {
    const who = await resident();
    const back = await act(atBank(await pay(who, '150')), 'approve_silently');
    // The session has ended meanwhile.
    const again = new Resident(cabinet.url, await cabinet.sessionWith(ACCOUNT));
    expect(mainOf((await again.get(back)).text)).toContain('Платёж принят');
  });

  it('says that a payment was declined, and why', async () => {
    const who = await resident();
    const back = await act(atBank(await pay(who, '100')), 'decline');
    const page = mainOf((await who.get(back)).text);
    expect(page).toContain('Платёж отклонён');
    expect(page).toContain('Вы отказались от оплаты');
  });

  it('says how much of a payment went back, and how much of it counts', async () => {
    const who = await resident();
    const id = atBank(await pay(who, '90'));
    const back = await act(id, 'approve');
    await act(id, 'refund_half');
    await cabinet.kvitok.drain();
    const page = mainOf((await who.get(back)).text);
    expect(wordsOfHtml(page)).toMatch(
      /Часть денег возвращена\s+Банк вернул\s+45,00\s₽\s.*Остальные\s+45,00\s₽\s+учтены/,
    );
    const row = tableOf((await who.get('/payments?state=partly_refunded')).text, 'Платежи').rows[0] ?? [];
    expect(sumsOf(row[1] ?? '')).toEqual([90_00]);
    expect(wordsOfHtml(row[4] ?? '')).toMatch(/^возвращён частично: Вам вернули 45,00\s₽, учтено 45,00\s₽/);
    expect(sumsOf(row[5] ?? '')).toContain(45_00);
    const csv = parse<Record<string, string>>((await who.get('/payments.csv?state=partly_refunded')).bytes, {
      ...{ bom: true, delimiter: ';', columns: true },
    });
    expect(csv.map((line) => line['Сумма, руб.'])).toEqual(['90,00']);
    await act(id, 'refund');
    await cabinet.kvitok.drain();
    expect(mainOf((await who.get(back)).text)).toContain('Деньги возвращены');
  });

  it('shows a payment to nobody else', async () => {
    const back = await act(atBank(await pay(await resident(), '100')), 'approve');
    expect((await (await resident(OTHER_ACCOUNT)).get(back)).status).toBe(404);
    expect((await new Resident(cabinet.url, await cabinet.sessionWith(OTHER_ACCOUNT, ACCOUNT)).get(back)).status).toBe(
      200,
    );
    expect((await new Resident(cabinet.url).get(back)).headers.get('location')).toMatch(/^\/sign-in/);
  });

  it('says that something broke, and not that there is no such payment, when one of two accounts could not be asked', async () => {
    const back = new URL(bank.shown(atBank(await pay(await resident(), '80')))?.returnAddress ?? '').pathname;
    const both = new Resident(cabinet.url, await cabinet.sessionWith(OTHER_ACCOUNT, ACCOUNT));
    const find = jest.spyOn(bank, 'find').mockRejectedValueOnce(new Error('out of order'));
    expect((await both.get(back)).status).toBe(500);
    find.mockRestore();
    expect((await both.get(back)).status).toBe(200);
  });

  it('believes no notification: it asks the bank, and answers 404 for what is none of ours', async () => {
    const who = await resident();
    const id = atBank(await pay(who, '120'));
    const told = (body: object) =>
      new Resident(cabinet.url).ask('/acquirer/notifications', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    expect((await told({ paymentId: id, status: 'succeeded', paid: true })).status).toBe(200);
    expect(mainOf((await who.get(new URL(bank.shown(id)?.returnAddress ?? '').pathname)).text)).toContain(
      'Банк ещё ждёт оплаты',
    );
    expect((await told({ paymentId: 'nothing' })).status).toBe(404);
    expect((await told({})).status).toBe(404);
  });
});

it('begins only so many payments at once, and says what to do', async () => {
  const who = await resident(OTHER_ACCOUNT);
  for (let index = 0; index < 10; index += 1) atBank(await pay(who, '10'));
  const answer = await pay(who, '10');
  expect(answer.status).toBe(422);
  expect(wordsOfHtml(mainOf(answer.text))).toContain('не закончено платежей: 10');
  expect(answer.text).toContain('<a href="#amount-main">');
  const asked = await who.ask(`/api/accounts/${OTHER_ACCOUNT}/payments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-kvitok-request': '1', 'idempotency-key': 'one-more-0001' },
    body: JSON.stringify({ payee: 'main', amountKopecks: 10_00 }),
  });
  expect([asked.status, asked.text]).toEqual([429, expect.stringContaining('PAYMENTS_ONLINE_TOO_MANY_UNFINISHED')]);
});

describe('the history of payments', () => {
  it('filters by days, state and payee, and adds up', async () => {
    const who = await resident();
    await who.get(await act(atBank(await pay(who, '105')), 'decline'));
    const all = tableOf((await who.get('/payments')).text, 'Платежи').rows;
    const fund = tableOf((await who.get('/payments?payee=capital_repair')).text, 'Платежи').rows;
    const main = tableOf((await who.get('/payments?payee=main')).text, 'Платежи').rows;
    expect(fund.length + main.length).toBe(all.length);
    expect(fund.every((row) => row[2] === 'Капитальный ремонт')).toBe(true);
    const failed = tableOf((await who.get('/payments?state=not_made')).text, 'Платежи').rows;
    expect(failed.length).toBeGreaterThan(0);
    expect(failed.every((row) => row[4]?.startsWith('не прошёл'))).toBe(true);
    expect(tableOf((await who.get('/payments?to=2000-01-01')).text, 'Платежи').rows).toEqual([]);
    const wrong = await who.get('/payments?from=2026-10-02&to=2026-10-01');
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('<a href="#to">');
  });

  it('downloads as CSV: the same sums, a mark of UTF-8, semicolons, and no cell that begins as a formula', async () => {
    const who = await resident();
    const { bytes, headers } = await who.get('/payments.csv?state=received');
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="payments-0045120023\.csv"$/);
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const rows = parse<Record<string, string>>(bytes, { bom: true, delimiter: ';', columns: true });
    const kopecks = rows.map((row) => Number((row['Сумма, руб.'] ?? '').replace(',', '')));
    const shown = tableOf((await who.get('/payments?state=received')).text, 'Платежи').rows;
    expect(kopecks).toEqual(shown.map((row) => sumsOf(row[1] ?? '')[0]));
    expect(rows.flatMap((row) => Object.values(row)).filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
  });

  it('downloads as a table of Excel', async () => {
    const { bytes, headers } = await (await resident()).get('/payments.xlsx');
    expect(headers.get('content-type')).toContain('spreadsheetml');
    expect(bytes.subarray(0, 2).toString()).toBe('PK');
  });

  it('is shown to whoever has signed in alone', async () => {
    for (const path of ['/payments', '/payments.csv', '/payments.xlsx', '/pay', '/autopay']) {
      expect((await new Resident(cabinet.url).get(path)).headers.get('location')).toMatch(/^\/sign-in/);
    }
  });
});

describe('an agreement to be charged', () => {
  beforeAll(() => verifyMail(cabinet, ACCOUNT, 'anna@example.ru'));

  const agree = (who: Resident, fields: Record<string, string>) =>
    who.submit('/autopay', '/autopay', {
      payee: 'capital_repair',
      limit: '2000',
      when: 'day',
      day: '25',
      consent: 'yes',
      ...fields,
    });

  it('is not offered without an address to which notice can be sent, and says how to confirm one', async () => {
    const who = await resident(WITHOUT_ADDRESS);
    const page = mainOf((await who.get('/autopay')).text);
    expect(page).toContain('Сначала подтвердите адрес почты');
    expect(page).toContain('href="/notifications"');
    expect(page).not.toContain('name="consent"');
    // A form of before, sent after the address was withdrawn.
    const { text } = await who.get('/pay');
    const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(text)?.[1] ?? '';
    const common = { token: hidden('token'), account: WITHOUT_ADDRESS, key: hidden('key') };
    const sent = await who.post('/autopay', { ...common, payee: 'main', limit: '2000', when: 'slip', consent: 'yes' });
    expect(sent.status).toBe(422);
    expect(sent.text).toContain('<a href="#address">');
    expect(wordsOfHtml(sent.text)).toContain('Подтвердите адрес');
  });

  it.each([
    ['limit', { limit: 'много' }],
    ['limit', { limit: '300000,01' }],
    ['day', { day: '' }],
    ['day', { day: '29' }],
    ['consent', { consent: 'no' }],
    ['payee', { payee: 'nobody' }],
  ])('says what is wrong with the %s of %j', async (field, fields) => {
    const answer = await agree(await resident(), fields);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(`<a href="#${field}">`);
    expect(answer.text).toContain(`id="${field}"`);
  });

  it('is made by a payment at the bank, charges after the notice, and is withdrawn', async () => {
    const who = await resident();
    const back = await act(atBank(await agree(who, {})), 'approve');
    // The session has ended meanwhile.
    const again = new Resident(cabinet.url, await cabinet.sessionWith(ACCOUNT));
    expect(mainOf((await again.get(back)).text)).toContain('Платёж принят');
    const made = wordsOfHtml(mainOf((await who.get('/autopay')).text));
    expect(made).toContain('подключён');
    expect(made).toContain('каждый месяц, 25-го числа');

    const job = cabinet.kvitok.app.get(AutopayChargesJob);
    const owes = (capital_repair: number) => supposedDebts(cabinet.kvitok, { main: 0, capital_repair });
    const refused = { announced: 0, skipped: 0, charged: 0 };
    expect(await job.run({ date: '2026-10-22', account: ACCOUNT }, owes(500_00))).toMatchObject({
      ...refused,
      announced: 1,
    });
    expect(await job.run({ date: '2026-10-25', account: ACCOUNT }, owes(500_00))).toMatchObject({
      ...refused,
      charged: 1,
    });
    expect(await job.run({ date: '2026-10-25', account: ACCOUNT }, owes(500_00))).toMatchObject(refused);
    await cabinet.kvitok.drain();
    const done = wordsOfHtml(mainOf((await who.get('/autopay')).text));
    expect(done).toMatch(/22\s+октября 2026: предупредили/);
    expect(done).toMatch(/25\s+октября 2026: отправили в банк/);
    expect(wordsOfHtml((await who.get('/payments')).text)).toContain('автоплатёж');

    expect((await who.submit('/autopay', '/autopay/withdraw', {})).status).toBe(303);
    expect(wordsOfHtml(mainOf((await who.get('/autopay')).text))).toContain('отключён');
    const stream = await cabinet.kvitok.stack.store.readStream(autopayStream(ACCOUNT, 'capital_repair'));
    expect(stream.at(-1)?.type).toBe('AutopayWithdrawn');
  });
});

describe('in a browser', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await openBrowser();
  });

  afterAll(async () => {
    await browser?.close();
  });

  it.each([
    ['desktop', {}],
    ['phone', { viewport: PHONE }],
    ['scriptless', { scripts: false }],
  ])('a resident pays at the bank’s page and is back: %s', async (name, way) => {
    const visitor = await visitorOf(browser, { url: cabinet.url, session: await cabinet.sessionOf(ACCOUNT), ...way });
    const page = await visitor.newPage();
    const faults = watchFaults(page);
    const look = async (picture: string) => {
      expect(await sidewaysScroll(page)).toBe(0);
      await keepPicture(page, `paying/${name}-${picture}`);
      if (name !== 'scriptless') expect(await seriousFaults(page)).toEqual([]);
    };
    await page.goto('/pay');
    await page.fill('#amount-main', '250,25');
    await page.locator('summary').first().click();
    await look('1-pay');
    await page.getByRole('button', { name: 'Оплатить на странице банка' }).first().click();
    await page.getByRole('heading', { name: 'Оплата в учебном банке' }).waitFor();
    await look('2-bank');
    await page.getByRole('button', { name: 'Оплатить, но банк подтвердит позже' }).click();
    await page.getByRole('heading', { name: 'Платёж в обработке' }).waitFor();
    await look('3-in-progress');
    await page.goto('/payments');
    await page.locator('details').first().locator('summary').click();
    await look('4-payments');
    const { acquirerPaymentId: id = '', returnAddress = '' } = bank.all().at(-1) ?? {};
    await page.locator(`a[href="${new URL(returnAddress).pathname}"]`).click();
    await bank.act(id, 'confirm');
    await page.getByRole('link', { name: 'Обновить' }).click();
    await page.getByRole('heading', { name: 'Платёж принят' }).waitFor();
    await look('5-done');
    await page.goto('/autopay');
    await look('6-autopay');
    expect(faults).toEqual([]);
    await visitor.close();
  });

  it('says without a bank how to pay otherwise, and what is given up after an hour', async () => {
    const who = await resident();
    const id = atBank(await pay(who, '110'));
    const { app, stack } = cabinet.kvitok;
    cabinet.clock.set('2026-10-15', '12:30:00', 'Europe/Samara');
    await app.get(ConfirmOnlinePaymentsJob).all();
    await cabinet.kvitok.drain();
    const back = new URL(bank.shown(id)?.returnAddress ?? '').pathname;
    // The session has ended meanwhile.
    const again = new Resident(cabinet.url, await cabinet.sessionWith(ACCOUNT));
    expect(mainOf((await again.get(back)).text)).toContain('Платёж не завершён');
    expect(await stack.consumerState.parkedKeys()).toEqual([]);
  });
});

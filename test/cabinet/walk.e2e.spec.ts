import { parse } from 'csv-parse/sync';
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { zipEntries } from '../../libs/testing/zip-entries';
import { offerDemoServices } from '../../services/cli/demo-services';
import { SUPPORT_CLIENT, SupportClient } from '../../services/support/api/client';
import { keepPicture, openBrowser, seriousFaults, visitorOf, watchFaults } from '../support/browser';
import { ACCOUNT } from '../support/cabinet';
import { keyboard, mouse, watchFileWindows } from '../support/hands';
import { answerAsSpecialist, letterWith, sendLetters, verifyMail } from '../support/letters';
import { sumsOf } from '../support/page-text';
import { CabinetWithBank, startCabinetWithBank } from '../support/training-bank';

const WATER = /^Новое показание, м³/;
/** The cold water has its reading by then. */
const HOT_WATER = WATER;
const POWER = /^Новое показание, кВт·ч/;
const ADDRESS = 'anna@example.ru';
const ATTEMPTS = 300;
const PAUSE_MILLISECONDS = 100;

const inOneLine = (text: string) => text.replace(/\s+/g, ' ');

/** Roubles of a column of the first sheet of a table of Excel, in kopecks. */
function numbersOf(xlsx: Buffer, column: string): number[] {
  const sheet = zipEntries(xlsx).get('xl/worksheets/sheet1.xml')?.toString('utf8') ?? '';
  const cells = sheet.matchAll(new RegExp(`<c r="${column}\\d+"(?![^>]*t="s")[^>]*><v>([^<]+)</v>`, 'g'));
  return [...cells].map(([, roubles = '']) => Math.round(Number(roubles) * 100));
}

/** A photograph as a phone would send it, though small. */
async function photograph() {
  const meter = { width: 40, height: 30, channels: 3 as const, background: '#358' };
  return { name: 'счётчик.png', mimeType: 'image/png', buffer: await sharp({ create: meter }).png().toBuffer() };
}

const conversationsOf = ({ kvitok }: CabinetWithBank) =>
  kvitok.app.get<SupportClient>(SUPPORT_CLIENT, { strict: false }).conversationsOf(ACCOUNT);

let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});

afterAll(() => browser?.close());

describe.each([mouse, keyboard])('a resident with a $name', (hand) => {
  let cabinet: CabinetWithBank;
  let page: Page;
  let faults: readonly string[];
  let pictures = 0;
  /** As it is printed on the paper slip. */
  let slip: { readonly login: string; readonly code: string };

  beforeAll(async () => {
    cabinet = await startCabinetWithBank();
    await offerDemoServices(cabinet.kvitok.stack);
    await cabinet.kvitok.drain();
    slip = await cabinet.slipOf(ACCOUNT);
    await verifyMail(cabinet, ACCOUNT, ADDRESS);
    page = await (await visitorOf(browser, { url: cabinet.url })).newPage();
    faults = watchFaults(page);
    watchFileWindows(page);
  });

  afterAll(async () => {
    await page?.context().close();
    await cabinet?.close();
  });

  const text = async () => inOneLine(await page.locator('main').innerText());

  /** Waits until the page says it: a press is followed by a page, and a page by what scripts add to it. */
  async function says(words: string | RegExp): Promise<void> {
    const isSaid = (said: string) => (typeof words === 'string' ? said.includes(words) : words.test(said));
    let said = '';
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      said = await text().catch(() => '');
      if (isSaid(said)) return;
      await page.waitForTimeout(PAUSE_MILLISECONDS);
    }
    throw new Error(`${page.url()} does not say ${String(words)}, but: ${said}`);
  }

  /** What every step ends with: the page that was meant, no serious fault of accessibility, a picture. */
  async function arrived(words: string | RegExp, name: string): Promise<void> {
    await says(words);
    await page.waitForLoadState();
    expect([name, await seriousFaults(page)]).toEqual([name, []]);
    pictures += 1;
    const row = /\bR\d(?=:)/.exec(expect.getState().currentTestName ?? '')?.[0] ?? 'way';
    await keepPicture(page, `walk-${hand.name}/${String(pictures).padStart(2, '0')}-${row}-${name}`);
  }

  async function downloadBy(link: string): Promise<Buffer> {
    const download = page.waitForEvent('download');
    await hand.press(page, link);
    return readFileSync(await (await download).path());
  }

  it('is told of a slip of the finger, and comes in with login and code from the slip', async () => {
    await page.goto('/');
    await arrived('Вход в личный кабинет', 'sign-in');
    // The check digit shows it before anything is sent.
    await hand.type(
      page,
      'Логин',
      slip.login.replace(/\d$/, (digit) => (digit === '5' ? '6' : '5')),
    );
    await says('В цифрах опечатка');
    await hand.type(page, 'Код доступа', slip.code);
    await hand.press(page, 'Войти');
    await arrived('Проверьте, пожалуйста', 'sign-in-refused');
    await hand.type(page, 'Логин', slip.login);
    await hand.type(page, 'Код доступа', slip.code);
    await hand.press(page, 'Войти');
    await arrived('К оплате 36 325,07 ₽', 'home');
    await says('Оплатите до 15 октября включительно');
  });

  it('R1: sees what a reading would cost, and gives it', async () => {
    await hand.press(page, 'Передать показания');
    await arrived('Сейчас идёт приём показаний: с 15 по 25 октября', 'readings');
    await hand.type(page, WATER, '112,5');
    await says(/Расход: 2,126 м³\. Начисление за месяц: 95,37 ₽/);
    await hand.press(page, 'Передать');
    await arrived(
      /Показание принято .*: 112,5 м³, 15 октября 2026\. С прошлого показания, \d+ \S+, прибавилось 2,126 м³\. Это примерно 95,37 ₽ за октябрь 2026/,
      'reading-accepted',
    );
  });

  it('R1: is asked about an odd reading, and insists with a reason', async () => {
    await hand.type(page, POWER, '14000');
    await hand.press(page, 'Передать', 'Электроэнергия');
    await arrived('Показание необычное', 'reading-odd');
    await hand.choice(page, 'Долго не передавали, это за несколько месяцев');
    await hand.press(page, 'Всё верно, передать');
    await arrived(/Показание принято .*Электроэнергия.*: 14 000 кВт·ч, 15 октября 2026/, 'reading-insisted');
  });

  it('R1: is told why a wrong value is refused, and corrects a misprint while the window is open', async () => {
    await hand.type(page, HOT_WATER, 'сто');
    await hand.press(page, 'Передать', 'Горячая вода');
    await arrived('Введите показание цифрами', 'reading-refused');
    await hand.press(page, 'Паспорт и все показания');
    await arrived('Исправить показание от 15 октября 2026', 'meter');
    await hand.type(page, 'Верное показание', '112,7');
    await hand.press(page, 'Исправить');
    await arrived(/Показание принято .*: 112,7 м³, 15 октября 2026/, 'reading-replaced');
  });

  it('R2: watches consumption as a chart and as a table', async () => {
    await hand.press(page, 'Расход');
    await arrived('Холодная вода по месяцам', 'consumption');
    await hand.choose(page, 'Что показать', 'Электроэнергия');
    await hand.choose(page, 'В чём', 'в рублях');
    await hand.press(page, 'Показать');
    await arrived('Электроэнергия по месяцам', 'consumption-roubles');
    expect(await page.locator('svg .chart-bar').count()).toBe(7);
    await says(/Сентябрь 2026 85 кВт·ч по счётчику 531,25 ₽/);
  });

  it('sees the charges of a month, and why a line is what it is, down to the events', async () => {
    await hand.press(page, 'Начисления');
    await arrived('Закрытые месяцы', 'charges');
    await hand.press(page, 'Сентябрь 2026');
    await arrived('Начислено на 84,27 ₽ больше, чем в августе 2026', 'month');
    await hand.press(page, /^Как посчитано\s?: Холодная вода$/);
    await arrived('(110,374 − 106,143) × 44,86 = 189,80266 ₽', 'why');
    await hand.press(page, 'Откуда взято каждое число');
    await arrived('Запись журнала', 'why-opened');
  });

  it('R3: sees how contributions for capital repair are charged', async () => {
    await hand.press(page, 'Капитальный ремонт');
    await arrived('У Вас 64,9 м² × 13,73 ₽ в месяц', 'capital-repair');
    await says('Фонд капитального ремонта (учебный)');
  });

  it('R5: tracks the debt: today, on a past day, as was known then, and what penalty is to come', async () => {
    await hand.press(page, 'Главная');
    await says('К оплате');
    await hand.press(page, 'За какие месяцы');
    await arrived('Если не платить', 'debt');
    await says('Основной долг 35 450,62 ₽, пени 994,69 ₽');
    await hand.day(page, 'На конец какого дня', '2026-07-31');
    await hand.day(page, 'Как было известно на день', '2026-07-31');
    await hand.press(page, 'Показать');
    await arrived('На 31 июля 2026, как было известно 31 июля 2026: 30 776,15 ₽', 'debt-then');
    await says('Что узнали позже');
  });

  it('asks what would be if, and nothing is recorded', async () => {
    await hand.press(page, 'Показания');
    await says('Показания счётчиков');
    await hand.press(page, 'Посчитать заранее');
    await arrived('ничего не запишется и никуда не отправится', 'what-if');
    const head = await cabinet.kvitok.stack.store.head();
    await hand.type(page, 'Сумма, ₽', '5000');
    await hand.press(page, 'Посчитать');
    await arrived('В итоге к оплате будет меньше на 5', 'what-if-answered');
    expect(await cabinet.kvitok.stack.store.head()).toBe(head);
  });

  it('R6: forms the slip of a month and downloads it', async () => {
    await hand.press(page, 'Начисления');
    await says('Закрытые месяцы');
    await hand.press(page, 'Квитанции');
    await arrived('Квитанция за любой закрытый месяц', 'slips');
    await hand.press(page, 'Сформировать за август 2026');
    await arrived('Квитанция за август 2026 готова', 'slip-formed');
    expect((await downloadBy('Скачать PDF')).subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('R4: looks for payments of a time and a state, and takes them along as tables', async () => {
    await hand.press(page, 'Платежи и долг');
    await says('Платежи, новые сверху');
    const table = page.locator('table', { hasText: 'Платежи, новые сверху' });
    const shown = async () => {
      const rows = await table.locator('tbody tr').allInnerTexts();
      return rows.map((row) => sumsOf(row)[0] ?? Number.NaN);
    };
    const all = await shown();
    await hand.day(page, 'С какого дня', '2026-06-01');
    await hand.choose(page, 'Состояние', 'принят');
    await hand.press(page, 'Показать');
    await arrived('3 платежа. Скачать', 'payments-filtered');
    const sums = await shown();
    // Of the four that the sample company has recorded, the one of March is left out.
    expect([all.length, sums]).toEqual([4, [9_000_00, 1_000_00, 7_000_00]]);
    const csv = await downloadBy('файл CSV');
    const lines: string[][] = parse(csv, { bom: true, delimiter: ';' });
    const [headings = [], ...rows] = lines;
    const inCsv = rows.map((row) => Number(row[headings.indexOf('Сумма, руб.')]?.replace(',', '')));
    expect(inCsv).toEqual(sums);
    expect(rows.map(([day]) => day)).toEqual(['30.09.2026', '30.09.2026', '30.06.2026']);
    expect(numbersOf(await downloadBy('таблица Excel'), 'C')).toEqual(sums);
  });

  it('R7: pays what is owed at the page of the bank, and owes it no more the same day', async () => {
    await hand.press(page, 'Главная');
    await says('К оплате');
    await hand.press(page, 'Оплатить');
    await arrived('Получателей двое, поэтому и платежа два', 'pay');
    const dwelling = page.locator('section', { hasText: 'Жильё и коммунальные услуги' });
    const [owed = Number.NaN] = sumsOf(await dwelling.locator('.sum').innerText());
    const filledIn = await dwelling.getByLabel('Сколько заплатить, рублей').inputValue();
    expect(owed).toBeGreaterThan(0);
    expect(Number(filledIn.replace(',', ''))).toBe(owed);
    await hand.press(page, 'Оплатить на странице банка', 'Жильё и коммунальные услуги');
    await arrived('Оплата в учебном банке', 'bank');
    expect(new URL(page.url()).origin).toBe(cabinet.bank.pageOrigins[0]);
    expect(sumsOf(await page.locator('main').innerText())).toEqual([owed]);
    await hand.press(page, 'Оплатить');
    await arrived('Платёж принят', 'paid');
    await says('Жильё и коммунальные услуги долга нет');
    await hand.press(page, 'История платежей');
    await arrived('Платежи, новые сверху', 'payments');
    const last = page.locator('table', { hasText: 'Платежи, новые сверху' }).locator('tbody tr').first();
    expect(inOneLine(await last.innerText())).toMatch(
      /^15 октября 2026 .* Жильё и коммунальные услуги на сайте зачислен/,
    );
    expect(sumsOf(await last.innerText())[0]).toBe(owed);
    await hand.press(page, 'Долг и пени');
    await arrived('Если не платить', 'debt-paid');
    // What was owed in all when the debt was looked at before, less what has just been paid.
    expect(sumsOf(await page.locator('main').innerText())[0]).toBe(35_450_62 + 994_69 - owed);
  });

  it('R8: orders a service for a day, finds it among the orders and cancels it', async () => {
    await hand.press(page, 'Услуги');
    await arrived('Снимем старый смеситель', 'services');
    await hand.press(page, /^Заказать\s?: Замена смесителя$/);
    await arrived('1 450,00 ₽ за 1 шт.', 'order');
    await hand.choose(page, 'День', 'среда, 21 октября');
    await hand.choice(page, 'Вечером');
    await hand.type(page, /^Количество/, '2');
    await hand.type(page, 'Что важно знать специалисту', 'Домофон 42');
    await hand.press(page, 'Проверить заказ');
    await arrived(/Проверьте заказ .*среда, 21 октября, вечером .*К оплате 2 900,00 ₽/, 'order-check');
    await hand.press(page, 'Заказать');
    await arrived('Заказ принят', 'order-placed');
    await hand.press(page, 'Все заказы');
    await arrived('Замена смесителя 21 октября 2026 Принят, ждёт подтверждения 2 900,00 ₽', 'orders');
    await hand.press(page, 'Замена смесителя');
    await says('Изменить заказ');
    await hand.press(page, 'Отменить заказ');
    await hand.press(page, 'Да, отменить заказ');
    await arrived('Отменён по Вашей просьбе', 'order-cancelled');
    await hand.press(page, 'Мои заказы');
    await arrived('Замена смесителя 21 октября 2026 Отменён', 'orders-cancelled');
  });

  it('R9: asks about a charge line with a photograph, and is told by when the answer comes', async () => {
    await hand.press(page, 'Начисления');
    await says('Закрытые месяцы');
    await hand.press(page, 'Сентябрь 2026');
    await says('Начислено на 84,27 ₽ больше');
    await hand.press(page, /^Как посчитано\s?: Холодная вода$/);
    await says('Холодная вода, сентябрь 2026');
    await hand.press(page, 'Спросить про эту строку');
    await arrived('О чём: Холодная вода, сентябрь 2026.', 'question');
    await hand.type(page, 'Ваш вопрос', 'Почему воды больше, чем в августе? Счётчик на снимке.');
    await hand.attach(page, 'Снимки и документы, если они нужны', await photograph());
    await hand.press(page, 'Отправить вопрос');
    // Ten business days: 4 November is a holiday that comes later.
    await arrived(/Сообщение отправлено Специалист ответит не позже 29 октября 2026/, 'question-sent');
    await says(/Ждёт ответа до 29 октября.*Счётчик на снимке\. счётчик\.png снимок, \d+ КБ/);
    await hand.press(page, 'Все обращения');
    await arrived('Ваши обращения, последние сверху', 'conversations');
    await says(/Холодная вода, сентябрь 2026.* Ждёт ответа до 29 октября 15 октября 2026/);
  });

  it('R9: reads the answer of the specialist, of which a letter tells', async () => {
    const { conversations } = await conversationsOf(cabinet);
    expect(conversations).toHaveLength(1);
    await answerAsSpecialist(cabinet, conversations[0]?.conversationId ?? '', 'Счётчик на снимке исправен.');
    await sendLetters(cabinet);
    const [letter] = await letterWith(cabinet, /Subject: Специалист ответил на Ваше обращение[^]*/);
    // A letter lies open on its way: it leads to the answer and does not tell it.
    expect(letter).not.toContain('исправен');
    expect(letter).toContain(`${cabinet.url}/conversations`);
    await hand.press(page, 'Обращения');
    await arrived(/Холодная вода, сентябрь 2026.* Специалист ответил/, 'conversations-answered');
    await hand.press(page, /^Холодная вода, сентябрь 2026/);
    await arrived(/Почему воды больше.*Счётчик на снимке исправен\./, 'conversation-answered');
  });

  it('goes out, and the way back shows nothing', async () => {
    await hand.press(page, 'Выйти');
    await arrived('Вы вышли из кабинета', 'signed-out');
    await page.goBack();
    await says('Вход в личный кабинет');
    await page.goto('/charges');
    await arrived('Вход в личный кабинет', 'sign-in-again');
  });

  it('met no fault of the pages on the way', () => {
    // A form that comes back with a question or a fault is told by its status, which browsers note.
    expect(faults.filter((fault) => !/status of (409|422)/.test(fault))).toEqual([]);
  });
});

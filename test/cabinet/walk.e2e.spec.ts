import { readFileSync } from 'node:fs';
import type { Browser, Locator, Page } from 'playwright-core';
import { keepPicture, openBrowser, seriousFaults, tabTo, tabToAny, visitorOf, watchFaults } from '../support/browser';
import { ACCOUNT, RunningCabinet, startCabinet } from '../support/cabinet';

/** How a person goes through the cabinet: with a mouse, or with a keyboard alone. */
interface Hand {
  readonly name: string;
  /** Follows a link or presses a button with this name; `within` tells several of one name apart. */
  press(page: Page, name: string | RegExp, within?: string): Promise<void>;
  /** Types into the field with this label, in place of what is there. */
  type(page: Page, label: string | RegExp, text: string): Promise<void>;
  /** Chooses a day of a field of dates, `YYYY-MM-DD`. */
  day(page: Page, label: string, date: string): Promise<void>;
  /** Chooses one of several answers. */
  choice(page: Page, answer: string): Promise<void>;
  /** Chooses an option of a list. */
  choose(page: Page, label: string, option: string): Promise<void>;
}

const anyControl = (page: Page | Locator, name: string | RegExp) =>
  page
    .getByRole('link', { name, exact: typeof name === 'string' })
    .or(page.getByRole('button', { name, exact: typeof name === 'string' }))
    .or(page.locator('summary', { hasText: name }))
    .first();

const mouse: Hand = {
  name: 'mouse',
  press: async (page, name, within) => {
    const part = within === undefined ? page : page.locator('section').filter({ hasText: within }).last();
    await anyControl(part, name).click();
  },
  type: async (page, label, text) => page.getByLabel(label).first().fill(text),
  day: async (page, label, date) => page.getByLabel(label).fill(date),
  choice: async (page, answer) => page.getByLabel(answer).check(),
  choose: async (page, label, option) => {
    await page.getByLabel(label).selectOption({ label: option });
  },
};

const OPTIONS_MAX = 30;

/** Everything by Tab, Enter, Space, arrows and letters; the pointer is never used. */
const keyboard: Hand = {
  name: 'keyboard',
  press: async (page, name) => {
    await tabTo(page, name);
    await page.keyboard.press('Enter');
  },
  type: async (page, label, text) => {
    await tabTo(page, label);
    await page.keyboard.press('Control+A');
    await page.keyboard.type(text);
  },
  day: async (page, label, date) => {
    await tabTo(page, label);
    // The field has parts in the order of the browser's own language: month, day, year in this one.
    const [year = '', month = '', day = ''] = date.split('-');
    await page.keyboard.type(`${month}${day}${year}`);
    expect(await page.locator(':focus').inputValue()).toBe(date);
  },
  choice: async (page, answer) => {
    await tabToAny(page, 'radio');
    const chosen = () => page.evaluate<string>("document.querySelector(':focus')?.labels?.[0]?.textContent ?? ''");
    for (let step = 0; step < OPTIONS_MAX && (await chosen()) !== answer; step += 1) {
      await page.keyboard.press('ArrowDown');
    }
    await page.keyboard.press('Space');
  },
  choose: async (page, label, option) => {
    await tabTo(page, new RegExp(`^${label}`));
    await page.keyboard.press('Home');
    const chosen = () => page.locator(':focus option:checked').innerText();
    for (let step = 0; (await chosen()) !== option; step += 1) {
      if (step > OPTIONS_MAX) throw new Error(`The arrows do not reach ${option}`);
      await page.keyboard.press('ArrowDown');
    }
  },
};

const WATER = /^Новое показание, м³/;
/** The cold water has its reading by then. */
const HOT_WATER = WATER;
const POWER = /^Новое показание, кВт·ч/;
const ATTEMPTS = 100;
const PAUSE_MILLISECONDS = 100;

let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});

afterAll(() => browser?.close());

describe.each([mouse, keyboard])('a resident with a $name', (hand) => {
  let cabinet: RunningCabinet;
  let page: Page;
  let faults: readonly string[];
  let pictures = 0;
  /** As it is printed on the paper slip. */
  let slip: { readonly login: string; readonly code: string };

  beforeAll(async () => {
    cabinet = await startCabinet();
    slip = await cabinet.slipOf(ACCOUNT);
    page = await (await visitorOf(browser, { url: cabinet.url })).newPage();
    faults = watchFaults(page);
  });

  afterAll(async () => {
    await page?.context().close();
    await cabinet?.close();
  });

  const text = async () => (await page.locator('main').innerText()).replace(/\s+/g, ' ');

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
    await keepPicture(page, `walk-${hand.name}/${String(pictures).padStart(2, '0')}-${name}`);
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
    await arrived(/Показание принято .*: 112,5, 15 октября 2026/, 'reading-accepted');
  });

  it('R1: is asked about an odd reading, and insists with a reason', async () => {
    await hand.type(page, POWER, '14000');
    await hand.press(page, 'Передать', 'Электроэнергия');
    await arrived('Показание необычное', 'reading-odd');
    await hand.choice(page, 'Долго не передавали, это за несколько месяцев');
    await hand.press(page, 'Всё верно, передать');
    await arrived(/Показание принято .*Электроэнергия.*: 14 000, 15 октября 2026/, 'reading-insisted');
  });

  it('R1: is told why a wrong value is refused, and corrects a misprint while the window is open', async () => {
    await hand.type(page, HOT_WATER, 'сто');
    await hand.press(page, 'Передать', 'Горячая вода');
    await arrived('Введите показание цифрами', 'reading-refused');
    await hand.press(page, 'Паспорт и все показания');
    await arrived('Исправить показание от 15 октября 2026', 'meter');
    await hand.type(page, 'Верное показание', '112,7');
    await hand.press(page, 'Исправить');
    await arrived(/Показание принято .*: 112,7, 15 октября 2026/, 'reading-replaced');
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
    await arrived('ReadingAccepted', 'why-opened');
  });

  it('R3: sees how contributions for capital repair are charged', async () => {
    await hand.press(page, 'Капитальный ремонт');
    await arrived('У вас 64,9 м² × 13,73 ₽ в месяц', 'capital-repair');
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
    await hand.press(page, 'А что, если…');
    await arrived('Мы посчитаем и ничего не запишем', 'what-if');
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
    const download = page.waitForEvent('download');
    await hand.press(page, 'Скачать PDF');
    const file = await (await download).path();
    expect(readFileSync(file).subarray(0, 5).toString()).toBe('%PDF-');
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

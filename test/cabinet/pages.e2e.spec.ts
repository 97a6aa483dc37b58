import type { Browser, BrowserContext, Page } from 'playwright-core';
import sharp from 'sharp';
import {
  foldedOnPaper,
  keepPicture,
  openBrowser,
  PHONE,
  seriousFaults,
  sidewaysScroll,
  visitorOf,
  VisitorOptions,
  watchFaults,
} from '../support/browser';
import { ACCOUNT } from '../support/cabinet';
import { routesOf } from '../support/page-routes';
import { sumsOf } from '../support/page-text';
import { CabinetWithBank, startCabinetWithBank } from '../support/training-bank';
import { preparePageStates, PageStates } from './page-states';
import { preparePageThings, PageThings } from './page-things';
import { CabinetPage, isNoPage, NO_PAGES, PAGES, routeOf, WITHOUT_SUMS } from './pages';
import { PageState, STATES } from './states';

/** Ways of looking at a page; a browser of each is opened once for all pages. */
const WAYS: Readonly<Record<string, Omit<VisitorOptions, 'url' | 'session'>>> = {
  desktop: {},
  phone: { viewport: PHONE },
  scriptless: { scripts: false },
};

let cabinet: CabinetWithBank;
let browser: Browser;
let things: PageThings;
let states: PageStates;
const visitors = new Map<string, BrowserContext>();

beforeAll(async () => {
  [cabinet, browser] = await Promise.all([startCabinetWithBank(), openBrowser()]);
  things = await preparePageThings(cabinet);
  states = await preparePageStates(cabinet);
});

afterAll(async () => {
  await browser?.close();
  await cabinet?.close();
});

/** The page in a window of its own. */
async function open(way: string, one: CabinetPage): Promise<{ page: Page; faults: readonly string[] }> {
  const { path, then, heading, says, signedIn } = one;
  const key = `${way} ${String(signedIn)}`;
  let visitor = visitors.get(key);
  if (visitor === undefined) {
    const session = signedIn ? { session: await cabinet.sessionOf(ACCOUNT) } : {};
    visitors.set(key, (visitor = await visitorOf(browser, { url: cabinet.url, ...session, ...WAYS[way] })));
  }
  const page = await visitor.newPage();
  const faults = watchFaults(page);
  await page.goto(typeof path === 'string' ? path : await path(things, page));
  await then?.(page, things);
  expect(await headingOf(page)).toMatch(heading);
  if (says !== undefined) expect(await page.locator('main').innerText()).toMatch(says);
  return { page, faults };
}

const headingOf = (page: Page) => page.locator('h1').first().innerText();

describe.each(PAGES)('the page $name', (one) => {
  it('says what it is, is accessible and without a fault, and prints without what belongs to a screen', async () => {
    const { page, faults } = await open('desktop', one);
    expect(await page.locator('footer a[href^="tel:"]').count()).toBe(1);
    expect(await seriousFaults(page)).toEqual([]);
    if (WITHOUT_SUMS.includes(routeOf(one))) expect(sumsOf(await page.locator('main').innerText())).toEqual([]);
    await keepPicture(page, `desktop/${one.name}`);
    await page.emulateMedia({ media: 'print' });
    await expect(page.locator('header nav').isVisible()).resolves.toBe(false);
    expect(await headingOf(page)).toMatch(one.heading);
    await keepPicture(page, `print/${one.name}`);
    expect(await foldedOnPaper(page)).toEqual([]);
    // What is not there, is void or was filled in wrong is told by a status, which browsers note as a fault.
    expect(faults.filter((fault) => !/status of (404|410|422)/.test(fault))).toEqual([]);
    await page.close();
  });

  it('scrolls nowhere sideways at 320 px, and is accessible there in the dark too', async () => {
    const { page } = await open('phone', one);
    expect(await sidewaysScroll(page)).toBe(0);
    await keepPicture(page, `phone/${one.name}`);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await seriousFaults(page)).toEqual([]);
    await keepPicture(page, `dark/${one.name}`);
    await page.close();
  });

  it('is whole with scripts off', async () => {
    const { page } = await open('scriptless', one);
    await page.close();
  });
});

/** The page in that state, in a window of its own. */
async function openState(way: string, { as, path, then, says }: PageState): Promise<Page> {
  const key = `${way} ${(as ?? ['nobody']).join(' ')}`;
  let visitor = visitors.get(key);
  if (visitor === undefined) {
    const [account = '', ...others] = as ?? [];
    const signedIn = () => (others.length === 0 ? cabinet.sessionOf(account) : cabinet.sessionWith(account, ...others));
    const session = as === null ? {} : { session: await signedIn() };
    visitors.set(key, (visitor = await visitorOf(browser, { url: cabinet.url, ...session, ...WAYS[way] })));
  }
  const page = await visitor.newPage();
  await page.goto(typeof path === 'string' ? path : path(states, things));
  await then?.(page, states);
  expect((await page.locator('main').innerText()).replaceAll(/[\u00a0\u202f]/g, ' ')).toMatch(says);
  return page;
}

describe.each(STATES)('the state $name', (one) => {
  it('is accessible in light and dark, scrolls nowhere sideways at 320 px, and is whole with scripts off', async () => {
    const page = await openState('phone', one);
    expect(await sidewaysScroll(page)).toBe(0);
    expect(await seriousFaults(page)).toEqual([]);
    await keepPicture(page, `states/${one.name}`);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await seriousFaults(page, 'colours')).toEqual([]);
    // Every fault that a summary names leads to something that is there to be seen.
    for (const link of await page.locator('.error-summary a').all()) {
      const target = await link.getAttribute('href');
      await expect(page.locator(target ?? 'none').isVisible()).resolves.toBe(true);
    }
    await page.close();
    await (await openState('scriptless', one)).close();
  });
});

describe('with scripts off, in a browser, a resident', () => {
  let page: Page;
  let before = 0;

  beforeAll(async () => {
    const session = await cabinet.sessionOf(ACCOUNT);
    page = await (await visitorOf(browser, { url: cabinet.url, session, scripts: false })).newPage();
  });

  beforeEach(async () => {
    await cabinet.kvitok.drain();
    before = await cabinet.kvitok.stack.store.head();
  });

  afterAll(() => page?.context().close());

  const press = async (name: string, within = 'main') => {
    const button = page.locator(within).getByRole('button', { name, exact: true });
    await Promise.all([page.waitForEvent('load'), button.click()]);
  };
  const said = async () => (await page.locator('main').innerText()).replaceAll(/\s+/g, ' ');
  const meter = (id: string) => `section[aria-labelledby="meter-${id}"]`;
  /** What the log has got of these types since the test began. */
  const noted = async (...types: readonly string[]) => {
    const { events } = await cabinet.kvitok.stack.store.readAll({ after: before, limit: 100 });
    return events.filter(({ type }) => types.includes(type)).map(({ type, data }) => ({ type, data }));
  };
  const WATER = { account: ACCOUNT, meterId: 'M00066', takenOn: '2026-10-15' };

  it('gives a reading', async () => {
    await page.goto('/readings');
    await page.locator('#reading-M00066-0').fill('112,5');
    await press('Передать', meter('M00066'));
    expect(await said()).toMatch(/Показание принято .*: 112,5 м³, 15 октября 2026/);
    expect(await noted('ReadingAccepted')).toMatchObject([
      { data: { ...WATER, values: ['112.5'], channel: 'cabinet' } },
    ]);
  });

  it('corrects a misprint in it', async () => {
    await page.goto('/readings/M00066');
    await page.getByLabel('Верное показание').fill('112,7');
    await press('Исправить');
    expect(await said()).toMatch(/Показание принято .*: 112,7 м³, 15 октября 2026/);
    expect(await noted('ReadingAccepted', 'ReadingCorrected')).toMatchObject([
      { type: 'ReadingCorrected', data: { ...WATER, values: ['112.7'] } },
    ]);
    await page.goto('/readings/M00066');
    expect(await page.locator('table tbody tr').first().innerText()).toContain('112,7');
  });

  it('insists on an unusual reading with a second press, and with the first one nothing is recorded', async () => {
    await page.goto('/readings');
    const power = page.locator('section', { hasText: 'Электроэнергия' }).last();
    const id = /meter-(\w+)/.exec((await power.getAttribute('aria-labelledby')) ?? '')?.[1] ?? '';
    await page.locator(`#reading-${id}-0`).fill('14000');
    await press('Передать', meter(id));
    expect(await said()).toContain('Показание необычное');
    expect(await noted('ReadingAccepted', 'ReadingDoubtNoted')).toEqual([]);
    expect(await page.locator(`#reading-${id}-0`).inputValue()).toBe('14000');
    await page.getByLabel('Долго не передавали, это за несколько месяцев').check();
    await press('Всё верно, передать', meter(id));
    expect(await said()).toMatch(/Показание принято .*: 14 000 кВт·ч, 15 октября 2026/);
    expect(await noted('ReadingAccepted', 'ReadingDoubtNoted')).toMatchObject([
      { type: 'ReadingAccepted', data: { meterId: id, values: ['14000'] } },
      { type: 'ReadingDoubtNoted', data: { meterId: id, explanation: 'long_absence' } },
    ]);
  });

  it('sends a photograph with a question, and reads both there', async () => {
    await page.goto('/conversations/new');
    await page.getByLabel('Ваш вопрос').fill('Счётчик на снимке.');
    const drawn = { width: 40, height: 30, channels: 3 as const, background: '#358' };
    const buffer = await sharp({ create: drawn }).png().toBuffer();
    const file = { name: 'счётчик.png', mimeType: 'image/png', buffer };
    await page.getByLabel('Снимки и документы, если они нужны').setInputFiles(file);
    await press('Отправить вопрос');
    expect(await said()).toMatch(/Сообщение отправлено .*Счётчик на снимке\. счётчик\.png снимок/);
    expect(await noted('MessageWritten', 'AttachmentAdded')).toMatchObject([
      { type: 'MessageWritten' },
      { type: 'AttachmentAdded', data: { account: ACCOUNT } },
    ]);
    const address = await page.locator('main a[href*="/files/"]').first().getAttribute('href');
    const kept = await page.request.get(address ?? '');
    expect((await sharp(await kept.body()).metadata()).width).toBe(40);
  });

  it('asks what would be if, is told, and nothing is recorded', async () => {
    await page.goto('/what-if');
    await page.getByLabel('Сумма, ₽').fill('5000');
    await press('Посчитать');
    expect(await said()).toMatch(/В итоге к оплате будет меньше на 5 \d{3},\d{2} ₽/);
    expect(await page.getByLabel('Сумма, ₽').inputValue()).toBe('5000');
    expect(await cabinet.kvitok.stack.store.head()).toBe(before);
  });
});

it('a history of payments takes few sheets of paper', async () => {
  const visitor = await visitorOf(browser, { url: cabinet.url, session: await cabinet.sessionOf(ACCOUNT) });
  const page = await visitor.newPage();
  await page.goto('/payments');
  const rows = await page.locator('.table tbody tr').count();
  const sheets = ((await page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type\s*\/Page\b/g) ?? []).length;
  expect(rows).toBeGreaterThan(5);
  expect(sheets).toBeGreaterThan(0);
  expect(sheets).toBeLessThanOrEqual(2);
  await visitor.close();
});

describe('the pages that are looked at', () => {
  it('are all that the cabinet has: a new address gets its line in pages.ts, or a reason in NO_PAGES', () => {
    const visited = new Set(PAGES.map(routeOf));
    const routes = routesOf(cabinet.cabinet, 'get');
    expect(routes.length).toBeGreaterThan(30);
    expect(routes.filter((route) => !visited.has(route) && !isNoPage(route))).toEqual([]);
    expect(Object.keys(NO_PAGES).filter((path) => !routes.some((route) => route.startsWith(path)))).toEqual([]);
    expect([...visited].filter((route) => route !== '' && !routes.includes(route))).toEqual([]);
  });
});

describe('what opens on demand', () => {
  it('is opened by a script while a browser prints that has no style for it, and closed again', async () => {
    const visitor = await visitorOf(browser, { url: cabinet.url, session: await cabinet.sessionOf(ACCOUNT) });
    const page = await visitor.newPage();
    await page.goto('/debt');
    const details = page.locator('main details');
    const open = page.locator('main details[open]');
    const count = await details.count();
    await details.first().locator('summary').click();
    expect([count > 1, await open.count()]).toEqual([true, 1]);
    await page.evaluate(`dispatchEvent(new Event('beforeprint'))`);
    expect(await open.count()).toBe(count);
    await page.evaluate(`dispatchEvent(new Event('afterprint'))`);
    expect(await open.count()).toBe(1);
    await visitor.close();
  });
});

describe('these tests', () => {
  const BROKEN = `<!doctype html><html><head><title>x</title></head><body><main><h1>x</h1>
    <img src="data:,"><details><summary>folded</summary><p>away</p></details><p style="color:#999;background:#aaa;width:900px">faint and wide</p></main></body></html>`;

  it('would see an inaccessible page, one that is too wide or keeps back on paper, and an error of a script', async () => {
    const visitor = await visitorOf(browser, { url: cabinet.url, viewport: PHONE });
    const page = await visitor.newPage();
    const faults = watchFaults(page);
    await page.setContent(BROKEN);
    const seen = (await seriousFaults(page)).join('\n');
    expect(seen).toContain('color-contrast');
    expect(seen).toContain('image-alt');
    expect(seen).toContain('html-has-lang');
    expect(await sidewaysScroll(page)).toBeGreaterThan(500);
    expect(await foldedOnPaper(page)).toEqual(['folded']);
    await page.addScriptTag({ content: 'throw new Error("a fault of the page")' });
    expect(faults).toContain('a fault of the page');
    await visitor.close();
  });
});

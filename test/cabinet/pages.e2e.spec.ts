import type { Browser, BrowserContext, Page } from 'playwright-core';
import {
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
import { preparePageThings, PageThings } from './page-things';
import { CabinetPage, isNoPage, NO_PAGES, PAGES, routeOf, WITHOUT_SUMS } from './pages';

/** Ways of looking at a page; a browser of each is opened once for all pages. */
const WAYS: Readonly<Record<string, Omit<VisitorOptions, 'url' | 'session'>>> = {
  desktop: {},
  phone: { viewport: PHONE },
  scriptless: { scripts: false },
};

let cabinet: CabinetWithBank;
let browser: Browser;
let things: PageThings;
const visitors = new Map<string, BrowserContext>();

beforeAll(async () => {
  [cabinet, browser] = await Promise.all([startCabinetWithBank(), openBrowser()]);
  things = await preparePageThings(cabinet);
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

describe('these tests', () => {
  const BROKEN = `<!doctype html><html><head><title>x</title></head><body><main><h1>x</h1>
    <img src="data:,"><p style="color:#999;background:#aaa;width:900px">faint and wide</p></main></body></html>`;

  it('would see an inaccessible page, one that is too wide, and an error of a script', async () => {
    const visitor = await visitorOf(browser, { url: cabinet.url, viewport: PHONE });
    const page = await visitor.newPage();
    const faults = watchFaults(page);
    await page.setContent(BROKEN);
    const seen = (await seriousFaults(page)).join('\n');
    expect(seen).toContain('color-contrast');
    expect(seen).toContain('image-alt');
    expect(seen).toContain('html-has-lang');
    expect(await sidewaysScroll(page)).toBeGreaterThan(500);
    await page.addScriptTag({ content: 'throw new Error("a fault of the page")' });
    expect(faults).toContain('a fault of the page');
    await visitor.close();
  });
});

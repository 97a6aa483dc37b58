import type { Browser, BrowserContext } from 'playwright-core';
import { RunningBackOffice, startBackOffice } from '../support/back-office';
import { keepPicture, openBrowser, PHONE, seriousFaults, sidewaysScroll, visitorOf } from '../support/browser';
import { ACCOUNT } from '../support/cabinet';
import { Resident } from '../support/resident';

/** A page, by the route that shows it. */
interface Reached {
  readonly route: string;
  readonly path: string;
}

interface ExpressRouter {
  readonly router: {
    readonly stack: readonly {
      readonly route?: { readonly path: unknown; readonly methods: Readonly<Record<string, boolean>> };
    }[];
  };
}

/** A tariff that no closed month was charged by. */
const WITHDRAWAL = '/tariffs/withdrawal?rule=tariff%7C%7Celectricity%7C&from=2026-10-01';
/** Pages of which the search for links begins: whoever reads them finds all others. */
const BEGINNINGS = [
  `/accounts?query=${ACCOUNT.slice(0, 4)}`,
  `/accounts/${ACCOUNT}/statements/2026-09`,
  '/keys',
  WITHDRAWAL,
];
/** What people read no page of. */
const NO_PAGES = /^\/(api|assets|docs|health)(\/|$|-)|\.(csv|xlsx)$|^\/(live|ready|metrics|robots)/;

const PARTS = [0, 1, 2, 3, 4, 5, 6, 7];

let office: RunningBackOffice;
let browser: Browser;
let chief: Resident;
/** Routes that answer to GET with a page, in the order in which they are looked at. */
let routes: readonly string[];
/** One page of each route that some link leads to. */
let reached: readonly Reached[];
/** Links that lead nowhere. */
const broken: string[] = [];

beforeAll(async () => {
  [office, browser] = await Promise.all([startBackOffice(), openBrowser()]);
  chief = await office.officer('chief');
  await office.asked('refund', 'P-1');
  const { router } = office.office.getHttpAdapter().getInstance() as ExpressRouter;
  const paths = router.stack.flatMap(({ route }) => (route?.methods['get'] === true ? [route.path] : []));
  routes = [...new Set(paths.filter((path) => typeof path === 'string'))].filter((path) => !NO_PAGES.test(path));
  reached = await walk();
});

afterAll(async () => {
  await browser?.close();
  await office?.close();
});

/** Follows links from page to page, one of each route: a new page comes in by the link that leads to it. */
async function walk(): Promise<readonly Reached[]> {
  const found = new Map<string, Reached>();
  const waiting = [...BEGINNINGS, ...routes.filter((route) => !route.includes(':'))];
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    const route = routeOf(path);
    if (route === null || found.has(route)) continue;
    const { status, headers, text } = await chief.get(path);
    if (status >= 400) broken.push(`${path} is answered with ${String(status)}`);
    if (status !== 200 || headers.get('content-type')?.startsWith('text/html') !== true) continue;
    found.set(route, { route, path });
    for (const [, link = ''] of text.matchAll(/<a\b[^>]*href="(\/[^"#]*)"/g))
      waiting.push(link.replaceAll('&amp;', '&'));
  }
  return [...found.values()];
}

/** The route that shows a path; null for what is no page. */
function routeOf(path: string): string | null {
  const [plain = ''] = path.split('?');
  if (NO_PAGES.test(plain)) return null;
  return routes.find((route) => formOf(route).test(plain)) ?? null;
}

function formOf(route: string): RegExp {
  return new RegExp(`^${route.replaceAll('.', '\\.').replace(/:\w+/g, '[^/]+')}$`);
}

/** Looks at every page whose number leaves this rest: one test for all would take longer than a test may. */
async function everyPage(
  rest: number,
  visitor: BrowserContext,
  look: (path: string, name: string) => Promise<string[]>,
) {
  const pages = reached.filter((_, index) => index % PARTS.length === rest);
  expect(pages).not.toEqual([]);
  const faults: string[] = [];
  for (const { route, path } of pages) {
    const name = route === '/' ? 'home' : route.slice(1).replace(/[/:]+/g, '-');
    for (const fault of await look(path, name)) faults.push(`${path}: ${fault}`);
  }
  await visitor.close();
  return faults;
}

const open = async (viewport?: { width: number; height: number }) =>
  visitorOf(browser, {
    url: office.url,
    session: await office.sessionOf('chief'),
    cookie: 'kvitok_office_session',
    ...(viewport && { viewport }),
  });

it('the walk comes to every section, and to an account down to the facts behind its sums', () => {
  const seen = reached.map(({ route }) => route);
  for (const route of [
    '/houses',
    '/houses/:houseId',
    '/accounts/:account',
    '/accounts/:account/debts',
    '/accounts/:account/payments',
    '/accounts/:account/lines/:period/:utility',
    '/accounts/:account/events/:eventId',
    '/tariffs',
    '/period',
    '/approvals/:approvalId',
    '/audit',
    '/staff/:staffId',
  ]) {
    expect(seen).toContain(route);
  }
});

it('no link leads nowhere', () => {
  // Steps of the way in lead whoever has signed in to the first page; these pages show what a link names.
  expect(
    broken.filter(
      (fault) => !/^\/(tariffs\/(check|withdrawal) |readings\/(entry|doubt|correction) |sign-in)/.test(fault),
    ),
  ).toEqual([]);
});

it.each(PARTS)('every page has a heading and nothing that keeps anybody out, part %i', async (rest) => {
  const visitor = await open();
  const page = await visitor.newPage();
  const faults = await everyPage(rest, visitor, async (path, name) => {
    await page.goto(path);
    await keepPicture(page, `office/${name}`);
    const headings = await page.locator('h1').count();
    return [...(headings === 1 ? [] : [`has ${String(headings)} first headings`]), ...(await seriousFaults(page))];
  });
  expect(faults).toEqual([]);
});

it.each(PARTS)('no page scrolls sideways at 320 px, part %i', async (rest) => {
  const visitor = await open(PHONE);
  const page = await visitor.newPage();
  const faults = await everyPage(rest, visitor, async (path, name) => {
    await page.goto(path);
    await keepPicture(page, `office-phone/${name}`);
    const wide = await sidewaysScroll(page);
    return wide === 0 ? [] : [`is ${String(wide)} px too wide`];
  });
  expect(faults).toEqual([]);
});

it('the rows of interruptions stand level, one column below another, and below one another on a telephone', async () => {
  const form = `/recalculations/new?kind=interruption&account=${ACCOUNT}`;
  const visitor = await open();
  const page = await visitor.newPage();
  await page.goto(form);
  const boxes = await page.evaluate<{ x: number; y: number; width: number }[][]>(`[1, 2, 3].map((act) =>
    ['startedOn', 'startedAt', 'hours'].flatMap((field) => [
      document.querySelector('label[for=' + field + act + ']').getBoundingClientRect(),
      document.getElementById(field + act).getBoundingClientRect(),
    ].map(({ x, y, width }) => ({ x, y, width }))))`);
  const columns = boxes.map((row) => row.filter((_, index) => index % 2 === 1).map(({ x, width }) => [x, width]));
  expect(columns).toEqual([columns[0], columns[0], columns[0]]);
  for (const row of boxes) {
    for (const labels of [0, 1]) {
      expect(new Set(row.filter((_, index) => index % 2 === labels).map(({ y }) => y)).size).toBe(1);
    }
  }
  await visitor.close();
  const telephone = await open(PHONE);
  const small = await telephone.newPage();
  await small.goto(form);
  expect(await sidewaysScroll(small)).toBe(0);
  await telephone.close();
});

import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { AxeResults } from 'axe-core';
import { Browser, BrowserContext, chromium, Page } from 'playwright-core';
import { ROOT } from './command-line';

/** Where systems put it; `CHROMIUM_PATH` names another place. */
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/snap/bin/chromium'];
const SCREENSHOTS = join(ROOT, 'reports', 'screenshots');
const AXE = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8');

export const DESKTOP = { width: 1280, height: 900 };
/** The narrowest screen on which nothing may scroll sideways (WCAG 2.2, 1.4.10). */
export const PHONE = { width: 320, height: 640 };

/** Opens the system's Chromium. A suite without one fails: a walk that nobody made proves nothing. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM_PATH'] ?? PLACES.find((place) => existsSync(place));
  if (executablePath === undefined || !existsSync(executablePath)) {
    throw new Error(
      'There is no Chromium for the browser tests. Install one (`apt-get install chromium`), or name it in CHROMIUM_PATH.',
    );
  }
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

export interface VisitorOptions {
  readonly url: string;
  /** The token of an open session; absent for a stranger. */
  readonly session?: string;
  /** The name under which the gateway keeps it; the cabinet’s where absent. */
  readonly cookie?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly scripts?: boolean;
  readonly dark?: boolean;
}

/** A browser of one person, with cookies of its own. */
export async function visitorOf(browser: Browser, options: VisitorOptions): Promise<BrowserContext> {
  const { url, session, cookie = 'kvitok_session', viewport = DESKTOP, scripts = true, dark = false } = options;
  const context = await browser.newContext({
    baseURL: url,
    viewport,
    javaScriptEnabled: scripts,
    locale: 'ru-RU',
    timezoneId: 'Europe/Samara',
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
  });
  if (session !== undefined) {
    await context.addCookies([{ name: cookie, value: session, url, httpOnly: true, sameSite: 'Lax' }]);
  }
  return context;
}

const EVERY_RULE = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** What depends on colours alone: the rest of a page that was looked at in the light is the same in the dark. */
const RULES_OF_COLOURS = ['color-contrast', 'link-in-text-block'];

/** What axe finds serious or critical, a line each, with the elements; empty is good. */
export async function seriousFaults(page: Page, what: 'everything' | 'colours' = 'everything'): Promise<string[]> {
  const wanted = what === 'everything' ? EVERY_RULE : { type: 'rule', values: RULES_OF_COLOURS };
  // Evaluated by the debugger, so that the page keeps its policy of contents.
  await page.evaluate(AXE);
  const results = await page.evaluate<AxeResults>(`axe.run(document, { runOnly: ${JSON.stringify(wanted)} })`);
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, impact, nodes }) => `${impact ?? ''} ${id}: ${nodes.map(({ target }) => target.join(' ')).join('; ')}`);
}

/** By how many pixels the page is wider than its window. */
export async function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}

/**
 * What opens on demand and would not be on paper, by its summary; forms are for the screen alone. The page has to have
 * been drawn in the media of print: what is out of sight is found when a frame is made.
 */
export async function foldedOnPaper(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`[...document.querySelectorAll('details')]
    .filter((one) => [...one.children].some((child) => !['SUMMARY', 'FORM'].includes(child.tagName)
      && !child.matches('.on-screen, .buttons, .button, :has(> form:only-child)')
      && (!child.checkVisibility({ contentVisibilityAuto: true }) || child.getBoundingClientRect().height === 0)))
    .map((one) => one.querySelector('summary').textContent)`);
}

/** Keeps a picture of the whole page in `reports/screenshots`. In CI, where nobody looks at them, it is drawn and not kept. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  if ((process.env['CI'] ?? '') !== '') {
    // A corner is enough to have a frame made; a page whose scripts are off tells of none.
    await page.screenshot({ clip: { x: 0, y: 0, width: 1, height: 1 } });
    return;
  }
  const path = join(SCREENSHOTS, `${name}.png`);
  mkdirSync(dirname(path), { recursive: true });
  await page.screenshot({ path, fullPage: true });
}

/** Faults that the page itself reports: errors of scripts and what its policy of contents has refused. */
export function watchFaults(page: Page): readonly string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  return faults;
}

const TAB_STOPS_MAX = 200;

/**
 * Goes on with the Tab key alone to the element with this accessible name, as somebody without a mouse does, and fails
 * where the keyboard does not reach it. Every stop on the way must be visible.
 */
export async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const isIt = (text: string) => (typeof name === 'string' ? text === name : name.test(text));
  for (let stop = 0; stop < TAB_STOPS_MAX; stop += 1) {
    await page.keyboard.press('Tab');
    if (isIt(await focusedName(page))) return;
  }
  throw new Error(`The keyboard does not reach ${String(name)} on ${page.url()}`);
}

/** As `tabTo`, to the next control of a kind. */
export async function tabToAny(page: Page, type: 'radio' | 'checkbox'): Promise<void> {
  for (let stop = 0; stop < TAB_STOPS_MAX; stop += 1) {
    await page.keyboard.press('Tab');
    if ((await page.evaluate<string>('document.activeElement?.type ?? ""')) === type) return;
  }
  throw new Error(`The keyboard reaches no ${type} on ${page.url()}`);
}

/** What a screen reader would call the element in focus, near enough: its label or its text. */
function focusedName(page: Page): Promise<string> {
  return page.evaluate<string>(`(() => {
    const element = document.activeElement;
    if (element === null || element === document.body) return '';
    const labels = element.labels ? [...element.labels].map((label) => label.textContent) : [];
    const text = element.getAttribute('aria-label') ?? (labels.length > 0 ? labels.join(' ') : element.textContent);
    return (text ?? '').replace(/\\s+/g, ' ').trim();
  })()`);
}

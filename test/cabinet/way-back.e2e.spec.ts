import type { Browser, Page } from 'playwright-core';
import { openBrowser, visitorOf } from '../support/browser';
import { ACCOUNT, RunningCabinet, startCabinet } from '../support/cabinet';
import { Resident } from '../support/resident';
import { oneTimeLink } from './page-things';

let cabinet: RunningCabinet;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  [cabinet, browser] = await Promise.all([startCabinet(), openBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await cabinet?.close();
});

beforeEach(async () => {
  const session = await cabinet.sessionOf(ACCOUNT);
  page = await (await visitorOf(browser, { url: cabinet.url, session, scripts: false })).newPage();
});

afterEach(() => page.context().close());

/** The first meter of the page, filled in and sent by one of its buttons. */
async function give(value: string, step: 'send' | 'forecast'): Promise<void> {
  await page.goto('/readings');
  await send(value, step);
}

async function send(value: string, step: 'send' | 'forecast'): Promise<void> {
  const form = page.locator('form[action="/readings"]').first();
  await form.locator('input[name=value0]').fill(value);
  await form.locator(`button[value=${step}]`).click();
}

const typed = () => page.locator('form[action="/readings"] input[name=value0]').first().inputValue();
const said = () => page.locator('main').innerText();

describe('a page that the browser may keep', () => {
  it('is no page that is read by its address, and no answer that shows a secret', async () => {
    const { path, browserToken } = await oneTimeLink(cabinet, ACCOUNT);
    const resident = new Resident(cabinet.url, browserToken, 'kvitok_browser');
    expect((await resident.get(path)).headers.get('cache-control')).toBe('no-store');
    const shown = await resident.submit(path, path, {});
    expect(shown.text).toContain((await cabinet.slipOf(ACCOUNT)).code);
    expect(shown.headers.get('cache-control')).toBe('no-store');
  });
});

describe('«Назад» after a form, without scripts', () => {
  it('shows the form that was refused, with what was typed', async () => {
    await give('1', 'send');
    expect(await said()).toContain('Новое показание меньше прошлого');
    await page.goto('/faq');
    await page.goBack();
    expect(await said()).toContain('Новое показание меньше прошлого');
    expect(await typed()).toBe('1');
  });

  it('shows a price that was told before anything was sent', async () => {
    await give('112,5', 'forecast');
    expect(await said()).toContain('Что получится');
    await page.goto('/faq');
    await page.goBack();
    expect(await said()).toContain('Что получится');
    expect(await typed()).toBe('112,5');
  });

  it('shows the refused form also after it was put right, and tells what became of it when it is sent once more', async () => {
    await give('1', 'send');
    await send('113', 'send');
    expect(await said()).toContain('Показание принято');
    await page.goBack();
    await send('114', 'send');
    expect(await said()).toContain('Это уже отправлено раньше с другими данными');
    // The page has come back with a key of its own: what is sent now is looked at anew.
    await send('114', 'send');
    expect(await said()).toContain('уже записано. Чтобы изменить его, подайте исправление');
  });

  it('shows nothing of it once the session has ended by itself', async () => {
    await give('1', 'send');
    await page.context().clearCookies({ name: 'kvitok_session' });
    await page.goto('/charges');
    expect(page.url()).toContain('/sign-in');
    await expect(page.goBack()).rejects.toThrow('ERR_CACHE_MISS');
  });

  // Last: the session is over.
  it('shows nothing of it to whoever comes after the sign-out', async () => {
    await give('1', 'send');
    await page.getByRole('button', { name: 'Выйти' }).click();
    expect(await said()).toContain('Вы вышли из кабинета');
    // The browser has nothing to show, and asks instead.
    await expect(page.goBack()).rejects.toThrow('ERR_CACHE_MISS');
  });
});

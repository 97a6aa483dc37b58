import { readFileSync } from 'node:fs';
import type { Browser, Locator, Page } from 'playwright-core';
import { EnrolledOfficer, OFFICE_PASSWORD, RunningBackOffice } from './back-office';
import { keepPicture, seriousFaults, visitorOf, watchFaults } from './browser';
import { AttachedFile, mouse, watchFileWindows } from './hands';

const ATTEMPTS = 600;
const PAUSE_MILLISECONDS = 100;
const PATIENCE_MILLISECONDS = 60_000;

export const inOneLine = (text: string) => text.replace(/\s+/g, ' ').trim();

/** Somebody of the office at a real browser: reads the pages, follows their links, presses their buttons. */
export class Clerk {
  private readonly faults: readonly string[];

  private constructor(
    readonly page: Page,
    private readonly officer: EnrolledOfficer,
    private readonly office: RunningBackOffice,
    private readonly album: { pictures: number },
  ) {
    this.faults = watchFaults(page);
    watchFileWindows(page);
  }

  /** `album` numbers the pictures of all who walk together. */
  static async at(
    browser: Browser,
    office: RunningBackOffice,
    officer: EnrolledOfficer,
    album: { pictures: number },
  ): Promise<Clerk> {
    const context = await visitorOf(browser, { url: office.url });
    context.setDefaultTimeout(PATIENCE_MILLISECONDS);
    return new Clerk(await context.newPage(), officer, office, album);
  }

  /** Opens the office and comes in with number, password and a code of the own second factor. */
  async comesIn(): Promise<void> {
    await this.page.goto('/');
    await this.says('Вход для сотрудников');
    await this.types('Номер сотрудника', this.officer.staffId);
    await this.types('Пароль', OFFICE_PASSWORD);
    await this.presses('Дальше');
    await this.says('Код из приложения');
    await this.types('6 цифр из приложения на телефоне', this.office.codeOf(this.officer));
    await this.presses('Войти');
    await this.says('Сегодня');
  }

  presses(name: string | RegExp): Promise<void> {
    return mouse.press(this.page, name);
  }

  /** A link or a button in the row of a table that has these words. */
  async pressesInRow(words: string, name: string | RegExp): Promise<void> {
    const control = (within: Page | Locator) =>
      within.getByRole('link', { name }).or(within.getByRole('button', { name }));
    const rows = this.page.locator('tbody tr', { hasText: words }).filter({ has: control(this.page) });
    await control(rows.first()).first().click();
  }

  async types(label: string | RegExp, text: string): Promise<void> {
    await this.field(label).fill(text);
  }

  async chooses(label: string, option: string): Promise<void> {
    await this.field(label).selectOption({ label: option });
  }

  /** A field by its label, below the head of the page; the first of several that have the same one. */
  field(label: string | RegExp): Locator {
    const main = this.page.locator('main');
    return main.getByLabel(label, { exact: typeof label === 'string' }).first();
  }

  /** Gives the reason in the form that ends with this button, where several forms of a page ask for one. */
  async explains(button: string, reason: string): Promise<void> {
    const form = this.page.locator('form').filter({ has: this.page.getByRole('button', { name: button }) });
    await form.getByLabel('Основание').fill(reason);
  }

  picks(answer: string): Promise<void> {
    return mouse.choice(this.page, answer);
  }

  attaches(label: string, file: AttachedFile): Promise<void> {
    return mouse.attach(this.page, label, file);
  }

  row(words: string): Locator {
    return this.page.locator('tbody tr', { hasText: words }).first();
  }

  async textOfRow(words: string): Promise<string> {
    return inOneLine(await this.row(words).innerText());
  }

  /** The value beside a name in a list of facts. */
  async fact(name: string): Promise<string> {
    const value = this.page.locator('dl > div').filter({ has: this.page.locator('dt', { hasText: name }) });
    return value.locator('dd').first().innerText();
  }

  async text(): Promise<string> {
    return inOneLine(await this.page.locator('main').innerText());
  }

  /** Waits until the page says it: a press is followed by a page. */
  async says(words: string | RegExp): Promise<void> {
    const isSaid = (said: string) => (typeof words === 'string' ? said.includes(words) : words.test(said));
    let said = '';
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      said = await this.text().catch(() => '');
      if (isSaid(said)) return;
      await this.page.waitForTimeout(PAUSE_MILLISECONDS);
    }
    throw new Error(`${this.page.url()} does not say ${String(words)}, but: ${said}`);
  }

  /** Presses what shows how far a work has come, until the page says that it is done. */
  async pressesUntil(name: string | RegExp, words: string | RegExp): Promise<void> {
    const isSaid = (said: string) => (typeof words === 'string' ? said.includes(words) : words.test(said));
    let said = '';
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      said = await this.text().catch(() => '');
      if (isSaid(said)) return;
      const control = this.page.getByRole('link', { name }).first();
      if (await control.isVisible().catch(() => false)) await control.click();
      await this.page.waitForTimeout(PAUSE_MILLISECONDS * 2);
    }
    throw new Error(`${this.page.url()} does not come to say ${String(words)}, but: ${said}`);
  }

  /** What a step ends with: the page that was meant, no serious fault of accessibility, a picture. */
  async arrived(words: string | RegExp, name: string): Promise<void> {
    await this.says(words);
    await this.page.waitForLoadState();
    expect([name, await seriousFaults(this.page)]).toEqual([name, []]);
    this.album.pictures += 1;
    await keepPicture(this.page, `accountants-month/${String(this.album.pictures).padStart(2, '0')}-${name}`);
  }

  /** The file that a link or a button gives. */
  async downloads(name: string | RegExp, row?: string): Promise<Buffer> {
    const download = this.page.waitForEvent('download', { timeout: 90_000 });
    await (row === undefined ? this.presses(name) : this.pressesInRow(row, name));
    return readFileSync(await (await download).path());
  }

  /** What the browser itself complained of; a form that comes back with a fault is told by its status. */
  complaints(): readonly string[] {
    return this.faults.filter((fault) => !/status of 422/.test(fault));
  }

  async leaves(): Promise<void> {
    await this.page.context().close();
  }
}

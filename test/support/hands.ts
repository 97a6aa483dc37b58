import type { Locator, Page } from 'playwright-core';
import { tabTo, tabToAny } from './browser';

/** How a person goes through the cabinet: with a mouse, or with a keyboard alone. */
export interface Hand {
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
  /** Opens the window of files at the field with this label and takes one there. */
  attach(page: Page, label: string, file: AttachedFile): Promise<void>;
}

export interface AttachedFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

const anyControl = (page: Page | Locator, name: string | RegExp) =>
  page
    .getByRole('link', { name, exact: typeof name === 'string' })
    .or(page.getByRole('button', { name, exact: typeof name === 'string' }))
    .or(page.locator('summary', { hasText: name }))
    .first();

export const mouse: Hand = {
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
  attach: async (page, label, file) => takeFile(page, file, () => page.getByLabel(label).click()),
};

const OPTIONS_MAX = 30;

/** Everything by Tab, Enter, Space, arrows and letters; the pointer is never used. */
export const keyboard: Hand = {
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
    const chosen = async () => (await page.locator(':focus option:checked').innerText()).replace(/\s+/g, ' ');
    for (let step = 0; (await chosen()) !== option; step += 1) {
      if (step > OPTIONS_MAX) throw new Error(`The arrows do not reach ${option}`);
      await page.keyboard.press('ArrowDown');
    }
  },
  attach: async (page, label, file) => {
    await tabTo(page, label);
    await takeFile(page, file, () => page.keyboard.press('Enter'));
  },
};

/**
 * A page whose windows of files are told to the test. The browser hears of it after a moment: told only when a window is
 * about to open, it would open one of the system's, which nobody sees.
 */
export function watchFileWindows(page: Page): void {
  page.on('filechooser', () => undefined);
}

/** The window of files is the system's: what is chosen in it is told to the browser. The page is a watched one. */
async function takeFile(page: Page, file: AttachedFile, open: () => Promise<void>): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), open()]);
  await chooser.setFiles(file);
}

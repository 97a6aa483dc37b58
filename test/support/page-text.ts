/** Reading pages as a person does: tables by their captions, sums in words back to kopecks. */

/** What stands between the head and the foot of a page. */
export function mainOf(page: string): string {
  const main = /<main[^>]*>([^]*)<\/main>/.exec(page)?.[1];
  if (main === undefined) throw new Error('The page has no main part');
  return main;
}

export interface ShownTable {
  readonly rows: readonly (readonly string[])[];
  readonly foot: readonly string[];
}

/** The cells of the table whose caption begins with these words; a missing one is an empty one. */
export function tableOf(page: string, caption: string): ShownTable {
  const table = page.split('<table').find((part) => part.includes(`<caption>${caption}`));
  if (table === undefined) return { rows: [], foot: [] };
  const within = (part: string) => new RegExp(`<${part}>([^]*?)</${part}>`).exec(table)?.[1] ?? '';
  return {
    rows: [...within('tbody').matchAll(/<tr>([^]*?)<\/tr>/g)].map(([, row = '']) => cellsOf(row)),
    foot: cellsOf(within('tfoot')),
  };
}

function cellsOf(row: string): string[] {
  return [...row.matchAll(/<(td|th)\b[^>]*>([^]*?)<\/\1>/g)].map(([, , cell = '']) => cell);
}

/** Tags are no words. */
export function wordsOfHtml(html: string): string {
  return html.replace(/<[^>]*>/g, ' ');
}

const SUM = /(долга нет)|(долг |переплата )?(\u2212)?(\d{1,3}(?:\u202f\d{3})*),(\d{2})\u00a0₽/g;

/** Every sum in a text, in kopecks: an overpayment and a true minus are below zero, «долга нет» is nothing. */
export function sumsOf(html: string): number[] {
  return [...wordsOfHtml(html).matchAll(SUM)].map(([, none, word, minus, roubles = '', kopecks = '']) => {
    if (none !== undefined) return 0;
    const amount = Number(`${roubles.replaceAll('\u202f', '')}${kopecks}`);
    return word === 'переплата ' || minus !== undefined ? -amount : amount;
  });
}

/** The first sum after a text. Throws where the text or the sum is missing. */
export function sumAfter(html: string, mark: string): number {
  const [first] = html.includes(mark) ? sumsOf(html.slice(html.indexOf(mark) + mark.length)) : [];
  if (first === undefined) throw new Error(`There is no sum after ${mark}`);
  return first;
}

const MONTHS = [
  'январ',
  'феврал',
  'март',
  'апрел',
  'ма',
  'июн',
  'июл',
  'август',
  'сентябр',
  'октябр',
  'ноябр',
  'декабр',
];

/** The month that is named first in a text, in any case, as `2026-09`. Throws where none is named. */
export function monthIn(words: string): string {
  const [, name = '', year = ''] = /([а-яё]+)\s+(\d{4})/i.exec(wordsOfHtml(words)) ?? [];
  const month = MONTHS.findIndex((stem) => name.toLowerCase().replace(/(ь|я|е|а|й)$/, '') === stem) + 1;
  if (month === 0) throw new Error(`No month is named in ${words}`);
  return `${year}-${String(month).padStart(2, '0')}`;
}

/** The day that is named first in a text, as `2026-09-30`. */
export function dayIn(words: string): string {
  const day = /(\d{1,2})\s+[а-яё]+\s+\d{4}/i.exec(wordsOfHtml(words))?.[1] ?? '';
  return `${monthIn(words)}-${day.padStart(2, '0')}`;
}

import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { StatementsQuery } from '#services/billing';
import type { PrintedStatement } from '../../services/billing/api/client';
import { ACCOUNT, OTHER_ACCOUNT, RunningCabinet, startCabinet } from '../support/cabinet';
import { fieldOfCode } from '../support/payment-code';
import { recipientOf } from '../support/recipients';
import { tableOf, sumsOf } from '../support/page-text';
import { Resident } from '../support/resident';

/** With debts, with an overpayment, and with another utility by a meter of several zones. */
const ACCOUNTS = [ACCOUNT, OTHER_ACCOUNT, '0045050009'];
const PERIODS = ['2026-09', '2026-05'];
/** Between some letters and a dash the print is wide enough for `pdftotext` to see a space. */
const PRINTED_CODE = /\b[2-9ACEHKMPTXY]{4} ?- ?[2-9ACEHKMPTXY]{4} ?- ?[2-9ACEHKMPTXY]{4}\b/;
/** Dots an inch at which a telephone reads a code from paper. */
const RESOLUTION = '200';

let cabinet: RunningCabinet;
const folder = mkdtempSync(join(tmpdir(), 'kvitok-slips-'));

beforeAll(async () => {
  cabinet = await startCabinet();
});

afterAll(async () => {
  await cabinet?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function residentOf(account: string): Promise<Resident> {
  return new Resident(cabinet.url, await cabinet.sessionOf(account));
}

/** Forms the slip on the page and downloads what the page then leads to. */
async function downloaded(resident: Resident, period: string): Promise<Buffer> {
  const formed = await resident.submit('/slips', '/slips', {}, (form) => form.includes(`value="${period}"`));
  expect([formed.status, formed.headers.get('location')]).toEqual([303, `/slips?formed=${period}`]);
  const { text } = await resident.get(`/slips?formed=${period}`);
  const href = new RegExp(`href="(/slips/${period}/pdf[^"]*)"`).exec(text)?.[1];
  const file = await resident.get(href ?? '');
  expect([file.status, file.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  return file.bytes;
}

/** Another program reads it: a text is text, a code is a code. */
async function readByOthers(
  pdf: Buffer,
): Promise<{ readonly text: string; readonly codes: readonly string[]; readonly widths: readonly number[] }> {
  const place = mkdtempSync(join(folder, 'slip-'));
  const file = join(place, 'slip.pdf');
  writeFileSync(file, pdf);
  const text = await output('pdftotext', '-layout', '-enc', 'UTF-8', file, '-');
  await output('pdftoppm', '-r', RESOLUTION, '-png', '-gray', file, join(place, 'page'));
  const pages = readdirSync(place).filter((name) => name.endsWith('.png'));
  const codes = await output('zbarimg', '--quiet', '--raw', ...pages.map((name) => join(place, name)));
  return {
    text,
    codes: codes.split('\n').filter((line) => line !== ''),
    widths: await widthsOfCodes(join(place, pages[0] ?? '')),
  };
}

/** How wide the codes of the first page are, dots: they stand alone in the upper right, a finger's breadth apart. */
async function widthsOfCodes(page: string): Promise<number[]> {
  const { width, height } = await sharp(page).metadata();
  const [left, top] = [Math.round(width * 0.55), Math.round(height * 0.125)];
  const region = { left, top, width: width - left, height: Math.round(height * 0.1) };
  const { data, info } = await sharp(page).extract(region).greyscale().raw().toBuffer({ resolveWithObject: true });
  const isInk = (column: number) =>
    Array.from({ length: info.height }, (_, row) => data[(row * info.width + column) * info.channels] ?? 255).some(
      (light) => light < 128,
    );
  const inked = Array.from({ length: info.width }, (_, column) => column).filter(isInk);
  const gap = Number(RESOLUTION) / 5;
  const firsts = inked.filter((column, index) => index === 0 || column - (inked[index - 1] ?? 0) > gap);
  const lasts = inked.filter((column, index) => (inked[index + 1] ?? Infinity) - column > gap);
  return firsts.map((first, index) => (lasts[index] ?? 0) - first + 1);
}

/** What `zbarimg` ends with when an image has no code: the second page of a long slip has none. */
const NO_CODE_ON_SOME_PAGE = 4;

/** Beside this process: the cabinet, which serves from it, keeps its connections meanwhile. */
function output(program: string, ...args: string[]): Promise<string> {
  return new Promise((answer, fail) => {
    execFile(program, args, { encoding: 'utf8', maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      if (error === null || error.code === NO_CODE_ON_SOME_PAGE) answer(stdout);
      else if (error.code === 'ENOENT')
        fail(new Error(`${program} is not there: apt-get install poppler-utils zbar-tools`));
      else fail(new Error(`${program}: ${stderr}`));
    });
  });
}

async function statementOf(account: string, period: string): Promise<PrintedStatement> {
  for await (const statement of cabinet.kvitok.app.get(StatementsQuery).all({ account })) {
    if (statement.period === period) return statement;
  }
  throw new Error(`No statement of ${account} for ${period}`);
}

describe.each(ACCOUNTS)('the slip of %s', (account) => {
  it.each(PERIODS)('for %s says and asks for what the statement does, read by other programs', async (period) => {
    const { text, codes, widths } = await readByOthers(await downloaded(await residentOf(account), period));
    const { payees } = await statementOf(account, period);
    // pdftotext sets a plain space where the slip has a narrow one.
    const shown = sumsIn(text);
    const says = (kopecks: number) =>
      expect([account, period, kopecks, shown.has(Math.abs(kopecks))]).toEqual([account, period, kopecks, true]);
    for (const { closingKopecks, chargedKopecks, charges } of payees) {
      says(closingKopecks);
      says(chargedKopecks);
      for (const { amountKopecks } of charges) if (amountKopecks !== 0) says(amountKopecks);
    }
    says(payees.reduce((sum, { closingKopecks }) => sum + Math.max(0, closingKopecks), 0));
    expect(codes).toHaveLength(payees.length);
    // Of one size, but for a dot of rounding: neither sum looks the lesser one.
    expect(widths).toHaveLength(payees.length);
    expect(Math.max(...widths) - Math.min(...widths)).toBeLessThanOrEqual(2);
    // Each payee's code leads to that payee's bank account, with what is owed to it; an overpayment asks for nothing.
    const asked = codes.map((code) => [
      fieldOfCode(code, 'PersonalAcc'),
      fieldOfCode(code, 'Name'),
      fieldOfCode(code, 'Sum'),
    ]);
    const wanted = payees.map(({ payee, closingKopecks }) => {
      const { account: bankAccount, name } = recipientOf(payee);
      return [bankAccount, name, closingKopecks > 0 ? String(closingKopecks) : null];
    });
    expect(new Set(asked)).toEqual(new Set(wanted));
    for (const code of codes) {
      expect(code).toMatch(/^ST0001[12]\|Name=/);
      expect(code).toContain(account);
    }
  });
});

function sumsIn(text: string): Set<number> {
  const sums = text.matchAll(/(\d{1,3}(?:[ \u00a0\u202f]\d{3})*),(\d{2})(?!\d)/g);
  return new Set([...sums].map(([, roubles = '', kopecks = '']) => Number(`${roubles.replace(/\D/g, '')}${kopecks}`)));
}

describe('a slip that is downloaded', () => {
  it('has neither login nor code, and says that they are on the paper slip', async () => {
    const { text } = await readByOthers(await downloaded(await residentOf(ACCOUNT), '2026-08'));
    expect(text).toContain('Код доступа — в бумажной квитанции с кодом.');
    expect(text).not.toMatch(/\d{4}-\d{4}-\d{4}-\d/);
    expect(text).not.toContain('Логин');
  });

  it('is listed with its sum, and is the same file of content when it is read again', async () => {
    const resident = await residentOf('0045120007');
    await downloaded(resident, '2026-07');
    const [row] = tableOf((await resident.get('/slips')).text, 'По месяцам, новые сверху').rows.filter(([month = '']) =>
      month.includes('Июль 2026'),
    );
    const { payees } = await statementOf('0045120007', '2026-07');
    expect(sumsOf(row?.[1] ?? '')).toEqual([
      payees.reduce((sum, { closingKopecks }) => sum + Math.max(0, closingKopecks), 0),
    ]);
    expect(row?.[3]).toContain('Скачать PDF');
    const twice = await Promise.all(
      [1, 2].map(async () => readByOthers((await resident.get('/slips/2026-07/pdf')).bytes)),
    );
    expect(twice[0]).toEqual(twice[1]);
  });

  it('is nobody else’s: a neighbour finds none, a stranger is led to the sign-in', async () => {
    await downloaded(await residentOf(ACCOUNT), '2026-06');
    expect((await (await residentOf(OTHER_ACCOUNT)).get('/slips/2026-06/pdf')).status).toBe(404);
    expect((await new Resident(cabinet.url).get('/slips/2026-06/pdf')).headers.get('location')).toContain('/sign-in');
  });

  it('cannot be formed for a month that is not closed, nor for what is no month', async () => {
    const resident = await residentOf(ACCOUNT);
    const attempt = (period: string) => resident.submit('/slips', '/slips', { period, key: 'another-key-1' });
    expect((await attempt('2026-10')).status).toBe(409);
    expect((await attempt('../../etc')).status).toBe(400);
  });
});

describe('the public check of a slip', () => {
  const printedCodeOf = async (account: string, period: string): Promise<string> => {
    const { text } = await readByOthers(await downloaded(await residentOf(account), period));
    const code = PRINTED_CODE.exec(text)?.[0];
    if (code === undefined) throw new Error(`There is no code in ${text}`);
    return code;
  };

  it('knows the code of every slip as another program reads it, however many were printed before', async () => {
    for (const period of ['2026-08', '2026-07', '2026-06', '2026-05', '2026-04', '2026-03']) {
      const answer = await new Resident(cabinet.url).ask('/api/slip-checks', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-kvitok-request': '1' },
        body: JSON.stringify({ code: await printedCodeOf('0045120010', period) }),
      });
      expect([period, answer.text]).toEqual([period, '{"state":"genuine"}']);
    }
  });

  const check = async (who: Resident, code: string) => (await who.submit('/check', '/check', { code })).text;

  it('says genuine of a slip in force, unknown of a made-up code, and nothing else', async () => {
    const code = await printedCodeOf('0045120010', '2026-09');
    const stranger = new Resident(cabinet.url);
    const genuine = await check(stranger, code);
    expect(genuine).toContain('Квитанция подлинная');
    expect(genuine).not.toContain('0045120010');
    expect(genuine.match(/\d,\d\d\u00a0₽/)).toBeNull();
    expect(await check(stranger, code.toLowerCase().replaceAll('-', ' '))).toContain('Квитанция подлинная');
    expect(await check(stranger, '2222-2222-2222')).toContain('Такой квитанции нет');
    expect(await check(stranger, '')).toContain('Введите код проверки');
  });

  it('slows down whoever guesses', async () => {
    const stranger = new Resident(cabinet.url);
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 11; attempt += 1) {
      statuses.push(
        (await stranger.submit('/check', '/check', { code: `2222-2222-22${String(attempt + 22)}` })).status,
      );
    }
    expect(statuses.at(-1)).toBe(429);
  });
});

import { zipSync } from 'fflate';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { StatementsQuery } from '#services/billing';
import { Kvitok } from '#services/app';
import { OTHER_COMPANY, RunningBackOffice, startBackOffice } from '../support/back-office';
import { Answer, Resident } from '../support/resident';

const SAMPLE = join(__dirname, '..', '..', 'samples', 'company');
const COMPANY = '6320000000';

let office: RunningBackOffice;
let anna: Resident;

beforeAll(async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'kvitok-import-'));
  office = await startBackOffice([], { dataDir, companyId: companyOf(files()) });
  anna = await office.officer('accountant', 'anna');
});

afterAll(() => office?.close());

function files(): Record<string, Uint8Array> {
  return Object.fromEntries(
    readdirSync(SAMPLE)
      .filter((name) => name.endsWith('.csv'))
      .map((name) => [`company/${name}`, readFileSync(join(SAMPLE, name))]),
  );
}

/** The taxpayer number of the main payee. */
function companyOf(sample: Record<string, Uint8Array>): string {
  const [header = '', ...rows] = Buffer.from(sample['company/company.csv'] ?? [])
    .toString('utf8')
    .split('\n');
  const column = (name: string) => header.trim().split(';').indexOf(name);
  const main = rows.map((row) => row.split(';')).find((cells) => cells[column('payee')] === 'main');
  return main?.[column('inn')] ?? COMPANY;
}

const led = ({ status, headers }: Answer) => [status, headers.get('location')];
const head = () => office.kvitok.stack.store.head();

async function send(browser: Resident, name: string, bytes: Uint8Array): Promise<Answer> {
  const { text } = await browser.get('/import');
  const form = new FormData();
  form.set('token', /name="token" value="([^"]+)"/.exec(text)?.[1] ?? '');
  form.set('file', new Blob([new Uint8Array(bytes)]), name);
  return browser.ask('/import/checks', { method: 'POST', body: form });
}

async function statementsOf({ app }: Kvitok): Promise<string> {
  const all: unknown[] = [];
  for await (const one of app.get(StatementsQuery).all({})) all.push(one);
  return JSON.stringify(all);
}

describe('the import of a company in the browser', () => {
  it('refuses what is no archive, and says so at its field', async () => {
    const answer = await send(anna, 'company.csv', Buffer.from('payee;inn\n'));
    expect([answer.status, answer.text.includes('не архив ZIP')]).toEqual([422, true]);
  });

  it('shows errors by file, line and column, also as a file, and records nothing', async () => {
    const sample = files();
    const houses = Buffer.from(sample['company/houses.csv'] ?? []).toString('utf8');
    sample['company/houses.csv'] = Buffer.from(houses.replace(';EVEN_YEAR;', ';=SUM(A1);'));
    delete sample['company/norms.csv'];
    const before = await head();
    const sent = await send(anna, 'данные.zip', zipSync(sample));
    const [status, page] = led(sent);
    expect([status, page]).toEqual([303, expect.stringMatching(/^\/import\/checks\/[0-9a-f]{32}$/)]);
    const { text } = await anna.get(String(page));
    expect(text).toContain('данные.zip: ничего не загружено');
    expect(text).toMatch(/norms\.csv.*весь файл/);
    expect(text).toMatch(/houses\.csv.*heating_mode/);
    const csv = await anna.get(`${String(page)}/errors?format=csv`);
    expect(csv.headers.get('content-disposition')).toContain('import-errors.csv');
    expect(csv.text).toContain('houses.csv;2;heating_mode;');
    expect(csv.text).not.toMatch(/[;\n]=SUM/);
    expect(await head()).toBe(before);
    // What somebody has sent is theirs alone.
    const boris = await office.officer('accountant', 'boris');
    expect((await boris.get(String(page))).status).toBe(404);
  });

  it('takes no package of another company', async () => {
    const abroad = await office.officer('accountant', 'abroad', [OTHER_COMPANY]);
    const answer = await send(abroad, 'company.zip', zipSync(files()));
    expect([answer.status, answer.text.includes('в которой Вы не работаете')]).toEqual([422, true]);
    expect((await (await office.officer('operator')).get('/import')).status).toBe(403);
  });

  it('records a sound one as the command line does, and nothing twice', async () => {
    const archive = zipSync(files());
    const [, page] = led(await send(anna, 'company.zip', archive));
    const { text } = await anna.get(String(page));
    expect(text).toContain('Данные проверены, ошибок нет');
    const accepted = await anna.submit(String(page), '/import/acceptances', {});
    expect(led(accepted)).toEqual([303, '/import']);
    await done();
    await office.kvitok.drain();
    const played = await startBackOffice();
    const [own, theirs] = [await statementsOf(office.kvitok), await statementsOf(played.kvitok)];
    await played.close();
    expect(own.length).toBeGreaterThan(10_000);
    expect(own).toBe(theirs);

    const before = await head();
    const [, again] = led(await send(anna, 'company.zip', archive));
    await anna.submit(String(again), '/import/acceptances', {});
    await done();
    await office.kvitok.drain();
    expect(await head()).toBe(before);
    expect((await anna.get('/period')).text).toContain('Открыт октябрь 2026');
  }, 240_000);
});

/** Until the page says that the import is over. */
async function done(): Promise<void> {
  for (;;) {
    const { text } = await anna.get('/import');
    if (text.includes('Не загружено до конца'))
      throw new Error(/<p>[^<]*<\/p>/.exec(text.split('Не загружено')[1] ?? '')?.[0]);
    if (text.includes('Загружено: company.zip')) return;
    await delay(200);
  }
}

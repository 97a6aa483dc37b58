import { zipSync } from 'fflate';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { SettableClock } from '#libs/platform';
import { integrationMessage } from '#libs/testing';
import { NightTurns, StatementsQuery } from '#services/billing';
import { createKvitok, Kvitok } from '#services/app';
import { OfficeImport } from '../../services/cli/import/office-import';
import { TIME_ZONE } from '../support/cabinet';
import { OTHER_COMPANY, RunningBackOffice, startBackOffice } from '../support/back-office';
import { Answer, Resident } from '../support/resident';

const SAMPLE = join(__dirname, '..', '..', 'samples', 'company');
const COMPANY = '6320000000';

const LINE = Buffer.from('house_id\n');

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

/** The sample with a cell that is wrong, and without one of its files. */
function faulty(): Record<string, Uint8Array> {
  const sample = files();
  const houses = Buffer.from(sample['company/houses.csv'] ?? []).toString('utf8');
  sample['company/houses.csv'] = Buffer.from(houses.replace(';EVEN_YEAR;', ';=SUM(A1);'));
  delete sample['company/norms.csv'];
  return sample;
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

/** The page of what was sent, when it is checked. */
async function checked(browser: Resident, sent: Answer): Promise<{ readonly page: string; readonly answer: Answer }> {
  const [status, page] = led(sent);
  expect([status, page]).toEqual([303, expect.stringMatching(/^\/import\/checks\/[0-9a-f]{32}$/)]);
  for (;;) {
    const answer = await browser.get(String(page));
    if (!answer.text.includes('Данные проверяются')) return { page: String(page), answer };
    await delay(100);
  }
}

async function statementsOf({ app }: Kvitok): Promise<string> {
  const all: unknown[] = [];
  for await (const one of app.get(StatementsQuery).all({})) all.push(one);
  return JSON.stringify(all);
}

describe('the import of a company in the browser', () => {
  it.each([
    ['is no archive', Buffer.from('payee;inn\n'), 'не архив ZIP'],
    ['has two files of one name', () => zipSync({ 'a/houses.csv': LINE, 'b/houses.csv': LINE }), 'два файла с именем'],
    ['has files in several folders', () => zipSync({ 'a/houses.csv': LINE, 'b/norms.csv': LINE }), 'в другой папке'],
  ])('refuses what %s, and says so at its field', async (_, archive, words) => {
    const answer = await send(anna, 'company.zip', typeof archive === 'function' ? archive() : archive);
    expect([answer.status, answer.text.includes(words)]).toEqual([422, true]);
  });

  it('shows errors by file, line and column, also as a file, and records nothing', async () => {
    const before = await head();
    const { page, answer } = await checked(anna, await send(anna, 'данные.zip', zipSync(faulty())));
    expect(answer.text).toContain('данные.zip: ничего не загружено');
    expect(answer.text).toMatch(/norms\.csv.*весь файл/);
    expect(answer.text).toMatch(/houses\.csv.*heating_mode/);
    expect(answer.text).toContain('Такого файла в архиве нет. Добавьте его');
    expect(answer.text).toContain('Такого значения нет. Выберите одно из этих');
    const csv = await anna.get(`${page}/errors?format=csv`);
    expect(csv.headers.get('content-disposition')).toContain('import-errors.csv');
    expect(csv.text).toMatch(/houses\.csv;2;heating_mode;bad_value;"?Такого значения нет/);
    expect(csv.text).not.toMatch(/[;\n]=SUM/);
    expect(await head()).toBe(before);
    // What somebody has sent is theirs alone, and one at a time.
    const boris = await office.officer('accountant', 'boris');
    expect((await boris.get(page)).status).toBe(404);
    const second = await checked(anna, await send(anna, 'вторые.zip', zipSync(faulty())));
    expect([(await anna.get(page)).status, (await anna.get(second.page)).status]).toEqual([404, 200]);
  });

  it('takes no package of another company', async () => {
    const abroad = await office.officer('accountant', 'abroad', [OTHER_COMPANY]);
    const { page, answer } = await checked(abroad, await send(abroad, 'company.zip', zipSync(files())));
    expect([answer.status, answer.text.includes('в которой Вы не работаете')]).toEqual([403, true]);
    expect((await abroad.get(page)).status).toBe(404);
    expect((await (await office.officer('operator')).get('/import')).status).toBe(403);
  });

  it('records a sound one as the command line does, while nights wait', async () => {
    const { page, answer } = await checked(anna, await send(anna, 'company.zip', zipSync(files())));
    expect(answer.text).toContain('Данные проверены, ошибок нет');
    const accepted = await anna.submit(page, '/import/acceptances', {});
    expect(led(accepted)).toEqual([303, '/import']);
    const runAtNight = office.kvitok.app.get(NightTurns).alone(async () => (await anna.get('/import')).text);
    await done(anna);
    expect(await runAtNight).toContain('Загружено: company.zip');
    await office.kvitok.drain();
    const played = await startBackOffice();
    const [own, theirs] = [await statementsOf(office.kvitok), await statementsOf(played.kvitok)];
    await played.close();
    expect(own.length).toBeGreaterThan(10_000);
    expect(own).toBe(theirs);
    expect((await anna.get('/period')).text).toContain('Открыт октябрь 2026');
    // It is recorded: nobody needs the archive any more.
    expect((await anna.get(page)).status).toBe(404);
  }, 600_000);

  it('lets a chief load into a company that is there, and records nothing twice', async () => {
    const chief = await office.officer('chief');
    const { page } = await checked(chief, await send(chief, 'company.zip', zipSync(files())));
    const before = await head();
    expect(led(await chief.submit(page, '/import/acceptances', {}))).toEqual([303, '/import']);
    await done(chief);
    await office.kvitok.drain();
    expect(await head()).toBe(before);
  }, 600_000);

  it('lets an accountant do so when a second person agrees to this very archive', async () => {
    const { page, answer } = await checked(anna, await send(anna, 'ещё.zip', zipSync(files())));
    expect([answer.text.includes('Загрузить данные<'), answer.text.includes('нужен второй сотрудник')]).toEqual([
      false,
      true,
    ]);
    const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(answer.text)?.[1] ?? '';
    const form = { token: hidden('token'), key: hidden('key'), checkId: hidden('checkId') };
    const alone = await anna.post('/import/acceptances', form);
    expect([alone.status, alone.text.includes('нужно согласование')]).toEqual([422, true]);
    const [status, approval] = led(await anna.submit(page, '/import/approvals', { reason: 'добавлены показания' }));
    expect([status, approval]).toEqual([303, expect.stringMatching(/^\/approvals\//)]);
    expect((await anna.get(String(approval))).text).toContain('ещё.zip');
    const boris = await office.officer('accountant', 'boris');
    await boris.submit(String(approval), `${String(approval)}/grant`, {});
    await until(async () => (await boris.get(String(approval))).text.includes('выполнено'));
    expect((await anna.get('/import')).text).toContain('Загружено: ещё.zip');
  }, 600_000);
});

describe('an import that is stopped', () => {
  const NAME = 'company.zip';
  const dataDir = mkdtempSync(join(tmpdir(), 'kvitok-import-stopped-'));
  const clock = new SettableClock('2026-01-01T00:00:00.000Z', '2026-01-01');
  let kvitok: Kvitok;
  let desk: OfficeImport;

  async function open(): Promise<void> {
    kvitok = await createKvitok({ dataDir, clock, follow: true });
    desk = new OfficeImport(kvitok);
  }

  async function close(): Promise<void> {
    await desk.onModuleDestroy();
    await kvitok.close();
  }

  async function sent(staffId: string): Promise<string> {
    const { checkId } = await desk.check({ name: NAME, bytes: Buffer.from(zipSync(files())) }, staffId);
    await until(async () => (await desk.checked(checkId, staffId)).state === 'checked');
    return checkId;
  }

  beforeAll(async () => {
    clock.set('2026-03-20', '10:00:00', TIME_ZONE);
    await open();
  });

  afterAll(async () => {
    await close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('says so after a restart, goes on where it was, and heeds nothing that is parked of others', async () => {
    const { consumerState } = kvitok.stack;
    await consumerState.park('kvitok.identity', integrationMessage('m1', 'somebody'), 'not ours', 4, clock.now());
    const checkId = await sent('1');
    await desk.accept(checkId, '1', false);
    await until(async () => ((await desk.run())?.daysDone ?? 0) >= 2);
    await close();
    await open();
    const stopped = await desk.run();
    expect(stopped).toMatchObject({ checkId, state: 'interrupted', failure: null, mayGoOn: true });
    expect(stopped?.daysDone).toBeGreaterThanOrEqual(2);
    expect(stopped?.daysDone).toBeLessThan(stopped?.days ?? 0);
    await desk.goOn();
    await until(async () => (await desk.run())?.state !== 'running');
    expect(await desk.run()).toMatchObject({ state: 'done', failure: null, mayGoOn: false });
    await expect(desk.goOn()).rejects.toMatchObject({ rejection: { code: 'IMPORT_NOTHING_TO_GO_ON' } });
  }, 600_000);

  it('is not begun as that of a new company where one is there', async () => {
    const checkId = await sent('2');
    await desk.accept(checkId, '2', false);
    await until(async () => (await desk.run())?.state !== 'running');
    expect(await desk.run()).toMatchObject({ state: 'failed', failure: { code: 'IMPORT_NEEDS_SECOND_PERSON' } });
  });

  it('leaves no archive on the disk for more than a day', async () => {
    const checkId = await sent('3');
    const archives = () => readdirSync(dataDir, { recursive: true }).filter((path) => String(path).includes(checkId));
    expect(archives()).toHaveLength(1);
    await close();
    clock.set('2026-03-21', '10:00:01', TIME_ZONE);
    await open();
    desk.onModuleInit();
    const refusal = () => desk.checked(checkId, '3').catch((error: unknown) => error);
    await until(async () => (await refusal()) instanceof Error);
    expect([await refusal(), archives()]).toMatchObject([{ rejection: { code: 'IMPORT_UNKNOWN_CHECK' } }, []]);
  });
});

/** Until the page says that the import is over. */
async function done(browser: Resident): Promise<void> {
  await until(async () => {
    const { text } = await browser.get('/import');
    if (text.includes('Не загружено до конца'))
      throw new Error(/<p>[^<]*<\/p>/.exec(text.split('Не загружено')[1] ?? '')?.[0]);
    return text.includes('Загружено: company.zip');
  });
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await delay(100);
}

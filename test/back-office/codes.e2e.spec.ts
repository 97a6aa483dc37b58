import { OTHER_COMPANY, RunningBackOffice, startBackOffice } from '../support/back-office';
import { ACCOUNT } from '../support/cabinet';
import { Answer, Resident } from '../support/resident';

let office: RunningBackOffice;
let anna: Resident;
const page = `/codes/accounts/${ACCOUNT}`;
const reason = 'пришли сами';

beforeAll(async () => {
  office = await startBackOffice();
  anna = await office.officer('operator', 'anna');
});

afterAll(() => office?.close());

const led = ({ status, headers }: Answer) => [status, headers.get('location')];
const head = () => office.kvitok.stack.store.head();
const linkIn = ({ text }: Answer) => /name="link" value="([\w-]{43})"/.exec(text)?.[1] ?? '';
const plain = ({ text }: Answer) => text.replaceAll('\u00a0', ' ');

/** Presses the button of the page that was just shown. */
async function printed(browser: Resident, shown: Answer): Promise<Answer> {
  const token = /name="token" value="([^"]+)"/.exec(shown.text.slice(shown.text.indexOf('/print-runs/prints')))?.[1];
  return browser.post('/print-runs/prints', { token: token ?? '', key: 'print-it-1', link: linkIn(shown) });
}

describe('access codes in the back-office', () => {
  it('are told by house and by account: who has one, who lacks one', async () => {
    const { text } = await anna.get('/codes?show=missing&houseId=H1');
    expect(text).toContain('Коды по домам');
    expect(text).toContain(page);
    expect((await anna.get(page)).text).toContain('кода нет');
    expect((await anna.get('/codes/accounts/nobody')).status).toBe(404);
    const abroad = await office.officer('chief', 'abroad', [OTHER_COMPANY]);
    expect([(await abroad.get('/codes')).status, (await abroad.get(page)).status]).toEqual([404, 404]);
    expect((await abroad.get('/print-runs')).status).toBe(404);
  });

  it('are handed out in person: made, and printed once by a link', async () => {
    const shown = await anna.submit(page, `${page}/hand-out`, { reason });
    expect(shown.text).toContain('Листы готовы к печати');
    const pdf = await printed(anna, shown);
    expect([pdf.status, pdf.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    expect(pdf.headers.get('content-disposition')).toContain('attachment');
    expect((await printed(anna, shown)).status).toBe(410);
    expect(plain(await anna.get(page))).toMatch(/выдан \d+ октября 2026, печатался один раз/);
  });

  it('are not handed out without a reason', async () => {
    const before = await head();
    const silent = await anna.submit(page, `${page}/hand-out`, { reason: '' });
    expect([silent.status, silent.text.includes('href="#hand-out-reason"'), await head()]).toEqual([422, true, before]);
  });

  it('by telephone only go into the next slip', async () => {
    const done = await anna.submit(page, `${page}/next-slip`, { reason: 'позвонили' });
    expect(led(done)).toEqual([303, `${page}?done=next-slip`]);
    expect(plain(await anna.get(page))).toMatch(/выдан .*печатался один раз/);
    expect((await anna.get('/codes?show=asked')).text).toContain(page);
  });

  it('are replaced with a cause, and then not printed yet', async () => {
    await anna.submit(page, `${page}/replacement`, { reason: 'видел сосед' });
    expect(plain(await anna.get(page))).toContain('ещё не печатался');
    expect((await anna.get('/codes?show=unprinted')).text).toContain(page);
  });

  it('of fifty accounts at most are one person’s to print', async () => {
    const asked = await anna.submit('/print-runs', '/print-runs', { what: 'asked', reason: 'квитанции' });
    expect(led(asked)).toEqual([303, '/print-runs']);
    const shown = await anna.submit('/print-runs', '/print-runs/links', {});
    expect((await printed(anna, shown)).status).toBe(200);
    expect((await anna.get('/print-runs')).text).toContain('напечатано');
    const nothing = await anna.submit('/print-runs', '/print-runs', { what: 'asked', reason: 'ещё раз' });
    expect([nothing.status, nothing.text.includes('нет кодов для печати')]).toEqual([422, true]);
  });

  it('are given to all who have none, and then printed', async () => {
    const first = await anna.submit('/codes', '/codes/first', { reason: 'приняли дома' });
    expect(led(first)).toEqual([303, '/codes?show=unprinted&done=all']);
    expect((await anna.get('/codes?show=unprinted&done=all')).text).toContain('Коды выданы');
    expect((await anna.get('/codes?show=missing')).text).toContain('Таких счетов нет');
    const asked = await anna.submit('/print-runs', '/print-runs', { what: 'unprinted', reason: 'приняли дома' });
    expect(led(asked)).toEqual([303, '/print-runs']);
    const wrong = await anna.submit('/print-runs', '/print-runs', { what: 'house', reason: 'дом' });
    expect([wrong.status, wrong.text.includes('Выберите дом')]).toEqual([422, true]);
  });
});

import { RunningBackOffice, startBackOffice } from '../support/back-office';
import { ACCOUNT, TIME_ZONE } from '../support/cabinet';
import { Resident } from '../support/resident';

/** The sample company has decided the cap of penalty to the end of 2026. */
const AFTER = '2027-06-01';

let office: RunningBackOffice;
let anna: Resident;

beforeAll(async () => {
  office = await startBackOffice();
  office.clock.set(AFTER, '10:00:00', TIME_ZONE);
  anna = await office.officer('accountant');
});

afterAll(() => office?.close());

it.each([`/accounts/${ACCOUNT}`, `/accounts/${ACCOUNT}/debts`, '/debtors'])(
  '%s shows the debts of today after the rules of penalty have ended, what is missing and where to tell it',
  async (path) => {
    const { status, text } = await anna.get(path);
    const words = text.replaceAll('\u00a0', ' ');
    expect([path, status]).toEqual([path, 200]);
    expect(words).toContain('Пени посчитаны по 31 декабря 2026');
    expect(words).toMatch(/Дальше не задан предел ставки для пеней[^]{0,200}<a href="\/tariffs">/);
  },
);

it('a letter says it too', async () => {
  const { text } = await anna.get(`/debtors/letters?kind=claim&account=${ACCOUNT}`);
  expect(text.replaceAll('\u00a0', ' ')).toContain('Пени посчитаны по 31 декабря 2026.');
});

it('files of the debts of everybody are refused with the last day that can be told', async () => {
  const files = ['/api/debtors/file?format=csv', '/api/registries/debts?format=text&payee=main'];
  for (const file of files) {
    const { status, text } = await anna.get(`${file}&asOf=${AFTER}`);
    expect([file, status]).toEqual([file, 409]);
    expect(JSON.parse(text)).toMatchObject({ code: 'BILLING_DAY_BEYOND_RULES' });
  }
  expect((await anna.get('/api/debtors/file?format=csv&asOf=2026-12-31')).status).toBe(200);
});

it('the file of one account says in its heading through which day penalty is counted', async () => {
  const { status, text } = await anna.get(`/accounts/${ACCOUNT}/debts.csv`);
  expect([status, text.includes('Пени по 2026-12-31, руб.')]).toEqual([200, true]);
});

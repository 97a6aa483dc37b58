import { RunningBackOffice, startBackOffice } from '../support/back-office';
import { ACCOUNT, TIME_ZONE } from '../support/cabinet';
import { wordsOfHtml } from '../support/page-text';
import { Resident } from '../support/resident';

/** The sample company has decided the cap of penalty to the end of 2026. */
const AFTER = '2027-06-01';

let office: RunningBackOffice;
let anna: Resident;

const wordsOf = ({ text }: { readonly text: string }) => wordsOfHtml(text).replace(/\s+/g, ' ');

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
    expect(words).toMatch(/Дальше не задан предел ставки для пеней[^]{0,200}<a href="\/tariffs#ending">/);
  },
);

it.each([
  ['2026-11-29', 'срок кончается 31 декабря 2026'],
  [AFTER, 'срок кончился 31 декабря 2026'],
])('on %s the first page and the rules tell that the cap of penalty has to be decided', async (day, words) => {
  office.clock.set(day, '10:00:00', TIME_ZONE);
  try {
    const rules = wordsOf(await anna.get('/tariffs'));
    expect(rules).toMatch(new RegExp(`Предел ставки для пеней, %.{0,20}: ${words}`));
    expect(rules).toContain('отзовите значение «порядок ещё не решён»');
    const { text } = await anna.get('/');
    expect(text).toMatch(/<a href="\/tariffs#ending">Правила, у которых кончается срок: \d/);
  } finally {
    office.clock.set(AFTER, '10:00:00', TIME_ZONE);
  }
});

it('two months before the cap ends nobody is told of it', async () => {
  office.clock.set('2026-11-01', '10:00:00', TIME_ZONE);
  try {
    expect(wordsOf(await anna.get('/tariffs'))).not.toContain('Предел ставки для пеней, %: срок');
  } finally {
    office.clock.set(AFTER, '10:00:00', TIME_ZONE);
  }
});

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

it('the end that was withdrawn leaves the cap of before in force, and nothing to decide', async () => {
  const [, withdrawal = ''] = /<a href="(\/tariffs\/withdrawal[^"]*)">/.exec((await anna.get('/tariffs')).text) ?? [];
  const fields = { reason: 'постановление о продлении', key: 'cap-goes-on' };
  const { status } = await anna.submit(withdrawal.replaceAll('&amp;', '&'), '/tariffs/withdrawals', fields);
  expect(status).toBe(303);
  expect(wordsOf(await anna.get('/tariffs'))).not.toContain('Предел ставки для пеней, %: срок');
  expect((await anna.get(`/api/debtors/file?format=csv&asOf=${AFTER}`)).status).toBe(200);
});

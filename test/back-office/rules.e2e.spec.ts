import { ReferenceBooks } from '#services/billing';
import { RunningBackOffice, startBackOffice } from '../support/back-office';
import { CABINET_DAY, TIME_ZONE } from '../support/cabinet';
import { mainOf, tableOf, wordsOfHtml } from '../support/page-text';
import { Resident } from '../support/resident';

let office: RunningBackOffice;
let accountant: Resident;

beforeAll(async () => {
  office = await startBackOffice();
  accountant = await office.officer('accountant');
});

afterAll(() => office?.close());

const head = () => office.kvitok.stack.store.head();
const rowsOf = async (who: Resident, path: string, caption: string) => {
  const { status, text } = await who.get(path);
  expect([path, status]).toEqual([path, 200]);
  return tableOf(mainOf(text), caption).rows.map((row) =>
    row.map((cell) => wordsOfHtml(cell).replace(/\s+/g, ' ').trim()),
  );
};
/** What is in force of the tariff of cold water for all houses. */
const coldWater = async (query = '') =>
  (await rowsOf(accountant, `/tariffs${query}`, 'Тарифы')).find(
    ([name, house]) => name === 'Холодная вода' && house === 'все',
  );
const asked = (fields: Readonly<Record<string, string>>) => `/tariffs/check?${new URLSearchParams(fields).toString()}`;
const TARIFF = { rule: 'tariff||cold_water|', houseId: '', from: '2026-11-01', value: '51,30' };

describe('the rules of the company', () => {
  it('are as many as the book has, with what is in force', async () => {
    const { row } = await office.kvitok.app.get(ReferenceBooks).current();
    for (const [caption, rules] of [
      ['Тарифы', row.tariffs],
      ['Нормативы', row.norms],
      ['Повышающие коэффициенты', row.coefficients],
      ['Настройки компании', row.settings],
    ] as const) {
      const shown = await rowsOf(accountant, '/tariffs', caption);
      expect([caption, shown.length]).toEqual([caption, Object.keys(rules).length]);
    }
    const due = (await rowsOf(accountant, '/tariffs', 'Настройки компании')).find(
      ([name]) => name === 'До какого числа оплатить',
    );
    expect(due?.slice(2, 4)).toEqual(['15', '1 марта 2026']);
  });

  it('of a day are those of that day', async () => {
    const early = await rowsOf(accountant, '/tariffs?asOf=2026-02-28', 'Настройки компании');
    expect(early.find(([name]) => name === 'До какого числа оплатить')?.[2]).toBe('10');
  });

  it('are read by everybody and stated by accountants', async () => {
    const operator = await office.officer('operator');
    const { text } = await operator.get('/tariffs');
    expect([text.includes('Холодная вода'), text.includes('action="/tariffs/check"')]).toEqual([true, false]);
    expect((await operator.get(asked(TARIFF))).status).toBe(403);
  });
});

describe('a new tariff', () => {
  it('is looked at before it is written, and written once', async () => {
    const before = await coldWater();
    const start = await head();
    const check = await accountant.get(asked(TARIFF));
    expect(check.text).toContain('Проверьте правило');
    expect(wordsOfHtml(mainOf(check.text))).toMatch(/51,30.*ноябрь 2026.*47/s);
    expect(await head()).toBe(start);
    const silent = await accountant.submit(asked(TARIFF), '/tariffs/new', { reason: '' });
    expect([silent.status, silent.text.includes('Нужно основание'), await head()]).toEqual([422, true, start]);
    const fields = { reason: 'приказ № 7', key: 'tariff-of-november' };
    const done = await accountant.submit(asked(TARIFF), '/tariffs/new', fields);
    expect([done.status, done.headers.get('location')]).toEqual([303, '/tariffs?done=1']);
    await accountant.submit(asked(TARIFF), '/tariffs/new', fields);
    expect(await head()).toBe(start + 1);
    expect((await coldWater())?.slice(0, 4)).toEqual(before?.slice(0, 4));
    const november = await coldWater('?asOf=2026-11-01');
    expect(november?.[2]).toContain('51,30');
    expect(november?.[4]).toContain('приказ № 7');
    expect(await coldWater(`?asOf=2026-11-01&knownAt=2026-10-14`)).toEqual(
      expect.not.arrayContaining([expect.stringContaining('51,30')]),
    );
  });

  it('stands in the trail', async () => {
    const staffId = await office.staffIdOf('accountant');
    await office.kvitok.drain();
    const { text } = await accountant.get(`/audit?staff=${staffId}`);
    expect(text).toContain('Задан тариф');
    expect(text).toContain('приказ № 7');
  });

  it('of closed months is refused, and leads to the replay', async () => {
    const start = await head();
    const { status, text } = await accountant.get(asked({ ...TARIFF, from: '2026-09-01' }));
    expect([status, text.includes('href="#from"'), text.includes('«Пересчёт месяцев»')]).toEqual([422, true, true]);
    const api = await accountant.ask('/api/rules', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-kvitok-request': '1', 'idempotency-key': 'back-dated-1' },
      body: JSON.stringify({ kind: 'tariff', utility: 'cold_water', from: '2026-09-30', value: '1', reason: 'x' }),
    });
    expect([api.status, (JSON.parse(api.text) as { code: string }).code]).toEqual([422, 'BILLING_RULE_BACKDATED']);
    expect(await head()).toBe(start);
  });

  it.each([
    [{ ...TARIFF, rule: '' }, 'rule'],
    [{ ...TARIFF, rule: 'tariff||gas|' }, 'rule'],
    [{ ...TARIFF, from: '2026-02-30' }, 'from'],
    [{ ...TARIFF, value: 'дорого' }, 'value'],
    [{ ...TARIFF, rule: 'setting|due_day||', value: '31' }, 'value'],
  ])('that is mistyped is asked for again: %j', async (fields, field) => {
    const { status, text } = await accountant.get(asked(fields));
    expect([status, text.includes(`href="#${field}"`)]).toEqual([422, true]);
  });

  it('that has too many decimals is told how many it may have', async () => {
    const { text } = await accountant.get(asked({ ...TARIFF, value: '50,1234567' }));
    expect(text.replaceAll('\u00a0', ' ')).toContain('после запятой не больше шести цифр');
  });

  it('may be one of the values of a setting, chosen from a list, and of no other setting', async () => {
    const page = (await accountant.get('/tariffs')).text;
    const [, choice = '', key = ''] =
      /<option value="((\w+)\|\w+)"/.exec(page.slice(page.indexOf('name="choice"'))) ?? [];
    const setting = { rule: `setting|${key}||`, houseId: '', from: TARIFF.from, value: '', choice };
    const shown = await accountant.get(asked(setting));
    expect([shown.status, shown.text.includes('Проверьте правило')]).toEqual([200, true]);
    for (const wrong of [
      { ...setting, rule: 'setting|due_day||' },
      { ...setting, value: 'x' },
    ]) {
      const { status, text } = await accountant.get(asked(wrong));
      expect([status, text.includes('href="#choice"')]).toEqual([422, true]);
    }
  });

  it('is refused for a house of nobody', async () => {
    expect((await accountant.get(asked({ ...TARIFF, houseId: 'H9' }))).status).toBe(404);
  });
});

describe('a value that was stated by mistake', () => {
  const NAMED = { rule: 'tariff||sewage|', houseId: '', from: '2026-12-01' };
  const page = `/tariffs/withdrawal?${new URLSearchParams({ rule: NAMED.rule, from: NAMED.from }).toString()}`;
  const sewage = async () =>
    (await rowsOf(accountant, '/tariffs?asOf=2026-12-01', 'Тарифы')).find(
      ([name, house]) => name === 'Водоотведение' && house === 'все',
    );

  it('is taken back from the history, with a reason, once; the right one is stated from the same day', async () => {
    const before = await sewage();
    const mistyped = { ...NAMED, value: '3315' };
    await accountant.submit(asked(mistyped), '/tariffs/new', { reason: 'приказ № 9', key: 'mistyped' });
    expect((await sewage())?.[2]).toContain('315');
    expect((await accountant.get('/tariffs')).text).toContain(page.replaceAll('&', '&amp;'));

    const confirm = await accountant.get(page);
    expect(wordsOfHtml(mainOf(confirm.text))).toMatch(/Отзывается.*3.315.*Вместо него будет/s);
    const start = await head();
    const silent = await accountant.submit(page, '/tariffs/withdrawals', { reason: '' });
    expect([silent.status, silent.text.includes('Нужно основание'), await head()]).toEqual([422, true, start]);
    const fields = { reason: 'запятая', key: 'withdrawn' };
    const done = await accountant.submit(page, '/tariffs/withdrawals', fields);
    expect([done.status, done.headers.get('location')]).toEqual([303, '/tariffs?done=withdrawn']);
    expect(await head()).toBe(start + 1);
    const after = await sewage();
    expect(after?.slice(0, 4)).toEqual(before?.slice(0, 4));
    expect(after?.[4]).toMatch(/Отозвано: .*запятая/);
    expect((await accountant.get('/tariffs/rules.csv')).text).toContain(';запятая');
    // What it was before is told as it was known then, and what is gone is not taken back again.
    expect((await accountant.get(page)).status).toBe(422);
    const right = await accountant.submit(asked({ ...NAMED, value: '34' }), '/tariffs/new', {
      reason: 'приказ № 9',
      key: 'right-one',
    });
    expect(right.status).toBe(303);
    expect((await sewage())?.[2]).toContain('34');
    // Another value from that day is not put over it: the way is the one that was gone here. The look before says so too.
    const advice = 'отзовите его на странице «Тарифы и правила»';
    const look = await accountant.get(asked({ ...NAMED, value: '35' }));
    expect([look.text.includes(advice), look.text.includes('Станет')]).toEqual([true, false]);
    const again = await accountant.get(asked({ ...NAMED, value: '34,0' }));
    expect([again.text.includes(advice), again.text.includes('Станет')]).toEqual([false, true]);
    const other = { reason: 'приказ № 9', value: '35' };
    const over = await accountant.submit(asked({ ...NAMED, value: '34' }), '/tariffs/new', other);
    expect([over.status, over.text.includes(advice)]).toEqual([422, true]);
  });

  it('stays where closed months were charged by it, and says what to do', async () => {
    const used = { ...NAMED, from: '2026-01-01' };
    const start = await head();
    const shown = await accountant.get(`/tariffs/withdrawal?${new URLSearchParams(used).toString()}`);
    expect(shown.status).toBe(200);
    const path = `/tariffs/withdrawal?${new URLSearchParams(used).toString()}`;
    const { status, text } = await accountant.submit(path, '/tariffs/withdrawals', { reason: 'ошибка' });
    expect([status, text.includes('его не отзывают'), text.includes('«Пересчёт месяцев»')]).toEqual([422, true, true]);
    expect(await head()).toBe(start);
  });

  it.each([
    [{ kind: 'setting', key: 'constructor' }, 'BILLING_RULE_NOT_STATED'],
    [{ kind: 'coefficient', utility: 'toString' }, 'BILLING_RULE_NOT_STATED'],
  ])('is none where its name is that of what every object has: %j', async (named, code) => {
    const { text } = await accountant.ask('/api/rules/withdrawals', {
      method: 'POST',
      headers: {
        ...{ 'content-type': 'application/json', 'x-kvitok-request': '1' },
        'idempotency-key': `named-${named.kind}`,
      },
      body: JSON.stringify({ ...named, from: '2026-12-01', reason: 'x' }),
    });
    expect((JSON.parse(text) as { code: string }).code).toBe(code);
  });

  it('is taken back by accountants alone, and stands in the trail', async () => {
    const operator = await office.officer('operator');
    expect((await operator.get(page)).status).toBe(403);
    expect((await operator.get('/tariffs')).text).not.toContain('/tariffs/withdrawal');
    await office.kvitok.drain();
    const { text } = await accountant.get(`/audit?staff=${await office.staffIdOf('accountant')}`);
    expect(text).toContain('Отозвано значение правила');
  });
});

it('a file about a moment is the same to the byte, whatever is stated later', async () => {
  const path = `/tariffs/rules.csv?asOf=2026-10-31&knownAt=${CABINET_DAY}`;
  const before = (await accountant.get(path)).text;
  expect(before).toContain('Холодная вода');
  office.clock.set('2026-10-16', '10:00:00', TIME_ZONE);
  const later = await office.officer('accountant', 'later');
  const stated = { reason: 'решение', key: 'due-day-november' };
  const rule = { rule: 'setting|due_day||', houseId: '', from: '2026-10-20', value: '20' };
  expect((await later.submit(asked(rule), '/tariffs/new', stated)).status).toBe(303);
  expect((await later.get(path)).text).toBe(before);
  expect((await later.get('/tariffs/rules.csv?asOf=2026-10-31')).text).not.toBe(before);
});

import {
  CarryOutRecalculations,
  DebtorsQuery,
  ReplayQuery,
  ReplayRuns,
  StatementsQuery,
  TurnoverQuery,
} from '#services/billing';
import { RunningBackOffice, startBackOffice } from '../support/back-office';
import { ACCOUNT } from '../support/cabinet';
import { Answer, hiddenOf, Resident } from '../support/resident';

let office: RunningBackOffice;
let anna: Resident;
let boris: Resident;

beforeAll(async () => {
  office = await startBackOffice();
  anna = await office.officer('accountant', 'anna');
  boris = await office.officer('chief', 'boris');
});

afterAll(() => office?.close());

const led = ({ headers }: Answer) => headers.get('location') ?? '';
const MONTH = '2026-09';
const LAST_DAY = '2026-09-30';
const INTERRUPTION = `kind=interruption&show=1&utility=cold_water&period=${MONTH}&supply=water&startedOn1=2026-09-10&hours1=30`;

/** The rows of a CSV, without its heading. */
function rowsOf({ text }: Answer): string[][] {
  const lines = text
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split('\r\n');
  return lines.slice(1).map((line) => line.split(';'));
}

const kopecksOf = (cell: string | undefined) => Math.round(Number((cell ?? '').replace(',', '.')) * 100);

async function all<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  const kept: Row[] = [];
  for await (const row of rows) kept.push(row);
  return kept;
}

async function carryOut(): Promise<void> {
  await office.kvitok.drain();
  await office.kvitok.app.get(CarryOutRecalculations).all();
  await office.kvitok.drain();
}

describe('the turnover sheet of the back-office', () => {
  it('is that of the command line to the kopeck, adds up, and is the same file twice', async () => {
    const path = `/turnover/file?from=2026-03&to=${MONTH}&by=account&format=csv`;
    const [once, again] = [await anna.get(path), await anna.get(path)];
    expect(once.bytes.equals(again.bytes)).toBe(true);
    const question = { from: '2026-03', to: MONTH, by: 'account' } as const;
    const sheet = await all(office.kvitok.app.get(TurnoverQuery).rows(question));
    const rows = rowsOf(once);
    const total = rows.pop() ?? [];
    expect(rows.map((row) => [row[0], kopecksOf(row[3]), kopecksOf(row[9])])).toEqual(
      sheet.map(({ account, openingKopecks, closingKopecks }) => [account, openingKopecks, closingKopecks]),
    );
    for (const row of [...rows, total]) {
      const [opening = 0, charged = 0, recalculated = 0, penalty = 0, paid = 0, returned = 0, closing = 0] = row
        .slice(3)
        .map(kopecksOf);
      expect(opening + charged + recalculated + penalty - paid + returned).toBe(closing);
    }
  });

  it('closes with what the statements of the month close with', async () => {
    const statements = await all(office.kvitok.app.get(StatementsQuery).all({}));
    const closing = statements
      .filter(({ period }) => period === MONTH)
      .flatMap(({ payees }) => payees.map(({ closingKopecks }) => closingKopecks));
    const total = rowsOf(await anna.get(`/turnover/file?from=${MONTH}&to=${MONTH}&by=house&format=csv`)).at(-1);
    expect(kopecksOf(total?.[8])).toBe(closing.reduce((left, right) => left + right, 0));
  });

  it('is of the months that were billed, whatever years are named, and says which month is none', async () => {
    const path = (from: string, to: string) => `/turnover/file?from=${from}&to=${to}&by=account&format=csv`;
    const all = await anna.get(path('0001-01', '9999-12'));
    expect(rowsOf(all)).toEqual(rowsOf(await anna.get(path('2026-03', MONTH))));
    for (const [query, field] of [
      ['from=2026-13&to=2026-13', 'from'],
      ['from=2026-09&to=99999-01', 'to'],
    ] as const) {
      const { status, text } = await anna.get(`/turnover?${query}`);
      expect([status, text.includes(`href="#${field}"`)]).toEqual([422, true]);
    }
  });

  it('leads from a house to its accounts and their utilities, and says what is wrong with a question', async () => {
    const houses = await anna.get(`/turnover?from=${MONTH}&to=${MONTH}`);
    const down = /href="(\/turnover\?[^"]*by=account[^"]*houseId=H1[^"]*)"/.exec(houses.text)?.[1] ?? '';
    const accounts = await anna.get(down.replaceAll('&amp;', '&'));
    expect(accounts.text).toContain(`href="/accounts/${ACCOUNT}"`);
    expect(accounts.text).toContain(`by=utility&amp;account=${ACCOUNT}`);
    const swapped = 'Последний месяц раньше первого';
    expect((await anna.get('/turnover?from=2026-09&to=2026-08')).text).toContain(swapped);
    // Of a month that is none nobody can tell whether it comes first.
    for (const none of ['abc', '2026-13'])
      expect((await anna.get(`/turnover?from=${none}&to=2026-08`)).text).not.toContain(swapped);
    expect((await (await office.officer('operator')).get('/turnover')).status).toBe(403);
  });
});

describe('the debtors of the back-office', () => {
  it('are those of the command line, and reconcile with the turnover sheet', async () => {
    const debtors = await all(office.kvitok.app.get(DebtorsQuery).all({ asOf: LAST_DAY }));
    const rows = rowsOf(await anna.get(`/debtors/file?asOf=${LAST_DAY}&format=csv`));
    const total = rows.pop();
    expect(rows.map((row) => [row[0], kopecksOf(row[13])])).toEqual(
      debtors.map(({ account, debtKopecks }) => [account, debtKopecks]),
    );
    expect(kopecksOf(total?.[13])).toBe(debtors.reduce((sum, { debtKopecks }) => sum + debtKopecks, 0));
    expect((await anna.get(`/debtors?asOf=${LAST_DAY}`)).text).toContain('Сходится с');
  });

  it('are told by the last day that the rules are known for, and no later', async () => {
    expect((await anna.get('/debtors?asOf=2026-12-31')).status).toBe(200);
    for (const page of ['/debtors', `/accounts/${ACCOUNT}/debts`]) {
      const refused = await anna.get(`${page}?asOf=2030-01-01`);
      expect([page, refused.status]).toEqual([page, 422]);
      expect(refused.text.replaceAll('\u00a0', ' ')).toContain(
        'правила известны только по 31 декабря 2026, дальше не задано: предел пеней',
      );
    }
    const api = await anna.get('/api/debtors?asOf=2030-01-01');
    expect([api.status, (JSON.parse(api.text) as { code: string }).code]).toEqual([409, 'BILLING_DAY_BEYOND_RULES']);
  });

  it('are narrowed to those who owe for long, and get a letter with the months and the sum', async () => {
    const debtors = await all(office.kvitok.app.get(DebtorsQuery).all({ asOf: LAST_DAY }));
    const long = debtors.filter((one) => one.upTo180DaysKopecks > 0 || one.over180DaysKopecks > 0);
    expect(long.length).toBeGreaterThan(0);
    expect(long.length).toBeLessThan(debtors.length);
    const rows = rowsOf(await anna.get(`/debtors/file?asOf=${LAST_DAY}&overdueDays=90&format=csv`));
    expect(rows.slice(0, -1).map(([account]) => account)).toEqual(long.map(({ account }) => account));
    const letter = await anna.get(`/debtors/letters?kind=claim&account=${long[0]?.account ?? ''}&asOf=${LAST_DAY}`);
    expect(letter.text).toContain('Претензия об уплате долга');
    expect(letter.text).toContain('Требуем оплатить');
  });
});

describe('a recalculation', () => {
  it.each([
    ['cold', ['Отопление']],
    ['heating_year', ['Отопление']],
    ['tampering', ['Холодная вода', 'Горячая вода', 'Электроэнергия']],
  ])('of %s is offered for the utilities that it can be about', async (kind, utilities) => {
    const { text } = await anna.get(`/recalculations/new?kind=${kind}&account=${ACCOUNT}`);
    const [, options = ''] = /<select name="utility"[^>]*>([^]*?)<\/select>/.exec(text) ?? [];
    const offered = [...options.matchAll(/<option value="\w+"[^>]*>([^<]*)/g)].map(([, name]) => name);
    expect(offered).toEqual(utilities);
  });

  it('of an account is previewed with its formula and recorded once, with a cause', async () => {
    const page = `/recalculations/new?${INTERRUPTION}&account=${ACCOUNT}`;
    expect((await anna.get(page)).text).toContain('(8 − 30) × 0,0015 × 189,80');
    expect((await anna.submit(page, '/recalculations', { cause: '' })).status).toBe(422);
    const fields = { cause: 'Перерыв в подаче по акту', key: 'recalculate-once' };
    const filled = { ...hiddenOf((await anna.get(page)).text.split('<form').at(-1) ?? ''), ...fields };
    for (const _press of ['one', 'the same again']) {
      expect(led(await anna.post('/recalculations', filled))).toBe(`/recalculations?account=${ACCOUNT}`);
    }
    const again = 'второй раз то же не записывают';
    expect((await anna.get(page)).text).toContain(again);
    // A second tab had it open before it was recorded: it is told once.
    const secondTab = await anna.post('/recalculations', { ...filled, key: 'recalculate-once-more' });
    const summary = /class="error-summary"[^]*?<\/ul>/.exec(secondTab.text)?.[0] ?? '';
    expect([secondTab.status, summary.split(again).length - 1]).toEqual([422, 1]);
    const list = await anna.get(`/recalculations?account=${ACCOUNT}`);
    expect(list.text.match(/Перерыв в подаче по акту/g)).toHaveLength(1);
    expect(list.text).toContain('−6,26');
  });

  it.each(['/recalculations/new?kind=cold&account=9999', '/recalculations?account=9999', '/turnover?account=9999'])(
    '%s says beside the field that there is no such account',
    async (path) => {
      const { status, text } = await anna.get(path);
      expect([status, text.includes('href="#account"'), text.includes('value="9999"')]).toEqual([422, true, true]);
      expect(text).toContain('Лицевого счёта 9999 нет');
    },
  );

  it.each([
    ['2020-01-01', 'датировано 1 января 2020, а начисление — за сентябрь 2026'],
    ['2026-08-31', 'до этого месяца обращаться было не о чем'],
    ['2026-10-16', 'это ещё не наступивший день'],
  ])('of an error that was claimed on %s is refused before anything is worked out', async (claimedOn, words) => {
    const { status, text } = await anna.get(
      `/recalculations/new?kind=provider_error&show=1&account=${ACCOUNT}&utility=cold_water&period=${MONTH}` +
        `&rightQuantity=2,5&rightTariff=44,86&claimedOn=${claimedOn}`,
    );
    expect([status, text.includes('href="#claimedOn"'), text.includes('Записать перерасчёт')]).toEqual([
      422,
      true,
      false,
    ]);
    expect(text.replaceAll('\u00a0', ' ')).toContain(words);
  });

  it('that is absurd is refused, and one above ten thousand roubles is agreed to by a chief', async () => {
    const error = (quantity: string) =>
      `/recalculations/new?kind=provider_error&show=1&account=${ACCOUNT}&utility=cold_water&period=${MONTH}` +
      `&rightQuantity=${quantity}&rightTariff=44,86`;
    const absurd = await anna.get(error('1000000000'));
    expect(absurd.text).toContain('в десять раз больше начисленного не доначисляют');
    expect(absurd.text).not.toContain('Записать перерасчёт');
    const page = error('300');
    expect((await anna.get(page)).text).toContain('Попросить согласовать');
    const changed = await anna.submit(page, '/recalculations/approvals', { cause: 'Запятая', expectedKopecks: '1' });
    expect(changed.text).toContain('суммы перерасчёта изменились');
    const asked = led(await anna.submit(page, '/recalculations/approvals', { cause: 'Запятая в показании' }));
    expect(asked).toMatch(/^\/approvals\/[0-9a-f]{32}$/);
    await carryOut();
    expect((await anna.get('/recalculations')).text).not.toContain('Запятая в показании');
    await boris.submit(asked, `${asked}/grant`, {});
    await carryOut();
    expect((await boris.get(asked)).text).toContain('записано перерасчётов: 1');
    expect((await anna.get('/recalculations')).text).toContain('Запятая в показании');
  });

  it('of a house is one preview, one order, and a recalculation for each account', async () => {
    const page = `/recalculations/new?${INTERRUPTION}&houseId=H1&except=${ACCOUNT}`;
    const order = led(await anna.submit(page, '/recalculations/orders', { cause: 'Авария на вводе в дом' }));
    expect(order).toMatch(/^\/recalculations\/orders\/[0-9a-f]{32}$/);
    await carryOut();
    const { text } = await anna.get(order);
    const [, recorded, ordered] = /записан: (\d+) из (\d+) счетов/.exec(text) ?? [];
    expect(Number(recorded)).toBeGreaterThan(10);
    expect(recorded).toBe(ordered);
    expect((await anna.get(`/recalculations?account=${ACCOUNT}`)).text).not.toContain('Авария на вводе в дом');
  });
});

describe('what two people agree to', () => {
  it('is a waiver of penalty: asked for by one, never agreed to by the same, recorded after the other', async () => {
    const [chief, page] = [boris, `/recalculations/new?kind=penalty_waiver&payee=main&account=${ACCOUNT}`];
    const month = /id="waive-(\d{4}-\d{2})"/.exec((await chief.get(page)).text)?.[1] ?? '';
    const filled = `${page}&show=1&waive-${month}=0,01`;
    const asked = led(await chief.submit(filled, '/recalculations/waivers', { cause: 'Решение суда' }));
    expect(asked).toMatch(/^\/approvals\/[0-9a-f]{32}$/);
    const own = await chief.get(asked);
    expect(own.text).toContain('Это Ваш запрос');
    const token = /name="token" value="([^"]+)"/.exec(own.text)?.[1] ?? '';
    const planHash = (await planHashOf(asked)) ?? '';
    const forced = await chief.post(`${asked}/grant`, { token, key: 'agree-with-myself', planHash });
    expect(forced.status).not.toBe(303);
    await carryOut();
    expect((await anna.get('/recalculations?kind=penalty_waiver')).text).not.toContain('Решение суда');
    const other = await office.officer('chief', 'the other');
    expect(led(await other.submit(asked, `${asked}/grant`, {}))).toBe(asked);
    await carryOut();
    expect((await other.get(asked)).text).toContain('записано перерасчётов: 1');
    expect((await anna.get('/recalculations?kind=penalty_waiver')).text).toContain('Решение суда');
  });

  it('is a replay: found in the background as the command line finds it, then recorded for each account', async () => {
    const tariff = { tariffUtility1: 'cold_water', tariffPrice1: '60', tariffFrom1: '2026-08-01' };
    const run = led(await anna.submit('/replay', '/replay', { from: '2026-08', to: MONTH, ...tariff }));
    await office.kvitok.app.get(ReplayRuns).settled();
    const rules = { tariffs: [{ utility: 'cold_water', from: '2026-08-01', price: '60' }] };
    const found = await all(office.kvitok.app.get(ReplayQuery).accounts({ from: '2026-08', to: MONTH, rules }));
    const lines = found.flatMap((one) => one.lines);
    const rows = rowsOf(await anna.get(`${run}/file?format=csv`));
    const total = rows.pop();
    expect(rows.map((row) => [row[0], row[1], kopecksOf(row[7])])).toEqual(
      lines.map(({ account, period, differenceKopecks }) => [account, period, differenceKopecks]),
    );
    expect(kopecksOf(total?.[7])).toBe(lines.reduce((sum, { differenceKopecks }) => sum + differenceKopecks, 0));
    expect((await anna.get(`${run}/${ACCOUNT}`)).text).toContain('44,86 → 60');

    const asked = led(await anna.submit(run, `${run}/ask`, { cause: 'Тариф утверждён позже' }));
    await boris.submit(asked, `${asked}/grant`, {});
    await carryOut();
    const differing = found.filter(({ toPost }) => toPost.length > 0).length;
    expect((await boris.get(asked)).text).toContain(`записано перерасчётов: ${String(differing)}, не записано: 0`);
    const left = await all(office.kvitok.app.get(ReplayQuery).accounts({ from: '2026-08', to: MONTH, rules }));
    expect(left.flatMap(({ toPost }) => toPost)).toEqual([]);
  });
});

async function planHashOf(approval: string): Promise<string | undefined> {
  const other = await office.officer('chief', 'the other');
  return /name="planHash" value="([^"]+)"/.exec((await other.get(approval)).text)?.[1];
}

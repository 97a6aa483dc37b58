import { lastDayOf } from '#libs/kernel';
import {
  accountDecider,
  accountStream,
  CarryOutClosesJob,
  NightlyChargesJob,
  referenceDecider,
  StatementsQuery,
  utilityStream,
} from '#services/billing';
import { NIGHTS_CLIENT, NightsClient, PERIODS_CLIENT, PeriodsClient } from '../../services/billing/api/client';
import { METERING_CLIENT, MeteringClient } from '../../services/metering/api/client';
import { AnyCommand } from '../../libs/testing/whole-stack';
import { RunningBackOffice, startBackOffice } from '../support/back-office';
import { ACCOUNT, OTHER_ACCOUNT, TIME_ZONE } from '../support/cabinet';
import { Answer, Resident } from '../support/resident';

const PERIOD = '2026-10';
let office: RunningBackOffice;

beforeAll(async () => {
  office = await startBackOffice();
  // The sample is computed to September; its October is calculated here and closed by two people.
  await office.decide('last_period', '2026-12');
  await office.decide('period_close', 'TWO_PEOPLE');
});

afterAll(() => office?.close());

async function state(request: object): Promise<void> {
  const { commands } = office.kvitok.stack;
  const result = await commands.execute({ actor: 'staff:test', ...request } as unknown as AnyCommand);
  expect(result.kind).toBe('done');
  await office.kvitok.drain();
}

const accountant = () => office.officer('accountant', 'month');
const led = ({ status, headers }: Answer) => [status, headers.get('location')];
const client = <Client>(token: symbol) => office.kvitok.app.get<Client>(token, { strict: false });

/** How often each account was calculated in October: the same number again is the same work again. */
async function calculations(): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  const types = ['ChargesCalculated'];
  for (let after = 0, done = false; !done;) {
    const page = await office.kvitok.stack.store.readAll({ after, limit: 5_000, types });
    for (const { data } of page.events) {
      const { account, period } = data as { account: string; period: string };
      if (period === PERIOD) counts.set(account, (counts.get(account) ?? 0) + 1);
    }
    ({ checkpoint: after, caughtUp: done } = page);
  }
  return counts;
}

async function asked(): Promise<number> {
  const page = await office.kvitok.stack.store.readAll({ after: 0, limit: 1_000, types: ['CalculationAsked'] });
  return page.events.length;
}

async function untilCalculated(): Promise<void> {
  const nights = client<NightsClient>(NIGHTS_CLIENT);
  while ((await nights.progress())?.state === 'running') await new Promise((resolve) => setImmediate(resolve));
  await office.kvitok.drain();
}

async function json<Body>(who: Resident, path: string): Promise<Body> {
  return JSON.parse((await who.get(path)).text) as Body;
}

interface Readings {
  readonly count: number;
  readonly pages: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly meters: readonly {
    readonly account: string;
    readonly meterId: string;
    readonly state: string;
    readonly basis: string;
    readonly averagedMonths: number;
    readonly amountKopecks: number;
    readonly before: { readonly values: readonly string[] };
    readonly reading: { readonly values: readonly string[] } | null;
  }[];
  readonly doubts: readonly { readonly meterId: string }[];
}

describe('the calculation of the open month', () => {
  it('that was broken off goes on where it was: no account is calculated twice', async () => {
    const { clock } = office.kvitok.stack;
    const standing = await client<PeriodsClient>(PERIODS_CLIENT).standing();
    const all = standing?.openAccounts ?? 0;
    expect([all > 0, standing?.uncalculatedAccounts]).toEqual([true, all]);
    const broken = office.kvitok.app.get(NightlyChargesJob).all({
      date: clock.today(),
      calculates: PERIOD,
      onProgress: () => {
        throw new Error('the process was stopped');
      },
    });
    await expect(broken).rejects.toThrow('the process was stopped');
    await office.kvitok.drain();
    const before = await calculations();
    expect([before.size > 0, before.size < all]).toEqual([true, true]);

    const anna = await accountant();
    expect((await anna.get('/jobs')).text).toContain('прерван, продолжится с того же места');
    expect(led(await anna.submit('/period', '/period/calculate', {}))).toEqual([303, '/period#calculate']);
    await untilCalculated();
    const after = await calculations();
    expect([after.size, [...after.values()].every((count) => count === 1)]).toEqual([all, true]);
    const { text } = await anna.get('/period');
    expect(text).toContain('Расчёт за октябрь 2026 закончен');
    expect(text).toContain('Все счета рассчитаны');
  });

  it('asked for twice at once is one; asked for again it changes nothing', async () => {
    const [before, askedBefore] = [await calculations(), await asked()];
    const anna = await accountant();
    await Promise.all([1, 2].map(() => anna.submit('/period', '/period/calculate', {})));
    await untilCalculated();
    expect(await calculations()).toEqual(before);
    expect((await asked()) - askedBefore).toBeLessThanOrEqual(2);
    expect((await (await office.officer('chief')).get('/audit')).text).toContain('Запущен расчёт');
  });

  it('is no operator’s', async () => {
    expect((await (await office.officer('operator')).get('/period')).status).toBe(403);
  });
});

describe('the control of readings', () => {
  const look = async (): Promise<Readings> => {
    const olga = await office.officer('operator');
    const first = await json<Readings>(olga, '/api/readings');
    const meters = [...first.meters];
    for (let page = 2; page <= first.pages; page += 1) {
      meters.push(...(await json<Readings>(olga, `/api/readings?page=${String(page)}`)).meters);
    }
    expect(meters).toHaveLength(first.count);
    return { ...first, meters };
  };

  it('counts what is missing, and says by which rule and of how many months it is charged', async () => {
    const { counts, meters } = await look();
    const missing = meters.filter((meter) => meter.state === 'missing');
    expect([counts['missing'], missing.length > 0]).toEqual([missing.length, true]);
    for (const { basis, averagedMonths } of missing) {
      expect(basis === 'average' ? averagedMonths >= 3 : averagedMonths === 0).toBe(true);
    }
    const { text } = await (await office.officer('operator')).get('/readings?show=missing');
    expect(text).toMatch(/Показаний в срок не было: среднемесячный объём[^<]*Среднее за \d/);
  });

  it('of an account that is not there says so beside the field', async () => {
    const { status, text } = await (await office.officer('operator')).get('/readings?account=9999');
    expect([status, text.includes('href="#account"'), text.includes('value="9999"')]).toEqual([422, true, true]);
  });

  it('takes a reading that a resident has told, and charges by it', async () => {
    const { meters, counts } = await look();
    const meter = meters.find(({ state: is, before }) => is === 'missing' && before.values.length === 1);
    const { account = '', meterId = '', before } = meter ?? {};
    const value = String(Number(before?.values[0] ?? '0') + 3).replace('.', ',');
    const olga = await office.officer('operator');
    const page = `/readings/entry?account=${account}&meterId=${meterId}`;
    const wrong = await olga.submit(page, '/readings', { value1: 'много', takenOn: '2026-10-15' });
    expect([wrong.status, wrong.text.includes('href="#value1"')]).toEqual([422, true]);
    const below = await olga.submit(page, '/readings', { value1: '0', takenOn: '2026-10-15' });
    expect([below.status, below.text.includes('меньше прежнего')]).toEqual([422, true]);
    const done = await olga.submit(page, '/readings', { value1: value, takenOn: '2026-10-15', channel: 'phone' });
    expect(led(done)).toEqual([303, `/readings?account=${account}&done=noted`]);
    await office.kvitok.drain();
    const now = await look();
    expect(now.counts['missing']).toBe((counts['missing'] ?? 0) - 1);
    expect(now.meters.find((one) => one.meterId === meterId)).toMatchObject({ state: 'read', basis: 'meter' });
    // The meter of one account is not reached under the name of another.
    const other = account === ACCOUNT ? OTHER_ACCOUNT : ACCOUNT;
    expect((await olga.get(`/readings/entry?account=${other}&meterId=${meterId}`)).status).toBe(404);
  });

  it('asks the office about a reading that jumps, and corrects one that was taken', async () => {
    const { meters } = await look();
    const meter = meters.find(({ state: is, before }) => is === 'missing' && before.values.length === 1);
    const { account = '', meterId = '', before } = meter ?? {};
    const last = Number(before?.values[0] ?? '0');
    const typed = (value: number) => ({ value1: String(value).replace('.', ','), takenOn: '2026-10-15' });
    const [olga, anna] = [await office.officer('operator'), await accountant()];
    const page = `/readings/entry?account=${account}&meterId=${meterId}`;
    const asked = await olga.submit(page, '/readings', typed(last + 900));
    expect([asked.status, asked.text.includes('а обычно за столько дней выходит')]).toEqual([422, true]);
    expect(asked.text).toContain('Показание верное: цифры и запятая сверены');
    const insisted = await olga.submit(page, '/readings', { ...typed(last + 900), confirmed: 'yes' });
    expect(led(insisted)).toEqual([303, `/readings?account=${account}&done=noted`]);
    await office.kvitok.drain();
    const found = async () => (await look()).meters.find((one) => one.meterId === meterId);
    const wrong = await found();
    expect(wrong?.reading).toMatchObject({ values: [String(last + 900)], replacedOn: [] });
    expect((await look()).counts['doubtful']).toBe(0);

    const correction = `/readings/correction?account=${account}&meterId=${meterId}&takenOn=2026-10-15`;
    expect((await olga.get(page)).text).toContain(correction.replaceAll('&', '&amp;'));
    expect((await olga.get(correction)).text).toContain('Исправить принятое показание может бухгалтер');
    const right = { value1: String(last + 3).replace('.', ',') };
    const silent = await anna.submit(correction, '/readings/correction', right);
    expect([silent.status, silent.text.includes('href="#reason"')]).toEqual([422, true]);
    const reason = 'лишняя цифра при записи';
    const done = await anna.submit(correction, '/readings/correction', { ...right, reason });
    expect(led(done)).toEqual([303, `/readings?account=${account}&done=corrected`]);
    await office.kvitok.drain();
    const now = await found();
    // The open month follows.
    expect(now?.reading).toMatchObject({ values: [String(last + 3)], replacedOn: ['2026-10-15'] });
    expect(now?.amountKopecks).toBeLessThan(wrong?.amountKopecks ?? 0);
  });

  it('decides on a doubtful reading: the act of check replaces it', async () => {
    const { meters } = await look();
    const meter = meters.find(({ state: is, before }) => is === 'missing' && before.values.length === 1);
    const { account = '', meterId = '', before } = meter ?? {};
    const last = Number(before?.values[0] ?? '0');
    const origin = { commandId: 'resident:doubt', correlationId: 'd', causationId: null, actor: 'resident:1' };
    const said = { meterId, values: [String(last + 45)], explanation: 'leak' } as const;
    await client<MeteringClient>(METERING_CLIENT).submitReading(said, { ...origin, input: said });
    await office.kvitok.drain();
    expect((await look()).counts).toMatchObject({ doubtful: 1, below: 0 });

    const [olga, anna] = [await office.officer('operator'), await accountant()];
    expect((await olga.get('/readings')).text).toContain('жилец: была утечка');
    const page = `/readings/doubt?account=${account}&meterId=${meterId}&takenOn=2026-10-15`;
    expect((await olga.get(page)).text).toContain('Решить по нему может бухгалтер');
    const isOf = (verdict: string) => (form: string) => form.includes(`value="${verdict}"`);
    const silent = await anna.submit(page, '/readings/decide', { value1: '', why: 'акт 7' }, isOf('rejected'));
    expect([silent.status, silent.text.includes('показание по акту проверки')]).toEqual([422, true]);
    const value1 = String(last + 5).replace('.', ',');
    const done = await anna.submit(page, '/readings/decide', { value1, why: 'акт 7' }, isOf('rejected'));
    expect(led(done)).toEqual([303, '/readings?show=doubtful&done=rejected']);
    await office.kvitok.drain();
    const now = await look();
    expect(now.doubts).toEqual([]);
    expect(now.meters.find((one) => one.meterId === meterId)?.reading).toMatchObject({ values: [String(last + 5)] });
    expect((await anna.get(page)).status).toBe(409);
  });

  it('goes out as a table', async () => {
    const olga = await office.officer('operator');
    const { meters } = await look();
    const csv = await olga.get('/readings/csv');
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(csv.text.trim().split('\r\n')).toHaveLength(meters.length + 1);
    expect((await olga.get('/readings/xlsx')).bytes.subarray(0, 2).toString()).toBe('PK');
  });
});

describe('an account that cannot be calculated', () => {
  it('stands on the board with its reason, and is tried again when the rule has come', async () => {
    const utility = 'intercom';
    const definition = { utility, name: 'Домофон', kind: 'area', unit: 'm2', payee: 'main', sources: [], order: 900 };
    const stream = utilityStream(utility);
    const whole = { ...definition, maxMonthly: null, raiseAfterFailure: null };
    const command = { kind: 'DefineUtility', definition: whole };
    await state({ stream, decider: referenceDecider, command, commandId: 'test:define' });
    const connect = { kind: 'ConnectUtility', account: ACCOUNT, utility, from: '2026-10-01', meterPossible: null };
    const at = { stream: accountStream(ACCOUNT), decider: accountDecider };
    await state({ ...at, command: connect, commandId: 'test:connect' });
    const anna = await accountant();
    await anna.submit('/period', '/period/calculate', {});
    await untilCalculated();
    const board = await anna.get('/jobs');
    expect(board.text).toContain(`<input type="hidden" name="account" value="${ACCOUNT}"`);
    const isAccounts = (form: string) => form.includes(`value="${ACCOUNT}"`);
    const again = await anna.submit('/jobs', '/jobs/retry', {}, isAccounts);
    expect((await anna.get(again.headers.get('location') ?? '')).text).toContain(`Счёт ${ACCOUNT} снова отложен`);

    const tariff = { utility, houseId: null, part: null, from: '2026-10-01', price: '1' };
    await state({
      stream,
      decider: referenceDecider,
      command: { kind: 'SetTariff', tariff },
      commandId: 'test:tariff',
    });
    const before = await calculations();
    const tried = await anna.submit('/jobs', '/jobs/retry', {}, isAccounts);
    await office.kvitok.drain();
    expect((await anna.get(tried.headers.get('location') ?? '')).text).toContain(`Счёт ${ACCOUNT} рассчитан`);
    const after = await calculations();
    expect(after.get(ACCOUNT)).toBe((before.get(ACCOUNT) ?? 0) + 1);
    expect([...after].filter(([account, count]) => count !== before.get(account)).map(([account]) => account)).toEqual([
      ACCOUNT,
    ]);
    expect((await anna.get('/jobs')).text).toContain('Отложенных счетов нет');
  });
});

interface Preview {
  readonly count: number;
  readonly totals: { readonly accounts: number; readonly chargedKopecks: number };
  readonly accounts: readonly {
    readonly account: string;
    readonly chargedKopecks: number;
    readonly recalculatedKopecks: number;
    readonly oddities: readonly string[];
  }[];
}

describe('the preview', () => {
  it('is what is then closed, account by account and to the kopeck', async () => {
    office.clock.set(lastDayOf(PERIOD), '20:00:00', TIME_ZONE);
    const [anna, boris] = [await office.officer('accountant', 'closes'), await office.officer('chief', 'agrees')];
    const preview = await json<Preview>(anna, '/api/periods/preview');
    const page = await anna.get('/period/preview');
    expect(page.text).toContain('Предпросмотр: октябрь 2026');
    const { text } = await anna.get('/period/preview/csv');
    expect(preview.accounts).toHaveLength(preview.count);
    expect(text.trim().split('\r\n')).toHaveLength(preview.count + 1);

    const asking = await anna.submit('/period/close', '/period/close', { reason: 'проверено' });
    const approval = asking.headers.get('location') ?? '';
    expect((await anna.get('/period')).text).toContain(`href="${approval}"`);
    await boris.submit(approval, `${approval}/grant`, {});
    await office.kvitok.drain();
    expect(await office.kvitok.app.get(CarryOutClosesJob).all()).toBe(1);
    await office.kvitok.drain();

    const closed: Record<string, readonly [number, number]> = {};
    const statements = office.kvitok.app.get(StatementsQuery).all({ from: PERIOD, to: PERIOD });
    for await (const { account, payees } of statements) {
      const sum = (of: (figures: (typeof payees)[number]) => number) =>
        payees.reduce((total, one) => total + of(one), 0);
      closed[account] = [sum((one) => one.chargedKopecks), sum((one) => one.recalculatedKopecks)];
    }
    const previewed = preview.accounts.map(
      (one) => [one.account, [one.chargedKopecks, one.recalculatedKopecks]] as const,
    );
    expect(Object.fromEntries(previewed)).toEqual(closed);
    expect(preview.totals.accounts).toBe(Object.keys(closed).length);
    const charged = Object.values(closed).reduce((total, [one]) => total + one, 0);
    expect(preview.totals.chargedKopecks).toBe(charged);
  });

  it('is followed by the slips of each house in one file', async () => {
    const anna = await office.officer('accountant', 'closes');
    const { text } = await anna.get('/period/slips');
    expect(text).toContain('Квитанции: октябрь 2026');
    const head = await office.kvitok.stack.store.head();
    const pdf = await anna.submit('/period/slips', '/period/slips', {});
    expect([pdf.status, pdf.headers.get('content-type'), pdf.bytes.subarray(0, 5).toString()]).toEqual([
      200,
      'application/pdf',
      '%PDF-',
    ]);
    const issued = await office.kvitok.stack.store.head();
    expect(issued).toBeGreaterThan(head);
    // Printed again it issues nothing again.
    expect((await anna.submit('/period/slips', '/period/slips', {})).bytes.length).toBeGreaterThan(1_000);
    expect(await office.kvitok.stack.store.head()).toBe(issued);
  });

  it('is followed by slips with codes for whoever asked, printed once', async () => {
    const anna = await office.officer('accountant', 'closes');
    await anna.submit('/codes', '/codes/first', { reason: 'приняли дома' });
    await anna.submit(`/codes/accounts/${ACCOUNT}`, `/codes/accounts/${ACCOUNT}/next-slip`, { reason: 'позвонили' });
    await anna.submit('/print-runs', '/print-runs', { what: 'asked', reason: 'позвонили' });
    const shown = await anna.submit('/print-runs', '/print-runs/links', {});
    expect(shown.text.replaceAll('\u00a0', ' ')).toContain('1 квитанция за октябрь 2026');
    const form = shown.text.slice(shown.text.indexOf('action="/print-runs/slips"'));
    const field = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(form)?.[1] ?? '';
    const fields = { token: field('token'), runId: field('runId'), link: field('link'), key: 'paper-slips-1' };
    const pdf = await anna.post('/print-runs/slips', fields);
    expect([pdf.status, pdf.headers.get('content-type'), pdf.bytes.subarray(0, 5).toString()]).toEqual([
      200,
      'application/pdf',
      '%PDF-',
    ]);
    const printed = (await office.kvitok.stack.store.readAll({ after: 0, limit: 10_000, types: ['CodePrinted'] }))
      .events;
    expect(printed.map(({ data }) => data)).toMatchObject([
      { account: ACCOUNT, occasion: 'slip', actorRole: 'accountant' },
    ]);
    const again = await anna.post('/print-runs/slips', { ...fields, key: 'paper-slips-2' });
    expect([again.status, again.headers.get('content-type')]).toEqual([409, expect.stringContaining('text/html')]);
    expect((await anna.get('/codes?show=asked')).text).not.toContain(`/codes/accounts/${ACCOUNT}`);
  });
});

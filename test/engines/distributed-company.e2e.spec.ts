import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sharedFolder } from '../support/command-line';
import { mainOf, sumAfter, wordsOfHtml } from '../support/page-text';
import { Resident } from '../support/resident';
import { DistributedTown } from './distributed-town';
import { TownGateways } from './town-gateways';
import { until } from './until';

/** The whole sample company is played; the figures are those of the requirements, which both modes have to reach. */
const THROUGH = '2026-09-30';
const TIMEOUT_MS = 15 * 60_000;
const GATEWAYS_TIMEOUT_MS = 3 * 60_000;
/** With debts of several months to both payees, and meters of every kind. */
const ACCOUNT = '0045120023';
const NEIGHBOUR = '0045120015';
const MAIN = 'Жильё и коммунальные услуги';

interface Statement {
  readonly account: string;
  readonly period: string;
  readonly payees: readonly Readonly<Record<string, unknown>>[];
}

interface Aged {
  readonly account: string;
  readonly payees: readonly { readonly principalKopecks: number; readonly penaltyKopecks: number }[];
}

interface TurnoverPage {
  readonly rows: readonly Readonly<Record<string, number | string | null>>[];
  readonly pages: number;
}

interface AccountMeters {
  readonly meters: readonly { readonly meterId: string; readonly lastValues: readonly string[] }[];
}

const source = sharedFolder('sample');
const expectedFolder = join(source, 'expected');
const ofRequirements = <Content>(name: string) =>
  JSON.parse(readFileSync(join(expectedFolder, name), 'utf8')) as Content;
const datesOfAging = () => readdirSync(expectedFolder).flatMap((file) => /^aging-(.*)\.json$/.exec(file)?.[1] ?? []);

let town: DistributedTown;
let gateways: TownGateways;

beforeAll(async () => {
  town = await DistributedTown.found(null);
  gateways = await TownGateways.start(town);
}, TIMEOUT_MS);

afterAll(() => town?.close());

test(
  'five services over Kafka and MongoDB charge the sample company as it has to be charged',
  async () => {
    expect(await town.result('import', source, '--through', THROUGH)).toEqual({ ok: true, errors: [] });
    expect(await town.result('statements')).toEqual(ofRequirements('statements.json'));
    const dates = datesOfAging();
    expect(dates.length).toBeGreaterThan(0);
    for (const date of dates) {
      expect(await town.result('aging', '--as-of', date)).toEqual(ofRequirements(`aging-${date}.json`));
    }
  },
  TIMEOUT_MS,
);

test(
  'the same again adds no event, and every read model comes out the same from the log',
  async () => {
    const before = await town.log('data');
    await town.result('import', source, '--through', THROUGH);
    await town.result('night', 'all', '--date', THROUGH);
    expect(await town.log('data')).toEqual(before);
    expect(await town.result('verify')).toMatchObject({ ok: true, differing: [] });
  },
  TIMEOUT_MS,
);

describe('through the gateways, which are processes of their own', () => {
  const kept = ofRequirements<{ readonly statements: readonly Statement[] }>('statements.json').statements;
  let resident: Resident;
  let accountant: Resident;

  beforeAll(async () => {
    const [slip, officer] = await Promise.all([gateways.slipOf(ACCOUNT), gateways.accountant()]);
    resident = gateways.visitor();
    const { status, headers } = await resident.submit('/sign-in?next=/debt', '/sign-in', slip);
    expect([status, headers.get('location')]).toEqual([303, '/debt']);
    accountant = officer;
  }, GATEWAYS_TIMEOUT_MS);

  test('a resident who has signed in with login and code reads the statements and debts that have to be', async () => {
    const { statements } = await read<{ statements: readonly Statement[] }>(resident, `${ofAccount()}/statements`);
    expect(statements).toMatchObject(kept.filter(({ account }) => account === ACCOUNT));
    for (const date of datesOfAging()) {
      const { accounts } = ofRequirements<{ readonly accounts: readonly Aged[] }>(`aging-${date}.json`);
      const aged = accounts.find(({ account }) => account === ACCOUNT);
      expect(await read(resident, `${ofAccount()}/debt?asOf=${date}`)).toEqual(aged);
      const sums = aged?.payees.flatMap(({ principalKopecks, penaltyKopecks }) => [principalKopecks, penaltyKopecks]);
      const page = await resident.get(`/debt?asOf=${date}`);
      expect(sumAfter(mainOf(page.text), 'class="sum"')).toBe(sums?.reduce((left, right) => left + right, 0));
    }
  });

  test('an accountant who has signed in with both factors reads the turnover sheet of every month to the kopeck', async () => {
    const periods = [...new Set(kept.map(({ period }) => period))];
    expect(periods).toHaveLength(7);
    for (const period of periods) {
      const said = kept.filter((statement) => statement.period === period);
      expect(await turnover(accountant, period)).toEqual(
        said.flatMap(({ account, payees }) => payees.map((payee) => turnoverOf(account, payee))),
      );
    }
  });

  test('each gateway lets in its own people alone', async () => {
    const path = '/api/turnover?from=2026-09&to=2026-09&by=account';
    const ofResident = resident.cookie('kvitok_session') ?? '';
    const ofOfficer = accountant.cookie('kvitok_office_session') ?? '';
    expect([ofResident, ofOfficer]).not.toContain('');
    const strangers = [
      new Resident(gateways.officeUrl),
      new Resident(gateways.officeUrl, ofResident, 'kvitok_office_session'),
      new Resident(gateways.officeUrl, ofResident, 'kvitok_session'),
    ];
    for (const stranger of strangers) {
      const [api, page] = [await stranger.get(path), await stranger.get('/turnover')];
      expect([api.status, page.status, page.headers.get('location')]).toEqual([401, 303, '/sign-in?next=%2Fturnover']);
    }
    for (const stranger of [gateways.visitor(), new Resident(gateways.cabinetUrl, ofOfficer)]) {
      const [api, page] = [await stranger.get(`${ofAccount()}/debt`), await stranger.get('/debt')];
      expect([api.status, page.status, page.headers.get('location')]).toEqual([401, 303, '/sign-in?next=%2Fdebt']);
    }
    expect((await resident.get(`/api/accounts/${NEIGHBOUR}/debt`)).status).toBe(404);
    expect((await accountant.get(path)).status).toBe(200);
  });

  test('a reading that a resident has given is on the page of its meter', async () => {
    const { text } = await resident.get('/readings');
    const [, meterId = '', last = ''] = /name="meterId" value="([^"]+)"[^]*?data-last="([\d.]+)"/.exec(text) ?? [];
    const value = Math.floor(Number(last)) + 3;
    const fields = { value0: String(value), step: 'send' };
    const answer = await resident.submit('/readings', '/readings', fields, (form) => form.includes(meterId));
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `/readings?accepted=${meterId}`]);
    await until(
      () => read<AccountMeters>(resident, `${ofAccount()}/meters`),
      ({ meters }) => meters.some((one) => one.meterId === meterId && Number(one.lastValues[0]) === value),
    );
    const page = await resident.get(`/readings?accepted=${meterId}`);
    expect(wordsOfHtml(mainOf(page.text))).toContain('Показание принято');
  });

  test('a payment at the bank is received, and the debt is lower by it', async () => {
    const before = sumAfter(mainOf((await resident.get('/pay')).text), MAIN);
    const started = await resident.submit('/pay', '/pay', { 'amount-main': '1 000,50' }, (form) =>
      form.includes('name="payee" value="main"'),
    );
    const atBank = new URL(started.headers.get('location') ?? '').pathname;
    const approved = await new Resident(gateways.bankUrl).submit(atBank, atBank, { action: 'approve' });
    const back = new URL(approved.headers.get('location') ?? '');
    expect(back.port).toBe(new URL(gateways.cabinetUrl).port);
    await until(
      async () => mainOf((await resident.get(back.pathname)).text),
      (page) =>
        page.includes('Платёж принят') &&
        sumAfter(page.slice(page.indexOf('Сколько осталось')), MAIN) === before - 1_000_50,
    );
  });

  test('while payments are away, pages that need them say so, and all others are there', async () => {
    const statement = `${ofAccount()}/statements/2026-09`;
    const before = await read(resident, statement);
    await gateways.services.payments.stop('SIGTERM');
    const away = await resident.get('/pay');
    expect([away.status, mainOf(away.text)]).toEqual([
      503,
      expect.stringContaining('Сейчас не открываются оплата, история платежей и автоплатёж.'),
    ]);
    expect(await read(resident, statement)).toEqual(before);
    for (const browser of [resident, accountant]) expect((await browser.get('/health/ready')).status).toBe(200);
    expect((await resident.get('/debt')).status).toBe(200);
    expect((await accountant.get('/turnover')).status).toBe(200);
  });
});

function ofAccount(): string {
  return `/api/accounts/${ACCOUNT}`;
}

/** An answer of the API of a gateway. */
async function read<Body>(browser: Resident, path: string): Promise<Body> {
  const { status, text } = await browser.get(path);
  if (status !== 200) throw new Error(`${path} answers ${String(status)}: ${text}`);
  return JSON.parse(text) as Body;
}

/** All rows of the sheet of a month, page by page. */
async function turnover(browser: Resident, period: string) {
  const rows: object[] = [];
  for (let page = 1, pages = 1; page <= pages; page += 1) {
    const path = `/api/turnover?from=${period}&to=${period}&by=account&page=${String(page)}`;
    const sheet = await read<TurnoverPage>(browser, path);
    rows.push(
      ...sheet.rows.map((row) =>
        turnoverOf(String(row['account']), {
          ...row,
          paymentsKopecks: Number(row['paidKopecks']) - Number(row['returnedKopecks']),
        }),
      ),
    );
    pages = sheet.pages;
  }
  return rows;
}

/** What a statement and a turnover sheet say alike. */
function turnoverOf(account: string, payee: Readonly<Record<string, unknown>>) {
  const { openingKopecks, chargedKopecks, recalculatedKopecks, penaltyKopecks, paymentsKopecks, closingKopecks } =
    payee;
  return {
    account,
    payee: payee['payee'],
    openingKopecks,
    chargedKopecks,
    recalculatedKopecks,
    penaltyKopecks,
    paymentsKopecks,
    closingKopecks,
  };
}

import { AgingQuery, ExplainQuery, StatementsQuery } from '#services/billing';
import { accountDecider, accountStream } from '#services/billing';
import { PaymentAllocation } from '../../services/billing/api/client';
import { BILLING_CLIENT, BillingClient, PrintedStatement } from '../../services/billing/api/client';
import { RunningBackOffice, startBackOffice } from '../support/back-office';
import { ACCOUNT, CABINET_DAY, TIME_ZONE } from '../support/cabinet';
import { mainOf, sumAfter, sumsOf, tableOf, wordsOfHtml } from '../support/page-text';
import { Resident } from '../support/resident';

let office: RunningBackOffice;
let officer: Resident;
/** Statements of every account as the command `statements` prints them. */
const statements = new Map<string, PrintedStatement[]>();

beforeAll(async () => {
  office = await startBackOffice();
  officer = await office.officer('operator');
  for await (const statement of office.kvitok.app.get(StatementsQuery).all({})) {
    statements.set(statement.account, [...(statements.get(statement.account) ?? []), statement]);
  }
});

afterAll(() => office?.close());

async function read(path: string): Promise<string> {
  const { status, text } = await officer.get(path);
  expect([path, status]).toEqual([path, 200]);
  return mainOf(text);
}

const FIGURES = [
  'openingKopecks',
  'chargedKopecks',
  'recalculatedKopecks',
  'penaltyKopecks',
  'paymentsKopecks',
  'closingKopecks',
] as const;

describe('the houses of the company', () => {
  it('are listed with what is charged in each, and lead to their accounts', async () => {
    const { rows, foot } = tableOf(await read('/houses'), 'Дома компании');
    expect(rows.length).toBeGreaterThan(1);
    expect(rows[0]?.[3]).toContain('Холодная вода');
    expect(foot[1]).toBe('47');
    const houses = rows.map(([cell = '']) => /href="\/houses\/([^"]+)"/.exec(cell)?.[1] ?? '');
    const accounts = [];
    for (const house of houses) {
      const { text } = await officer.get(`/houses/${house}/accounts.csv`);
      accounts.push(
        ...text
          .split('\r\n')
          .slice(1, -1)
          .map((line) => line.split(';')[0] ?? ''),
      );
    }
    expect(accounts.sort()).toEqual([...statements.keys()].sort());
  });

  it('show an account by its flat, and by the beginning of its number', async () => {
    const { rows } = tableOf(await read('/houses/H1?query=2'), 'Найдено');
    expect(rows.map((row) => row[1])).toEqual(['2']);
    const byNumber = tableOf(await read('/houses/H1?query=004512'), 'Найдено').rows;
    expect(byNumber.length).toBeGreaterThan(5);
  });

  it('say nothing of whose an account is', async () => {
    const page = await read('/houses/H1');
    const { text } = await officer.get('/houses/H1/accounts.csv');
    expect(`${page}${text}`).not.toMatch(/payer-|personId/);
  });
});

describe('the search of every page', () => {
  it('leads to the account that has this number', async () => {
    const { text } = await officer.get('/approvals');
    expect(text).toMatch(/<form method="get" action="\/accounts"/);
    const found = await officer.get(`/accounts?query=${ACCOUNT}`);
    expect([found.status, found.headers.get('location')]).toEqual([303, `/accounts/${ACCOUNT}`]);
  });

  it('lists what begins alike, page by page, and says what is not there', async () => {
    const first = await read('/accounts?query=0');
    const shown = tableOf(first, 'Найдено').rows.map(([cell = '']) => wordsOfHtml(cell).trim());
    expect(shown).toEqual([...statements.keys()].sort().slice(0, 50));
    expect(await read('/accounts?query=999')).toContain('ничего нет');
    expect((await officer.get('/accounts/no-such-account')).status).toBe(404);
  });
});

describe('the sums of an account', () => {
  it('are those of the statements, for every account, month and payee', async () => {
    for (const [account, months] of statements) {
      const { rows } = tableOf(await read(`/accounts/${account}/statements`), 'Закрытые месяцы');
      const expected = months
        .toReversed()
        .flatMap(({ payees }) => payees.map((payee) => FIGURES.map((name) => payee[name])));
      expect([account, rows.map((row) => row.slice(2).flatMap(sumsOf))]).toEqual([account, expected]);
    }
  });

  it('are those of the lines of every month', async () => {
    for (const { period, payees } of statements.get(ACCOUNT) ?? []) {
      const page = await read(`/accounts/${ACCOUNT}/statements/${period}`);
      const shown = (caption: string) =>
        page
          .split('<section')
          .filter((section) => section.includes(`<caption>${caption}`))
          .flatMap((section) => tableOf(section, caption).rows.flatMap((row) => sumsOf(row.at(-1) ?? '')));
      const sums = (lines: readonly { readonly amountKopecks: number }[]) => lines.map((line) => line.amountKopecks);
      expect(shown('Начислено')).toEqual(sums(payees.flatMap(({ charges }) => charges)));
      expect(shown('Перерасчёты')).toEqual(sums(payees.flatMap(({ recalculations }) => recalculations)));
    }
  });

  it('are those of the ageing on any day, as known on any day', async () => {
    const aging = office.kvitok.app.get(AgingQuery);
    const until = '2026-08-31T19:59:59.999Z';
    for (const account of [...statements.keys()].slice(0, 12)) {
      for (const [query, asOf, knownAt] of [
        ['', CABINET_DAY, undefined],
        ['?asOf=2026-08-20', '2026-08-20', undefined],
        ['?asOf=2026-08-20&knownAt=2026-08-31', '2026-08-20', until],
      ] as const) {
        const { payees } = await aging.one(account, asOf, knownAt);
        const page = await read(`/accounts/${account}/debts${query}`);
        const shown = page
          .split('<section')
          .slice(1)
          .map((section) => ({
            rows: tableOf(section, 'По месяцам').rows.map((row) => row.slice(2).flatMap(sumsOf)),
            advance: sumAfter(section, 'Внесено вперёд'),
          }));
        expect([account, query, shown]).toEqual([
          account,
          query,
          payees.map(({ lines, advanceKopecks }) => ({
            rows: lines.map((line) => [line.principalKopecks, line.penaltyKopecks, line.penaltyPostedKopecks]),
            advance: advanceKopecks,
          })),
        ]);
      }
    }
  });

  it('are those of the explanation, down to the facts themselves', async () => {
    const { lines } = await office.kvitok.app.get(ExplainQuery).explain(ACCOUNT, '2026-09');
    for (const utility of new Set(lines.map((line) => line.utility))) {
      const page = await read(`/accounts/${ACCOUNT}/lines/2026-09/${utility}`);
      const titles = [...page.matchAll(/class="card-title"[^>]*>([^]*?)<\/h3>/g)].flatMap(([, title = '']) =>
        sumsOf(title),
      );
      const ofUtility = lines.filter((line) => line.utility === utility);
      expect([utility, titles]).toEqual([utility, ofUtility.map(({ amountKopecks }) => amountKopecks)]);
      const ids = new Set(ofUtility.flatMap(({ inputs }) => inputs.flatMap(({ eventId }) => eventId ?? [])));
      const { rows } = tableOf(page, 'Записи журнала, из которых');
      const led = rows.map(([cell = '']) => /events\/([^"?]+)/.exec(cell)?.[1] ?? '');
      expect([...ids].filter((id) => !led.includes(id))).toEqual([]);
      for (const eventId of led) {
        expect(await read(`/accounts/${ACCOUNT}/events/${eventId}`)).toContain('Кто записал');
      }
    }
  });

  it('of payments are what the ledger has spent them on', async () => {
    const billing = office.kvitok.app.get<BillingClient>(BILLING_CLIENT, { strict: false });
    for (const account of statements.keys()) {
      const expected = await billing.allocations(account);
      const { rows } = tableOf(await read(`/accounts/${account}/payments`), 'Платежи');
      const shown = new Map(rows.map((row) => [wordsOfHtml(row[1] ?? '').trim(), row]));
      expect([account, [...shown.keys()].sort()]).toEqual([account, expected.map(({ paymentId }) => paymentId).sort()]);
      for (const payment of expected) {
        const row = shown.get(payment.paymentId) ?? [];
        expect(sumsOf(row[3] ?? '')).toEqual([payment.amountKopecks]);
        expect(sumsOf(row[6] ?? '')).toEqual([payment.restKopecks]);
        expect(sumsOf(row[5] ?? '')).toEqual(partsOf(payment));
      }
    }
  });
});

const partsOf = ({ parts }: PaymentAllocation) =>
  parts.flatMap(({ amountKopecks, byUtility }) => [amountKopecks, ...byUtility.map((share) => share.amountKopecks)]);

describe('a fact of the log', () => {
  it('about another account is not there, and none tells whose the account is', async () => {
    const events = await read(`/accounts/${ACCOUNT}/events`);
    const ids = [...events.matchAll(/events\/([^"?]+)"/g)].map(([, id = '']) => id);
    const other = [...statements.keys()].find((account) => account !== ACCOUNT) ?? '';
    expect((await officer.get(`/accounts/${other}/events/${ids[0] ?? ''}`)).status).toBe(404);
    for (const id of ids) expect(await read(`/accounts/${ACCOUNT}/events/${id}`)).not.toMatch(/payer-|personId/);
  });

  it('leads to the fact that it follows from', async () => {
    const events = await read(`/accounts/${ACCOUNT}/events/of/2026-09`);
    const paid = /events\/([^"?]+)">Платёж зачислен/.exec(events)?.[1] ?? '';
    const cause = /href="([^"]+)">другой записи/.exec(await read(`/accounts/${ACCOUNT}/events/${paid}`))?.[1] ?? '';
    expect(await read(cause)).toContain('Записан платёж');
  });
});

describe('a report about a moment', () => {
  const MOMENT = 'asOf=2026-08-31&knownAt=2026-09-15';
  const REPORTS = [
    ...['', '/statements', '/debts', '/payments', '/events', '/lines/2026-08/cold_water'].map(
      (path) => `${path}?${MOMENT}`,
    ),
    ...['statements', 'lines', 'debts', 'payments'].map((table) => `/${table}.csv?${MOMENT}`),
  ];
  const all = () => Promise.all(REPORTS.map(async (path) => (await officer.get(`/accounts/${ACCOUNT}${path}`)).text));

  it('is the same to the byte when it is asked for again, and after more has become known', async () => {
    const before = await all();
    expect(await all()).toEqual(before);
    const present = await read(`/accounts/${ACCOUNT}`);
    const from = '2026-08-01';
    const result = await office.kvitok.stack.commands.execute({
      stream: accountStream(ACCOUNT),
      decider: accountDecider,
      command: { kind: 'RegisterResidents', account: ACCOUNT, from, registered: 9, owners: 1 },
      commandId: 'test:residents',
      actor: 'staff:test',
    });
    expect(result.kind).toBe('done');
    await office.kvitok.drain();
    expect(await read(`/accounts/${ACCOUNT}`)).not.toBe(present);
    expect(await all()).toEqual(before);
  });

  it('is told from the present, and one that nobody knew anything of says so', async () => {
    const july = tableOf(await read(`/accounts/${ACCOUNT}/statements?asOf=2026-07-31`), 'Закрытые').rows;
    const now = tableOf(await read(`/accounts/${ACCOUNT}/statements`), 'Закрытые').rows;
    expect(july.length).toBeLessThan(now.length);
    const early = await officer.get(`/accounts/${ACCOUNT}/debts?asOf=2020-01-01`);
    expect([early.status, early.text.includes('href="#asOf"')]).toEqual([422, true]);
    const unknown = await officer.get(`/accounts/${ACCOUNT}?knownAt=2019-01-01`);
    expect([unknown.status, unknown.text.includes('href="#knownAt"')]).toEqual([422, true]);
    const mistyped = await officer.get(`/accounts/${ACCOUNT}?asOf=2026-02-30`);
    expect([mistyped.status, mistyped.text.includes('Дня 30.02.2026 в календаре нет')]).toEqual([422, true]);
  });

  it('is kept apart from the moment at which it is asked for', async () => {
    const csv = `/accounts/${ACCOUNT}/debts.csv?${MOMENT}`;
    const before = (await officer.get(csv)).text;
    office.clock.set('2026-10-20', '09:00:00', TIME_ZONE);
    const later = await office.officer('operator', 'later');
    expect((await later.get(csv)).text).toBe(before);
  });
});

import { BILLING_CLIENT, BillingClient, PrintedStatement } from '../../services/billing/api/client';
import { AgingQuery, StatementsQuery } from '#services/billing';
import { RunningCabinet, startCabinet } from '../support/cabinet';
import { mainOf, sumAfter, sumsOf, tableOf } from '../support/page-text';

let cabinet: RunningCabinet;
/** Statements of every account as the command `statements` prints them. */
const statements = new Map<string, PrintedStatement[]>();

beforeAll(async () => {
  cabinet = await startCabinet();
  for await (const statement of cabinet.kvitok.app.get(StatementsQuery).all({})) {
    statements.set(statement.account, [...(statements.get(statement.account) ?? []), statement]);
  }
});

afterAll(() => cabinet?.close());

/** The page as the resident of an account reads it. */
async function read(account: string, path: string): Promise<string> {
  const answer = await fetch(`${cabinet.url}${path}`, { headers: { cookie: await cabinet.cookieOf(account) } });
  expect([account, path, answer.status]).toEqual([account, path, 200]);
  return mainOf(await answer.text());
}

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

it('knows every account of the sample company', () => {
  expect(statements.size).toBe(48);
});

it('the page of charges says for every account and month what the statements say', async () => {
  for (const [account, months] of statements) {
    const rows = tableOf(await read(account, '/charges'), 'Закрытые месяцы, новые сверху').rows;
    const expected = months.toReversed().map(({ payees }) => {
      const figure = (
        name:
          | 'openingKopecks'
          | 'chargedKopecks'
          | 'recalculatedKopecks'
          | 'penaltyKopecks'
          | 'paymentsKopecks'
          | 'closingKopecks',
      ) => total(payees.map((payee) => payee[name]));
      return [
        figure('openingKopecks'),
        figure('chargedKopecks'),
        figure('recalculatedKopecks'),
        figure('penaltyKopecks'),
        figure('paymentsKopecks'),
        figure('closingKopecks'),
      ];
    });
    expect([account, rows.map((row) => row.slice(1).flatMap(sumsOf))]).toEqual([account, expected]);
  }
});

it('the page of a month says each line and each total of each payee', async () => {
  for (const [account, months] of statements) {
    for (const { period, payees } of months) {
      const page = await read(account, `/charges/${period}`);
      const lines = payees.flatMap(({ charges }) => charges.map(({ amountKopecks }) => amountKopecks));
      const recalculations = payees.flatMap((payee) => payee.recalculations.map(({ amountKopecks }) => amountKopecks));
      const shown = (caption: string) =>
        page
          .split('<section')
          .filter((section) => section.includes(`<caption>${caption}`))
          .flatMap((section) => tableOf(section, caption).rows.flatMap((row) => sumsOf(row.at(-2) ?? '')));
      expect([account, period, shown('Начислено')]).toEqual([account, period, lines]);
      expect([account, period, shown('Перерасчёты')]).toEqual([account, period, recalculations]);
      const closings = [...page.matchAll(/<dt>Итого на конец месяца<\/dt><dd>(.*?)<\/dd>/g)].flatMap(([, text = '']) =>
        sumsOf(text),
      );
      expect([account, period, closings]).toEqual([
        account,
        period,
        payees.map(({ closingKopecks }) => closingKopecks),
      ]);
    }
  }
});

it('the page of a month says what has changed since the month before: every line, adding up to the totals', async () => {
  const ofMonth = ({ payees }: PrintedStatement) =>
    total(payees.flatMap((one) => [one.chargedKopecks, one.recalculatedKopecks, one.penaltyKopecks]));
  let compared = 0;
  for (const [account, months] of statements) {
    for (const [index, { period }] of months.entries()) {
      const [before, after] = [months[index - 1], months[index]];
      const page = await read(account, `/charges/${period}`);
      if (before === undefined || after === undefined) {
        expect([account, period, page.includes('Что изменилось')]).toEqual([account, period, false]);
        continue;
      }
      const { rows, foot } = tableOf(page, 'Из чего сложилась разница');
      if (rows.length === 0) {
        const lines = (one: PrintedStatement) =>
          one.payees.map(({ charges, recalculations, penaltyKopecks }) => ({
            charges,
            recalculations,
            penaltyKopecks,
          }));
        expect([account, period, lines(after)]).toEqual([account, period, lines(before)]);
        continue;
      }
      const shown = rows.map((row) => row.slice(1).map((cell) => (cell === '—' ? 0 : (sumsOf(cell)[0] ?? Number.NaN))));
      const totals = [ofMonth(before), ofMonth(after), ofMonth(after) - ofMonth(before)];
      expect([account, period, foot.slice(1).flatMap(sumsOf)]).toEqual([account, period, totals]);
      const sums = [0, 1, 2].map((column) => total(shown.map((row) => row[column] ?? Number.NaN)));
      expect([account, period, sums]).toEqual([account, period, totals]);
      compared += rows.length;
    }
  }
  expect(compared).toBeGreaterThan(statements.size);
});

it('the page of debt says for every account what the ageing says, today and at the end of months', async () => {
  const days = [cabinet.clock.today(), '2026-09-30', '2026-08-31', '2026-05-31'];
  for (const day of days) {
    for await (const { account, payees } of cabinet.kvitok.app.get(AgingQuery).all(day)) {
      const page = await read(account, `/debt?asOf=${day}`);
      const owed = total(payees.map(({ principalKopecks, penaltyKopecks }) => principalKopecks + penaltyKopecks));
      expect([account, day, sumAfter(page, '<p class="sum">')]).toEqual([account, day, owed]);
      const sections = page.split('<section').filter((section) => section.includes('id="debt-'));
      expect(sections).toHaveLength(payees.length);
      payees.forEach(({ lines, principalKopecks, penaltyKopecks, advanceKopecks }, index) => {
        const section = sections[index] ?? '';
        const shown =
          lines.length === 0 ? { rows: [], foot: [] } : tableOf(section, 'По месяцам, за которые возник долг');
        expect([account, day, shown.rows.map((row) => row.slice(2).flatMap(sumsOf))]).toEqual([
          account,
          day,
          lines.map((line) => [line.principalKopecks, line.penaltyKopecks]),
        ]);
        if (lines.length > 0) expect(shown.foot.slice(2).flatMap(sumsOf)).toEqual([principalKopecks, penaltyKopecks]);
        if (advanceKopecks > 0) expect(sumAfter(section, 'Внесено вперёд:')).toBe(advanceKopecks);
      });
    }
  }
});

it('the first page says what is to pay: the closing sums of the last statement less what was paid since', async () => {
  for (const [account, months] of statements) {
    const last = months.at(-1);
    const page = await read(account, '/');
    // No payment has come since the last close of the sample company, and a closed account has no later statement.
    const balances = (last?.payees ?? []).map(({ closingKopecks }) => closingKopecks);
    const toPay = total(balances.map((balance) => Math.max(0, balance)));
    const shown = sumAfter(page, '<p class="sum">');
    expect([account, shown]).toEqual([account, toPay > 0 ? toPay : total(balances)]);
    const byPayee = [...page.matchAll(/<dd>(.*?)<\/dd>/g)].flatMap(([, text = '']) => sumsOf(text));
    expect([account, byPayee]).toEqual([account, balances]);
  }
});

it('the page of capital repair says what the statements say of that payee', async () => {
  for (const [account, months] of statements) {
    const page = await read(account, '/capital-repair');
    const expected = months
      .toReversed()
      .flatMap(({ payees }) =>
        payees
          .filter(({ payee }) => payee === 'capital_repair')
          .map((one) => [
            one.chargedKopecks,
            one.recalculatedKopecks,
            one.penaltyKopecks,
            one.paymentsKopecks,
            one.closingKopecks,
          ]),
      );
    const { rows } = tableOf(page, 'По месяцам, новые сверху');
    expect([account, rows.map((row) => row.slice(1).flatMap(sumsOf))]).toEqual([account, expected]);
  }
});

it('every line of every last month is explained to its kopeck', async () => {
  const billing = cabinet.kvitok.app.get<BillingClient>(BILLING_CLIENT, { strict: false });
  for (const [account, months] of statements) {
    const last = months.at(-1);
    if (last === undefined) continue;
    const { lines } = await billing.explain(account, last.period);
    for (const utility of new Set(lines.map((line) => line.utility))) {
      const page = await read(account, `/charges/${last.period}/${utility}`);
      const shown = [...page.matchAll(/<h2 class="card-title">(.*?)<\/h2>/g)].flatMap(([, text = '']) => sumsOf(text));
      const expected = lines.filter((line) => line.utility === utility).map(({ amountKopecks }) => amountKopecks);
      expect([account, utility, shown]).toEqual([account, utility, expected]);
    }
  }
});

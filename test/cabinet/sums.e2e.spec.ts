import { parse } from 'csv-parse/sync';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { AgedAccount, AgingQuery, StatementsQuery } from '#services/billing';
import { keepDemonstrationClock } from '../../services/cli/demonstration-clock';
import { offerDemoServices } from '../../services/cli/demo-services';
import { BILLING_CLIENT, BillingClient, PrintedStatement, SupposedOutcome } from '../../services/billing/api/client';
import { ACCOUNT, CABINET_DAY, TIME_ZONE } from '../support/cabinet';
import { resultBeside, ROOT } from '../support/command-line';
import { verifyMail } from '../support/letters';
import { routesOf } from '../support/page-routes';
import { dayIn, mainOf, monthIn, sumAfter, sumsOf, tableOf, wordsOfHtml } from '../support/page-text';
import { fieldOfCode, paymentCodeIn } from '../support/payment-code';
import { playedCompany } from '../support/played-company';
import { Resident } from '../support/resident';
import { CabinetWithBank, startCabinetWithBank } from '../support/training-bank';
import { isNoPage, WITHOUT_SUMS } from './pages';

const PAYEES = ['main', 'capital_repair'] as const;
const PAYEE_WORDS = { main: 'Жильё и коммунальные услуги', capital_repair: 'Капитальный ремонт' } as const;
/** With an advance, and two whose absences and readings were recalculated; `ACCOUNT` has debts and penalty. */
const CHOSEN = [ACCOUNT, '0045120017', '0045050009', '0045120010'] as const;

let cabinet: CabinetWithBank;
/** A second copy of the same history, of which the command line is asked. */
let beside: string;
/** Statements of every account as the command `statements` prints them. */
const statements = new Map<string, PrintedStatement[]>();
/** What is owed today as the command `aging` prints it. */
const owing = new Map<string, AgedAccount>();
/** The pages whose sums are compared, by their routes. */
const compared = new Set<string>();

beforeAll(async () => {
  cabinet = await startCabinetWithBank();
  beside = await playedCompany();
  keepDemonstrationClock(beside, { beginsAt: `${CABINET_DAY}T06:00:00Z`, timeZone: TIME_ZONE });
  await offerDemoServices(cabinet.kvitok.stack);
  await cabinet.kvitok.drain();
  for await (const statement of cabinet.kvitok.app.get(StatementsQuery).all({})) {
    statements.set(statement.account, [...(statements.get(statement.account) ?? []), statement]);
  }
  for await (const aged of cabinet.kvitok.app.get(AgingQuery).all(CABINET_DAY)) owing.set(aged.account, aged);
});

afterAll(async () => {
  await cabinet?.close();
  rmSync(beside, { recursive: true, force: true });
});

/** A comparison of sums, and the routes of the pages that it is about. */
function comparing(routes: readonly string[], what: string, compare: () => Promise<void>): void {
  for (const route of routes) compared.add(route);
  it(`${routes.join(', ')}: ${what}`, compare);
}

async function residentOf(account: string): Promise<Resident> {
  return new Resident(cabinet.url, await cabinet.sessionOf(account));
}

/** The page as the resident of an account reads it. */
async function read(account: string, path: string): Promise<string> {
  const answer = await fetch(`${cabinet.url}${path}`, { headers: { cookie: await cabinet.cookieOf(account) } });
  expect([account, path, answer.status]).toEqual([account, path, 200]);
  return mainOf(await answer.text());
}

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

const amountOf = (lines: readonly { readonly amountKopecks: number }[]) =>
  total(lines.map(({ amountKopecks }) => amountKopecks));

/** Half a rouble is rounded away from nothing. */
const wholeRoubles = (kopecks: number) => Math.sign(kopecks) * Math.floor((Math.abs(kopecks) + 50) / 100) + 0;

function aged(account: string): AgedAccount {
  const found = owing.get(account);
  if (found === undefined) throw new Error(`${account} has not aged`);
  return found;
}

/** What stands in a field of a page. */
function valueOf(page: string, id: string): string {
  const field = new RegExp(`<input[^>]*id="${id}"[^>]*>`).exec(page)?.[0];
  if (field === undefined) throw new Error(`There is no field ${id}`);
  return /\bvalue="([^"]*)"/.exec(field)?.[1] ?? '';
}

interface SpentPart {
  readonly kind: 'principal' | 'penalty' | 'rest';
  /** Of the month that was paid for; null for what waits for the next one. */
  readonly period: string | null;
  readonly kopecks: number;
  /** By utility. */
  readonly shares: readonly number[];
}

/** What a payment went to, as its cell says. */
function partsOf(cell: string): SpentPart[] {
  return [...cell.matchAll(/<li>([^<]+)(?:<ul>([^]*?)<\/ul>)?<\/li>/g)].map(([, text = '', shares = '']) => {
    const isRest = /^(вперёд|на )/.test(text);
    return {
      kind: isRest ? 'rest' : text.startsWith('пени') ? 'penalty' : 'principal',
      period: isRest ? null : monthIn(text.replace(/^пени за /, '')),
      kopecks: sumsOf(text)[0] ?? Number.NaN,
      shares: [...shares.matchAll(/<li>([^<]+)<\/li>/g)].flatMap(([, share = '']) => sumsOf(share)),
    };
  });
}

interface WrittenPayment {
  readonly payment_id: string;
  readonly account: string;
  readonly received_on: string;
  readonly amount: string;
  readonly payee: string;
}

/** A table of the sample company, as an operator wrote it: neither the import nor the log stands between. */
function written<Row>(file: string): readonly Row[] {
  const text = readFileSync(join(ROOT, 'samples', 'company', file), 'utf8');
  return parse(text, { columns: true, delimiter: ';', bom: true }) as unknown as readonly Row[];
}

const WRITTEN_PAYMENTS = written<WrittenPayment>('payments.csv');
const REVERSED = new Set(
  written<{ readonly payment_id: string }>('payment_reversals.csv').map((one) => one.payment_id),
);
/** What was paid in advance in the system before, by account and payee. */
const BROUGHT_FORWARD = new Set(
  written<WrittenPayment & { readonly kind: string }>('opening_balances.csv')
    .filter(({ kind }) => kind === 'advance')
    .map(({ account, payee }) => `${account} ${payee}`),
);
const isReversed = ({ payment_id }: WrittenPayment) => REVERSED.has(payment_id);
const payeeOf = ({ payee }: WrittenPayment) => (payee === 'capital_repair' ? 'capital_repair' : 'main');
const kopecksOf = (roubles: string) => Math.round(Number(roubles) * 100);

it('knows every account of the sample company', () => {
  expect(statements.size).toBe(48);
});

comparing(['/charges'], 'every month of every account is what the statements say', async () => {
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

comparing(['/charges/:period'], 'each line and each total of each payee is that of the statement', async () => {
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

comparing(
  ['/charges/:period'],
  'every line that differs from the month before is named, adding up to the totals',
  async () => {
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
        const shown = rows.map((row) =>
          row.slice(1).map((cell) => (cell === '—' ? 0 : (sumsOf(cell)[0] ?? Number.NaN))),
        );
        const totals = [ofMonth(before), ofMonth(after), ofMonth(after) - ofMonth(before)];
        expect([account, period, foot.slice(1).flatMap(sumsOf)]).toEqual([account, period, totals]);
        const sums = [0, 1, 2].map((column) => total(shown.map((row) => row[column] ?? Number.NaN)));
        expect([account, period, sums]).toEqual([account, period, totals]);
        compared += rows.length;
      }
    }
    expect(compared).toBeGreaterThan(statements.size);
  },
);

comparing(['/debt'], 'today and at the end of months it is what the ageing says, by month and by utility', async () => {
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
        // What the system before has brought forward is divided among no utilities, and says so.
        const byUtility = lines.flatMap((line) => {
          const shares = line.byUtility.map((share) => share.principalKopecks);
          return shares.length === 0 && line.principalKopecks > 0 ? [line.principalKopecks] : shares;
        });
        const shares = tableOf(section, 'Долг по услугам');
        expect([account, day, shares.rows.map((row) => sumsOf(row[2] ?? '')[0])]).toEqual([account, day, byUtility]);
        if (byUtility.length > 0) expect(shares.foot.flatMap(sumsOf)).toEqual([principalKopecks]);
        expect(total(byUtility)).toBe(principalKopecks);
      });
    }
  }
});

comparing(['/'], 'to pay are the closing sums of the last statement, less what was paid since', async () => {
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

comparing(
  ['/'],
  'what is overdue, and the penalty that is on no slip yet, follow from ageing and statements',
  async () => {
    let said = 0;
    for (const [account, months] of statements) {
      const page = await read(account, '/');
      const { payees } = aged(account);
      const principal = total(payees.map(({ principalKopecks }) => principalKopecks));
      const advance = total(payees.map(({ advanceKopecks }) => advanceKopecks));
      // A closing sum is debts and the penalty that slips have asked for, less what is paid in advance.
      const closing = total((months.at(-1)?.payees ?? []).map(({ closingKopecks }) => closingKopecks));
      const posted = closing - principal + advance;
      const late = payees.flatMap(({ lines }) => lines.filter(({ dueDate }) => dueDate < CABINET_DAY));
      const overdue = total(late.map(({ principalKopecks }) => principalKopecks)) + posted;
      const growing = total(payees.map(({ penaltyKopecks }) => penaltyKopecks)) - posted;
      const shown = ['Из них просрочено', 'накопились пени:'].map((mark) =>
        page.includes(mark) ? sumAfter(page, mark) : 0,
      );
      expect([account, shown]).toEqual([account, [overdue, growing]]);
      said += shown.filter((sum) => sum > 0).length;
    }
    expect(said).toBeGreaterThan(10);
  },
);

comparing(['/debt'], 'the penalty to come is what the ageing says of days to come', async () => {
  for (const account of CHOSEN) {
    const { rows } = tableOf(await read(account, '/debt'), 'Сколько пени будет к этому дню');
    const now = total(aged(account).payees.map(({ penaltyKopecks }) => penaltyKopecks));
    for (const [day = '', ...sums] of rows) {
      const { payees } = await cabinet.kvitok.app.get(AgingQuery).one(account, dayIn(day));
      const then = total(payees.map(({ penaltyKopecks }) => penaltyKopecks));
      expect([account, day, sums.flatMap(sumsOf)]).toEqual([account, day, [then, then - now]]);
    }
    expect([account, rows.length > 0]).toEqual([account, aged(account).payees.some((one) => one.principalKopecks > 0)]);
  }
});

comparing(
  ['/consumption'],
  'roubles of every month of every utility are those of the lines of the statements',
  async () => {
    for (const account of CHOSEN) {
      const months = statements.get(account) ?? [];
      const ofUtility = (statement: PrintedStatement, utility: string, of: 'charges' | 'recalculations') =>
        statement.payees.flatMap((payee) => payee[of].filter((line) => line.utility === utility));
      const first = await read(account, '/consumption');
      const options = /<select id="utility"[^]*?<\/select>/.exec(first)?.[0] ?? '';
      const utilities = [...options.matchAll(/<option value="([^"]+)"/g)].map(([, utility = '']) => utility);
      expect(utilities.length).toBeGreaterThan(2);
      for (const utility of utilities) {
        const page = await read(account, `/consumption?utility=${utility}&measure=roubles&months=24`);
        const caption = /<caption>([^<]* по месяцам)/.exec(page)?.[1] ?? 'no table';
        const { rows, foot } = tableOf(page, caption);
        const expected = months
          .map((statement) => ({
            period: statement.period,
            charges: ofUtility(statement, utility, 'charges'),
            recalculations: ofUtility(statement, utility, 'recalculations'),
          }))
          .filter(({ charges, recalculations }) => charges.length + recalculations.length > 0)
          .map(({ period, ...lines }) => [period, amountOf(lines.charges), amountOf(lines.recalculations)] as const);
        // A month without a recalculation says so by a dash.
        const shown = rows.map(([month = '', , , charged = '', recalculated = '']) => [
          monthIn(month),
          sumsOf(charged)[0],
          recalculated === '—' ? 0 : sumsOf(recalculated)[0],
        ]);
        expect([account, utility, shown]).toEqual([account, utility, expected.toReversed()]);
        expect([account, utility, foot.flatMap(sumsOf)]).toEqual([
          account,
          utility,
          [total(expected.map(([, charged]) => charged)), total(expected.map(([, , recalculated]) => recalculated))],
        ]);
        // Above the bars of the chart stand whole roubles.
        const bars = [...page.matchAll(/class="chart-value"[^>]*>([^<]*)</g)].map(([, text = '']) =>
          Number(text.replaceAll('\u202f', '').replace('\u2212', '-')),
        );
        expect([account, utility, bars]).toEqual([
          account,
          utility,
          expected.map(([, charged]) => wholeRoubles(charged)),
        ]);
      }
    }
  },
);

comparing(['/pay'], 'each payee is owed the closing sum of the last statement, and the field proposes it', async () => {
  for (const [account, months] of statements) {
    const page = await read(account, '/pay');
    const closings = (months.at(-1)?.payees ?? []).map(({ payee, closingKopecks }) => [payee, closingKopecks] as const);
    const sections = page.split('<section').filter((section) => section.includes('id="pay-'));
    const shown = sections.map((section) => sumAfter(section, '<p class="sum">'));
    expect([account, shown]).toEqual([account, closings.map(([, closing]) => closing)]);
    const proposed = closings.map(([payee]) => valueOf(page, `amount-${payee}`).replace(',', ''));
    expect([account, proposed]).toEqual([account, closings.map(([, sum]) => (sum > 0 ? String(sum) : ''))]);
  }
});

comparing(
  ['/pay'],
  'the codes ask for the closing sums of the last statement, and for nothing where it is paid',
  async () => {
    const picturesOf = async (account: string) =>
      [...(await read(account, '/pay')).matchAll(/<img[^>]*src="(\/pay\/qr\/[^"]*)"/g)].map(
        ([, picture = '']) => picture,
      );
    for (const [account, months] of statements) {
      const closings = (months.at(-1)?.payees ?? []).map(
        ({ payee, closingKopecks }) => [payee, closingKopecks] as const,
      );
      const wanted = closings.map(([payee, sum]) => `/pay/qr/${payee}${sum > 0 ? `?amount=${String(sum)}` : ''}`);
      expect([account, await picturesOf(account)]).toEqual([account, wanted]);
    }
    // What stands in a picture is read by another program: one of a debt, and one of what is paid in advance.
    const [debt = ''] = await picturesOf(ACCOUNT);
    const [, advance = ''] = await picturesOf('0045120017');
    const sumIn = async (account: string, picture: string) => {
      const { bytes } = await (await residentOf(account)).get(picture);
      return fieldOfCode(paymentCodeIn(bytes), 'Sum');
    };
    const owed = statements.get(ACCOUNT)?.at(-1)?.payees[0]?.closingKopecks;
    expect(await sumIn(ACCOUNT, debt)).toBe(String(owed));
    expect(await sumIn('0045120017', advance)).toBeNull();
  },
);

comparing(['/payments'], 'the payments are those of the package, and what each went to adds up to it', async () => {
  for (const account of statements.keys()) {
    const { rows } = tableOf(await read(account, '/payments'), 'Платежи');
    const shown = rows.map(([day = '', sum = '', payee = '', , state = '']) =>
      [dayIn(day), sumsOf(sum)[0], payee, /отменён/.test(state)].join(' '),
    );
    const written = WRITTEN_PAYMENTS.filter((payment) => payment.account === account).map((payment) =>
      [payment.received_on, kopecksOf(payment.amount), PAYEE_WORDS[payeeOf(payment)], isReversed(payment)].join(' '),
    );
    expect([account, shown.toSorted()]).toEqual([account, written.toSorted()]);
    expect(rows.map(([day = '']) => dayIn(day))).toEqual(
      written
        .map((text) => text.slice(0, 10))
        .sort()
        .reverse(),
    );
    for (const [day = '', sum = '', , , state = '', spent = ''] of rows) {
      const parts = partsOf(spent);
      // Of what a payment went to nothing is left when it counts no more.
      const counts = /отменён/.test(state) ? 0 : sumsOf(sum)[0];
      expect([account, day, total(parts.map(({ kopecks }) => kopecks))]).toEqual([account, day, counts]);
      for (const { kopecks, shares } of parts) if (shares.length > 0) expect(total(shares)).toBe(kopecks);
    }
  }
});

comparing(['/payments'], 'all together are the payments of the statements, by payee', async () => {
  for (const [account, months] of statements) {
    for (const payee of PAYEES) {
      const { rows } = tableOf(await read(account, `/payments?payee=${payee}&state=received`), 'Платежи');
      const paid = total(rows.map((row) => sumsOf(row[1] ?? '')[0] ?? Number.NaN));
      const stated = months.flatMap(({ payees }) => payees.filter((one) => one.payee === payee));
      expect([account, payee, paid]).toEqual([account, payee, total(stated.map((one) => one.paymentsKopecks))]);
    }
  }
});

comparing(['/payments'], 'what went to a month and what is still owed for it are what it was billed', async () => {
  let closed = 0;
  for (const [account, months] of statements) {
    const isRecalculated = months.some(({ payees }) => payees.some((one) => one.recalculations.length > 0));
    for (const payee of PAYEES) {
      const { rows } = tableOf(await read(account, `/payments?payee=${payee}`), 'Платежи');
      const parts = rows.flatMap((row) => partsOf(row[5] ?? ''));
      const owed = aged(account).payees.find((one) => one.payee === payee);
      expect([
        account,
        payee,
        total(parts.filter(({ kind }) => kind === 'rest').map(({ kopecks }) => kopecks)),
      ]).toEqual([account, payee, owed?.advanceKopecks]);
      // A recalculation, and an advance of the system before, lessen a debt as a payment does, and are none.
      if (isRecalculated || BROUGHT_FORWARD.has(`${account} ${payee}`)) continue;
      for (const { period, payees } of months) {
        const billed = payees.find((one) => one.payee === payee);
        const paid = parts.filter((part) => part.kind === 'principal' && part.period === period);
        const line = owed?.lines.find((one) => one.period === period);
        expect([
          account,
          payee,
          period,
          total(paid.map(({ kopecks }) => kopecks)) + (line?.principalKopecks ?? 0),
        ]).toEqual([account, payee, period, billed?.chargedKopecks]);
        closed += 1;
      }
    }
  }
  expect(closed).toBeGreaterThan(400);
});

comparing(['/slips'], 'a slip asks for what the statement of its month leaves to pay', async () => {
  for (const account of CHOSEN) {
    const who = await residentOf(account);
    const months = statements.get(account) ?? [];
    const toPay = (statement: PrintedStatement) =>
      total(statement.payees.map(({ closingKopecks }) => Math.max(0, closingKopecks)));
    // What the last statement leaves to pay is owed today: no payment of the sample has come since.
    const today = months.length === 0 ? 0 : toPay(months.at(-1) as PrintedStatement);
    const sinceThen = (formed: string): number | null => {
      const [said = ''] = /К оплате по ней[^]*?<\/p>/.exec(formed) ?? [];
      if (said.includes('сегодня платить уже не нужно')) return 0;
      return said.includes('а сегодня') ? sumAfter(said, 'а сегодня') : null;
    };
    const above = await read(account, '/slips');
    expect([account, above.includes('Сегодня платить не нужно')]).toEqual([account, today === 0]);
    if (today > 0) expect([account, sumAfter(above, '<p class="sum">')]).toEqual([account, today]);
    for (const statement of months) {
      const isOf = (form: string) => form.includes(`value="${statement.period}"`);
      expect((await who.submit('/slips', '/slips', {}, isOf)).status).toBe(303);
      const formed = mainOf((await who.get(`/slips?formed=${statement.period}`)).text);
      expect([account, sumAfter(formed, 'К оплате по ней')]).toEqual([account, toPay(statement)]);
      expect([account, sinceThen(formed)]).toEqual([account, toPay(statement) === today ? null : today]);
    }
    const { rows } = tableOf(await read(account, '/slips'), 'По месяцам');
    const shown = rows.map(([month = '', sum = '']) => [monthIn(month), sumsOf(sum)[0]]);
    expect([account, shown]).toEqual([account, months.toReversed().map((one) => [one.period, toPay(one)])]);
  }
});

/** A reading of the first meter, three more than the last one, a payment, and another number of residents. */
const SUPPOSED = { growth: 3, payment: '4321.09', paidOn: '2026-10-20', residents: 4, since: '2026-10-16' };

/** The first meter that the pages name, and what was read last. */
async function firstMeterOf(account: string) {
  const page = await read(account, '/what-if');
  const [, field = '', meterId = ''] = /id="(what-if-([\w.]+)-0)"/.exec(page) ?? [];
  const [, last = ''] = new RegExp(`id="${field}-hint"[^>]*>Сейчас записано: ([\\d,.]+)`).exec(page) ?? [];
  const value = String(Math.round((Number(last.replace(',', '.')) + SUPPOSED.growth) * 1e6) / 1e6);
  return { field, meterId, value };
}

/** What the command line answers, over a copy of the same history on the same day. */
async function supposedBeside(account: string, meterId: string, value: string): Promise<SupposedOutcome> {
  const { payment, paidOn, residents, since } = SUPPOSED;
  const [reading, pay, persons] = [`${meterId}=${value}`, `${payment}@${paidOn}`, `${String(residents)}@${since}`];
  const asked = ['--reading', reading, '--pay', pay, '--persons', persons];
  return (await resultBeside('what-if', account, ...asked, '--data', beside)) as SupposedOutcome;
}

comparing(['/what-if', '/readings'], 'what would be is what the command what-if says', async () => {
  for (const account of [ACCOUNT, '0045120017']) {
    const who = await residentOf(account);
    const { field, meterId, value } = await firstMeterOf(account);
    const { periods, differenceKopecks } = await supposedBeside(account, meterId, value);
    const { payment, paidOn, residents, since } = SUPPOSED;
    const typed = { [field]: value, amount: payment, paidOn, registered: String(residents), since };
    const answered = mainOf((await who.submit('/what-if', '/what-if', typed)).text);
    const [, more = ''] = /В итоге к оплате будет\s+(больше|меньше)/.exec(wordsOfHtml(answered)) ?? [];
    expect([more, sumAfter(answered, 'В итоге к оплате будет')]).toEqual([
      differenceKopecks > 0 ? 'больше' : 'меньше',
      Math.abs(differenceKopecks),
    ]);
    const tables = answered.split('<table').slice(1);
    expect(tables).toHaveLength(periods.length);
    let differences = 0;
    periods.forEach(({ lines, before, after }, index) => {
      const { rows } = tableOf(`<table${tables[index] ?? ''}`, '');
      const changed = lines
        .filter((line) => line.differenceKopecks !== 0)
        .map((line) => [line.before?.amountKopecks ?? 0, line.after?.amountKopecks ?? 0, line.differenceKopecks]);
      const figures = (['penaltyKopecks', 'paymentsKopecks', 'closingKopecks'] as const).map((name) => {
        const [will, would] = [before, after].map((payees) => total(payees.map((payee) => payee[name])));
        return [will, would, (would ?? 0) - (will ?? 0)];
      });
      const shown = rows.map((row) => row.slice(1).flatMap(sumsOf));
      expect([account, shown]).toEqual([account, [...changed, ...figures]]);
      // What is owed in the end changes by charges and penalty, less what is paid.
      const [penalty, paid, closing] = figures.map(([, , difference]) => difference ?? 0);
      differences += total(changed.map(([, , difference]) => difference ?? 0)) + (penalty ?? 0) - (paid ?? 0);
      expect([account, closing]).toEqual([account, differences]);
    });
    expect(differences).toBe(differenceKopecks);
    await expectForecast(who, meterId, value, periods.at(-1)?.lines ?? []);
  }
});

/** The same reading on the page of readings, where its sum is said before it is sent. */
async function expectForecast(
  who: Resident,
  meterId: string,
  value: string,
  lines: SupposedOutcome['periods'][number]['lines'],
): Promise<void> {
  const fields = { value0: value, step: 'forecast' };
  const answer = mainOf((await who.submit('/readings', '/readings', fields, (form) => form.includes(meterId))).text);
  const charges = lines.filter(({ kind, utility }) => kind === 'charge' && utility === 'cold_water');
  const expected = total(charges.map(({ after }) => after?.amountKopecks ?? 0));
  expect(sumAfter(answer, 'Начисление за месяц:')).toBe(expected);
  // Three cubic metres at the price of the package.
  expect(expected).toBe(3 * 44_86);
  const difference = total(charges.map(({ differenceKopecks }) => differenceKopecks));
  const words = wordsOfHtml(answer).replace(/\s+/g, ' ');
  expect(words).toContain(difference > 0 ? 'больше, чем без показания' : 'меньше на');
  expect(sumsOf(answer.slice(answer.indexOf('Начисление за месяц:')))[1]).toBe(Math.abs(difference));
}

comparing(
  ['/services', '/services/:serviceId/order', '/orders', '/orders/:orderId'],
  'an order costs its price as often as it is ordered',
  async () => {
    const [price, quantity] = [1_450_00, 3];
    const who = await residentOf(ACCOUNT);
    expect(sumAfter(await read(ACCOUNT, '/services'), 'Замена смесителя')).toBe(price);
    const path = '/services/mixer-replacement/order';
    expect(sumsOf(await read(ACCOUNT, path))).toEqual([price]);
    const visit = { visitOn: '2026-10-21', partOfDay: 'evening', comment: '' };
    const wish = { ...visit, quantity: String(quantity), paid: 'at_once' };
    const checked = mainOf((await who.submit(path, path, { ...wish, step: 'check' })).text);
    expect(sumsOf(checked)).toEqual([price, price * quantity]);
    const placed = await who.submit(path, path, { ...wish, step: 'place' });
    const [, order = ''] = /href="(\/orders\/[\w-]+)"/.exec(await read(ACCOUNT, '/orders')) ?? [];
    const page = await read(ACCOUNT, order);
    expect(sumsOf(page.slice(0, page.indexOf('Что происходило')))).toEqual([
      ...[price, price * quantity],
      ...[price * quantity],
    ]);
    const { rows } = tableOf(await read(ACCOUNT, '/orders'), 'Дополнительные услуги');
    expect(rows.map((row) => sumsOf(row[3] ?? ''))).toEqual([[price * quantity]]);
    // The bank is asked for the same, and no debt of the account changes by it.
    const atBank = new URL(placed.headers.get('location') ?? '').pathname.split('/').at(-1) ?? '';
    expect(cabinet.bank.shown(atBank)?.amountKopecks).toBe(price * quantity);
  },
);

comparing(
  ['/pay/result/:paymentId', '/autopay'],
  'a payment says its sum and what is left, an agreement its limit',
  async () => {
    await verifyMail(cabinet, ACCOUNT, 'anna@example.ru');
    const who = await residentOf(ACCOUNT);
    const [main, repair] = (statements.get(ACCOUNT)?.at(-1)?.payees ?? []).map(({ closingKopecks }) => closingKopecks);
    const approved = async (answer: { readonly headers: Headers }) => {
      const atBank = new URL(answer.headers.get('location') ?? '').pathname.split('/').at(-1) ?? '';
      await cabinet.bank.act(atBank, 'approve');
      const { amountKopecks, returnAddress } = cabinet.bank.shown(atBank) ?? {};
      return { amountKopecks, page: await read(ACCOUNT, new URL(returnAddress ?? '').pathname) };
    };
    const paid = await approved(
      await who.submit('/pay', '/pay', { 'amount-main': '1 234,56' }, (form) => form.includes('value="main"')),
    );
    expect(paid.amountKopecks).toBe(1_234_56);
    expect(sumsOf(paid.page)).toEqual([1_234_56, (main ?? 0) - 1_234_56, repair]);
    const terms = { payee: 'capital_repair', limit: '7300,50', when: 'day', day: '25', consent: 'yes' };
    const agreed = await approved(await who.submit('/autopay', '/autopay', terms));
    // The first payment is what is owed.
    expect(agreed.amountKopecks).toBe(repair);
    expect(sumsOf(agreed.page)).toEqual([repair, (main ?? 0) - 1_234_56, 0]);
    expect(sumAfter(await read(ACCOUNT, '/autopay'), 'Предел одного списания')).toBe(7_300_50);
    expect(sumAfter(await read(ACCOUNT, '/'), 'К оплате')).toBe((main ?? 0) - 1_234_56);
  },
);

it('every page with sums is compared here: a new one gets its comparison, or its line in WITHOUT_SUMS', () => {
  const pages = routesOf(cabinet.cabinet, 'get').filter((route) => !isNoPage(route));
  expect(pages.length).toBeGreaterThan(30);
  expect(pages.filter((route) => !compared.has(route) && !WITHOUT_SUMS.includes(route))).toEqual([]);
  expect([...compared, ...WITHOUT_SUMS].filter((route) => !pages.includes(route))).toEqual([]);
  expect(WITHOUT_SUMS.filter((route) => compared.has(route))).toEqual([]);
});

comparing(['/capital-repair'], 'every month is what the statements say of that payee', async () => {
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

comparing(['/charges/:period/:utility'], 'every line of every last month is explained to its kopeck', async () => {
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

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kvitok, resultOf, ROOT } from './support/command-line';

interface Figures {
  readonly openingKopecks: number;
  readonly chargedKopecks: number;
  readonly recalculatedKopecks: number;
  readonly penaltyKopecks: number;
  readonly closingKopecks: number;
}

interface Row extends Figures {
  readonly payee: string;
  readonly account: string | null;
  readonly houseId: string | null;
  readonly part: string | null;
  readonly paidKopecks: number;
  readonly returnedKopecks: number;
}

interface Sheet {
  readonly rows: readonly Row[];
  readonly total: Omit<Row, 'payee' | 'account' | 'houseId' | 'part'>;
}

interface Statement {
  readonly account: string;
  readonly period: string;
  readonly payees: readonly (Figures & {
    readonly payee: string;
    readonly paymentsKopecks: number;
    readonly charges: readonly { readonly utility: string; readonly amountKopecks: number }[];
    readonly recalculations: readonly { readonly utility: string; readonly amountKopecks: number }[];
  })[];
}

interface Debtors {
  readonly debtors: readonly { readonly account: string; readonly payee: string; readonly debtKopecks: number }[];
}

interface Replay {
  readonly lines: readonly {
    readonly account: string;
    readonly period: string;
    readonly kind: string;
    readonly utility: string | null;
    readonly cause: string;
    readonly differenceKopecks: number;
  }[];
  readonly accounts: number;
  readonly differing: number;
  readonly toPostKopecks: number;
  readonly refused: readonly object[];
}

const THROUGH = '2026-09-30';
const PERIODS = ['2026-03', '2026-04', '2026-05', '2026-06', '2026-07', '2026-08', '2026-09'];
const LAST_DAYS = ['2026-05-31', '2026-08-31'];
const TIMEOUT_MS = 5 * 60_000;

jest.setTimeout(TIMEOUT_MS);

describe('the turnover sheet of the sample company', () => {
  const data = mkdtempSync(join(tmpdir(), 'kvitok-turnover-'));
  let statements: readonly Statement[] = [];
  const sheet = (...options: string[]) => resultOf('turnover', ...options, '--data', data) as Sheet;
  const sum = (rows: readonly number[]) => rows.reduce((left, right) => left + right, 0);
  const figures = ({
    openingKopecks,
    chargedKopecks,
    recalculatedKopecks,
    penaltyKopecks,
    closingKopecks,
  }: Figures) => ({
    openingKopecks,
    chargedKopecks,
    recalculatedKopecks,
    penaltyKopecks,
    closingKopecks,
  });

  beforeAll(() => {
    const done = kvitok('import', join(ROOT, 'samples', 'company'), '--through', THROUGH, '--data', data);
    expect(done.exitCode).toBe(0);
    ({ statements } = resultOf('statements', '--data', data) as { statements: Statement[] });
  });
  afterAll(() => rmSync(data, { recursive: true, force: true }));

  it('by account is the statements, row by row', () => {
    for (const period of PERIODS) {
      const { rows } = sheet('--period', period);
      const said = statements
        .filter((statement) => statement.period === period)
        .flatMap(({ account, payees }) =>
          payees.map((payee) => ({ account, payee: payee.payee, paid: payee.paymentsKopecks, ...figures(payee) })),
        );
      expect(said.length).toBeGreaterThan(0);
      expect(
        rows.map((row) => ({
          account: row.account,
          payee: row.payee,
          paid: row.paidKopecks - row.returnedKopecks,
          ...figures(row),
        })),
      ).toEqual(said);
    }
  });

  it.each(['account', 'house', 'utility'])('adds up on every row by %s, and all rows to the statements', (by) => {
    for (const [from, to] of [
      ['2026-05', '2026-05'],
      ['2026-08', '2026-08'],
      ['2026-03', '2026-09'],
    ] as const) {
      const { rows, total } = sheet('--from', from, '--to', to, '--by', by);
      expect(rows.length).toBeGreaterThan(1);
      for (const row of rows) expect({ ...row, closingKopecks: turnedOver(row) }).toEqual(row);
      const within = statements.filter(({ period }) => period >= from && period <= to).flatMap(({ payees }) => payees);
      const billed = (figure: 'chargedKopecks' | 'recalculatedKopecks' | 'penaltyKopecks') =>
        sum(within.map((payee) => payee[figure]));
      expect(total.chargedKopecks).toBe(billed('chargedKopecks'));
      expect(total.recalculatedKopecks).toBe(billed('recalculatedKopecks'));
      expect(total.penaltyKopecks).toBe(billed('penaltyKopecks'));
      expect(total.paidKopecks - total.returnedKopecks).toBe(sum(within.map((payee) => payee.paymentsKopecks)));
      expect(total.closingKopecks).toBe(sum(lastOf(to).map((payee) => payee.closingKopecks)));
    }
  });

  it('by utility charges each utility what its lines of the statements are', () => {
    const { rows } = sheet('--period', '2026-08', '--by', 'utility');
    const lines = (of: 'charges' | 'recalculations') => {
      const amounts: Record<string, number> = {};
      for (const { payees } of statements.filter(({ period }) => period === '2026-08')) {
        for (const line of payees.flatMap((payee) => payee[of])) {
          amounts[line.utility] = (amounts[line.utility] ?? 0) + line.amountKopecks;
        }
      }
      return amounts;
    };
    const charged = rows.flatMap(({ part, chargedKopecks }) => (chargedKopecks === 0 ? [] : [[part, chargedKopecks]]));
    const recalculated = rows.flatMap((row) =>
      row.recalculatedKopecks === 0 ? [] : [[row.part, row.recalculatedKopecks]],
    );
    expect(Object.fromEntries(charged)).toEqual(lines('charges'));
    expect(Object.fromEntries(recalculated)).toEqual(
      Object.fromEntries(Object.entries(lines('recalculations')).filter(([, amount]) => amount !== 0)),
    );
    // Nothing comes off a utility that was never owed: no row is paid below zero but the one of advances.
    expect(rows.filter(({ part, paidKopecks }) => part !== '#advance' && paidKopecks < 0)).toEqual([]);
  });

  it('of one house is the rows of its accounts', () => {
    const whole = sheet('--period', '2026-07');
    const house = whole.rows[0]?.houseId ?? '';
    const own = whole.rows.filter(({ houseId }) => houseId === house);
    expect(own.length).toBeLessThan(whole.rows.length);
    expect(sheet('--period', '2026-07', '--house', house).rows).toEqual(own);
    const sums = sheet('--period', '2026-07', '--house', house, '--by', 'house').rows;
    expect(sums.map(({ payee, closingKopecks }) => [payee, closingKopecks])).toEqual(
      ['main', 'capital_repair'].map((payee) => [
        payee,
        sum(own.filter((row) => row.payee === payee).map(({ closingKopecks }) => closingKopecks)),
      ]),
    );
  });

  it('is the same text when asked again, and empty as known before the close', () => {
    const ask = () => kvitok('turnover', '--period', '2026-06', '--by', 'utility', '--data', data).stdout;
    const first = ask();
    expect(first).toContain('"part":"heating"');
    expect(ask()).toBe(first);
    expect(sheet('--period', '2026-06', '--known-at', '2026-06-29').rows).toEqual([]);
    expect(sheet('--period', '2026-06', '--known-at', '2026-07-01')).toEqual(sheet('--period', '2026-06'));
  });

  it.each(LAST_DAYS)('has the debts of the debtors of %s as its closing balances', (day) => {
    const { debtors } = resultOf('debtors', '--as-of', day, '--data', data) as Debtors;
    const owing = sheet('--period', day.slice(0, 7)).rows.filter(({ closingKopecks }) => closingKopecks > 0);
    expect(owing.length).toBeGreaterThan(3);
    expect(debtors.map(({ account, payee, debtKopecks }) => [account, payee, debtKopecks])).toEqual(
      owing.map(({ account, payee, closingKopecks }) => [account, payee, closingKopecks]),
    );
  });

  it('stands beside a replay that finds nothing to change in any closed period', () => {
    const { lines, accounts, differing, refused } = replay();
    expect({ lines, differing, refused }).toEqual({ lines: [], differing: 0, refused: [] });
    expect(accounts).toBe(new Set(statements.map(({ account }) => account)).size);
  });

  it('and one under another tariff that tells every line it changes, and goes on after any account', () => {
    const file = join(data, 'rules.json');
    writeFileSync(file, JSON.stringify({ tariffs: [{ utility: 'heating', from: '2026-08-01', price: '1' }] }));
    const whole = replay('--settings', file);
    const heated = whole.lines.filter(({ kind }) => kind === 'charge');
    expect(heated.length).toBeGreaterThan(5);
    for (const { utility, period, cause, differenceKopecks } of heated) {
      expect([utility, cause, period >= '2026-08', differenceKopecks < 0]).toEqual(['heating', 'settings', true, true]);
    }
    expect(whole.toPostKopecks).toBe(
      sum(whole.lines.filter(({ kind }) => kind !== 'penalty').map(({ differenceKopecks }) => differenceKopecks)),
    );
    const after = heated[0]?.account ?? '';
    expect(replay('--settings', file, '--after', after).lines).toEqual(
      whole.lines.filter(({ account }) => account > after),
    );
    expect(replay('--settings', file, '--account', after).lines).toEqual(
      whole.lines.filter(({ account }) => account === after),
    );
    writeFileSync(file, JSON.stringify({ tarifs: [] }));
    const wrong = kvitok('replay', '--from', '2026-08', '--to', '2026-09', '--settings', file, '--data', data);
    expect(wrong.exitCode).toBe(2);
  });

  it('refuses periods that are out of order and a house that is not there', () => {
    expect(kvitok('turnover', '--from', '2026-06', '--to', '2026-05', '--data', data).exitCode).toBe(2);
    const refused = kvitok('turnover', '--period', '2026-05', '--house', 'nowhere', '--data', data);
    expect(refused.exitCode).toBe(1);
    expect(refused.stdout).toContain('BILLING_UNKNOWN_HOUSE');
  });

  function replay(...options: string[]): Replay {
    return resultOf('replay', '--from', '2026-03', '--to', '2026-09', ...options, '--data', data) as Replay;
  }

  function turnedOver(row: Row): number {
    const owed = row.openingKopecks + row.chargedKopecks + row.recalculatedKopecks + row.penaltyKopecks;
    return owed - row.paidKopecks + row.returnedKopecks;
  }

  /** The last statements of all accounts up to a period. */
  function lastOf(to: string) {
    const last = new Map<string, Statement>();
    for (const statement of statements) if (statement.period <= to) last.set(statement.account, statement);
    return [...last.values()].flatMap(({ payees }) => payees);
  }
});

import { Inject, Injectable } from '@nestjs/common';
import { BillingPeriod, earlier, later, nextPeriod, periodsBetween, RejectedError, Rejection } from '#libs/kernel';
import { READ_MODELS } from '#libs/platform';
import { Query, ReadModels } from '#libs/read-models';
import { Payee, PAYEES } from '../domain/reference-book';
import { accountStatementProjection, AccountStatementRow } from '../projections/account-statement.projection';
import { openPeriodProjection } from '../projections/open-period.projection';
import { ReferenceBooks } from '../projections/reference-books';
import { openingDebts, turnoverKey, turnoverProjection, TurnoverRow } from '../projections/turnover.projection';
import { partsOfStatement, TurnoverFigures, TurnoverPart, TurnoverTotal, withFigures } from './turnover-figures';

export const TURNOVER_GROUPS = ['account', 'house', 'utility'] as const;
export type TurnoverGroup = (typeof TURNOVER_GROUPS)[number];

export interface TurnoverQuestion {
  readonly from: BillingPeriod;
  readonly to: BillingPeriod;
  readonly by: TurnoverGroup;
  readonly house?: string | undefined;
  readonly account?: string | undefined;
  /** UTC instant: only periods whose close had been recorded by then. */
  readonly knownAt?: string | undefined;
}

/** A row of the sheet. closing = opening + charged + recalculated + penalty − paid + returned, on every row. */
export interface TurnoverSheetRow extends TurnoverFigures {
  readonly payee: Payee;
  /** null where the sheet is by house or by utility. */
  readonly account: string | null;
  /** null where the sheet is by utility. */
  readonly houseId: string | null;
  /** The utility, or what no utility is charged with; null where the sheet is not by utility. */
  readonly part: TurnoverPart | null;
}

/** An account of the sheet in one period: its statement, and with what debts it and the next one begin. */
interface Closed {
  readonly statement: AccountStatementRow;
  readonly begun: TurnoverRow;
  readonly next: Pick<TurnoverRow, 'opening'>;
}

const ACCOUNTS_PER_PAGE = 1_000;

/**
 * The turnover sheet of closed periods: what was owed, charged, paid and is owed, by account, house or utility. An
 * account counts from the first of the periods in which it was billed to the last one that is closed. The figures are
 * those of the statements; closed periods never change, so that the same question has the same answer.
 */
@Injectable()
export class TurnoverQuery {
  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(ReferenceBooks) private readonly books: Pick<ReferenceBooks, 'current'>,
  ) {}

  /** Throws what `rows` would throw, before anything is printed: BILLING_DATES_OUT_OF_ORDER, BILLING_UNKNOWN_HOUSE. */
  async assertAnswerable({ from, to, house }: TurnoverQuestion): Promise<void> {
    if (from > to) throw new RejectedError(new Rejection('BILLING_DATES_OUT_OF_ORDER', { from, to }));
    const { row } = await this.books.current();
    if (house === undefined || Object.hasOwn(row.houses, house)) return;
    throw new RejectedError(new Rejection('BILLING_UNKNOWN_HOUSE', { house }));
  }

  /** Rows by account as they are read; by house and utility when all are read. In the order of account, house, print. */
  async *rows(question: TurnoverQuestion): AsyncGenerator<TurnoverSheetRow> {
    await this.assertAnswerable(question);
    if (question.by === 'account') {
      for await (const months of this.accounts(question)) yield* rowsOfAccount(months);
      return;
    }
    const { book } = await this.books.current();
    const order = book.utilities.map(({ utility }) => utility);
    const total = new TurnoverTotal<TurnoverSheetRow>();
    for await (const months of this.accounts(question)) {
      if (question.by === 'house') for (const row of rowsOfAccount(months)) total.add(ofHouse(row));
      else for (const row of rowsByUtility(months, order)) total.add(row);
    }
    yield* total.inOrder(placeOf(order));
  }

  /** Account after account, the closed months of each in order: the periods are read side by side. */
  private async *accounts(question: TurnoverQuestion): AsyncGenerator<readonly Closed[]> {
    const cursors: { current: IteratorResult<Closed>; readonly rest: AsyncGenerator<Closed> }[] = [];
    for (const period of await this.billedPeriods(question)) {
      const rest = this.closedIn(period, question);
      cursors.push({ current: await rest.next(), rest });
    }
    for (;;) {
      const waiting = cursors.flatMap(({ current }) => (current.done === true ? [] : [current.value]));
      const first = waiting.map(({ statement }) => statement.account).sort()[0];
      if (first === undefined) return;
      yield waiting.filter(({ statement }) => statement.account === first);
      for (const cursor of cursors) {
        const { current } = cursor;
        if (current.done !== true && current.value.statement.account === first)
          cursor.current = await cursor.rest.next();
      }
    }
  }

  /** The periods of the question in which anybody was billed: a question may name any years, and each period costs reads. */
  private async billedPeriods({ from, to }: TurnoverQuestion): Promise<readonly BillingPeriod[]> {
    const [first, last] = await Promise.all(
      ['period', '-period'].map((column) =>
        this.readModels.find(accountStatementProjection, { orderBy: [column], limit: 1 }),
      ),
    );
    const [earliest, latest] = [first?.[0]?.document.period, last?.[0]?.document.period];
    if (earliest === undefined || latest === undefined) return [];
    return periodsBetween(later(from, earliest), earlier(to, latest));
  }

  private async *closedIn(period: BillingPeriod, question: TurnoverQuestion): AsyncGenerator<Closed> {
    const { house, account, knownAt } = question;
    let above = '';
    for (;;) {
      const where: NonNullable<Query['where']> = {
        period,
        account: account ?? { above },
        ...(house === undefined ? {} : { house }),
        ...(knownAt === undefined ? {} : { closed_at: { to: knownAt } }),
      };
      const query: Query = { where, orderBy: ['account'], limit: ACCOUNTS_PER_PAGE };
      const rows = await this.readModels.find(accountStatementProjection, query);
      const closed = rows.map(({ document }) => document).filter((statement) => statement.closed !== null);
      yield* await this.withDebts(closed, period, question.by === 'utility');
      const last = rows.at(-1);
      if (!last || account !== undefined || rows.length < ACCOUNTS_PER_PAGE) return;
      above = last.document.account;
    }
  }

  private async withDebts(
    statements: readonly AccountStatementRow[],
    period: BillingPeriod,
    byUtility: boolean,
  ): Promise<readonly Closed[]> {
    const keysIn = (month: BillingPeriod) => statements.map(({ account }) => turnoverKey(account, month));
    const begun = await this.readModels.getMany(turnoverProjection, keysIn(period));
    const next = await this.readModels.getMany(turnoverProjection, byUtility ? keysIn(nextPeriod(period)) : []);
    const closed: Closed[] = [];
    for (const statement of statements) {
      const { account } = statement;
      const row = begun.get(turnoverKey(account, period))?.document;
      if (!row) throw new Error(`${period} of ${account} has a statement and no beginning`);
      const following = next.get(turnoverKey(account, nextPeriod(period)))?.document;
      const after = following ?? (byUtility ? await this.carriedFrom(account, period) : row);
      closed.push({ statement, begun: row, next: after });
    }
    return closed;
  }

  /** A night was stopped between a close and the opening of the next period: the close tells what that begins with. */
  private async carriedFrom(account: string, period: BillingPeriod): Promise<Pick<TurnoverRow, 'opening'>> {
    const state = (await this.readModels.get(openPeriodProjection, account))?.document.state;
    if (state?.period !== period) throw new Error(`Nothing follows ${period} of ${account}`);
    const { main, capital_repair } = state.ledgers;
    return { opening: { main: openingDebts(main), capital_repair: openingDebts(capital_repair) } };
  }
}

function rowsOfAccount(months: readonly Closed[]): TurnoverSheetRow[] {
  return PAYEES.map((payee) => {
    const [{ statement }] = months as [Closed];
    const { account, houseId } = statement;
    const row = { payee, account, houseId, part: null };
    return withFigures(
      row,
      months.map((month) => figuresOf(month, payee)),
    );
  });
}

function figuresOf({ statement, begun }: Closed, payee: Payee): TurnoverFigures {
  const figures = statement.closed?.payees.find((one) => one.payee === payee);
  if (!figures) throw new Error(`${statement.period} of ${statement.account} has no figures of ${payee}`);
  const { openingKopecks, chargedKopecks, recalculatedKopecks, penaltyKopecks, closingKopecks } = figures;
  return {
    openingKopecks,
    chargedKopecks,
    recalculatedKopecks,
    penaltyKopecks,
    paidKopecks: begun.receivedKopecks[payee],
    returnedKopecks: begun.returnedKopecks[payee],
    closingKopecks,
  };
}

function rowsByUtility(months: readonly Closed[], order: readonly string[]): TurnoverSheetRow[] {
  const [only, ...more] = months;
  if (only !== undefined && more.length === 0) return PAYEES.flatMap((payee) => partsOf(only, payee, order));
  return PAYEES.flatMap((payee) => {
    const total = new TurnoverTotal<TurnoverSheetRow>();
    // Months of one account: the sheet opens with its first and closes with its last.
    for (const month of months) for (const row of partsOf(month, payee, order)) total.follow(row);
    return total.all();
  });
}

/** Of one month: no part stands in it twice. */
function partsOf(month: Closed, payee: Payee, order: readonly string[]): TurnoverSheetRow[] {
  const { statement, begun, next } = month;
  const figures = figuresOf(month, payee);
  const parts = partsOfStatement(payee, statement, figures, begun.opening[payee], next.opening[payee], order);
  return parts.map((part) => ({ payee, account: null, houseId: null, ...part }));
}

function ofHouse(row: TurnoverSheetRow): TurnoverSheetRow {
  return { ...row, account: null };
}

/** By house and payee; by payee and the order of print, orders after utilities, what no utility is charged with last. */
function placeOf(order: readonly string[]): (row: TurnoverSheetRow) => string {
  return ({ houseId, payee, part }) => {
    const place = part === null ? 0 : order.indexOf(part);
    const printed = String(place < 0 ? order.length : place).padStart(4, '0');
    const isLast = part !== null && place < 0 && !part.startsWith('order:');
    return `${houseId ?? ''}|${PAYEES.indexOf(payee)}|${isLast ? 1 : 0}|${printed}|${part ?? ''}`;
  };
}

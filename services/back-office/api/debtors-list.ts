import { Inject, Injectable } from '@nestjs/common';
import { FileColumn, TableCell } from '#libs/gateway';
import { lastDayOf, periodOf, RejectedError, Rejection } from '#libs/kernel';
import { addKopecks } from '#libs/money';
import { payeeInWords } from '#libs/web';
import {
  BILLING_OFFICE_CLIENT,
  BillingOfficeClient,
  Debtor,
  INSTALMENTS_CLIENT,
  InstalmentsClient,
  PERIODS_CLIENT,
  PeriodsClient,
} from '#services/billing/api/client';
import { RowWindow, windowOf } from './row-window';
import { TurnoverSheet } from './turnover-sheet';

/** The columns of sums: they add up to the debt, the advance taken off. */
export const DEBT_FIGURES = [
  'notDueKopecks',
  'upTo30DaysKopecks',
  'upTo60DaysKopecks',
  'upTo90DaysKopecks',
  'upTo180DaysKopecks',
  'over180DaysKopecks',
  'penaltyKopecks',
  'advanceKopecks',
  'debtKopecks',
] as const satisfies readonly (keyof Debtor)[];

export type DebtFigure = (typeof DEBT_FIGURES)[number];
export type DebtTotals = Readonly<Record<DebtFigure, number>>;

export const DEBT_TITLES: Readonly<Record<DebtFigure, string>> = {
  notDueKopecks: 'Срок не наступил',
  upTo30DaysKopecks: 'До 30 дней',
  upTo60DaysKopecks: '31–60 дней',
  upTo90DaysKopecks: '61–90 дней',
  upTo180DaysKopecks: '91–180 дней',
  over180DaysKopecks: 'Больше 180 дней',
  penaltyKopecks: 'Пени',
  advanceKopecks: 'Аванс',
  debtKopecks: 'Всего долг',
};

/** How long something has to be overdue at least, in days; nothing where 0. */
export const OVERDUE_DAYS = [0, 30, 60, 90, 180] as const;
export type OverdueDays = (typeof OVERDUE_DAYS)[number];

/** Which of the columns are overdue for longer than so many days. */
const OVERDUE: readonly { readonly after: OverdueDays; readonly figure: DebtFigure }[] = [
  { after: 0, figure: 'upTo30DaysKopecks' },
  { after: 30, figure: 'upTo60DaysKopecks' },
  { after: 60, figure: 'upTo90DaysKopecks' },
  { after: 90, figure: 'upTo180DaysKopecks' },
  { after: 180, figure: 'over180DaysKopecks' },
];

/** A debtor, and whether an agreement to pay by parts ran on the day. */
export interface ListedDebtor extends Debtor {
  readonly instalments: boolean;
}

export interface DebtorsAsked {
  readonly asOf: string;
  readonly knownAt?: string | undefined;
  readonly house?: string | undefined;
  readonly payee?: Debtor['payee'] | undefined;
  readonly aboveKopecks?: number | undefined;
  /** Only who has been owing for longer than this; everybody who owes where absent. */
  readonly overdueDays?: OverdueDays | undefined;
  /** Only who pays by parts, or only who does not. */
  readonly instalments?: 'yes' | 'no' | undefined;
  /** By account where absent. */
  readonly order?: 'debt' | undefined;
}

/** What the list of a last day is compared with. */
export interface DebtsReconciled {
  readonly period: string;
  /** The debts that the turnover sheet closes with, and the overpayments, which its total has taken off. */
  readonly turnoverKopecks: number;
  readonly overpaidKopecks: number;
  readonly debtorsKopecks: number;
}

const NOTHING: DebtTotals = Object.fromEntries(DEBT_FIGURES.map((figure) => [figure, 0])) as Record<DebtFigure, number>;

function add(total: DebtTotals, row: DebtTotals): DebtTotals {
  const sums = DEBT_FIGURES.map((figure) => [figure, addKopecks(total[figure], row[figure])]);
  return Object.fromEntries(sums) as Record<DebtFigure, number>;
}

export function isOverdueFor(debtor: Debtor, days: OverdueDays): boolean {
  return OVERDUE.some(({ after, figure }) => after >= days && debtor[figure] > 0);
}

/** A file goes to others without the page's words: no sum stands in it whose penalty ends before its day. */
export function refuseUnlessWhole({ penaltyThrough }: Pick<Debtor, 'penaltyThrough'>, asOf: string): void {
  if (penaltyThrough === undefined) return;
  const details = { on: asOf, to: penaltyThrough, rule: 'penalty_cap_percent' };
  throw new RejectedError(new Rejection('BILLING_DAY_BEYOND_RULES', details));
}

/** Equal debts keep the order of accounts. */
function byDebt(one: Debtor, other: Debtor): number {
  return other.debtKopecks - one.debtKopecks;
}

/** Who owes, by pages and as rows of a file. */
@Injectable()
export class DebtorsList {
  constructor(
    @Inject(BILLING_OFFICE_CLIENT) private readonly billing: BillingOfficeClient,
    @Inject(PERIODS_CLIENT) private readonly periods: PeriodsClient,
    @Inject(INSTALMENTS_CLIENT) private readonly instalments: InstalmentsClient,
    private readonly sheet: TurnoverSheet,
  ) {}

  /** Throws what `debtors` throws. */
  page(asked: DebtorsAsked, page: number): Promise<RowWindow<ListedDebtor, DebtTotals>> {
    const { order, ...found } = asked;
    return windowOf(this.found(found), page, NOTHING, add, order === 'debt' ? byDebt : undefined);
  }

  columns(): readonly FileColumn[] {
    return [
      { heading: 'Лицевой счёт', width: 14 },
      { heading: 'Дом', width: 34 },
      { heading: 'Получатель', width: 34 },
      { heading: 'Срок оплаты', width: 12 },
      { heading: 'Рассрочка', width: 12 },
      ...DEBT_FIGURES.map((figure) => ({ heading: `${DEBT_TITLES[figure]}, руб.`, width: 16 })),
    ];
  }

  /** Every row, and the totals as the last one. */
  async *rows(asked: DebtorsAsked): AsyncGenerator<readonly TableCell[]> {
    const { houses } = await this.billing.names();
    const addresses = new Map(houses.map(({ houseId, address }) => [houseId, address]));
    let total = NOTHING;
    for await (const row of this.found(asked)) {
      refuseUnlessWhole(row, asked.asOf);
      total = add(total, row);
      const about = [row.account, addresses.get(row.houseId) ?? row.houseId, payeeInWords(row.payee)];
      yield [...about, row.overdueSince ?? '', row.instalments ? 'действует' : '', ...figuresOf(row)];
    }
    yield ['Всего', '', '', '', '', ...figuresOf(total)];
  }

  /**
   * On the last day of a closed month: what the turnover sheet says is owed, beside what this list says. Null on other
   * days, and where the list was narrowed to some debts.
   */
  async reconciled(asked: DebtorsAsked, total: DebtTotals): Promise<DebtsReconciled | null> {
    const { asOf, house, knownAt, payee, aboveKopecks, overdueDays, instalments } = asked;
    const period = periodOf(asOf);
    const isNarrowed = [payee, aboveKopecks, overdueDays, instalments].some((one) => one !== undefined);
    if (isNarrowed || asOf !== lastDayOf(period)) return null;
    const open = (await this.periods.standing())?.period;
    if (open === undefined || period >= open) return null;
    const { debtsKopecks, overpaidKopecks } = await this.sheet.balancesAtEnd({
      from: period,
      to: period,
      house,
      knownAt,
    });
    return { period, turnoverKopecks: debtsKopecks, overpaidKopecks, debtorsKopecks: total.debtKopecks };
  }

  private async *found({
    payee,
    overdueDays,
    instalments,
    order,
    ...asked
  }: DebtorsAsked): AsyncGenerator<ListedDebtor> {
    const all: ListedDebtor[] = [];
    const running = await this.instalments.runningOn(asked.asOf, asked.knownAt);
    for await (const owing of this.billing.debtors(asked)) {
      const debtor = { ...owing, instalments: running.has(`${owing.account}|${owing.payee}`) };
      if (instalments !== undefined && debtor.instalments !== (instalments === 'yes')) continue;
      if (payee !== undefined && debtor.payee !== payee) continue;
      if (overdueDays !== undefined && !isOverdueFor(debtor, overdueDays)) continue;
      if (order === undefined) yield debtor;
      else all.push(debtor);
    }
    yield* all.sort(byDebt);
  }
}

function figuresOf(row: DebtTotals): TableCell[] {
  return DEBT_FIGURES.map((figure) => ({ kopecks: row[figure] }));
}

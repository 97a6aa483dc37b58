import { Inject, Injectable } from '@nestjs/common';
import { FileColumn, TableCell } from '#libs/gateway';
import { addKopecks, subtractKopecks } from '#libs/money';
import { payeeInWords } from '#libs/web';
import {
  BILLING_OFFICE_CLIENT,
  BillingOfficeClient,
  OfficeNames,
  TurnoverQuestion,
  TurnoverSheetRow,
} from '#services/billing/api/client';
import { RowWindow, windowOf } from './row-window';

/** The columns of sums, in the order in which they add up. */
export const TURNOVER_FIGURES = [
  'openingKopecks',
  'chargedKopecks',
  'recalculatedKopecks',
  'penaltyKopecks',
  'paidKopecks',
  'returnedKopecks',
  'closingKopecks',
] as const satisfies readonly (keyof TurnoverSheetRow)[];

export type TurnoverFigure = (typeof TURNOVER_FIGURES)[number];
export type TurnoverTotals = Readonly<Record<TurnoverFigure, number>>;

const HEADINGS: Readonly<Record<TurnoverFigure, string>> = {
  openingKopecks: 'На начало, руб.',
  chargedKopecks: 'Начислено, руб.',
  recalculatedKopecks: 'Перерасчёты, руб.',
  penaltyKopecks: 'Пени, руб.',
  paidKopecks: 'Оплачено, руб.',
  returnedKopecks: 'Возвращено, руб.',
  closingKopecks: 'На конец, руб.',
};

const PARTS: Readonly<Record<string, string>> = {
  '#penalty': 'Пени',
  '#advance': 'Авансы',
  '#brought_forward': 'Долг до начала учёта',
};

export const NO_TURNOVER: TurnoverTotals = {
  openingKopecks: 0,
  chargedKopecks: 0,
  recalculatedKopecks: 0,
  penaltyKopecks: 0,
  paidKopecks: 0,
  returnedKopecks: 0,
  closingKopecks: 0,
};

export function addTurnover(total: TurnoverTotals, row: TurnoverTotals): TurnoverTotals {
  const sum = (figure: TurnoverFigure) => addKopecks(total[figure], row[figure]);
  return {
    openingKopecks: sum('openingKopecks'),
    chargedKopecks: sum('chargedKopecks'),
    recalculatedKopecks: sum('recalculatedKopecks'),
    penaltyKopecks: sum('penaltyKopecks'),
    paidKopecks: sum('paidKopecks'),
    returnedKopecks: sum('returnedKopecks'),
    closingKopecks: sum('closingKopecks'),
  };
}

/** What a row is about, in words. */
export function turnoverRowInWords({ account, houseId, part }: TurnoverSheetRow, names: OfficeNames): string {
  if (part !== null) {
    const utility = names.utilities.find((one) => one.utility === part)?.name;
    return utility ?? PARTS[part] ?? (part.startsWith('order:') ? `Дополнительная услуга ${part.slice(6)}` : part);
  }
  if (account !== null) return account;
  return names.houses.find((one) => one.houseId === houseId)?.address ?? houseId ?? '';
}

/** The balances of accounts at the end of a month, debts and overpayments apart; their difference is the total of a sheet. */
export interface BalancesAtEnd {
  readonly debtsKopecks: number;
  readonly overpaidKopecks: number;
}

export const NO_BALANCES: BalancesAtEnd = { debtsKopecks: 0, overpaidKopecks: 0 };

export function addBalance(balances: BalancesAtEnd, closingKopecks: number): BalancesAtEnd {
  const { debtsKopecks, overpaidKopecks } = balances;
  return closingKopecks > 0
    ? { ...balances, debtsKopecks: addKopecks(debtsKopecks, closingKopecks) }
    : { ...balances, overpaidKopecks: subtractKopecks(overpaidKopecks, closingKopecks) };
}

export interface TurnoverPage extends RowWindow<TurnoverSheetRow, TurnoverTotals> {
  /** null where the rows are no accounts: a house has the debts of some and the overpayments of others in one sum. */
  readonly atEnd: BalancesAtEnd | null;
}

/** The turnover sheet by pages, and as rows of a file. */
@Injectable()
export class TurnoverSheet {
  constructor(@Inject(BILLING_OFFICE_CLIENT) private readonly billing: BillingOfficeClient) {}

  /** Throws what `turnover` throws. */
  async page(question: TurnoverQuestion, page: number): Promise<TurnoverPage> {
    const rows = this.billing.turnover(question);
    const nothing = { turnover: NO_TURNOVER, balances: NO_BALANCES };
    const { total, ...found } = await windowOf(rows, page, nothing, ({ turnover, balances }, row) => ({
      turnover: addTurnover(turnover, row),
      balances: addBalance(balances, row.closingKopecks),
    }));
    return { ...found, total: total.turnover, atEnd: question.by === 'account' ? total.balances : null };
  }

  /** The debts by the end of a month are what the list of debtors of that day comes to. */
  async balancesAtEnd(question: Omit<TurnoverQuestion, 'by'>): Promise<BalancesAtEnd> {
    let balances = NO_BALANCES;
    for await (const { closingKopecks } of this.billing.turnover({ ...question, by: 'account' })) {
      balances = addBalance(balances, closingKopecks);
    }
    return balances;
  }

  columns(by: TurnoverQuestion['by']): readonly FileColumn[] {
    const about = { account: 'Лицевой счёт', house: 'Дом', utility: 'Услуга' }[by];
    const house = by === 'account' ? [{ heading: 'Дом', width: 34 }] : [];
    return [
      { heading: about, width: by === 'account' ? 14 : 34 },
      ...house,
      { heading: 'Получатель', width: 34 },
      ...TURNOVER_FIGURES.map((figure) => ({ heading: HEADINGS[figure], width: 16 })),
    ];
  }

  /** Every row, and the totals as the last one. */
  async *rows(question: TurnoverQuestion): AsyncGenerator<readonly TableCell[]> {
    const names = await this.billing.names();
    const addresses = new Map(names.houses.map(({ houseId, address }) => [houseId, address]));
    const isByAccount = question.by === 'account';
    let total = NO_TURNOVER;
    for await (const row of this.billing.turnover(question)) {
      total = addTurnover(total, row);
      const house = isByAccount ? [addresses.get(row.houseId ?? '') ?? ''] : [];
      yield [turnoverRowInWords(row, names), ...house, payeeInWords(row.payee), ...figuresOf(row)];
    }
    yield ['Всего', ...(isByAccount ? [''] : []), '', ...figuresOf(total)];
  }
}

function figuresOf(row: TurnoverTotals): TableCell[] {
  return TURNOVER_FIGURES.map((figure) => ({ kopecks: row[figure] }));
}

import { BillingPeriod, RecordedEvent } from '#libs/kernel';
import { addKopecks, Kopecks, sumKopecks } from '#libs/money';
import { Projection } from '#libs/read-models';
import { AccountPeriodEvent } from '../domain/account-period.events';
import { DebtLine, Ledgers, openPostedPenalty, openPrincipal, PayeeLedger, unspent } from '../domain/ledger';
import { Payee, PAYEES } from '../domain/reference-book';

/** The debt with which a period begins, in as much detail as a split by utility needs. */
export interface OpeningDebts {
  /** Months with open principal, and what was billed into each, by utility. */
  readonly lines: readonly (Pick<DebtLine, 'period' | 'billed'> & { readonly principalKopecks: Kopecks })[];
  /** Posted and not paid. */
  readonly penaltyKopecks: Kopecks;
  readonly advanceKopecks: Kopecks;
}

/** What a turnover sheet needs of an account and period beside its statement. */
export interface TurnoverRow {
  readonly account: string;
  readonly period: BillingPeriod;
  readonly opening: Readonly<Record<Payee, OpeningDebts>>;
  /** Payments credited in the period; the rest of a payment that went back in part is none. */
  readonly receivedKopecks: Readonly<Record<Payee, Kopecks>>;
  /** Payments taken back in the period, less what of them still counts: of a part that went back, that part alone. */
  readonly returnedKopecks: Readonly<Record<Payee, Kopecks>>;
}

/** With which debts does a period begin, and what was paid and taken back in it? One document an account and period. */
export const turnoverProjection: Projection<TurnoverRow> = {
  name: 'billing.turnover',
  version: 2,
  handles: ['PeriodOpened', 'PaymentCredited', 'PaymentCreditReversed'],
  keysOf: (event) => {
    const { account, period } = event.data as { account: string; period: BillingPeriod };
    return [turnoverKey(account, period)];
  },
  columns: {},
  columnsOf: () => ({}),
  indexes: [],
  evolve: (row, event) => evolveTurnover(row, event as RecordedEvent & AccountPeriodEvent),
};

export function turnoverKey(account: string, period: BillingPeriod): string {
  return `${account} ${period}`;
}

/** The debts of a ledger as a period begins with them. */
export function openingDebts(ledger: PayeeLedger): OpeningDebts {
  return {
    lines: ledger.lines.flatMap((line) => {
      const principalKopecks = openPrincipal(line);
      return principalKopecks === 0 ? [] : [{ period: line.period, principalKopecks, billed: line.billed }];
    }),
    penaltyKopecks: sumKopecks(ledger.lines.map(openPostedPenalty)),
    advanceKopecks: sumKopecks(ledger.money.map(unspent)),
  };
}

function evolveTurnover(row: TurnoverRow | null, event: RecordedEvent & AccountPeriodEvent): TurnoverRow | null {
  if (event.type === 'PeriodOpened') {
    const { account, period, ledgers } = event.data;
    return {
      account,
      period,
      opening: openingOf(ledgers),
      receivedKopecks: { main: 0, capital_repair: 0 },
      returnedKopecks: { main: 0, capital_repair: 0 },
    };
  }
  if (row === null) return null;
  switch (event.type) {
    case 'PaymentCredited':
      if (event.data.refundedKopecks !== undefined) {
        const rest = { ...event.data, amountKopecks: -event.data.amountKopecks };
        return { ...row, returnedKopecks: withMore(row.returnedKopecks, rest) };
      }
      return { ...row, receivedKopecks: withMore(row.receivedKopecks, event.data) };
    case 'PaymentCreditReversed':
      return { ...row, returnedKopecks: withMore(row.returnedKopecks, event.data) };
    default:
      return row;
  }
}

function openingOf(ledgers: Ledgers): TurnoverRow['opening'] {
  const [main, capital_repair] = PAYEES.map((payee) => openingDebts(ledgers[payee])) as [OpeningDebts, OpeningDebts];
  return { main, capital_repair };
}

function withMore(
  sums: TurnoverRow['receivedKopecks'],
  { payee, amountKopecks }: { readonly payee: Payee; readonly amountKopecks: Kopecks },
): TurnoverRow['receivedKopecks'] {
  return { ...sums, [payee]: addKopecks(sums[payee], amountKopecks) };
}

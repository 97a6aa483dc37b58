import { BillingPeriod, CivilDate, RecordedEvent } from '#libs/kernel';
import { Projection } from '#libs/read-models';
import { AccountPeriodEvent, PayeeFigures } from '../domain/account-period.events';
import { ChargeLine, LineBasis, RecalculationLine, Titled } from '../domain/calculation';

/** A line as it is printed; how it came about stands in the event of the calculation. */
export type StatementCharge = Omit<ChargeLine, keyof LineBasis>;
export type StatementRecalculation = Omit<RecalculationLine, keyof LineBasis>;

/** What was charged to an account in a period, and how it stood then. */
export interface AccountStatementRow {
  readonly account: string;
  readonly houseId: string;
  readonly period: BillingPeriod;
  readonly charges: readonly StatementCharge[];
  readonly recalculations: readonly StatementRecalculation[];
  /** The event of the last calculation; null before it. */
  readonly calculatedEventId: string | null;
  /** The figures of the close; null while the period is open. */
  readonly closed: {
    readonly dueOn: CivilDate;
    readonly payees: readonly PayeeFigures[];
    readonly recordedAt: string;
    readonly eventId: string;
  } | null;
}

/** What does a statement of account say for a period? One document an account and period. */
export const accountStatementProjection: Projection<AccountStatementRow> = {
  name: 'billing.account-statement',
  version: 2,
  handles: ['PeriodOpened', 'ChargesCalculated', 'PeriodClosed'],
  keysOf: (event) => {
    const { account, period } = event.data as { account: string; period: BillingPeriod };
    return [statementKey(account, period)];
  },
  columns: { account: 'text', house: 'text', period: 'text', closed_at: 'text' },
  columnsOf: (row) => ({
    account: row.account,
    house: row.houseId,
    period: row.period,
    closed_at: row.closed?.recordedAt ?? null,
  }),
  indexes: [
    ['account', 'period'],
    ['period', 'account'],
  ],
  evolve: (row, event) => evolveStatement(row, event as RecordedEvent & AccountPeriodEvent),
};

/** A space sorts before everything that an account number may hold, so that keys sort by account, then period. */
export function statementKey(account: string, period: BillingPeriod): string {
  return `${account} ${period}`;
}

function evolveStatement(
  row: AccountStatementRow | null,
  event: RecordedEvent & AccountPeriodEvent,
): AccountStatementRow | null {
  if (event.type === 'PeriodOpened') {
    const { account, houseId, period } = event.data;
    return { account, houseId, period, charges: [], recalculations: [], calculatedEventId: null, closed: null };
  }
  if (row === null) return null;
  switch (event.type) {
    case 'ChargesCalculated': {
      const charges = event.data.charges.map(printedCharge);
      const recalculations = event.data.recalculations.map(printedRecalculation);
      return { ...row, charges, recalculations, calculatedEventId: event.eventId };
    }
    case 'PeriodClosed': {
      const { dueOn, payees } = event.data;
      const { recordedAt } = event.metadata;
      return { ...row, closed: { dueOn, payees, recordedAt, eventId: event.eventId } };
    }
    case 'PaymentCredited':
    case 'PaymentCreditReversed':
    case 'PaymentHeld':
    case 'PaymentReversalHeld':
    case 'PenaltySuspended':
    case 'PenaltyResumed':
      return row;
  }
}

function printedCharge(line: ChargeLine): StatementCharge {
  return {
    utility: line.utility,
    payee: line.payee,
    component: line.component,
    basis: line.basis,
    quantity: line.quantity,
    unit: line.unit,
    tariff: line.tariff,
    coefficient: line.coefficient,
    amountKopecks: line.amountKopecks,
    excessKopecks: line.excessKopecks,
    ...titleOf(line),
  };
}

function printedRecalculation(line: RecalculationLine): StatementRecalculation {
  return {
    utility: line.utility,
    payee: line.payee,
    component: line.component,
    source: line.source,
    reason: line.reason,
    ofPeriod: line.ofPeriod,
    quantity: line.quantity,
    tariff: line.tariff,
    amountKopecks: line.amountKopecks,
    ...titleOf(line),
  };
}

function titleOf({ title }: Titled): Titled {
  return title === undefined ? {} : { title };
}

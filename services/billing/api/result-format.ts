import { Rational } from '#libs/money';
import { PayeeFigures } from '../domain/account-period.events';
import {
  AccountStatementRow,
  StatementCharge,
  StatementRecalculation,
} from '../projections/account-statement.projection';

/** A number as results print it: at most six decimals, half away from zero, no trailing zeros. */
export function printed(exact: string): string {
  return Rational.parse(exact).toDecimal(6);
}

export interface PrintedCharge {
  readonly utility: string;
  readonly component: string | null;
  readonly basis: string;
  readonly quantity: string;
  readonly unit: string;
  readonly tariff: string;
  readonly coefficient: string | null;
  readonly amountKopecks: number;
  readonly excessKopecks: number;
  /** Of an order for an additional service, whose utility is `order:<id>`; absent on every other line. */
  readonly title?: string;
}

export interface PrintedRecalculation {
  readonly utility: string;
  readonly component: string | null;
  readonly source: string | null;
  readonly reason: string;
  readonly ofPeriod: string;
  readonly quantity: string;
  readonly tariff: string;
  readonly amountKopecks: number;
  readonly title?: string;
}

export interface PrintedPayee extends PayeeFigures {
  readonly charges: readonly PrintedCharge[];
  readonly recalculations: readonly PrintedRecalculation[];
}

/** One element of `kvitok-statements/1`. */
export interface PrintedStatement {
  readonly account: string;
  readonly period: string;
  readonly dueDate: string;
  readonly payees: readonly PrintedPayee[];
}

/** The statement of a closed period in the order of fields of `kvitok-statements/1`. */
export function printStatement(row: AccountStatementRow): PrintedStatement | null {
  if (row.closed === null) return null;
  return {
    account: row.account,
    period: row.period,
    dueDate: row.closed.dueOn,
    payees: row.closed.payees.map((figures) => ({
      payee: figures.payee,
      openingKopecks: figures.openingKopecks,
      charges: row.charges.filter((line) => line.payee === figures.payee).map(printCharge),
      recalculations: row.recalculations.filter((line) => line.payee === figures.payee).map(printRecalculation),
      chargedKopecks: figures.chargedKopecks,
      recalculatedKopecks: figures.recalculatedKopecks,
      penaltyKopecks: figures.penaltyKopecks,
      paymentsKopecks: figures.paymentsKopecks,
      closingKopecks: figures.closingKopecks,
    })),
  };
}

function printCharge(line: StatementCharge): PrintedCharge {
  return {
    utility: line.utility,
    component: line.component,
    basis: line.basis,
    quantity: printed(line.quantity),
    unit: line.unit,
    tariff: printed(line.tariff),
    coefficient: line.coefficient && printed(line.coefficient),
    amountKopecks: line.amountKopecks,
    excessKopecks: line.excessKopecks,
    ...(line.title === undefined ? {} : { title: line.title }),
  };
}

function printRecalculation(line: StatementRecalculation): PrintedRecalculation {
  return {
    utility: line.utility,
    component: line.component,
    source: line.source,
    reason: line.reason,
    ofPeriod: line.ofPeriod,
    quantity: printed(line.quantity),
    tariff: printed(line.tariff),
    amountKopecks: line.amountKopecks,
    ...(line.title === undefined ? {} : { title: line.title }),
  };
}

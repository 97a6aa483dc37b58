import { AgedAccount, PrintedStatement } from '#services/billing/api/client';

type AgedPayee = AgedAccount['payees'][number];

/**
 * The balance of a payee as the ledger has it: debts and the penalty that closes have posted, less what is paid in
 * advance, kopecks. It is the closing sum of the last statement less the payments since. Below zero: paid in advance.
 */
export function balanceOf({ lines, principalKopecks, advanceKopecks }: AgedPayee): number {
  return principalKopecks + sum(lines.map(({ penaltyPostedKopecks }) => penaltyPostedKopecks)) - advanceKopecks;
}

/** What there is to pay: an advance with one payee pays nothing to the other. */
export function toPay({ payees }: AgedAccount): number {
  return sum(payees.map((payee) => Math.max(0, balanceOf(payee))));
}

/** Penalty that has accrued since the last close and is not on any statement yet. */
export function unpostedPenalty({ payees }: AgedAccount): number {
  return sum(payees.flatMap(({ lines }) => lines.map((line) => line.penaltyKopecks - line.penaltyPostedKopecks)));
}

/** Debts whose day has passed, with posted penalty. */
export function overdue({ payees }: AgedAccount, today: string): number {
  const late = payees.flatMap(({ lines }) => lines.filter(({ dueDate }) => dueDate < today));
  return sum(late.map(({ principalKopecks, penaltyPostedKopecks }) => principalKopecks + penaltyPostedKopecks));
}

/** The sum of a figure over both payees of a statement. */
export function figureOf(
  { payees }: PrintedStatement,
  figure:
    | 'openingKopecks'
    | 'chargedKopecks'
    | 'recalculatedKopecks'
    | 'penaltyKopecks'
    | 'paymentsKopecks'
    | 'closingKopecks',
): number {
  return sum(payees.map((payee) => payee[figure]));
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

import { BillingPeriod, periodOf } from '#libs/kernel';
import { LedgerWork } from './allocation.policy';
import { DebtLine, Money, Movement, openPostedPenalty, openPrincipal, PayeeLedger, unspent } from './ledger';
import { forgettableUpTo } from './retention';

/** Lines and money brought back from the log. */
export interface Restored {
  readonly lines: readonly DebtLine[];
  readonly money: readonly Money[];
}

export const NOTHING_RESTORED: Restored = { lines: [], money: [] };

/**
 * At a close, takes out of the ledger what was settled long ago: lines that owe nothing, and money that is spent on
 * such lines alone. Their figures cannot change any more but by a fact that brings them back.
 */
export function archiveSettled(work: LedgerWork, closed: BillingPeriod): void {
  const upTo = forgettableUpTo(closed);
  for (const line of [...work.draft.lines]) {
    if (line.period <= upTo && openPrincipal(line) === 0 && openPostedPenalty(line) === 0) {
      work.move({ kind: 'line_archived', period: line.period });
    }
  }
  const inUse = moneyOnLines(work.draft.lines);
  for (const money of [...work.draft.money]) {
    const isOld = periodOf(money.receivedOn) <= upTo && money.reservedFor === null;
    if (isOld && unspent(money) === 0 && !inUse.has(money.moneyId)) {
      work.move({ kind: 'money_archived', moneyId: money.moneyId });
    }
  }
}

/** Brings lines and money back into the ledger; what is in it already stays as it is. */
export function restore(work: LedgerWork, restored: Restored): void {
  for (const line of restored.lines) {
    if (!work.draft.line(line.period)) work.move({ kind: 'line_restored', line });
  }
  for (const money of restored.money) {
    if (!work.draft.money.some((one) => one.moneyId === money.moneyId)) work.move({ kind: 'money_restored', money });
  }
}

function moneyOnLines(lines: readonly DebtLine[]): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => [...line.principalPaid, ...line.penaltyPaid].map((paid) => paid.moneyId)));
}

/** Movements of archiving are no facts of the account: the whole ledger is folded without them. */
export function isArchiving(movement: Movement): boolean {
  return movement.kind.endsWith('_archived') || movement.kind.endsWith('_restored');
}

/**
 * What has to come back from the whole ledger for a recalculation of some periods or the recall of a payment: the
 * lines, and all money that stands on them, as far as the working ledger does not have them.
 */
export function archivedFor(
  whole: PayeeLedger,
  working: PayeeLedger,
  asked: { readonly periods: readonly BillingPeriod[]; readonly moneyId: string | null },
): Restored {
  const lines = whole.lines.filter((line) => {
    if (working.lines.some((one) => one.period === line.period)) return false;
    return asked.periods.includes(line.period) || (asked.moneyId !== null && moneyOnLines([line]).has(asked.moneyId));
  });
  const needed = new Set([...moneyOnLines(lines), ...(asked.moneyId === null ? [] : [asked.moneyId])]);
  const money = whole.money.filter(
    (one) => needed.has(one.moneyId) && !working.money.some((kept) => kept.moneyId === one.moneyId),
  );
  return { lines, money };
}

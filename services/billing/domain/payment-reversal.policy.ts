import { BillingPeriod } from '#libs/kernel';
import { Kopecks, subtractKopecks } from '#libs/money';
import { LedgerWork, withdrawPayment } from './allocation.policy';
import { LedgerDraft, LinePart, Movement, openPostedPenalty, openPrincipal, PayeeLedger } from './ledger';

/** What a debt line owes again after a payment was recalled. */
export interface RestoredPart {
  readonly period: BillingPeriod;
  readonly part: LinePart;
  readonly amountKopecks: Kopecks;
}

export interface Reversal {
  readonly ledger: PayeeLedger;
  readonly movements: readonly Movement[];
  /** In order of the period, principal before penalty. */
  readonly restored: readonly RestoredPart[];
}

/**
 * Recalls a payment: the mirror of the allocations that were stored, never a new allocation of anything else, so that
 * every line owes again exactly what this payment had put on it. Penalty follows at the next close as if the payment
 * had never been made.
 */
export function reversePayment(ledger: PayeeLedger, paymentId: string): Reversal {
  const work = new LedgerWork(new LedgerDraft(ledger));
  withdrawPayment(work, paymentId);
  const after = work.draft.ledger();
  const restored = ledger.lines.flatMap((before, index) => {
    const now = after.lines[index] ?? before;
    const parts: RestoredPart[] = [
      {
        period: before.period,
        part: 'principal',
        amountKopecks: subtractKopecks(openPrincipal(now), openPrincipal(before)),
      },
      {
        period: before.period,
        part: 'penalty',
        amountKopecks: subtractKopecks(openPostedPenalty(now), openPostedPenalty(before)),
      },
    ];
    return parts.filter((part) => part.amountKopecks !== 0);
  });
  return { ledger: after, movements: work.movements, restored };
}

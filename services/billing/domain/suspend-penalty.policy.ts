import { BillingPeriod } from '#libs/kernel';
import { Movement, PayeeLedger } from './ledger';
import { Suspension, withSuspension } from './penalty-suspension.policy';

/** What brings the lines of an agreement to its suspension; nothing where they have it. */
export function suspensionMovements(
  ledger: PayeeLedger,
  periods: readonly BillingPeriod[],
  suspension: Suspension,
): readonly Movement[] {
  return ledger.lines.flatMap((line): Movement[] => {
    if (!periods.includes(line.period)) return [];
    const before = line.suspended ?? [];
    if (JSON.stringify(withSuspension(before, suspension)) === JSON.stringify(before)) return [];
    return [{ kind: 'penalty_suspended', period: line.period, ...suspension }];
  });
}

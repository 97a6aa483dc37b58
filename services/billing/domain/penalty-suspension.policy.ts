import { BillingPeriod, CivilDate } from '#libs/kernel';
import { Movement, PayeeLedger } from './ledger';

/** Days that bear no penalty, because an agreement to pay by parts was kept on them. */
export interface Suspension {
  readonly agreementId: string;
  readonly from: CivilDate;
  /** The last of them; null while the agreement runs. */
  readonly until: CivilDate | null;
}

/** The suspensions of a line with one more, or with another end of one; one that ends before it begins is none. */
export function withSuspension(suspended: readonly Suspension[], changed: Suspension): readonly Suspension[] {
  const isOther = ({ agreementId }: Suspension) => agreementId !== changed.agreementId;
  if (changed.until !== null && changed.until < changed.from) return suspended.filter(isOther);
  if (suspended.every(isOther)) return [...suspended, changed];
  return suspended.map((one) => (isOther(one) ? one : changed));
}

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

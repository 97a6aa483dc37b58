import { CivilDate } from '#libs/kernel';

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

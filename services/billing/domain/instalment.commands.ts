import { CivilDate } from '#libs/kernel';
import { CoveredMonth, InstalmentTerms } from './instalment.events';
import { DebtLine } from './ledger';

/** Makes the agreement that two people have agreed to, where the debt is still what they saw. */
export interface AgreeInstalments {
  readonly kind: 'AgreeInstalments';
  readonly account: string;
  readonly agreementId: string;
  readonly agreedOn: CivilDate;
  readonly terms: InstalmentTerms;
  readonly cause: string;
  readonly document: string | null;
  readonly requestedBy: string;
  readonly grantedBy: string;
  /** The months that an agreement of this day would cover. */
  readonly debt: readonly CoveredMonth[];
}

/** Looks at what was paid; `on` is a day that is over. */
export interface ReviewInstalments {
  readonly kind: 'ReviewInstalments';
  readonly account: string;
  readonly agreementId: string;
  readonly on: CivilDate;
  /** The ledger of the payee, by whose allocations a part is paid or not. */
  readonly lines: readonly DebtLine[];
}

export interface WithdrawInstalments {
  readonly kind: 'WithdrawInstalments';
  readonly account: string;
  readonly agreementId: string;
  readonly withdrawnOn: CivilDate;
  readonly cause: string;
}

export type InstalmentCommand = AgreeInstalments | ReviewInstalments | WithdrawInstalments;

export function instalmentStream(account: string): string {
  return `billing_instalments-${account}`;
}

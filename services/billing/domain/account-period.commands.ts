import { BillingPeriod, CivilDate } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { Restored } from './archive.policy';
import { Calculation } from './calculation';
import { Ledgers } from './ledger';
import { LedgerRules } from './ledger-rules.policy';
import { Suspension } from './penalty-suspension.policy';
import { Payee } from './reference-book';

export interface OpenPeriod {
  readonly kind: 'OpenPeriod';
  readonly account: string;
  readonly houseId: string;
  readonly period: BillingPeriod;
  readonly carriedFrom: BillingPeriod | null;
  readonly ledgers: Ledgers;
  /** Payments and recalls that the period before held for later months; none where absent. */
  readonly held?: readonly (CreditPayment | ReversePaymentCredit)[] | undefined;
}

/** States the result of charging; an unchanged result is no news. */
export interface CalculateCharges {
  readonly kind: 'CalculateCharges';
  readonly account: string;
  readonly calculation: Calculation;
}

export interface CreditPayment {
  readonly kind: 'CreditPayment';
  readonly account: string;
  readonly paymentId: string;
  readonly payee: Payee;
  readonly amountKopecks: Kopecks;
  readonly receivedOn: CivilDate;
  readonly namedPeriod: BillingPeriod | null;
  /** What was given back: this is the rest of a payment, and nothing new was paid. Absent otherwise. */
  readonly refundedKopecks?: Kopecks | undefined;
  readonly rules: LedgerRules;
}

export interface ReversePaymentCredit {
  readonly kind: 'ReversePaymentCredit';
  readonly account: string;
  readonly paymentId: string;
  readonly payee: Payee;
  readonly amountKopecks: Kopecks;
  readonly reversedOn: CivilDate;
  readonly reason: string;
  /** The payment and its lines where they have left the working ledger; nothing where absent. */
  readonly restored?: Restored | undefined;
}

/** Brings months to the days without penalty that an agreement to pay by parts gives them; once they have them, no news. */
export interface SuspendPenalty {
  readonly kind: 'SuspendPenalty';
  readonly account: string;
  readonly payee: Payee;
  readonly months: readonly BillingPeriod[];
  readonly suspension: Suspension;
  /** The first day whose debt knows of it; every day where absent. */
  readonly countsFrom?: CivilDate | undefined;
  readonly statedOn: CivilDate;
}

/** Closes the period on the evening of its last day with the calculation of that evening. */
export interface ClosePeriod {
  readonly kind: 'ClosePeriod';
  readonly account: string;
  readonly calculation: Calculation;
  /** The revision of the account's stream up to which the calculation knows its facts; all of them where absent. */
  readonly factsUpTo?: number | undefined;
  readonly rules: LedgerRules;
  /** Archived lines that the recalculations reach back to, by payee; nothing where absent. */
  readonly restored?: Readonly<Partial<Record<Payee, Restored>>> | undefined;
}

export type AccountPeriodCommand =
  OpenPeriod | CalculateCharges | CreditPayment | ReversePaymentCredit | SuspendPenalty | ClosePeriod;

export function accountPeriodStream(account: string, period: BillingPeriod): string {
  return `billing_account_period-${account}_${period.replace('-', '_')}`;
}

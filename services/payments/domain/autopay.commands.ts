import { CivilDate } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { AutopayRequested } from './autopay.events';
import { Payee } from './payment.events';

/** A person who can be reached is named: who cannot be given notice cannot agree to be charged. */
export type RequestAutopay = { readonly kind: 'RequestAutopay' } & AutopayRequested['data'];

/** The payment with which the method was to be kept has been captured. */
export interface AgreeAutopay {
  readonly kind: 'AgreeAutopay';
  readonly paymentId: string;
  /** Null where the bank has kept none. */
  readonly method: { readonly methodId: string; readonly sealedTitle: string | null } | null;
  readonly agreedOn: CivilDate;
}

/** The bank has not made a payment: a charge of the agreement, or the one with which the method was to be kept. */
export interface NoteAutopayDecline {
  readonly kind: 'NoteAutopayDecline';
  readonly paymentId: string;
  /** The acquirer's own word. */
  readonly reason: string;
  readonly declinedOn: CivilDate;
}

/** Whoever agreed was erased: what the agreement needs of them is gone. */
export interface EndAutopay {
  readonly kind: 'EndAutopay';
  readonly personId: string;
  readonly today: CivilDate;
}

export interface WithdrawAutopay {
  readonly kind: 'WithdrawAutopay';
  readonly today: CivilDate;
}

/** The night looks at an agreement: what is due is announced or left out, what was announced is charged. */
export interface ConsiderAutopay {
  readonly kind: 'ConsiderAutopay';
  readonly today: CivilDate;
  /** What is owed to the payee now. */
  readonly owedKopecks: Kopecks;
  /** The period of the last slip; null before the first. */
  readonly lastSlip: string | null;
  /** Since when somebody of the account can be sent a notice; null where nobody can. */
  readonly reachableSince: CivilDate | null;
  /** Who can be sent a notice now. */
  readonly contactIds: readonly string[];
  /** A payment to the payee is open at the bank: what is owed is perhaps paid in a moment. */
  readonly isBeingPaid: boolean;
}

export type AutopayCommand =
  RequestAutopay | AgreeAutopay | WithdrawAutopay | ConsiderAutopay | NoteAutopayDecline | EndAutopay;

export function autopayStream(account: string, payee: Payee): string {
  return `payments_autopay-${account}_${payee}`;
}

/** The payment of a cycle: the same however often the night tries. */
export function autopayPaymentId(agreementId: string, cycle: string): string {
  return `${agreementId}-${cycle.replace(' ', '-')}`;
}

import { CivilDate } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { AutopayRequested } from './autopay.events';
import { Payee } from './payment.events';

export type RequestAutopay = { readonly kind: 'RequestAutopay' } & AutopayRequested['data'];

/** The payment with which the method was to be kept has been captured. */
export interface AgreeAutopay {
  readonly kind: 'AgreeAutopay';
  readonly paymentId: string;
  readonly methodId: string;
  readonly methodTitle: string;
  readonly agreedOn: CivilDate;
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
}

export type AutopayCommand = RequestAutopay | AgreeAutopay | WithdrawAutopay | ConsiderAutopay;

export function autopayStream(account: string, payee: Payee): string {
  return `payments_autopay-${account}_${payee}`;
}

/** The payment of a cycle: the same however often the night tries. */
export function autopayPaymentId(agreementId: string, cycle: string): string {
  return `${agreementId}-${cycle.replace(' ', '-')}`;
}

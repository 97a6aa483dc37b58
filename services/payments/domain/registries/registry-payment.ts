import { BillingPeriod, CivilDate } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { RegistryLine } from '../registry-lines.policy';

/** A payment as a file states it. */
export interface RegistryPayment extends RegistryLine {
  /** The line of the file on which it begins, from 1. */
  readonly line: number;
  /** By what the office finds it again at the bank: the operation or the number of the payment order. */
  readonly reference: string | null;
  readonly namedPeriod: BillingPeriod | null;
  /** Which account of the company was credited; null where the profile says whose money it is. */
  readonly recipientAccount: string | null;
  /** Who paid, in the bank's words: personal data that goes into no event. */
  readonly payer: Readonly<Record<string, string>>;
}

/** The payment order by which the bank transfers the sum of the file. */
export interface SummaryOrder {
  readonly number: string;
  readonly date: CivilDate | null;
}

export interface RegistryTotals {
  readonly payments: number;
  readonly amountKopecks: Kopecks;
  /** What the bank transfers: without its commission. Null where the file does not say. */
  readonly transferKopecks: Kopecks | null;
  readonly commissionKopecks: Kopecks | null;
  readonly order: SummaryOrder | null;
}

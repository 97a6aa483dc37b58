import { BillingPeriod, CivilDate } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import {
  allocatePayment,
  AllocationTerms,
  LedgerWork,
  moneyIdOf,
  ReceivedPayment,
  withdrawPayment,
} from './allocation.policy';
import { PaymentCredited, PaymentCreditReversed } from './account-period.events';
import { Payee } from './reference-book';

/** A payment that an open period has taken. */
export interface TakenPayment {
  readonly kind: 'payment';
  readonly payee: Payee;
  readonly paymentId: string;
  readonly receivedOn: CivilDate;
  readonly amountKopecks: Kopecks;
  readonly namedPeriod: BillingPeriod | null;
  /** What was left when a part was given back, under a name of its own: it stands with the recall that has left it. */
  readonly isRest: boolean;
  /** The day of the payment; of a rest, that of its recall. */
  readonly standsOn: CivilDate;
}

/** A recall that an open period has taken. */
export interface TakenRecall {
  readonly kind: 'recall';
  readonly payee: Payee;
  readonly paymentId: string;
  readonly standsOn: CivilDate;
}

export type TakenMoney = TakenPayment | TakenRecall;

/** What an open period has taken by an event, behind what it had taken before. */
export function takenPayment(data: PaymentCredited['data'], before: readonly TakenMoney[]): TakenPayment {
  const { payee, paymentId, effectiveOn: receivedOn, amountKopecks, namedPeriod, refundedKopecks } = data;
  const isRest = refundedKopecks !== undefined;
  // Payments tell of a rest right behind the recall that has left it.
  const recall = isRest ? before.findLast((one) => one.kind === 'recall' && one.payee === payee) : undefined;
  const standsOn = recall?.standsOn ?? receivedOn;
  return { kind: 'payment', payee, paymentId, receivedOn, amountKopecks, namedPeriod, isRest, standsOn };
}

export function takenRecall({ payee, paymentId, effectiveOn: standsOn }: PaymentCreditReversed['data']): TakenRecall {
  return { kind: 'recall', payee, paymentId, standsOn };
}

/** Whether an event has put a payment in front of what was recorded before it; those of earlier releases never did. */
export function isPutInFront({ movements }: Pick<PaymentCredited['data'], 'movements'>): boolean {
  return movements.some(({ kind }) => kind === 'money_withdrawn');
}

/**
 * Takes a payment into the ledger of an open period where its day has it, whatever was recorded before: what stands behind it
 * is taken back and received once more, so that the ledger is the one of the same payments told in the order of their days
 * (company package, 6.1 and 6.2). `taken` is what the period has taken of the payee, in the order recorded.
 *
 * A recall takes back its payment and re-allocates nothing else (6.3), so that one that is told late changes the order of
 * nothing. Money of earlier periods is where their closes have put it.
 */
export function takePayment(
  work: LedgerWork,
  payment: ReceivedPayment,
  taken: readonly TakenMoney[],
  terms: AllocationTerms,
): void {
  const behind = taken.filter((one) => comesBefore(payment, one)).sort(byDay);
  if (behind.length === 0) {
    allocatePayment(work, payment, terms);
    return;
  }
  for (const { paymentId } of behind.filter(isPayment).reverse()) withdraw(work, paymentId);
  // What is recalled behind the payment was there when it came.
  for (const { paymentId } of behind.filter(isRecall)) {
    const recalled = taken.filter(isPayment).find((one) => one.paymentId === paymentId && !behind.includes(one));
    if (recalled !== undefined && !isThere(work, paymentId)) allocatePayment(work, recalled, terms);
  }
  allocatePayment(work, payment, terms);
  for (const one of behind) {
    if (one.kind === 'payment') allocatePayment(work, one, terms);
    else withdraw(work, one.paymentId);
  }
}

const isPayment = (one: TakenMoney): one is TakenPayment => one.kind === 'payment';
const isRecall = (one: TakenMoney): one is TakenRecall => one.kind === 'recall';

/** Whether a payment stands in front of what was taken: by the day, of one day payments by their ids and then recalls. */
function comesBefore({ paymentId, receivedOn }: ReceivedPayment, one: TakenMoney): boolean {
  if (one.standsOn !== receivedOn) return receivedOn < one.standsOn;
  return !standsAmongPayments(one) || paymentId < one.paymentId;
}

/** The order recorded is kept where nothing else tells. */
function byDay(left: TakenMoney, right: TakenMoney): number {
  if (left.standsOn !== right.standsOn) return left.standsOn < right.standsOn ? -1 : 1;
  if (!standsAmongPayments(left) || !standsAmongPayments(right)) {
    return Number(!standsAmongPayments(left)) - Number(!standsAmongPayments(right));
  }
  return left.paymentId < right.paymentId ? -1 : 1;
}

function standsAmongPayments(one: TakenMoney): boolean {
  return one.kind === 'payment' && !one.isRest;
}

function isThere({ draft }: LedgerWork, paymentId: string): boolean {
  const moneyId = moneyIdOf(paymentId);
  return draft.money.some((money) => money.moneyId === moneyId);
}

function withdraw(work: LedgerWork, paymentId: string): void {
  if (isThere(work, paymentId)) withdrawPayment(work, paymentId);
}

import { ReadModels } from '#libs/read-models';
import { ledgerPaymentId } from '../domain/online-payment.commands';
import { Payee } from '../domain/payment.events';
import { accountPayments } from '../projections/account-payments.projection';
import { OnlinePaymentCard, onlinePayments, OnlinePaymentStatus } from '../projections/online-payments.projection';

/** Money to a payee that is not taken off what is owed. */
export interface MoneyUnderWay {
  /** A payment waits for its payer at the bank, or the bank holds it: what is owed is perhaps paid in a moment. */
  readonly isOpen: boolean;
  /** Money was paid, and billing has not credited it. */
  readonly isUncredited: boolean;
}

export interface AskedMoney {
  readonly account: string;
  readonly payee: Payee;
  /** Payments of the ledger that billing had heard of when it said what is owed. */
  readonly credited: ReadonlySet<string>;
  /** The online payment for which it is asked. */
  readonly besides?: string | undefined;
}

/** The payer is at the bank's page, or the bank holds the money. One that was given up holds up no charge. */
const OPEN: readonly OnlinePaymentStatus[] = ['initiated', 'authorized'];
/** The bank has taken the money; of what it gave back a part may have stayed. */
const TAKEN: readonly OnlinePaymentStatus[] = ['captured', 'settled', 'refunded'];

/**
 * What is paid to a payee besides what billing knows: at the bank, taken by it and not yet a payment of the ledger, or in
 * the ledger and not yet credited. However long a hop takes, also behind a parked key, the same is not to be paid twice.
 */
export async function moneyUnderWay(
  readModels: ReadModels,
  { account, payee, credited, besides }: AskedMoney,
): Promise<MoneyUnderWay> {
  const where = { account, status: { in: [...OPEN, ...TAKEN] } };
  const online = (await readModels.find(onlinePayments, { where }))
    .map(({ document }) => document)
    .filter((card) => card.payee === payee && card.orderId === null && card.paymentId !== besides);
  const isOpen = online.some((card) => OPEN.includes(card.status) && !card.isDealtWith);
  const taken = online.filter(hasTakenMoney).map(({ paymentId }) => ledgerPaymentId(paymentId));
  const isUncredited = await isAnyUncredited(readModels, { account, payee, credited }, taken);
  return { isOpen, isUncredited };
}

function hasTakenMoney({ status, amountKopecks, refundedKopecks }: OnlinePaymentCard): boolean {
  return TAKEN.includes(status) && refundedKopecks < amountKopecks;
}

async function isAnyUncredited(
  readModels: ReadModels,
  { account, payee, credited }: AskedMoney,
  taken: readonly string[],
): Promise<boolean> {
  const unheard = taken.filter((paymentId) => !credited.has(paymentId));
  // What the ledger has is told below by its state: it may have been recalled, or moved to another account.
  const known = await readModels.getMany(accountPayments, unheard);
  if (unheard.some((paymentId) => !known.has(paymentId))) return true;
  const received = await readModels.find(accountPayments, { where: { account, payee, state: 'received' } });
  return received.some(({ key }) => !credited.has(key));
}

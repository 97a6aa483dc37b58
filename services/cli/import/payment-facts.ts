import { paymentDecider, paymentStream } from '#services/payments';
import { CompanyPackage } from '../company-package';
import { FactList } from './dated-fact';

/** Payments by id, then recalls by id: the order of a day. */
export function addPaymentFacts(list: FactList, source: CompanyPackage): void {
  for (const row of source.payments.toSorted(byPaymentId)) {
    const { paymentId, account, payee, amountKopecks, receivedOn, namedPeriod } = row;
    list.add(receivedOn, `payment:${paymentId}`, paymentStream(paymentId), paymentDecider, {
      kind: 'ReceivePayment',
      paymentId,
      account,
      payee,
      amountKopecks,
      receivedOn,
      namedPeriod,
      channel: 'import',
      today: receivedOn,
    });
  }
  for (const { paymentId, reversedOn, reason } of source.paymentReversals.toSorted(byPaymentId)) {
    const command = { kind: 'ReversePayment', paymentId, reversedOn, reason, today: reversedOn } as const;
    list.add(reversedOn, `reversal:${paymentId}`, paymentStream(paymentId), paymentDecider, command);
  }
}

function byPaymentId(left: { paymentId: string }, right: { paymentId: string }): number {
  return left.paymentId < right.paymentId ? -1 : 1;
}

import { OnlinePaymentSubject } from './online-payment.events';
import { PAYEES } from './payment.events';

/** What a bank keeps of a payment that was begun here, apart from its name and sum. */
export type LabelledSubject = Pick<OnlinePaymentSubject, 'account' | 'payee' | 'orderId' | 'agreementId'> & {
  /** The payer has agreed that the method of payment is kept. */
  readonly keepsMethod: boolean;
};

/** What the bank is given to be kept with a payment: whose it is, should the log be lost. Nothing that names a person. */
export function labelsOf(subject: LabelledSubject): Readonly<Record<string, string>> {
  const { account, payee, orderId, agreementId, keepsMethod } = subject;
  return {
    account,
    payee,
    ...(orderId === null ? {} : { order: orderId }),
    ...(agreementId === null ? {} : { agreement: agreementId }),
    ...(keepsMethod ? { keeps_method: 'yes' } : {}),
  };
}

/** What a bank has kept of a payment; null where it was not begun here, or by an earlier release. */
export function subjectOfLabels(labels: Readonly<Record<string, string>>): LabelledSubject | null {
  const { account, payee: stated, order, agreement, keeps_method: keeps } = labels;
  const payee = PAYEES.find((one) => one === stated);
  if (account === undefined || account === '' || payee === undefined) return null;
  return {
    account,
    payee,
    orderId: order ?? null,
    agreementId: agreement ?? null,
    keepsMethod: keeps === 'yes',
  };
}

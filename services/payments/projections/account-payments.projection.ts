import { BillingPeriod, CivilDate, RecordedEvent } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { Projection } from '#libs/read-models';
import { Payee, PaymentChannel, PaymentReceived, PaymentReversed } from '../domain/payment.events';

/** A payment as an account's history shows it. */
export interface AccountPayment {
  readonly paymentId: string;
  readonly account: string;
  readonly payee: Payee;
  readonly amountKopecks: Kopecks;
  readonly receivedOn: CivilDate;
  readonly namedPeriod: BillingPeriod | null;
  readonly channel: PaymentChannel;
  readonly state: 'received' | 'reversed';
  readonly reversedOn: CivilDate | null;
  readonly reversalReason: string | null;
  /** UTC instant at which the payment became known here. */
  readonly recordedAt: string;
}

type Told = PaymentReceived | PaymentReversed;

/** Which payments were made for an account? One document a payment, with its state now. */
export const accountPayments: Projection<AccountPayment> = {
  name: 'payments.account-payments',
  version: 1,
  handles: ['PaymentReceived', 'PaymentReversed'] satisfies readonly Told['type'][],
  keysOf: (event) => [(event as Told & RecordedEvent).data.paymentId],
  evolve(document, recorded) {
    const event = recorded as Told & RecordedEvent;
    if (event.type === 'PaymentReceived') {
      const { paymentId, account, payee, amountKopecks, receivedOn, namedPeriod, channel } = event.data;
      return {
        paymentId,
        account,
        payee,
        amountKopecks,
        receivedOn,
        namedPeriod,
        channel,
        state: 'received',
        reversedOn: null,
        reversalReason: null,
        recordedAt: event.metadata.recordedAt,
      };
    }
    if (document === null) return null;
    return { ...document, state: 'reversed', reversedOn: event.data.reversedOn, reversalReason: event.data.reason };
  },
  columns: { account: 'text', received_on: 'text', payee: 'text', state: 'text', amount_kopecks: 'integer' },
  columnsOf: ({ account, receivedOn, payee, state, amountKopecks }) => ({
    account,
    received_on: receivedOn,
    payee,
    state,
    amount_kopecks: amountKopecks,
  }),
  indexes: [['account', 'received_on'], ['received_on']],
};

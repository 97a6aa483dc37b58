import { BillingPeriod, CivilDate, RecordedEvent, unreachable } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { Projection, ReadModels } from '#libs/read-models';
import {
  Payee,
  PaymentChannel,
  PaymentReceived,
  PaymentRefunded,
  PaymentReplaced,
  PaymentReversed,
} from '../domain/payment.events';

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
  /** Of it, what the office gave back as a second person had agreed; what a bank gave back stands with its online payment. */
  readonly refundedKopecks: Kopecks;
  /** The payment that counts in its place: on the right account, or of what was not given back. */
  readonly replacedBy: string | null;
  /** UTC instant at which the payment became known here. */
  readonly recordedAt: string;
}

type Told = PaymentReceived | PaymentReversed | PaymentRefunded | PaymentReplaced;

/** Which payments were made for an account? One document a payment, with its state now. */
export const accountPayments: Projection<AccountPayment> = {
  name: 'payments.account-payments',
  version: 3,
  handles: [
    'PaymentReceived',
    'PaymentReversed',
    'PaymentRefunded',
    'PaymentReplaced',
  ] satisfies readonly Told['type'][],
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
        refundedKopecks: 0,
        replacedBy: null,
        recordedAt: event.metadata.recordedAt,
      };
    }
    if (document === null) return null;
    switch (event.type) {
      case 'PaymentReversed': {
        const { reversedOn, reason } = event.data;
        return { ...document, state: 'reversed', reversedOn, reversalReason: reason };
      }
      case 'PaymentRefunded':
        return { ...document, refundedKopecks: event.data.refundedKopecks };
      case 'PaymentReplaced':
        return { ...document, replacedBy: event.data.replacement.paymentId };
      default:
        return unreachable(event);
    }
  },
  columns: {
    account: 'text',
    received_on: 'text',
    payee: 'text',
    channel: 'text',
    state: 'text',
    amount_kopecks: 'integer',
    replaced_by: 'text',
  },
  columnsOf: ({ account, receivedOn, payee, channel, state, amountKopecks, replacedBy }) => ({
    account,
    received_on: receivedOn,
    payee,
    channel,
    state,
    amount_kopecks: amountKopecks,
    replaced_by: replacedBy ?? '',
  }),
  indexes: [['account', 'received_on'], ['received_on'], ['replaced_by']],
};

/** The payment that goes on as this one, whatever their names are; null where it goes on from none. */
export async function replacedByPayment(readModels: ReadModels, paymentId: string): Promise<string | null> {
  const [found] = await readModels.find(accountPayments, { where: { replaced_by: paymentId }, limit: 1 });
  return found?.key ?? null;
}

/** The payment that was made, of which this one is what goes on after moves and refunds; itself where it is that. */
export async function firstOfPayment(readModels: ReadModels, paymentId: string): Promise<string> {
  let first = paymentId;
  for (;;) {
    const before = await replacedByPayment(readModels, first);
    if (before === null) return first;
    first = before;
  }
}

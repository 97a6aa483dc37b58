import { deciderSpec } from '#libs/testing';
import { RecallRefundedPayment, ReceivePayment, ReversePayment } from './payment.commands';
import { paymentDecider } from './payment.decider';
import { PaymentReceived, PaymentRefundNoted, PaymentReversed } from './payment.events';

const spec = deciderSpec(paymentDecider);

const PAYMENT = {
  paymentId: 'sber-1',
  account: '0017',
  payee: 'main',
  amountKopecks: 123_456,
  receivedOn: '2026-03-09',
  namedPeriod: '2026-02',
  channel: 'registry',
} as const;
const RECEIVE: ReceivePayment = { kind: 'ReceivePayment', ...PAYMENT, today: '2026-03-10' };
const RECEIVED: PaymentReceived = {
  type: 'PaymentReceived',
  version: 1,
  data: { ...PAYMENT, effectiveOn: '2026-03-09' },
};
const REVERSE: ReversePayment = {
  kind: 'ReversePayment',
  paymentId: 'sber-1',
  reversedOn: '2026-03-20',
  reason: 'recalled by the bank',
  today: '2026-03-21',
};
const REVERSED: PaymentReversed = {
  type: 'PaymentReversed',
  version: 1,
  data: {
    paymentId: 'sber-1',
    account: '0017',
    payee: 'main',
    amountKopecks: 123_456,
    reversedOn: '2026-03-20',
    reason: 'recalled by the bank',
    effectiveOn: '2026-03-20',
  },
};

describe('a payment', () => {
  it('is received with the day on which the payer paid', () => {
    spec.when(RECEIVE).then([RECEIVED]);
  });

  it('again with the same content changes nothing, on whichever day it is repeated', () => {
    spec
      .given([RECEIVED])
      .when({ ...RECEIVE, today: '2026-04-01' })
      .thenNothing();
  });

  it('again with the same content changes nothing after its reversal either', () => {
    spec.given([RECEIVED, REVERSED]).when(RECEIVE).thenNothing();
  });

  it.each<[string, Partial<ReceivePayment>]>([
    ['account', { account: '0018' }],
    ['payee', { payee: 'capital_repair' }],
    ['amount', { amountKopecks: 123_457 }],
    ['day', { receivedOn: '2026-03-08' }],
    ['named period', { namedPeriod: null }],
    ['channel', { channel: 'online' }],
  ])('again with another %s is a conflict', (_what, other) => {
    spec
      .given([RECEIVED])
      .when({ ...RECEIVE, ...other })
      .thenRejected('PAYMENTS_PAYMENT_CONFLICT', { paymentId: 'sber-1' });
  });

  it.each([0, -1, 1.5, NaN, Infinity, 100_000_000_000])('of %s kopecks is refused', (amountKopecks) => {
    spec.when({ ...RECEIVE, amountKopecks }).thenRejected('PAYMENTS_AMOUNT_OUT_OF_RANGE');
  });

  it.each([1, 99_999_999_999])('of %s kopecks is received', (amountKopecks) => {
    spec.when({ ...RECEIVE, amountKopecks }).then([{ ...RECEIVED, data: { ...RECEIVED.data, amountKopecks } }]);
  });

  it('is not from a day to come', () => {
    spec.when({ ...RECEIVE, receivedOn: '2026-03-11' }).thenRejected('PAYMENTS_DATE_IN_FUTURE');
    spec
      .when({ ...RECEIVE, receivedOn: '2026-03-10' })
      .then([{ ...RECEIVED, data: { ...RECEIVED.data, receivedOn: '2026-03-10', effectiveOn: '2026-03-10' } }]);
  });

  it('is not from before the year 2000', () => {
    spec
      .when({ ...RECEIVE, receivedOn: '1999-12-31' })
      .thenRejected('PAYMENTS_DATE_TOO_EARLY', { earliest: '2000-01-01' });
    spec
      .when({ ...RECEIVE, receivedOn: '2000-01-01' })
      .then([{ ...RECEIVED, data: { ...RECEIVED.data, receivedOn: '2000-01-01', effectiveOn: '2000-01-01' } }]);
  });

  it('names a month or none', () => {
    spec.when({ ...RECEIVE, namedPeriod: '2026-13' }).thenRejected('PAYMENTS_NAMED_PERIOD_INVALID');
    spec.when({ ...RECEIVE, namedPeriod: null }).then([{ ...RECEIVED, data: { ...RECEIVED.data, namedPeriod: null } }]);
  });
});

describe('a reversal', () => {
  it('recalls the whole payment with a reason', () => {
    spec.given([RECEIVED]).when(REVERSE).then([REVERSED]);
  });

  it('of an unknown payment is refused', () => {
    spec.when(REVERSE).thenRejected('PAYMENTS_UNKNOWN_PAYMENT', { paymentId: 'sber-1' });
  });

  it('is made once: the same again changes nothing, another is refused', () => {
    spec.given([RECEIVED, REVERSED]).when(REVERSE).thenNothing();
    spec
      .given([RECEIVED, REVERSED])
      .when({ ...REVERSE, reversedOn: '2026-03-21' })
      .thenRejected('PAYMENTS_ALREADY_REVERSED', { reversedOn: '2026-03-20' });
    spec
      .given([RECEIVED, REVERSED])
      .when({ ...REVERSE, reason: 'wrong account' })
      .thenRejected('PAYMENTS_ALREADY_REVERSED');
  });

  it('is not before the payment, and may be on its day', () => {
    spec
      .given([RECEIVED])
      .when({ ...REVERSE, reversedOn: '2026-03-08' })
      .thenRejected('PAYMENTS_REVERSAL_BEFORE_PAYMENT', { receivedOn: '2026-03-09' });
    spec
      .given([RECEIVED])
      .when({ ...REVERSE, reversedOn: '2026-03-09' })
      .then([{ ...REVERSED, data: { ...REVERSED.data, reversedOn: '2026-03-09', effectiveOn: '2026-03-09' } }]);
  });

  it('is not from a day to come', () => {
    spec
      .given([RECEIVED])
      .when({ ...REVERSE, reversedOn: '2026-03-22' })
      .thenRejected('PAYMENTS_REVERSAL_IN_FUTURE');
  });

  it.each(['', 'x'.repeat(301)])('needs a reason of at most 300 characters, not %j', (reason) => {
    spec
      .given([RECEIVED])
      .when({ ...REVERSE, reason })
      .thenRejected('PAYMENTS_REASON_REQUIRED');
  });
});

describe('RecallRefundedPayment', () => {
  const refund: RecallRefundedPayment = {
    kind: 'RecallRefundedPayment',
    paymentId: 'sber-1',
    refundedOn: '2026-03-25',
    reason: 'given back',
  };
  const recalled = { ...REVERSED.data, reversedOn: '2026-03-25', effectiveOn: '2026-03-25', reason: 'given back' };
  const byRefund: PaymentReversed = { ...REVERSED, data: recalled };
  const noted: PaymentRefundNoted = {
    type: 'PaymentRefundNoted',
    version: 1,
    data: {
      paymentId: 'sber-1',
      account: '0017',
      payee: 'main',
      reversedOn: '2026-03-20',
      reversalReason: 'recalled by the bank',
      refundedOn: '2026-03-25',
    },
  };

  it('recalls what the bank has given back, once', () => {
    spec.given([RECEIVED]).when(refund).then([byRefund]);
    spec.given([RECEIVED, byRefund]).when(refund).thenNothing();
    spec.when(refund).thenRejected('PAYMENTS_UNKNOWN_PAYMENT');
  });

  it('notes once that the office was faster, and recalls nothing twice', () => {
    spec.given([RECEIVED, REVERSED]).when(refund).then([noted]);
    spec.given([RECEIVED, REVERSED, noted]).when(refund).thenNothing();
    const later = { ...refund, refundedOn: '2026-03-26' };
    spec.given([RECEIVED, REVERSED, noted]).when(later).thenNothing();
  });

  it('leaves the recall of the office as it was', () => {
    spec.given([RECEIVED, REVERSED, noted]).when(REVERSE).thenNothing();
    const other = { ...REVERSE, reason: 'otherwise' };
    spec.given([RECEIVED, REVERSED, noted]).when(other).thenRejected('PAYMENTS_ALREADY_REVERSED');
  });
});

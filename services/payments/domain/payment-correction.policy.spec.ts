import { deciderSpec } from '#libs/testing';
import { RefundPayment, TransferPayment } from './payment.commands';
import { paymentDecider } from './payment.decider';
import { PaymentReceived, PaymentReplaced, PaymentReversed } from './payment.events';

const spec = deciderSpec(paymentDecider);

const PAYMENT = {
  paymentId: 'p-1',
  account: '0017',
  payee: 'main',
  amountKopecks: 1_000_00,
  receivedOn: '2026-03-09',
  namedPeriod: '2026-02',
  channel: 'cash_desk',
} as const;
const RECEIVED: PaymentReceived = {
  type: 'PaymentReceived',
  version: 1,
  data: { ...PAYMENT, effectiveOn: '2026-03-09' },
};
const reversed = (reason: string): PaymentReversed => ({
  type: 'PaymentReversed',
  version: 1,
  data: {
    paymentId: 'p-1',
    account: '0017',
    payee: 'main',
    amountKopecks: 1_000_00,
    reversedOn: '2026-04-01',
    reason,
    effectiveOn: '2026-04-01',
  },
});
const replaced = (change: Partial<PaymentReplaced['data']['replacement']>): PaymentReplaced => ({
  type: 'PaymentReplaced',
  version: 1,
  data: {
    paymentId: 'p-1',
    account: '0017',
    replacement: { ...PAYMENT, paymentId: 'p-2', ...change },
    replacedOn: '2026-04-01',
    effectiveOn: '2026-03-09',
  },
});

describe('a payment on the wrong account', () => {
  const TRANSFER: TransferPayment = {
    kind: 'TransferPayment',
    paymentId: 'p-1',
    account: '0071',
    replacementId: 'p-2',
    reason: 'Не тот счёт',
    today: '2026-04-01',
  };

  it('is recalled there and goes on, with its own day, on the right one', () => {
    spec
      .given([RECEIVED])
      .when(TRANSFER)
      .then([reversed('Не тот счёт'), replaced({ account: '0071' })]);
  });

  it('that is the rest of another is a whole one where it is moved to', () => {
    const rest = { ...RECEIVED, data: { ...RECEIVED.data, refundedKopecks: 5_00 } };
    spec
      .given([rest])
      .when(TRANSFER)
      .then([reversed('Не тот счёт'), replaced({ account: '0071' })]);
  });

  it('is not moved to where it is, nor twice, nor from nowhere', () => {
    spec
      .given([RECEIVED])
      .when({ ...TRANSFER, account: '0017' })
      .thenRejected('PAYMENTS_TRANSFER_TO_SAME_ACCOUNT');
    spec
      .given([RECEIVED, reversed('Не тот счёт'), replaced({ account: '0071' })])
      .when(TRANSFER)
      .thenRejected('PAYMENTS_ALREADY_REVERSED');
    spec.when(TRANSFER).thenRejected('PAYMENTS_UNKNOWN_PAYMENT');
  });

  it('is moved with a reason', () => {
    spec
      .given([RECEIVED])
      .when({ ...TRANSFER, reason: '' })
      .thenRejected('PAYMENTS_REASON_REQUIRED');
  });
});

describe('money that is given back', () => {
  const REFUND: RefundPayment = {
    kind: 'RefundPayment',
    paymentId: 'p-1',
    amountKopecks: 400_00,
    refundedOn: '2026-04-01',
    reason: 'По заявлению',
    approvalId: 'approval-1',
    replacementId: 'p-2',
    today: '2026-04-01',
  };
  const refunded = (refundedKopecks: number) =>
    ({
      type: 'PaymentRefunded',
      version: 1,
      data: {
        paymentId: 'p-1',
        account: '0017',
        payee: 'main',
        refundedKopecks,
        refundedOn: '2026-04-01',
        reason: 'По заявлению',
        approvalId: 'approval-1',
        effectiveOn: '2026-04-01',
      },
    }) as const;

  it('in part leaves a payment of the rest, with the original day', () => {
    spec
      .given([RECEIVED])
      .when(REFUND)
      .then([refunded(400_00), reversed('По заявлению'), replaced({ amountKopecks: 600_00, refundedKopecks: 400_00 })]);
  });

  it('in full leaves none', () => {
    spec
      .given([RECEIVED])
      .when({ ...REFUND, amountKopecks: 1_000_00 })
      .then([refunded(1_000_00), reversed('По заявлению')]);
  });

  it('has the approval of a second person', () => {
    spec
      .given([RECEIVED])
      .when({ ...REFUND, approvalId: '' })
      .thenRejected('PAYMENTS_APPROVAL_REQUIRED');
  });

  it.each([0, -1, 0.5, 1_000_01, Number.NaN])('is between a kopeck and what was paid, not %s', (amountKopecks) => {
    spec
      .given([RECEIVED])
      .when({ ...REFUND, amountKopecks })
      .thenRejected('PAYMENTS_AMOUNT_OUT_OF_RANGE', { limitKopecks: 1_000_00 });
  });

  it('is given back once, and not before it was paid', () => {
    spec
      .given([RECEIVED, reversed('earlier')])
      .when(REFUND)
      .thenRejected('PAYMENTS_ALREADY_REVERSED');
    spec
      .given([RECEIVED])
      .when({ ...REFUND, refundedOn: '2026-03-08' })
      .thenRejected('PAYMENTS_REVERSAL_BEFORE_PAYMENT');
  });
});

import { paymentsApprovalCarriedOut, paymentsApprovalFailed } from '#libs/contracts';
import { recordedEvents } from '#libs/testing';
import { PaymentRefunded, SetAsidePaymentReturned } from '../domain/payment.events';
import { RefundFailed } from '../domain/refund.events';
import { REFUNDS_RELAY } from './publish-refunds.relay';

const publish = (event: PaymentRefunded | SetAsidePaymentReturned | RefundFailed) =>
  REFUNDS_RELAY.translate(recordedEvents([event])[0]!);

it('tells whoever keeps the approval that the money went back', () => {
  const refunded: PaymentRefunded = {
    type: 'PaymentRefunded',
    version: 1,
    data: {
      ...{ paymentId: 'p1', account: '0017', payee: 'main', refundedKopecks: 2_000, refundedOn: '2026-03-20' },
      ...{ reason: 'twice', approvalId: 'a1', effectiveOn: '2026-03-20' },
    },
  };
  const told = publish(refunded);
  expect(told).toMatchObject({ contract: paymentsApprovalCarriedOut.name, key: 'a1' });
  expect(paymentsApprovalCarriedOut.schema.parse(told?.data)).toEqual({
    approvalId: 'a1',
    outcome: { refundedKopecks: 2_000 },
  });
});

it('tells why it did not', () => {
  const data = { approvalId: 'a1', paymentId: 'p1', code: 'PAYMENTS_ALREADY_REVERSED' };
  const told = publish({ type: 'RefundFailed', version: 1, data });
  expect(told).toMatchObject({ contract: paymentsApprovalFailed.name, key: 'a1' });
  expect(paymentsApprovalFailed.schema.parse(told?.data)).toEqual({
    approvalId: 'a1',
    code: 'PAYMENTS_ALREADY_REVERSED',
  });
});

it('tells that money which stood aside went back, and nothing of what one person had recorded', () => {
  const data = {
    paymentId: 'p1',
    to: 'payer',
    reason: 'by letter',
    returnedOn: '2026-03-20',
    effectiveOn: '2026-03-20',
  };
  const agreed = { ...data, to: 'payer', amountKopecks: 7_000, approvalId: 'a1' } as const;
  const told = publish({ type: 'SetAsidePaymentReturned', version: 2, data: agreed });
  expect(told).toMatchObject({ contract: paymentsApprovalCarriedOut.name, key: 'a1' });
  expect(told?.data).toEqual({ approvalId: 'a1', outcome: { refundedKopecks: 7_000 } });
  const alone = { ...agreed, amountKopecks: null, approvalId: null };
  expect(publish({ type: 'SetAsidePaymentReturned', version: 2, data: alone })).toBeNull();
});

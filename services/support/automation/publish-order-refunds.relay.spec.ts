import { supportApprovalCarriedOut, supportApprovalFailed } from '#libs/contracts';
import { recordedEvents } from '#libs/testing';
import { OrderRefundAgreed, OrderRefundNotMade } from '../domain/order.events';
import { ORDER_REFUNDS_RELAY } from './publish-order-refunds.relay';

const publish = (event: OrderRefundAgreed | OrderRefundNotMade) =>
  ORDER_REFUNDS_RELAY.translate(recordedEvents([event])[0]!);
const of = { orderId: 'o-1', account: '0017', approvalId: 'a1' };

it('tells whoever keeps the approval what goes back, or why it does not', () => {
  const agreed = { ...of, refundKopecks: 100_00, agreedOn: '2026-10-19' };
  const told = publish({ type: 'OrderRefundAgreed', version: 1, data: agreed });
  expect(told).toMatchObject({ contract: supportApprovalCarriedOut.name, key: 'a1' });
  expect(told?.data).toEqual({ approvalId: 'a1', outcome: { toRefundKopecks: 100_00 } });
  const code = 'SUPPORT_ORDER_NO_REFUND_DUE';
  const failed = publish({ type: 'OrderRefundNotMade', version: 1, data: { ...of, code } });
  expect(failed).toMatchObject({ contract: supportApprovalFailed.name, key: 'a1', data: { approvalId: 'a1', code } });
});

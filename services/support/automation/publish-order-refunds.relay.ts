import { DataOf, supportApprovalCarriedOut, supportApprovalFailed } from '#libs/contracts';
import { RecordedEvent } from '#libs/kernel';
import { RelayTranslation } from '#libs/messaging';
import { OrderRefundAgreed, OrderRefundNotMade } from '../domain/order.events';

type Told = OrderRefundAgreed | OrderRefundNotMade;

/** Tells what came of the agreement of two people to give money of an order back. */
export const ORDER_REFUNDS_RELAY: RelayTranslation = {
  service: 'support',
  handles: ['OrderRefundAgreed', 'OrderRefundNotMade'] satisfies Told['type'][],
  translate(recorded) {
    const event = recorded as RecordedEvent & Told;
    const { approvalId } = event.data;
    if (event.type === 'OrderRefundNotMade') {
      const data: DataOf<typeof supportApprovalFailed> = { approvalId, code: event.data.code };
      return { contract: supportApprovalFailed.name, key: approvalId, data };
    }
    const outcome = { toRefundKopecks: event.data.refundKopecks };
    const data: DataOf<typeof supportApprovalCarriedOut> = { approvalId, outcome };
    return { contract: supportApprovalCarriedOut.name, key: approvalId, data };
  },
};

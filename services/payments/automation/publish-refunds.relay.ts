import { DataOf, paymentsApprovalCarriedOut, paymentsApprovalFailed } from '#libs/contracts';
import { RecordedEvent } from '#libs/kernel';
import { RelayTranslation } from '#libs/messaging';
import { PaymentRefunded, SetAsidePaymentReturned } from '../domain/payment.events';
import { RefundFailed } from '../domain/refund.events';

type Told = PaymentRefunded | SetAsidePaymentReturned | RefundFailed;

/** Tells what came of money that two people agreed to give back. */
export const REFUNDS_RELAY: RelayTranslation = {
  service: 'payments',
  handles: ['PaymentRefunded', 'SetAsidePaymentReturned', 'RefundFailed'] satisfies Told['type'][],
  translate(recorded) {
    const event = recorded as RecordedEvent & Told;
    const { approvalId } = event.data;
    // Returns of the time when one person was enough settle nothing.
    if (approvalId === null) return null;
    if (event.type === 'RefundFailed') {
      const data: DataOf<typeof paymentsApprovalFailed> = { approvalId, code: event.data.code };
      return { contract: paymentsApprovalFailed.name, key: approvalId, data };
    }
    const refundedKopecks =
      event.type === 'PaymentRefunded' ? event.data.refundedKopecks : (event.data.amountKopecks ?? 0);
    const data: DataOf<typeof paymentsApprovalCarriedOut> = { approvalId, outcome: { refundedKopecks } };
    return { contract: paymentsApprovalCarriedOut.name, key: approvalId, data };
  },
};

import { DataOf, paymentsApprovalCarriedOut, paymentsApprovalFailed } from '#libs/contracts';
import { RecordedEvent } from '#libs/kernel';
import { RelayTranslation } from '#libs/messaging';
import { PaymentRefunded } from '../domain/payment.events';
import { RefundFailed } from '../domain/refund.events';

type Told = PaymentRefunded | RefundFailed;

/** Tells what came of a refund that two people agreed to. */
export const REFUNDS_RELAY: RelayTranslation = {
  service: 'payments',
  handles: ['PaymentRefunded', 'RefundFailed'] satisfies Told['type'][],
  translate(recorded) {
    const event = recorded as RecordedEvent & Told;
    const { approvalId } = event.data;
    if (event.type === 'RefundFailed') {
      const data: DataOf<typeof paymentsApprovalFailed> = { approvalId, code: event.data.code };
      return { contract: paymentsApprovalFailed.name, key: approvalId, data };
    }
    const { refundedKopecks } = event.data;
    const data: DataOf<typeof paymentsApprovalCarriedOut> = { approvalId, outcome: { refundedKopecks } };
    return { contract: paymentsApprovalCarriedOut.name, key: approvalId, data };
  },
};

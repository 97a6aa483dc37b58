import { billingApprovalCarriedOut, billingApprovalFailed } from '#libs/contracts';
import { RecordedEvent } from '#libs/kernel';
import { RelayTranslation } from '#libs/messaging';
import { failureOf } from '../domain/order-failure.policy';
import { RecalculationsCarriedOut, RecalculationsFailed } from '../domain/recalculation-order.events';

type Told = RecalculationsCarriedOut | RecalculationsFailed;

/** Tells what came of recalculations that two people agreed to; what one person ordered concerns nobody else. */
export const RECALCULATIONS_RELAY: RelayTranslation = {
  service: 'billing',
  handles: ['RecalculationsCarriedOut', 'RecalculationsFailed'] satisfies Told['type'][],
  translate(recorded) {
    const event = recorded as RecordedEvent & Told;
    const { approvalId } = event.data;
    if (approvalId === null) return null;
    if (event.type === 'RecalculationsFailed') {
      const { code } = event.data;
      return { contract: billingApprovalFailed.name, key: approvalId, data: { approvalId, code } };
    }
    const failure = failureOf(event.data);
    if (failure !== null) {
      return { contract: billingApprovalFailed.name, key: approvalId, data: { approvalId, code: failure } };
    }
    const outcome = { recorded: event.data.recorded, refused: event.data.refused.length };
    return { contract: billingApprovalCarriedOut.name, key: approvalId, data: { approvalId, outcome } };
  },
};

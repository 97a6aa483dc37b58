import { billingApprovalCarriedOut, billingApprovalFailed } from '#libs/contracts';
import { RecordedEvent } from '#libs/kernel';
import { RelayTranslation } from '#libs/messaging';
import { PeriodCloseCarriedOut, PeriodCloseFailed } from '../domain/period-close.events';

/** Tells what came of what two people agreed to. */
export const CLOSES_RELAY: RelayTranslation = {
  service: 'billing',
  handles: ['PeriodCloseCarriedOut', 'PeriodCloseFailed'] satisfies (
    PeriodCloseCarriedOut | PeriodCloseFailed
  )['type'][],
  translate(recorded) {
    const event = recorded as RecordedEvent & (PeriodCloseCarriedOut | PeriodCloseFailed);
    const { approvalId } = event.data;
    if (event.type === 'PeriodCloseFailed') {
      const { code } = event.data;
      return { contract: billingApprovalFailed.name, key: approvalId, data: { approvalId, code } };
    }
    const { closed, parked } = event.data;
    const data = { approvalId, outcome: { closed, parked } };
    return { contract: billingApprovalCarriedOut.name, key: approvalId, data };
  },
};

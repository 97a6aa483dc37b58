import { approvalGranted, DataOf } from '#libs/contracts';
import { RecordedEvent } from '#libs/kernel';
import { RelayTranslation } from '#libs/messaging';
import { ApprovalGranted } from '../domain/approval.events';

/** Tells the service concerned what two people have agreed to. Of what is only asked for nobody else hears. */
export const APPROVALS_RELAY: RelayTranslation = {
  service: 'identity',
  handles: ['ApprovalGranted'] satisfies ApprovalGranted['type'][],
  translate(recorded) {
    const { approvalId, kind, companyId, subject, plan, planHash, requestedBy, grantedBy } = (
      recorded as RecordedEvent & ApprovalGranted
    ).data;
    const agreed = { approvalId, kind, companyId, subject, planHash, requestedBy, grantedBy };
    const data: DataOf<typeof approvalGranted> = { ...agreed, plan: plan as DataOf<typeof approvalGranted>['plan'] };
    return { contract: approvalGranted.name, key: approvalId, data };
  },
};

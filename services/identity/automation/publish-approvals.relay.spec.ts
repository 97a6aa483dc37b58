import { approvalGranted } from '#libs/contracts';
import { recordedEvents } from '#libs/testing';
import { APPROVALS_RELAY } from './publish-approvals.relay';

it('what two people agreed to is published as its contract says, and no more', () => {
  const says = {
    approvalId: 'a-1',
    kind: 'close-period',
    companyId: '63',
    subject: '2026-09',
    plan: { period: '2026-09', accounts: 3, houses: ['H1'], all: true, note: null },
    planHash: 'hash',
    requestedBy: 'staff:anna',
    grantedBy: 'staff:boris',
  };
  const [event] = recordedEvents([{ type: 'ApprovalGranted', version: 1, data: { ...says, actorRole: 'accountant' } }]);
  const message = APPROVALS_RELAY.translate(event!);
  expect(message).toEqual({ contract: approvalGranted.name, key: 'a-1', data: says });
  expect(approvalGranted.schema.strict().parse(message?.data)).toEqual(says);
});

import { billingApprovalCarriedOut, billingApprovalFailed, Contract } from '#libs/contracts';
import { recordedEvents } from '#libs/testing';
import { CLOSES_RELAY } from './publish-closes.relay';

const CLOSE = { period: '2026-09', approvalId: 'a-1' };

it.each<[string, object, Contract, object]>([
  [
    'PeriodCloseCarriedOut',
    { ...CLOSE, closed: 3, parked: 1 },
    billingApprovalCarriedOut,
    { approvalId: 'a-1', outcome: { closed: 3, parked: 1 } },
  ],
  [
    'PeriodCloseFailed',
    { ...CLOSE, code: 'BILLING_CLOSE_CHANGED' },
    billingApprovalFailed,
    { approvalId: 'a-1', code: 'BILLING_CLOSE_CHANGED' },
  ],
])('%s is published as the outcome of its approval', (type, data, contract, says) => {
  const message = CLOSES_RELAY.translate(recordedEvents([{ type, version: 1, data }])[0]!);
  expect(message).toEqual({ contract: contract.name, key: 'a-1', data: says });
  expect(contract.schema.parse(message?.data)).toEqual(says);
});

import { billingApprovalCarriedOut, billingApprovalFailed, Contract } from '#libs/contracts';
import { recordedEvents } from '#libs/testing';
import { RECALCULATIONS_RELAY } from './publish-recalculations.relay';

const translated = (type: string, data: object) =>
  RECALCULATIONS_RELAY.translate(recordedEvents([{ type, version: 1, data: { orderId: 'o-1', ...data } }])[0]!);
const DONE = { recorded: 3, refused: [{ account: 'A1', code: 'BILLING_UNKNOWN_ACCOUNT' }] };

it.each<[string, object, Contract, object]>([
  [
    'RecalculationsCarriedOut',
    DONE,
    billingApprovalCarriedOut,
    { approvalId: 'a-1', outcome: { recorded: 3, refused: 1 } },
  ],
  [
    'RecalculationsCarriedOut',
    { recorded: 0, refused: [{ account: 'A1', code: 'BILLING_RECALCULATION_CHANGED' }] },
    billingApprovalFailed,
    { approvalId: 'a-1', code: 'BILLING_RECALCULATION_CHANGED' },
  ],
  [
    'RecalculationsFailed',
    { code: 'BILLING_REPLAY_PLAN_CHANGED' },
    billingApprovalFailed,
    { approvalId: 'a-1', code: 'BILLING_REPLAY_PLAN_CHANGED' },
  ],
])('%s is published as the outcome of its approval', (type, data, contract, says) => {
  const message = translated(type, { approvalId: 'a-1', ...data });
  expect(message).toEqual({ contract: contract.name, key: 'a-1', data: says });
  expect(contract.schema.parse(message?.data)).toEqual(says);
});

it('tells nobody of what one person has ordered', () => {
  expect(translated('RecalculationsCarriedOut', { approvalId: null, ...DONE })).toBeNull();
});

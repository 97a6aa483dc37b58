import { DomainEvent } from '#libs/kernel';
import { foldProjection, recordedEvents } from '#libs/testing';
import { approvals } from './approvals.projection';

const AT = '2026-10-15T08:00:00.000Z';
const told = (type: string, data: object = {}): DomainEvent => ({
  type,
  version: 1,
  data: { approvalId: 'a-1', ...data },
});
const REQUEST = {
  kind: 'close-period',
  companyId: '63',
  subject: '2026-09',
  plan: { period: '2026-09' },
  planHash: 'hash',
  summary: 'Закрыть сентябрь 2026',
  reason: 'over',
  requestedBy: 'staff:anna',
  expiresAt: '2026-10-22T08:00:00.000Z',
};
const REQUESTED = told('ApprovalRequested', { ...REQUEST, actorRole: 'accountant' });
const GRANTED = told('ApprovalGranted', { ...REQUEST, grantedBy: 'staff:boris', actorRole: 'accountant' });
const cardOf = (...events: readonly DomainEvent[]) =>
  foldProjection(approvals, recordedEvents(events, { metadata: { recordedAt: AT } })).get('a-1')?.document;

describe('the approvals', () => {
  it('show what was asked for', () => {
    expect(cardOf(REQUESTED)).toEqual({
      approvalId: 'a-1',
      ...REQUEST,
      state: 'open',
      requestedAt: AT,
      answeredBy: null,
      answeredAt: null,
      grantId: null,
      refusal: null,
      outcome: null,
      failure: null,
    });
  });

  it('show who agreed and what came of it', () => {
    expect(cardOf(REQUESTED, GRANTED)).toMatchObject({
      state: 'granted',
      answeredBy: 'staff:boris',
      grantId: 'event-2',
    });
    const carriedOut = told('ApprovalCarriedOut', { outcome: { closed: 3 } });
    expect(cardOf(REQUESTED, GRANTED, carriedOut)).toMatchObject({ state: 'carried_out', outcome: { closed: 3 } });
    const failed = told('ApprovalFailed', { code: 'BILLING_CLOSE_CHANGED' });
    expect(cardOf(REQUESTED, GRANTED, failed)).toMatchObject({ state: 'failed', failure: 'BILLING_CLOSE_CHANGED' });
  });

  it('show what came to nothing, and why', () => {
    const refused = told('ApprovalRefused', { refusedBy: 'staff:boris', reason: 'not yet', actorRole: 'chief' });
    expect(cardOf(REQUESTED, refused)).toMatchObject({ state: 'refused', refusal: 'not yet' });
    const withdrawn = told('ApprovalWithdrawn', { withdrawnBy: 'staff:anna', reason: 'a slip' });
    expect(cardOf(REQUESTED, withdrawn)).toMatchObject({ state: 'withdrawn', refusal: 'a slip' });
    expect(cardOf(REQUESTED, told('ApprovalExpired'))?.state).toBe('expired');
  });
});

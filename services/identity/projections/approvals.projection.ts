import { RecordedEvent, unreachable } from '#libs/kernel';
import { Projection } from '#libs/read-models';
import { APPROVAL_EVENT_TYPES, ApprovalEvent, ApprovalKind, ApprovalPlan } from '../domain/approval.events';

export interface ApprovalCard {
  readonly approvalId: string;
  readonly kind: ApprovalKind;
  readonly companyId: string;
  readonly subject: string;
  readonly summary: string;
  readonly reason: string;
  readonly plan: ApprovalPlan;
  readonly planHash: string;
  readonly state: 'open' | 'granted' | 'refused' | 'withdrawn' | 'expired' | 'carried_out' | 'failed';
  readonly requestedBy: string;
  /** UTC instants. */
  readonly requestedAt: string;
  readonly expiresAt: string;
  /** Who agreed or refused; null where nobody has. */
  readonly answeredBy: string | null;
  readonly answeredAt: string | null;
  /** The event that granted it: the cause of whatever is done because of it. */
  readonly grantId: string | null;
  /** Why it was refused or taken back. */
  readonly refusal: string | null;
  readonly outcome: Readonly<Record<string, string | number>> | null;
  /** Why it failed: a code of the catalogue of errors. */
  readonly failure: string | null;
}

type Told = ApprovalEvent & RecordedEvent;

/** What waits for a second person, who has agreed, and what came of it? */
export const approvals: Projection<ApprovalCard> = {
  name: 'identity.approvals',
  version: 1,
  handles: APPROVAL_EVENT_TYPES,
  keysOf: (event) => [(event as Told).data.approvalId],
  evolve: (card, event) => evolveCard(card, event as Told),
  columns: { state: 'text', kind: 'text', company_id: 'text', subject: 'text' },
  columnsOf: ({ state, kind, companyId, subject }) => ({ state, kind, company_id: companyId, subject }),
  indexes: [
    ['company_id', 'state'],
    ['state', 'kind'],
  ],
};

function evolveCard(card: ApprovalCard | null, event: Told): ApprovalCard | null {
  const { recordedAt } = event.metadata;
  if (event.type === 'ApprovalRequested') {
    const { actorRole, ...request } = event.data;
    void actorRole;
    const begun = { answeredBy: null, answeredAt: null, grantId: null, refusal: null, outcome: null, failure: null };
    return { ...request, state: 'open', requestedAt: recordedAt, ...begun };
  }
  if (card === null) return null;
  switch (event.type) {
    case 'ApprovalGranted':
      return {
        ...card,
        state: 'granted',
        answeredBy: event.data.grantedBy,
        answeredAt: recordedAt,
        grantId: event.eventId,
      };
    case 'ApprovalRefused': {
      const { refusedBy, reason } = event.data;
      return { ...card, state: 'refused', answeredBy: refusedBy, answeredAt: recordedAt, refusal: reason };
    }
    case 'ApprovalWithdrawn':
      return { ...card, state: 'withdrawn', refusal: event.data.reason };
    case 'ApprovalExpired':
      return { ...card, state: 'expired' };
    case 'ApprovalCarriedOut':
      return { ...card, state: 'carried_out', outcome: event.data.outcome };
    case 'ApprovalFailed':
      return { ...card, state: 'failed', failure: event.data.code };
    default:
      return unreachable(event);
  }
}

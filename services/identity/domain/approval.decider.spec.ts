import { deciderSpec } from '#libs/testing';
import { ApprovalCommand } from './approval.commands';
import { approvalDecider } from './approval.decider';
import { ApprovalEvent, ApprovalKind, ApprovalRole } from './approval.events';

const spec = deciderSpec(approvalDecider);
const OPEN_UNTIL = '2026-10-22T08:00:00.000Z';
const IN_TIME = '2026-10-22T07:59:59.999Z';

const requestOf = (kind: ApprovalKind) => ({
  approvalId: 'a-1',
  kind,
  companyId: '63',
  subject: '2026-09',
  plan: { period: '2026-09' },
  planHash: 'hash',
  summary: 'Закрыть сентябрь 2026',
  reason: 'the month is over',
  requestedBy: 'staff:anna',
  expiresAt: OPEN_UNTIL,
});
const ask = (kind: ApprovalKind = 'close-period', actorRole: ApprovalRole = 'accountant'): ApprovalCommand => ({
  kind: 'RequestApproval',
  request: requestOf(kind),
  actorRole,
});
const asked = (kind: ApprovalKind = 'close-period'): ApprovalEvent => ({
  type: 'ApprovalRequested',
  version: 1,
  data: { ...requestOf(kind), actorRole: 'accountant' },
});
const grant = (by = 'staff:boris', actorRole: ApprovalRole = 'accountant', at = IN_TIME): ApprovalCommand => ({
  kind: 'GrantApproval',
  approvalId: 'a-1',
  by,
  actorRole,
  planHash: 'hash',
  at,
});
const refuse = (by = 'staff:boris', reason = 'not yet'): ApprovalCommand => ({
  kind: 'RefuseApproval',
  approvalId: 'a-1',
  by,
  reason,
  actorRole: 'accountant',
});
const withdraw = (by = 'staff:anna', reason = 'a slip'): ApprovalCommand => ({
  kind: 'WithdrawApproval',
  approvalId: 'a-1',
  by,
  reason,
});
const expire = (at: string): ApprovalCommand => ({ kind: 'ExpireApproval', approvalId: 'a-1', at });
const done: ApprovalCommand = { kind: 'NoteApprovalCarriedOut', approvalId: 'a-1', outcome: { closed: 3 } };
const failed: ApprovalCommand = { kind: 'NoteApprovalFailed', approvalId: 'a-1', code: 'BILLING_CLOSE_CHANGED' };

const granted: ApprovalEvent = {
  type: 'ApprovalGranted',
  version: 1,
  data: {
    approvalId: 'a-1',
    kind: 'close-period',
    companyId: '63',
    subject: '2026-09',
    plan: { period: '2026-09' },
    planHash: 'hash',
    requestedBy: 'staff:anna',
    grantedBy: 'staff:boris',
    actorRole: 'accountant',
  },
};
const refusedEvent: ApprovalEvent = {
  type: 'ApprovalRefused',
  version: 1,
  data: { approvalId: 'a-1', refusedBy: 'staff:boris', reason: 'not yet', actorRole: 'accountant' },
};
const withdrawn: ApprovalEvent = {
  type: 'ApprovalWithdrawn',
  version: 1,
  data: { approvalId: 'a-1', withdrawnBy: 'staff:anna', reason: 'a slip' },
};
const expired: ApprovalEvent = { type: 'ApprovalExpired', version: 1, data: { approvalId: 'a-1' } };
const carriedOut: ApprovalEvent = {
  type: 'ApprovalCarriedOut',
  version: 1,
  data: { approvalId: 'a-1', outcome: { closed: 3 } },
};
const failedEvent: ApprovalEvent = {
  type: 'ApprovalFailed',
  version: 1,
  data: { approvalId: 'a-1', code: 'BILLING_CLOSE_CHANGED' },
};

describe('what needs two people', () => {
  it('is asked for once, with a reason, in the role that its kind needs', () => {
    spec.when(ask()).then([asked()]);
    spec.given([asked()]).when(ask()).thenRejected('IDENTITY_APPROVAL_TAKEN');
    spec.when(ask('close-period', 'operator')).thenRejected('IDENTITY_APPROVAL_ROLE');
    const silent = { ...requestOf('refund'), reason: '' };
    spec
      .when({ kind: 'RequestApproval', request: silent, actorRole: 'chief' })
      .thenRejected('IDENTITY_REASON_REQUIRED');
  });

  it('is agreed to by another person, in time, once', () => {
    spec.given([asked()]).when(grant()).then([granted]);
    spec.given([asked(), granted]).when(grant()).thenNothing();
    spec.given([asked()]).when(grant('staff:anna', 'chief')).thenRejected('IDENTITY_APPROVAL_OWN');
    spec
      .given([asked()])
      .when(grant('staff:boris', 'chief', OPEN_UNTIL))
      .thenRejected('IDENTITY_APPROVAL_EXPIRED');
    spec.when(grant()).thenRejected('IDENTITY_UNKNOWN_APPROVAL');
    spec
      .given([asked()])
      .when({ ...grant(), planHash: 'another' } as ApprovalCommand)
      .thenRejected('IDENTITY_APPROVAL_OTHER_PLAN');
  });

  it('is agreed to in the role that its kind needs: money that is given up by a chief alone', () => {
    spec.given([asked()]).when(grant('staff:boris', 'operator')).thenRejected('IDENTITY_APPROVAL_ROLE');
    spec
      .given([asked('write-off')])
      .when(grant())
      .thenRejected('IDENTITY_APPROVAL_ROLE');
  });

  it('is refused by another person with a reason, and taken back by whoever asked', () => {
    spec.given([asked()]).when(refuse()).then([refusedEvent]);
    spec.given([asked()]).when(refuse('staff:boris', '')).thenRejected('IDENTITY_REASON_REQUIRED');
    spec.given([asked()]).when(refuse('staff:anna')).thenRejected('IDENTITY_APPROVAL_OWN');
    spec.given([asked()]).when(withdraw()).then([withdrawn]);
    spec.given([asked()]).when(withdraw('staff:anna', '')).thenRejected('IDENTITY_REASON_REQUIRED');
    spec.given([asked()]).when(withdraw('staff:boris')).thenRejected('IDENTITY_APPROVAL_NOT_OWN');
  });

  it('expires when nobody has agreed in time, and never after somebody has', () => {
    spec.given([asked()]).when(expire(IN_TIME)).thenNothing();
    spec.given([asked()]).when(expire(OPEN_UNTIL)).then([expired]);
    spec.given([asked(), granted]).when(expire(OPEN_UNTIL)).thenNothing();
  });

  it('is carried out or fails after it was granted, once', () => {
    spec.given([asked()]).when(done).thenNothing();
    spec.given([asked(), granted]).when(done).then([carriedOut]);
    spec.given([asked(), granted]).when(failed).then([failedEvent]);
    spec.given([asked(), granted, carriedOut]).when(done).thenNothing();
    spec.given([asked(), granted, carriedOut]).when(failed).thenNothing();
  });

  it.each<[string, ApprovalEvent]>([
    ['refused', refusedEvent],
    ['taken back', withdrawn],
    ['expired', expired],
  ])('that was %s is over', (_what, event) => {
    for (const command of [grant(), refuse(), withdraw()]) {
      spec.given([asked(), event]).when(command).thenRejected('IDENTITY_APPROVAL_SETTLED');
    }
  });
});

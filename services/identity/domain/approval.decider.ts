import { Decider, Rejection, unreachable } from '#libs/kernel';
import {
  ApprovalCommand,
  ExpireApproval,
  GrantApproval,
  NoteApprovalCarriedOut,
  NoteApprovalFailed,
  RefuseApproval,
  RequestApproval,
  WithdrawApproval,
} from './approval.commands';
import { ApprovalEvent, ApprovalRequested } from './approval.events';
import { APPROVAL_RULES } from './approval.policy';
import { isAtLeast } from './staff-role.policy';

export type ApprovalState =
  | { readonly status: 'unknown' }
  | { readonly status: 'open' | 'granted' | 'settled'; readonly request: ApprovalRequested['data'] };

type KnownApproval = Exclude<ApprovalState, { status: 'unknown' }>;
type Answer = readonly ApprovalEvent[] | Rejection;

const REASON_CHARACTERS_LIMIT = 300;
const SUMMARY_CHARACTERS_LIMIT = 1_000;

export const approvalDecider: Decider<ApprovalState, ApprovalCommand, ApprovalEvent> = {
  initialState: () => ({ status: 'unknown' }),
  evolve: evolveApproval,
  decide(command, state) {
    if (command.kind === 'RequestApproval') return requestApproval(command, state);
    const { approvalId } = command;
    if (state.status === 'unknown') return new Rejection('IDENTITY_UNKNOWN_APPROVAL', { approval: approvalId });
    switch (command.kind) {
      case 'GrantApproval':
        return grantApproval(command, state);
      case 'RefuseApproval':
        return refuseApproval(command, state);
      case 'WithdrawApproval':
        return withdrawApproval(command, state);
      case 'ExpireApproval':
        return expireApproval(command, state);
      case 'NoteApprovalCarriedOut':
        return noteApprovalCarriedOut(command, state);
      case 'NoteApprovalFailed':
        return noteApprovalFailed(command, state);
      default:
        return unreachable(command);
    }
  },
};

export function requestApproval({ request, actorRole }: RequestApproval, state: ApprovalState): Answer {
  const { approvalId, kind, reason, summary } = request;
  if (state.status !== 'unknown') return new Rejection('IDENTITY_APPROVAL_TAKEN', { approval: approvalId });
  if (!isAtLeast(actorRole, APPROVAL_RULES[kind].asks)) return new Rejection('IDENTITY_APPROVAL_ROLE');
  const silent = refusalOfReason(reason);
  if (silent !== null) return silent;
  const words = [...summary].slice(0, SUMMARY_CHARACTERS_LIMIT).join('');
  return [{ type: 'ApprovalRequested', version: 1, data: { ...request, summary: words, actorRole } }];
}

/** Another person agrees, in the role that is needed and in time. Agreeing twice is agreeing. */
export function grantApproval(
  { approvalId, by, actorRole, planHash: seen, at }: GrantApproval,
  state: KnownApproval,
): Answer {
  if (state.status === 'granted') return [];
  const refused = refusalOfAnother(by, actorRole, state);
  if (refused !== null) return refused;
  if (at >= state.request.expiresAt) return new Rejection('IDENTITY_APPROVAL_EXPIRED', { approval: approvalId });
  const { kind, companyId, subject, plan, planHash, requestedBy } = state.request;
  if (seen !== planHash) return new Rejection('IDENTITY_APPROVAL_OTHER_PLAN', { approval: approvalId });
  const data = { approvalId, kind, companyId, subject, plan, planHash, requestedBy, grantedBy: by, actorRole };
  return [{ type: 'ApprovalGranted', version: 1, data }];
}

export function refuseApproval({ approvalId, by, reason, actorRole }: RefuseApproval, state: KnownApproval): Answer {
  const refused = refusalOfAnother(by, actorRole, state);
  if (refused !== null) return refused;
  const silent = refusalOfReason(reason);
  if (silent !== null) return silent;
  return [{ type: 'ApprovalRefused', version: 1, data: { approvalId, refusedBy: by, reason, actorRole } }];
}

/** Only whoever asked takes it back, as long as nobody has agreed. */
export function withdrawApproval(
  { approvalId, by, reason }: WithdrawApproval,
  { status, request }: KnownApproval,
): Answer {
  if (status !== 'open') return new Rejection('IDENTITY_APPROVAL_SETTLED', { approval: approvalId });
  if (by !== request.requestedBy) return new Rejection('IDENTITY_APPROVAL_NOT_OWN', { approval: approvalId });
  const silent = refusalOfReason(reason);
  if (silent !== null) return silent;
  return [{ type: 'ApprovalWithdrawn', version: 1, data: { approvalId, withdrawnBy: by, reason } }];
}

export function expireApproval({ approvalId, at }: ExpireApproval, { status, request }: KnownApproval): Answer {
  if (status !== 'open' || at < request.expiresAt) return [];
  return [{ type: 'ApprovalExpired', version: 1, data: { approvalId } }];
}

export function noteApprovalCarriedOut(
  { approvalId, outcome }: NoteApprovalCarriedOut,
  { status }: KnownApproval,
): Answer {
  if (status !== 'granted') return [];
  return [{ type: 'ApprovalCarriedOut', version: 1, data: { approvalId, outcome } }];
}

export function noteApprovalFailed({ approvalId, code }: NoteApprovalFailed, { status }: KnownApproval): Answer {
  if (status !== 'granted') return [];
  return [{ type: 'ApprovalFailed', version: 1, data: { approvalId, code } }];
}

function refusalOfReason(reason: string): Rejection | null {
  if (reason !== '' && [...reason].length <= REASON_CHARACTERS_LIMIT) return null;
  return new Rejection('IDENTITY_REASON_REQUIRED', { charactersLimit: REASON_CHARACTERS_LIMIT });
}

/** Nobody agrees to, or refuses, what he has asked for himself. */
function refusalOfAnother(
  by: string,
  actorRole: GrantApproval['actorRole'],
  { status, request }: KnownApproval,
): Rejection | null {
  const details = { approval: request.approvalId };
  if (status !== 'open') return new Rejection('IDENTITY_APPROVAL_SETTLED', details);
  if (by === request.requestedBy) return new Rejection('IDENTITY_APPROVAL_OWN', details);
  return isAtLeast(actorRole, APPROVAL_RULES[request.kind].agrees) ? null : new Rejection('IDENTITY_APPROVAL_ROLE');
}

function evolveApproval(state: ApprovalState, event: ApprovalEvent): ApprovalState {
  if (event.type === 'ApprovalRequested') return { status: 'open', request: event.data };
  if (state.status === 'unknown') return state;
  switch (event.type) {
    case 'ApprovalGranted':
      return { ...state, status: 'granted' };
    case 'ApprovalRefused':
    case 'ApprovalWithdrawn':
    case 'ApprovalExpired':
    case 'ApprovalCarriedOut':
    case 'ApprovalFailed':
      return { ...state, status: 'settled' };
    default:
      return unreachable(event);
  }
}

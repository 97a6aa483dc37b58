import { ApprovalRefused, ApprovalRequested, ApprovalRole } from './approval.events';

export type RequestApproval = { readonly kind: 'RequestApproval'; readonly actorRole: ApprovalRole } & {
  readonly request: Omit<ApprovalRequested['data'], 'actorRole'>;
};

export interface GrantApproval {
  readonly kind: 'GrantApproval';
  readonly approvalId: string;
  readonly by: string;
  readonly actorRole: ApprovalRole;
  /** Of the plan that the person has seen. */
  readonly planHash: string;
  /** The present instant, UTC. */
  readonly at: string;
}

export interface RefuseApproval {
  readonly kind: 'RefuseApproval';
  readonly approvalId: string;
  readonly by: string;
  readonly reason: ApprovalRefused['data']['reason'];
  readonly actorRole: ApprovalRole;
}

export interface WithdrawApproval {
  readonly kind: 'WithdrawApproval';
  readonly approvalId: string;
  readonly by: string;
  readonly reason: string;
}

export interface ExpireApproval {
  readonly kind: 'ExpireApproval';
  readonly approvalId: string;
  readonly at: string;
}

export interface NoteApprovalCarriedOut {
  readonly kind: 'NoteApprovalCarriedOut';
  readonly approvalId: string;
  readonly outcome: Readonly<Record<string, string | number>>;
}

export interface NoteApprovalFailed {
  readonly kind: 'NoteApprovalFailed';
  readonly approvalId: string;
  readonly code: string;
}

export type ApprovalCommand =
  | RequestApproval
  | GrantApproval
  | RefuseApproval
  | WithdrawApproval
  | ExpireApproval
  | NoteApprovalCarriedOut
  | NoteApprovalFailed;

export function approvalStream(approvalId: string): string {
  return `identity_approval-${approvalId}`;
}

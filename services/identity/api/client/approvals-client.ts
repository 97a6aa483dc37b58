import { defineClient } from '#libs/clients';
import { CommandOrigin, CommandReceipt } from '#libs/platform';
import { ApprovalCard } from '../../projections/approvals.projection';
import { ApprovalAsked, ApprovalReceipt } from '../staff/approvals';

export { APPROVAL_KINDS } from '../../domain/approval.events';
export type { ApprovalKind, ApprovalPlan } from '../../domain/approval.events';
export { APPROVAL_OPEN_DAYS, APPROVAL_RULES } from '../../domain/approval.policy';
export type { ApprovalCard } from '../../projections/approvals.projection';
export type { ApprovalAsked, ApprovalReceipt } from '../staff/approvals';

export const APPROVALS_CLIENT = Symbol('APPROVALS_CLIENT');

/**
 * What needs two people. Whoever acts is known by the token of the session. A service whose thing needs a second person
 * makes the plan; the gateway asks with it here, and the service hears `identity.approval-granted.v1`. Each method throws
 * IDENTITY_STAFF_SESSION_ENDED, and IDENTITY_UNKNOWN_APPROVAL for an approval that is not there or another company’s.
 */
export interface ApprovalsClient {
  /** The newest first. */
  approvals(session: string): Promise<readonly ApprovalCard[]>;
  approval(session: string, approvalId: string): Promise<ApprovalCard>;
  /** The names of whoever asked and answered, by actor, for a person to read; whoever was erased is absent. */
  names(session: string, actors: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Throws IDENTITY_APPROVAL_ROLE, IDENTITY_APPROVAL_ASKED_ALREADY, IDENTITY_STAFF_OTHER_COMPANY. */
  request(session: string, asked: ApprovalAsked, origin: CommandOrigin): Promise<ApprovalReceipt>;
  /**
   * `planHash` is that of the plan which the person has seen. Throws IDENTITY_APPROVAL_OWN, IDENTITY_APPROVAL_ROLE,
   * IDENTITY_APPROVAL_OTHER_PLAN, IDENTITY_APPROVAL_EXPIRED, IDENTITY_APPROVAL_SETTLED.
   */
  grant(session: string, approvalId: string, planHash: string, origin: CommandOrigin): Promise<CommandReceipt>;
  refuse(session: string, approvalId: string, reason: string, origin: CommandOrigin): Promise<CommandReceipt>;
  /** Throws IDENTITY_APPROVAL_NOT_OWN. */
  withdraw(session: string, approvalId: string, reason: string, origin: CommandOrigin): Promise<CommandReceipt>;
}

export const approvalsClient = defineClient<ApprovalsClient>()({
  name: 'approvals',
  token: APPROVALS_CLIENT,
  operations: {
    approvals: 'ask',
    approval: 'ask',
    names: 'ask',
    request: 'once',
    grant: 'tell',
    refuse: 'tell',
    withdraw: 'tell',
  },
});

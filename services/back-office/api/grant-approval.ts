import { Inject, Injectable } from '@nestjs/common';
import { CommandOrigin, CommandReceipt } from '#libs/platform';
import {
  APPROVAL_RULES,
  ApprovalCard,
  APPROVALS_CLIENT,
  ApprovalsClient,
  isAtLeast,
} from '#services/identity/api/client';
import { CloseOutlooks } from './close-outlook';
import { Officer } from './officer';

export interface Agreement {
  readonly approvalId: string;
  /** Of the plan that was seen. */
  readonly planHash: string;
  /** Of a close: though doubtful readings wait, or though it cannot be told whether any do. */
  readonly insists: boolean;
}

/** Agrees to what somebody else has asked for; to a close not without a look at what waits. */
@Injectable()
export class GrantApproval {
  constructor(
    @Inject(APPROVALS_CLIENT) private readonly approvals: ApprovalsClient,
    private readonly outlooks: CloseOutlooks,
  ) {}

  /** Throws what `approval`, `grant` and `requireInsistence` throw. */
  async grant(officer: Officer, agreement: Agreement, origin: CommandOrigin): Promise<CommandReceipt> {
    const { approvalId, planHash, insists } = agreement;
    const approval = await this.approvals.approval(officer.sessionToken, approvalId);
    // Whoever may not answer is told that, and a form that is sent again gets the answer that it got.
    if (approval.kind === 'close-period' && mayGrant(officer, approval)) {
      await this.outlooks.requireInsistence(approval.subject, insists);
    }
    return this.approvals.grant(officer.sessionToken, approvalId, planHash, origin);
  }
}

/** Whether somebody can agree to this at all: nobody agrees to the own request, nor to one that asks for a higher role. */
export function mayGrant({ staffId, role }: Officer, { kind, state, requestedBy }: ApprovalCard): boolean {
  return state === 'open' && requestedBy !== `staff:${staffId}` && isAtLeast(role, APPROVAL_RULES[kind].agrees);
}

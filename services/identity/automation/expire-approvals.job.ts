import { Inject, Injectable } from '@nestjs/common';
import { CommandHandler } from '#libs/event-store';
import { Clock, RejectedError } from '#libs/kernel';
import { CLOCK, COMMAND_HANDLER, READ_MODELS } from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import { approvalStream } from '../domain/approval.commands';
import { approvalDecider } from '../domain/approval.decider';
import { approvals } from '../projections/approvals.projection';
import { IDENTITY_ACTOR } from './identity-consumer';

/** So many are looked at in a day; what is left over comes the next one. */
const APPROVALS_PER_RUN_MAX = 1_000;

/** Ends what nobody has agreed to in time. Run again it finds nothing to do. */
@Injectable()
export class ExpireApprovalsJob {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** How many have expired. */
  async all(): Promise<number> {
    const at = this.clock.now();
    const open = await this.readModels.find(approvals, { where: { state: 'open' }, limit: APPROVALS_PER_RUN_MAX });
    const late = open.filter(({ document }) => document.expiresAt <= at);
    const results = await this.commands.executeMany(
      late.map(({ document: { approvalId } }) => ({
        stream: approvalStream(approvalId),
        decider: approvalDecider,
        command: { kind: 'ExpireApproval' as const, approvalId, at },
        commandId: `expire-approval:${approvalId}`,
        actor: IDENTITY_ACTOR,
        input: { approvalId },
      })),
    );
    for (const result of results) if (result.kind === 'rejected') throw new RejectedError(result.rejection);
    return late.length;
  }
}

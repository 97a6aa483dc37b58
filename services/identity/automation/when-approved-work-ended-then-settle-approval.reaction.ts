import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import {
  billingApprovalCarriedOut,
  billingApprovalFailed,
  DataOf,
  paymentsApprovalCarriedOut,
  paymentsApprovalFailed,
  supportApprovalCarriedOut,
  supportApprovalFailed,
} from '#libs/contracts';
import { CommandHandler } from '#libs/event-store';
import { RejectedError } from '#libs/kernel';
import { MessageContext } from '#libs/messaging';
import { COMMAND_HANDLER } from '#libs/platform';
import { ApprovalCommand, approvalStream } from '../domain/approval.commands';
import { approvalDecider } from '../domain/approval.decider';
import { IDENTITY_ACTOR, IDENTITY_CONSUMER } from './identity-consumer';

/** When the service concerned has said what came of it, the approval says so too. Every service has its line here. */
@Controller()
export class WhenApprovedWorkEndedThenSettleApproval {
  constructor(@Inject(COMMAND_HANDLER) private readonly commands: CommandHandler) {}

  @EventPattern(billingApprovalCarriedOut.name, IDENTITY_CONSUMER)
  carriedOut(@Payload() data: DataOf<typeof billingApprovalCarriedOut>, @Ctx() context: MessageContext): Promise<void> {
    const { approvalId, outcome } = billingApprovalCarriedOut.schema.parse(data);
    return this.note({ kind: 'NoteApprovalCarriedOut', approvalId, outcome }, context);
  }

  @EventPattern(billingApprovalFailed.name, IDENTITY_CONSUMER)
  failed(@Payload() data: DataOf<typeof billingApprovalFailed>, @Ctx() context: MessageContext): Promise<void> {
    const { approvalId, code } = billingApprovalFailed.schema.parse(data);
    return this.note({ kind: 'NoteApprovalFailed', approvalId, code }, context);
  }

  @EventPattern(paymentsApprovalCarriedOut.name, IDENTITY_CONSUMER)
  refunded(@Payload() data: DataOf<typeof paymentsApprovalCarriedOut>, @Ctx() context: MessageContext): Promise<void> {
    const { approvalId, outcome } = paymentsApprovalCarriedOut.schema.parse(data);
    return this.note({ kind: 'NoteApprovalCarriedOut', approvalId, outcome }, context);
  }

  @EventPattern(paymentsApprovalFailed.name, IDENTITY_CONSUMER)
  notRefunded(@Payload() data: DataOf<typeof paymentsApprovalFailed>, @Ctx() context: MessageContext): Promise<void> {
    const { approvalId, code } = paymentsApprovalFailed.schema.parse(data);
    return this.note({ kind: 'NoteApprovalFailed', approvalId, code }, context);
  }

  @EventPattern(supportApprovalCarriedOut.name, IDENTITY_CONSUMER)
  refundNoted(
    @Payload() data: DataOf<typeof supportApprovalCarriedOut>,
    @Ctx() context: MessageContext,
  ): Promise<void> {
    const { approvalId, outcome } = supportApprovalCarriedOut.schema.parse(data);
    return this.note({ kind: 'NoteApprovalCarriedOut', approvalId, outcome }, context);
  }

  @EventPattern(supportApprovalFailed.name, IDENTITY_CONSUMER)
  refundNotNoted(@Payload() data: DataOf<typeof supportApprovalFailed>, @Ctx() context: MessageContext): Promise<void> {
    const { approvalId, code } = supportApprovalFailed.schema.parse(data);
    return this.note({ kind: 'NoteApprovalFailed', approvalId, code }, context);
  }

  /** Throws RejectedError, upon which the key is parked. */
  private async note(
    command: Extract<ApprovalCommand, { readonly approvalId: string }>,
    context: MessageContext,
  ): Promise<void> {
    const { messageId, source } = context.getMessage();
    const result = await this.commands.execute({
      stream: approvalStream(command.approvalId),
      decider: approvalDecider,
      command,
      commandId: `${messageId}:settle-approval`,
      actor: IDENTITY_ACTOR,
      correlationId: source.correlationId,
      causationId: source.eventId,
    });
    // Refunds that were recorded before approvals were kept name one that is not here: there is nothing to settle.
    if (result.kind !== 'rejected' || result.rejection.code === 'IDENTITY_UNKNOWN_APPROVAL') return;
    throw new RejectedError(result.rejection);
  }
}

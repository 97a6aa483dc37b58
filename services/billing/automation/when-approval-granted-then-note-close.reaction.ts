import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { approvalGranted, DataOf } from '#libs/contracts';
import { CommandHandler } from '#libs/event-store';
import { RejectedError } from '#libs/kernel';
import { MessageContext } from '#libs/messaging';
import { COMMAND_HANDLER } from '#libs/platform';
import { closeFiguresOf } from '../domain/close-authority.policy';
import { periodCloseStream } from '../domain/period-close.commands';
import { periodCloseDecider } from '../domain/period-close.decider';
import { BILLING_CONSUMER } from './billing-consumer';

/**
 * When two people have agreed to close a period, billing notes it with its figures; a job does the work (see
 * `carry-out-closes.job.ts`), because a reaction that lasts minutes keeps payments waiting.
 */
@Controller()
export class WhenApprovalGrantedThenNoteClose {
  constructor(@Inject(COMMAND_HANDLER) private readonly commands: CommandHandler) {}

  /** Throws RejectedError or a fault of the plan, upon which the key is parked. */
  @EventPattern(approvalGranted.name, BILLING_CONSUMER)
  async handle(@Payload() data: DataOf<typeof approvalGranted>, @Ctx() context: MessageContext): Promise<void> {
    const { approvalId, kind, plan, subject, requestedBy, grantedBy } = approvalGranted.schema.parse(data);
    if (kind !== 'close-period') return;
    const { messageId, source } = context.getMessage();
    const figures = closeFiguresOf(plan);
    const result = await this.commands.execute({
      stream: periodCloseStream(subject),
      decider: periodCloseDecider,
      command: { kind: 'ApprovePeriodClose', period: subject, approvalId, figures, requestedBy, grantedBy },
      commandId: `${messageId}:note-close`,
      actor: 'service:billing',
      correlationId: source.correlationId,
      causationId: source.eventId,
    });
    if (result.kind === 'rejected') throw new RejectedError(result.rejection);
  }
}

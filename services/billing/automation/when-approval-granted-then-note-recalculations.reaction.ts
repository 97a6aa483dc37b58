import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { approvalGranted, DataOf } from '#libs/contracts';
import { CommandHandler } from '#libs/event-store';
import { RejectedError } from '#libs/kernel';
import { MessageContext } from '#libs/messaging';
import { COMMAND_HANDLER } from '#libs/platform';
import { recalculationOrderStream } from '../domain/recalculation-order.commands';
import { recalculationOrderDecider } from '../domain/recalculation-order.decider';
import { orderOfPlan } from '../domain/recalculation-plan.policy';
import { BILLING_CONSUMER } from './billing-consumer';

/**
 * When two people have agreed to give up penalty, or to post what a replay found, billing notes it with its figures; a
 * job does the work (`CarryOutRecalculations`), because a reaction that lasts minutes keeps payments waiting.
 */
@Controller()
export class WhenApprovalGrantedThenNoteRecalculations {
  constructor(@Inject(COMMAND_HANDLER) private readonly commands: CommandHandler) {}

  /** Throws RejectedError or a fault of the plan, upon which the key is parked. */
  @EventPattern(approvalGranted.name, BILLING_CONSUMER)
  async handle(@Payload() data: DataOf<typeof approvalGranted>, @Ctx() context: MessageContext): Promise<void> {
    const { approvalId, kind, plan, requestedBy, grantedBy } = approvalGranted.schema.parse(data);
    const order = orderOfPlan(kind, plan);
    if (order === null) return;
    const { messageId, source } = context.getMessage();
    const result = await this.commands.execute({
      stream: recalculationOrderStream(approvalId),
      decider: recalculationOrderDecider,
      command: {
        kind: 'ApproveRecalculations',
        orderId: approvalId,
        ...order,
        approvalId,
        orderedBy: requestedBy,
        agreedBy: grantedBy,
      },
      commandId: `${messageId}:note-recalculations`,
      actor: 'service:billing',
      correlationId: source.correlationId,
      causationId: source.eventId,
    });
    if (result.kind === 'rejected') throw new RejectedError(result.rejection);
  }
}

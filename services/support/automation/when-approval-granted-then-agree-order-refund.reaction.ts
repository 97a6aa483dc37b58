import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { createHash } from 'node:crypto';
import { approvalGranted, DataOf } from '#libs/contracts';
import { canonicalJson, CommandHandler } from '#libs/event-store';
import { Clock, RejectedError } from '#libs/kernel';
import { MessageContext } from '#libs/messaging';
import { CLOCK, COMMAND_HANDLER } from '#libs/platform';
import { orderStream } from '../domain/order.commands';
import { orderDecider } from '../domain/order.decider';
import { SUPPORT_ACTOR, SUPPORT_CONSUMER } from './support-consumer';

/**
 * When two people have agreed that money of an order goes back, it is asked for no more: somebody gives it back at the
 * bank, which tells of it. What has changed since is not agreed to, and the approval says why.
 */
@Controller()
export class WhenApprovalGrantedThenAgreeOrderRefund {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Throws RejectedError, upon which the key is parked. */
  @EventPattern(approvalGranted.name, SUPPORT_CONSUMER)
  async handle(@Payload() told: DataOf<typeof approvalGranted>, @Ctx() context: MessageContext): Promise<void> {
    const { kind, approvalId, subject: orderId, plan, planHash } = approvalGranted.schema.parse(told);
    if (kind !== 'refund-order') return;
    const { source } = context.getMessage();
    const isAgreed = createHash('sha256').update(canonicalJson(plan), 'utf8').digest('hex') === planHash;
    const result = await this.commands.execute({
      stream: orderStream(orderId),
      decider: orderDecider,
      command: {
        kind: 'AgreeOrderRefund',
        ...{ orderId, approvalId, plan: isAgreed ? plan : null, today: this.clock.today() },
      },
      commandId: `refund-order:${approvalId}`,
      // Told again on a later day it is the same agreement.
      input: { orderId, approvalId, planHash },
      actor: SUPPORT_ACTOR,
      correlationId: source.correlationId,
      causationId: source.eventId,
    });
    if (result.kind === 'rejected') throw new RejectedError(result.rejection);
  }
}

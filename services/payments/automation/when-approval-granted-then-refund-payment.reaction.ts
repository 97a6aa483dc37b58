import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { createHash } from 'node:crypto';
import { approvalGranted, DataOf } from '#libs/contracts';
import { canonicalJson, CommandHandler, EventStore } from '#libs/event-store';
import { Clock, fold, RecordedEvent, RejectedError, Rejection } from '#libs/kernel';
import { MessageContext } from '#libs/messaging';
import { CLOCK, COMMAND_HANDLER, EVENT_STORE } from '#libs/platform';
import { paymentStream } from '../domain/payment.commands';
import { paymentDecider } from '../domain/payment.decider';
import { PaymentStreamEvent } from '../domain/payment.events';
import { PaymentState } from '../domain/payment.state';
import { refundStream } from '../domain/refund.commands';
import { refundDecider } from '../domain/refund.decider';
import { refundAgreedTo } from '../domain/refund-plan.policy';
import { PAYMENTS_ACTOR, PAYMENTS_CONSUMER } from './payments-consumer';
import { refundPayment } from './refund-payment';

/**
 * When two people have agreed to a refund, it is made: of the payment, of the sum and for the reason that both have seen,
 * and of nothing else. What has changed since is not refunded, and the approval says why.
 */
@Controller()
export class WhenApprovalGrantedThenRefundPayment {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(EVENT_STORE) private readonly store: Pick<EventStore, 'readStream'>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Throws RejectedError, upon which the key is parked. */
  @EventPattern(approvalGranted.name, PAYMENTS_CONSUMER)
  async handle(@Payload() told: DataOf<typeof approvalGranted>, @Ctx() context: MessageContext): Promise<void> {
    const granted = approvalGranted.schema.parse(told);
    if (granted.kind !== 'refund') return;
    const rejection = await this.refund(granted, context);
    if (rejection === null) return;
    const { approvalId, subject } = granted;
    const { messageId } = context.getMessage();
    const result = await this.commands.execute({
      stream: refundStream(approvalId),
      decider: refundDecider,
      command: { kind: 'NoteRefundFailed', approvalId, paymentId: subject, code: rejection.code },
      commandId: `${messageId}:note-refund-failed`,
      ...causeOf(context),
    });
    if (result.kind === 'rejected') throw new RejectedError(result.rejection);
  }

  /** Null where the money goes back. */
  private async refund(
    { approvalId, subject, plan, planHash }: DataOf<typeof approvalGranted>,
    context: MessageContext,
  ): Promise<Rejection | null> {
    if (hashOf(plan) !== planHash) return new Rejection('PAYMENTS_REFUND_OTHER_PLAN', { paymentId: subject });
    const state = await this.stateOf(subject);
    const agreed = refundAgreedTo(plan, subject, state);
    // Told again after it was made, it is the same refund: the handler of commands knows it by its approval.
    const isReversed = agreed instanceof Rejection && agreed.code === 'PAYMENTS_ALREADY_REVERSED';
    if (agreed instanceof Rejection && !isReversed) return agreed;
    const today = this.clock.today();
    const terms = { amountKopecks: Number(plan['refundKopecks']), reason: String(plan['reason']), approvalId };
    const refund = { paymentId: subject, ...terms, refundedOn: today, today };
    const result = await refundPayment(this.commands, refund, causeOf(context));
    return result.kind === 'rejected' ? result.rejection : null;
  }

  private async stateOf(paymentId: string): Promise<PaymentState> {
    const history = await this.store.readStream(paymentStream(paymentId));
    return fold(paymentDecider, history as unknown as readonly (PaymentStreamEvent & RecordedEvent)[]);
  }
}

function causeOf(context: MessageContext) {
  const { source } = context.getMessage();
  return { actor: PAYMENTS_ACTOR, correlationId: source.correlationId, causationId: source.eventId };
}

/** The hash of a plan as whoever keeps the approval computes it. */
function hashOf(plan: DataOf<typeof approvalGranted>['plan']): string {
  return createHash('sha256').update(canonicalJson(plan), 'utf8').digest('hex');
}

import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { approvalGranted, DataOf } from '#libs/contracts';
import { CommandHandler, EventStore } from '#libs/event-store';
import { Clock, Rejection } from '#libs/kernel';
import { MessageContext } from '#libs/messaging';
import { CLOCK, COMMAND_HANDLER, EVENT_STORE } from '#libs/platform';
import { paymentStream } from '../domain/payment.commands';
import { paymentDecider } from '../domain/payment.decider';
import { returnAgreedTo } from '../domain/return-plan.policy';
import { causeOf, isPlanAgreedTo, noteNotGivenBack, paymentAt } from './agreed-plan';
import { PAYMENTS_CONSUMER } from './payments-consumer';

/**
 * When two people have agreed that money which stands aside goes back, it does: as both have seen it. What was put on an
 * account since stays there, and the approval says why.
 */
@Controller()
export class WhenApprovalGrantedThenReturnPayment {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(EVENT_STORE) private readonly store: Pick<EventStore, 'readStream'>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Throws RejectedError, upon which the key is parked. */
  @EventPattern(approvalGranted.name, PAYMENTS_CONSUMER)
  async handle(@Payload() told: DataOf<typeof approvalGranted>, @Ctx() context: MessageContext): Promise<void> {
    const granted = approvalGranted.schema.parse(told);
    if (granted.kind !== 'return-payment') return;
    const rejection = await this.giveBack(granted, context);
    if (rejection !== null) await noteNotGivenBack(this.commands, granted, rejection, context);
  }

  /** Null where the money goes back. */
  private async giveBack(granted: DataOf<typeof approvalGranted>, context: MessageContext): Promise<Rejection | null> {
    const { approvalId, subject, plan } = granted;
    if (!isPlanAgreedTo(granted)) return new Rejection('PAYMENTS_REFUND_OTHER_PLAN', { paymentId: subject });
    const state = await paymentAt(this.store, subject);
    if (state.status === 'settled' && state.settlement.type === 'SetAsidePaymentReturned') {
      // Told again after it was done: it is the same return, made on the first day.
      if (state.settlement.data.approvalId === approvalId) return null;
    }
    const agreed = returnAgreedTo(plan, subject, state);
    if (agreed instanceof Rejection) return agreed;
    const today = this.clock.today();
    const { to, reason } = agreed;
    const result = await this.commands.execute({
      stream: paymentStream(subject),
      decider: paymentDecider,
      command: { kind: 'ReturnPayment', paymentId: subject, to, reason, approvalId, returnedOn: today, today },
      commandId: `return:${approvalId}`,
      input: { paymentId: subject, to, reason, approvalId },
      ...causeOf(context),
    });
    return result.kind === 'rejected' ? result.rejection : null;
  }
}

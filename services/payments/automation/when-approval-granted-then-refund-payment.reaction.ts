import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { approvalGranted, DataOf } from '#libs/contracts';
import { CommandHandler, EventStore } from '#libs/event-store';
import { Clock, Rejection } from '#libs/kernel';
import { MessageContext } from '#libs/messaging';
import { CLOCK, COMMAND_HANDLER, EVENT_STORE, PROJECTOR, READ_MODELS } from '#libs/platform';
import { Projector, ReadModels } from '#libs/read-models';
import { refundAgreedTo } from '../domain/refund-plan.policy';
import { accountPayments, firstOfPayment } from '../projections/account-payments.projection';
import { causeOf, isPlanAgreedTo, noteNotGivenBack, paymentAt } from './agreed-plan';
import { PAYMENTS_CONSUMER } from './payments-consumer';
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
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(PROJECTOR) private readonly projector: Pick<Projector, 'catchUp'>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Throws RejectedError, upon which the key is parked. */
  @EventPattern(approvalGranted.name, PAYMENTS_CONSUMER)
  async handle(@Payload() told: DataOf<typeof approvalGranted>, @Ctx() context: MessageContext): Promise<void> {
    const granted = approvalGranted.schema.parse(told);
    if (granted.kind !== 'refund') return;
    const rejection = await this.refund(granted, context);
    if (rejection !== null) await noteNotGivenBack(this.commands, granted, rejection, context);
  }

  /** Null where the money goes back. */
  private async refund(granted: DataOf<typeof approvalGranted>, context: MessageContext): Promise<Rejection | null> {
    const { approvalId, subject, plan } = granted;
    if (!isPlanAgreedTo(granted)) return new Rejection('PAYMENTS_REFUND_OTHER_PLAN', { paymentId: subject });
    // A read model that is behind would not tell that the bank has the money.
    await this.projector.catchUp(accountPayments);
    const first = await firstOfPayment(this.readModels, subject);
    const agreed = refundAgreedTo(plan, subject, await paymentAt(this.store, subject), first);
    // Told again after it was made, it is the same refund: the handler of commands knows it by its approval.
    const isReversed = agreed instanceof Rejection && agreed.code === 'PAYMENTS_ALREADY_REVERSED';
    if (agreed instanceof Rejection && !isReversed) return agreed;
    const today = this.clock.today();
    const terms = { amountKopecks: Number(plan['refundKopecks']), reason: String(plan['reason']), approvalId };
    const refund = { paymentId: subject, ...terms, refundedOn: today, today };
    const result = await refundPayment(this.commands, refund, causeOf(context));
    return result.kind === 'rejected' ? result.rejection : null;
  }
}

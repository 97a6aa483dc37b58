import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { approvalGranted, DataOf } from '#libs/contracts';
import { CommandHandler } from '#libs/event-store';
import { Clock, RejectedError, Rejection } from '#libs/kernel';
import { MessageContext } from '#libs/messaging';
import { CLOCK, COMMAND_HANDLER, PROJECTOR, READ_MODELS } from '#libs/platform';
import { Projector, ReadModels } from '#libs/read-models';
import { instalmentsOfPlan } from '../domain/instalment-plan.policy';
import { instalmentStream } from '../domain/instalment.commands';
import { instalmentDecider } from '../domain/instalment.decider';
import { coverableOf } from '../domain/instalment.policy';
import { instalmentsProjection } from '../projections/instalments.projection';
import { openPeriodProjection } from '../projections/open-period.projection';
import { ReferenceBooks } from '../projections/reference-books';
import { BILLING_CONSUMER } from './billing-consumer';
import { KeepInstalmentsJob } from './keep-instalments.job';

/** When two people have agreed that a debt is paid by parts, it is so from that day, if it is still the debt they saw. */
@Controller()
export class WhenApprovalGrantedThenAgreeInstalments {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(PROJECTOR) private readonly projector: Projector,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly books: ReferenceBooks,
    private readonly keeping: KeepInstalmentsJob,
  ) {}

  /** Throws RejectedError or a fault of the plan, upon which the key is parked. */
  @EventPattern(approvalGranted.name, BILLING_CONSUMER)
  async handle(@Payload() data: DataOf<typeof approvalGranted>, @Ctx() context: MessageContext): Promise<void> {
    const { approvalId: agreementId, kind, plan, requestedBy, grantedBy } = approvalGranted.schema.parse(data);
    const planned = instalmentsOfPlan(kind, plan);
    if (planned === null) return;
    const { account, terms } = planned;
    const { messageId, source } = context.getMessage();
    const { rules } = await this.books.current();
    await this.projector.catchUp(openPeriodProjection);
    const open = await this.readModels.get(openPeriodProjection, account);
    if (!open) throw new RejectedError(new Rejection('BILLING_UNKNOWN_ACCOUNT', { account }));
    const agreedOn = this.clock.today();
    const debt = coverableOf(open.document.state.ledgers, terms.payee, agreedOn, rules);
    const result = await this.commands.execute({
      stream: instalmentStream(account),
      decider: instalmentDecider,
      command: { kind: 'AgreeInstalments', ...planned, agreementId, agreedOn, debt, requestedBy, grantedBy },
      commandId: `${messageId}:agree-instalments`,
      actor: 'service:billing',
      correlationId: source.correlationId,
      causationId: source.eventId,
      input: { agreementId },
    });
    if (result.kind === 'rejected') throw new RejectedError(result.rejection);
    await this.projector.catchUp(instalmentsProjection);
    const row = await this.readModels.get(instalmentsProjection, agreementId);
    if (row) await this.keeping.suspend(row.document, agreedOn);
  }
}

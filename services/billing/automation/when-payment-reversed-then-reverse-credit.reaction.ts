import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { DataOf, paymentReversed } from '#libs/contracts';
import { CommandHandler } from '#libs/event-store';
import { MessageContext } from '#libs/messaging';
import { COMMAND_HANDLER, PROJECTOR, READ_MODELS } from '#libs/platform';
import { Projector, ReadModels } from '#libs/read-models';
import { BILLING_CONSUMER } from './billing-consumer';
import { openPeriodProjection } from '../projections/open-period.projection';
import { stateToCurrentPeriod } from './current-period';

/** A recalled payment leaves the debts as if it had never been made. */
@Controller()
export class WhenPaymentReversedThenReverseCredit {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(PROJECTOR) private readonly projector: Projector,
  ) {}

  @EventPattern(paymentReversed.name, BILLING_CONSUMER)
  async handle(@Payload() data: DataOf<typeof paymentReversed>, @Ctx() context: MessageContext): Promise<void> {
    const { messageId, source } = context.getMessage();
    await this.projector.catchUp(openPeriodProjection);
    await stateToCurrentPeriod(this.commands, this.readModels, {
      account: data.account,
      command: { kind: 'ReversePaymentCredit', ...data },
      input: data,
      commandId: `${messageId}:reverse-credit`,
      actor: 'service:billing',
      correlationId: source.correlationId,
      causationId: source.eventId,
    });
  }
}

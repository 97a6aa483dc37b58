import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { paymentCreditReversed, DataOf } from '#libs/contracts';
import { CommandHandler } from '#libs/event-store';
import { MessageContext } from '#libs/messaging';
import { COMMAND_HANDLER } from '#libs/platform';
import { SUPPORT_CONSUMER } from './support-consumer';
import { noteOfAccount } from './support-reaction';

/** A payment that was recalled leaves its sum to be paid again. */
@Controller()
export class WhenPaymentCreditReversedThenRemindAgain {
  constructor(@Inject(COMMAND_HANDLER) private readonly commands: CommandHandler) {}

  @EventPattern(paymentCreditReversed.name, SUPPORT_CONSUMER)
  async handle(@Payload() data: DataOf<typeof paymentCreditReversed>, @Ctx() context: MessageContext): Promise<void> {
    const { account, paymentId, payee, amountKopecks, period } = paymentCreditReversed.schema.parse(data);
    const recalled = { account, paymentId, payee, amountKopecks, period };
    await noteOfAccount(this.commands, context.getMessage(), { kind: 'RecallDuePayment', ...recalled });
  }
}

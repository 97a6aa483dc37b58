import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { paymentReversed, DataOf } from '#libs/contracts';
import { CommandHandler } from '#libs/event-store';
import { MessageContext } from '#libs/messaging';
import { COMMAND_HANDLER } from '#libs/platform';
import { SUPPORT_CONSUMER } from './support-consumer';
import { noteOfAccount } from './support-reaction';

/** A payment that was recalled leaves its sum to be paid again. */
@Controller()
export class WhenPaymentReversedThenRemindAgain {
  constructor(@Inject(COMMAND_HANDLER) private readonly commands: CommandHandler) {}

  @EventPattern(paymentReversed.name, SUPPORT_CONSUMER)
  async handle(@Payload() data: DataOf<typeof paymentReversed>, @Ctx() context: MessageContext): Promise<void> {
    const { account, paymentId } = paymentReversed.schema.parse(data);
    await noteOfAccount(this.commands, context.getMessage(), { kind: 'RecallDuePayment', account, paymentId });
  }
}

import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { DataOf, orderCharged, orderChargeWithdrawn } from '#libs/contracts';
import { CommandHandler } from '#libs/event-store';
import { MessageContext } from '#libs/messaging';
import { COMMAND_HANDLER } from '#libs/platform';
import { BILLING_CONSUMER } from './billing-consumer';
import { AccountCommand } from '../domain/account.commands';
import { noteWhatWasTold, sourceOf } from './note-what-was-told';

/**
 * An order for an additional service is a fact of the account like a reading: noted with the event behind it, and
 * charged by the calculation of the period that is open on its day, or of the one that is open when it is told.
 */
@Controller()
export class WhenOrderChargedThenNote {
  constructor(@Inject(COMMAND_HANDLER) private readonly commands: CommandHandler) {}

  @EventPattern(orderCharged.name, BILLING_CONSUMER)
  async noteCharge(@Payload() data: DataOf<typeof orderCharged>, @Ctx() context: MessageContext): Promise<void> {
    await this.note(
      { kind: 'NoteOrderCharge', ...orderCharged.schema.parse(data), source: sourceOf(context) },
      context,
    );
  }

  @EventPattern(orderChargeWithdrawn.name, BILLING_CONSUMER)
  async noteCancellation(
    @Payload() data: DataOf<typeof orderChargeWithdrawn>,
    @Ctx() context: MessageContext,
  ): Promise<void> {
    const said = orderChargeWithdrawn.schema.parse(data);
    await this.note({ kind: 'NoteOrderChargeCancellation', ...said, source: sourceOf(context) }, context);
  }

  private note(command: AccountCommand, context: MessageContext): Promise<void> {
    return noteWhatWasTold(this.commands, command, context, 'note-order');
  }
}

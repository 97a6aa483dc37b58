import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { accountClosed, DataOf } from '#libs/contracts';
import { CommandHandler } from '#libs/event-store';
import { MessageContext } from '#libs/messaging';
import { COMMAND_HANDLER } from '#libs/platform';
import { SUPPORT_CONSUMER } from './support-consumer';
import { noteOfAccount } from './support-reaction';

/** When billing has closed an account, nobody is reminded of it any more. */
@Controller()
export class WhenAccountClosedThenCloseSupportedAccount {
  constructor(@Inject(COMMAND_HANDLER) private readonly commands: CommandHandler) {}

  @EventPattern(accountClosed.name, SUPPORT_CONSUMER)
  async handle(@Payload() data: DataOf<typeof accountClosed>, @Ctx() context: MessageContext): Promise<void> {
    const { account, closedOn } = accountClosed.schema.parse(data);
    await noteOfAccount(this.commands, context.getMessage(), { kind: 'CloseSupportedAccount', account, closedOn });
  }
}

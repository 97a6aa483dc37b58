import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { accountOpened, DataOf } from '#libs/contracts';
import { CommandHandler } from '#libs/event-store';
import { MessageContext } from '#libs/messaging';
import { COMMAND_HANDLER } from '#libs/platform';
import { SUPPORT_CONSUMER } from './support-consumer';
import { noteOfAccount } from './support-reaction';

/** When billing has opened an account, its residents may write and be written to. */
@Controller()
export class WhenAccountOpenedThenNoteSupportedAccount {
  constructor(@Inject(COMMAND_HANDLER) private readonly commands: CommandHandler) {}

  @EventPattern(accountOpened.name, SUPPORT_CONSUMER)
  async handle(@Payload() data: DataOf<typeof accountOpened>, @Ctx() context: MessageContext): Promise<void> {
    const { account, openedOn, personId, windowFromDay, windowToDay } = accountOpened.schema.parse(data);
    await noteOfAccount(this.commands, context.getMessage(), {
      kind: 'NoteSupportedAccount',
      payerId: personId ?? null,
      ...{ account, openedOn, windowFromDay, windowToDay },
    });
  }
}

import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { accountClosed, DataOf } from '#libs/contracts';
import { CommandHandler } from '#libs/event-store';
import { RejectedError } from '#libs/kernel';
import { MessageContext } from '#libs/messaging';
import { COMMAND_HANDLER } from '#libs/platform';
import { payerAccountStream } from '../domain/payer-account.commands';
import { payerAccountDecider } from '../domain/payer-account.decider';
import { PAYMENTS_ACTOR, PAYMENTS_CONSUMER } from './payments-consumer';

/** When billing has closed an account, whoever looks at a payment for it should know. */
@Controller()
export class WhenAccountClosedThenClosePayerAccount {
  constructor(@Inject(COMMAND_HANDLER) private readonly commandHandler: CommandHandler) {}

  /** Throws RejectedError, upon which the key is parked. */
  @EventPattern(accountClosed.name, PAYMENTS_CONSUMER)
  async handle(@Payload() data: DataOf<typeof accountClosed>, @Ctx() context: MessageContext): Promise<void> {
    const { messageId, source } = context.getMessage();
    const { account, closedOn } = accountClosed.schema.parse(data);
    const result = await this.commandHandler.execute({
      stream: payerAccountStream(account),
      decider: payerAccountDecider,
      command: { kind: 'ClosePayerAccount', account, closedOn },
      commandId: `${messageId}:close-payer-account`,
      actor: PAYMENTS_ACTOR,
      correlationId: source.correlationId,
      causationId: source.eventId,
    });
    if (result.kind === 'rejected') throw new RejectedError(result.rejection);
  }
}

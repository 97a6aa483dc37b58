import { CommandHandler } from '#libs/event-store';
import { RejectedError } from '#libs/kernel';
import { MessageContext } from '#libs/messaging';
import { AccountCommand, accountStream } from '../domain/account.commands';
import { accountDecider } from '../domain/account.decider';
import { FactSource } from '../domain/account.events';

/** The event of the other service behind a message, which an explanation of a charge leads to. */
export function sourceOf(context: MessageContext): FactSource {
  const { eventId, type, recordedAt, actor } = context.getMessage().source;
  return { eventId, type, recordedAt, actor };
}

/**
 * Notes in the account's own stream what another service told of it; `act` tells the command from others that the same
 * message leads to. Throws RejectedError, upon which the key is parked.
 */
export async function noteWhatWasTold(
  commands: CommandHandler,
  command: AccountCommand,
  context: MessageContext,
  act: string,
): Promise<void> {
  const { messageId, source } = context.getMessage();
  const result = await commands.execute({
    stream: accountStream(command.account),
    decider: accountDecider,
    command,
    commandId: `${messageId}:${act}`,
    actor: 'service:billing',
    correlationId: source.correlationId,
    causationId: source.eventId,
  });
  if (result.kind === 'rejected') throw new RejectedError(result.rejection);
}

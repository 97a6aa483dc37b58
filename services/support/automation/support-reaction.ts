import { CommandHandler } from '#libs/event-store';
import { CivilDate, RejectedError } from '#libs/kernel';
import { IntegrationMessage } from '#libs/messaging';
import { SupportedAccountCommand, supportedAccountStream } from '../domain/supported-account.commands';
import { supportedAccountDecider } from '../domain/supported-account.decider';
import { SUPPORT_ACTOR } from './support-consumer';

/** States what another service has told to the account. Throws RejectedError, upon which the key is parked. */
export async function noteOfAccount(
  commands: Pick<CommandHandler, 'execute'>,
  { messageId, source }: IntegrationMessage,
  command: SupportedAccountCommand,
): Promise<void> {
  const result = await commands.execute({
    stream: supportedAccountStream(command.account),
    decider: supportedAccountDecider,
    command,
    commandId: `${messageId}:support`,
    actor: SUPPORT_ACTOR,
    correlationId: source.correlationId,
    causationId: source.eventId,
  });
  if (result.kind === 'rejected') throw new RejectedError(result.rejection);
}

export function traceOf({ source }: IntegrationMessage) {
  return { correlationId: source.correlationId, causationId: source.eventId };
}

/**
 * The day on which the other service learnt of it, by UTC: east of Greenwich that is the company's day or the one before,
 * so that at its edge somebody is told less, never something of before they could be reached.
 */
export function newsDayOf({ source }: IntegrationMessage): CivilDate {
  return source.recordedAt.slice(0, 10);
}

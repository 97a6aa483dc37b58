import { Command } from 'commander';
import { randomUUID } from 'node:crypto';
import { CommandOrigin } from '#libs/platform';
import { ACTOR_ROLES, ActorRole, OfficeCause } from '#services/identity';
import { wrongUsage } from '../output';
import { CommonOptions, withCommonOptions } from './common';

/** Who acts in the office, and why. */
export interface OfficeOptions extends CommonOptions {
  readonly reason?: string;
  readonly actor: string;
  readonly role: string;
}

const DEFAULT_REASON = 'По запросу бухгалтерии';
const ACTOR_FORM = /^[0-9A-Za-z_.-]{1,32}$/;

export function withOfficeOptions(command: Command): Command {
  return withCommonOptions(command)
    .option('--reason <text>', 'why; stands in the log', DEFAULT_REASON)
    .option('--actor <name>', 'who acts; stands in the log', 'cli')
    .option('--role <role>', 'operator | accountant | chief', 'accountant');
}

/** Throws CommandFailure(2) for a role that the office does not have. */
export function officeCause({ reason = DEFAULT_REASON, role }: OfficeOptions): OfficeCause {
  const roles: readonly string[] = ACTOR_ROLES.filter((one) => one !== 'system');
  if (!roles.includes(role)) throw wrongUsage(`Not ${roles.join(', ')}: ${role}`);
  return { reason, actorRole: role as ActorRole };
}

/** Each call of the command line is a command of its own. */
export function officeOrigin({ actor }: OfficeOptions): CommandOrigin {
  if (!ACTOR_FORM.test(actor)) throw wrongUsage(`Not a name for the log: ${actor}`);
  const commandId = `cli:${randomUUID()}`;
  return { commandId, correlationId: commandId, causationId: null, actor: `staff:${actor}`, input: undefined };
}

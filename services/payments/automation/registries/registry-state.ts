import { CommandHandler, EventStore, KnownState, NO_STREAM } from '#libs/event-store';
import { fold, RecordedEvent, RejectedError } from '#libs/kernel';
import { RegistryCommand, registryStream } from '../../domain/registries/registry.commands';
import { registryDecider, RegistryState } from '../../domain/registries/registry.decider';
import { RegistryEvent } from '../../domain/registries/registry.events';

/** A registry as whoever records its lines has it at hand: reading its stream for each of them would take ever longer. */
export interface KnownRegistry extends KnownState<RegistryState> {
  /** The position of its last event; 0 where it has none. */
  readonly position: number;
}

export async function readRegistry(
  { store }: { readonly store: Pick<EventStore, 'readStream'> },
  registryId: string,
): Promise<KnownRegistry> {
  const history = await store.readStream(registryStream(registryId));
  const last = history.at(-1);
  const state = fold(registryDecider, history as readonly (RegistryEvent & RecordedEvent)[]);
  return { state, revision: last?.revision ?? NO_STREAM, position: last?.position ?? 0 };
}

export interface RegistryStatement {
  readonly command: RegistryCommand;
  readonly commandId: string;
  readonly input: unknown;
  readonly actor: string;
}

/** States a command to a registry. Where somebody else has gone on with it, it is read anew. Throws RejectedError. */
export async function stateToRegistry(
  parts: { readonly commands: CommandHandler; readonly store: Pick<EventStore, 'readStream'> },
  known: KnownRegistry,
  { command, commandId, input, actor }: RegistryStatement,
): Promise<KnownRegistry> {
  const { registryId } = command;
  const { state, revision } = known;
  const result = await parts.commands.execute({
    stream: registryStream(registryId),
    decider: registryDecider,
    ...{ command, commandId, input, actor },
    correlationId: `registry:${registryId}`,
    known: { state, revision },
  });
  if (result.kind === 'rejected') throw new RejectedError(result.rejection);
  const isOurs = !result.repeated && result.revision === revision + result.events.length;
  if (!isOurs || result.events.length === 0) return readRegistry(parts, registryId);
  return {
    state: result.events.reduce(registryDecider.evolve, state),
    revision: result.revision,
    position: result.position,
  };
}

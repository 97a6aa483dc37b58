import { CodeHasher } from '#libs/code-vault';
import { createCommandHandler, Upcasting } from '#libs/event-store';
import { Clock } from '#libs/kernel';
import { RelayTranslation } from '#libs/messaging';
import { createProjector, Projection, ProjectionFailure } from '#libs/read-models';
import { Metrics } from '../telemetry/metrics';
import { observedCommandHandler, observedEventStore } from '../telemetry/observed';
import { announcingEventStore } from './announcing-event-store';
import { refuseLogShorterThanItsFollowers } from './log-length';
import { Stack } from './stack';

export interface StackOptions {
  readonly clock: Clock;
  /** The time of devices outside; `clock` where absent. */
  readonly deviceClock?: Pick<Clock, 'now'>;
  readonly projections: readonly Projection[];
  readonly translations: readonly RelayTranslation[];
  /** The names under which consumers keep their places, to be compared with the length of the log. */
  readonly consumers?: readonly string[];
  readonly upcasting?: Upcasting;
  /** Where the keys of the vaults and the mail server are named; the environment of the process where absent. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** How codes are hashed; Argon2id where absent. */
  readonly codeHasher?: CodeHasher;
  /** Where present, appends and commands are timed. */
  readonly metrics?: Metrics;
  onProjectionFailure?(projection: Projection, failure: ProjectionFailure): void;
  onProjectorError?(error: unknown): void;
}

/** What lies beside the log: vaults, sessions, attachments, the way of letters, and who else works. */
export type BesidePorts = Pick<Stack, 'vault' | 'codeVault' | 'accessRecords' | 'blobs' | 'mailer' | 'leaseHolders'>;

/** The ports that a mode binds. */
export type BoundPorts = BesidePorts & Pick<Stack, 'store' | 'readModelStore' | 'consumerState' | 'transport'>;

/** Notes a port to be closed with the stack, after those that were opened later. */
export type Opened = <Port extends { close(): Promise<void> }>(port: Port) => Port;

/**
 * What every mode makes of its ports. A log that is shorter than what was seen of it is refused. Whatever was opened is
 * closed again where something fails. Throws what `bind` throws, EventStoreDamagedError.
 */
export async function createStack(
  options: StackOptions,
  bind: (opened: Opened) => Promise<BoundPorts>,
): Promise<Stack> {
  const open: { close(): Promise<void> }[] = [];
  const closeAll = async () => {
    for (const port of open.splice(0)) await port.close();
  };
  try {
    const bound = await bind((port) => {
      open.unshift(port);
      return port;
    });
    const { clock, deviceClock = clock, projections, translations, metrics, consumers = [] } = options;
    const announcing = announcingEventStore(bound.store, () => bound.transport.announce());
    const store = metrics === undefined ? announcing : observedEventStore(announcing, metrics);
    const { readModelStore, consumerState } = bound;
    await refuseLogShorterThanItsFollowers({ store, readModelStore, consumerState, consumers });
    const projector = createProjector({
      events: store,
      store: readModelStore,
      projections,
      onFailure: (projection, failure) => options.onProjectionFailure?.(projection, failure),
      onError: (error) => options.onProjectorError?.(error),
    });
    const commands = createCommandHandler({ store, clock });
    return {
      ...bound,
      store,
      commands: metrics === undefined ? commands : observedCommandHandler(commands, metrics),
      projector,
      projections,
      translations,
      clock,
      deviceClock,
      async close() {
        await projector.stop();
        await closeAll();
      },
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

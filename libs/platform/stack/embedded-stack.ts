import { join } from 'node:path';
import { BlobStore, FileBlobStore, MemoryBlobStore } from '#libs/blob-store';
import {
  createCommandHandler,
  EventStore,
  isStorageError,
  MemoryEventStore,
  quickCheckEventFile,
  SqliteEventStore,
  Upcasting,
} from '#libs/event-store';
import { CodeHasher } from '#libs/code-vault';
import { ExpiringRecords, MemoryExpiringRecords, openSqliteExpiringRecords } from '#libs/expiring-records';
import { Clock } from '#libs/kernel';
import { ConsumerState, MemoryConsumerState, RelayTranslation, SqliteConsumerState } from '#libs/messaging';
import {
  createProjector,
  MemoryReadModelStore,
  Projection,
  ProjectionFailure,
  ReadModelStore,
  SqliteReadModelStore,
} from '#libs/read-models';
import { processLeaseHolders } from '../lease-holders';
import { Metrics } from '../telemetry/metrics';
import { observedCommandHandler, observedEventStore } from '../telemetry/observed';
import { makeDataFolder } from './data-folder';
import { DerivedFileDamagedError, EventStoreDamagedError } from './event-store-damaged-error';
import { refuseLogShorterThanItsFollowers } from './log-length';
import { openCodeVault } from './open-code-vault';
import { openMailer } from './open-mailer';
import { openPersonVault } from './open-person-vault';
import { Stack } from './stack';

export const EVENT_FILE = 'events.sqlite';
export const READ_MODEL_FILE = 'read-models.sqlite';
export const BUS_FILE = 'bus.sqlite';
/** Sessions, counters of attempts and links that work once: lost, they cost people a sign-in. */
export const ACCESS_FILE = 'access.sqlite';
export const ATTACHMENTS_FOLDER = 'attachments';

export interface EmbeddedStackOptions {
  /** The folder of the files, made where it is not; null keeps everything in memory. */
  readonly dataDir: string | null;
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

/**
 * Binds the ports to SQLite files, or to memory. The log is looked at before anything is served from it.
 * Throws EventStoreDamagedError when the log is not what it was, DerivedFileDamagedError when a file that can be built
 * again cannot be opened, DataFolderError when its folder cannot be made, StorageError when the disk or a lock is in the way.
 */
export async function createEmbeddedStack(options: EmbeddedStackOptions): Promise<Stack> {
  const { dataDir, clock, deviceClock = clock, projections, translations, upcasting, metrics } = options;
  if (dataDir !== null) makeDataFolder(dataDir);
  const opened: { close(): Promise<void> }[] = [];
  const open = <Port extends { close(): Promise<void> }>(port: Port): Port => {
    opened.unshift(port);
    return port;
  };
  const closeAll = async () => {
    for (const port of opened.splice(0)) await port.close();
  };
  try {
    const bare = open(openEventStore(dataDir, upcasting));
    const store = metrics === undefined ? bare : observedEventStore(bare, metrics);
    const readModelStore = open(openReadModels(dataDir));
    const consumerState = open(openConsumerState(dataDir));
    const environment = options.environment ?? process.env;
    const vault = open(openPersonVault(dataDir, environment));
    const codeVault = open(openCodeVault({ dataDir, environment, clock, hasher: options.codeHasher }));
    const accessRecords = open(openAccessRecords(dataDir));
    const blobs = open(openBlobStore(dataDir));
    const mailer = open(openMailer(dataDir, environment));
    const consumers = options.consumers ?? [];
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
      store,
      readModelStore,
      commands: metrics === undefined ? commands : observedCommandHandler(commands, metrics),
      projector,
      projections,
      translations,
      consumerState,
      vault,
      codeVault,
      accessRecords,
      blobs,
      mailer,
      clock,
      deviceClock,
      leaseHolders: processLeaseHolders(),
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

function openEventStore(dataDir: string | null, upcasting: Upcasting | undefined): EventStore {
  const lifting = upcasting === undefined ? {} : { upcasting };
  if (dataDir === null) return new MemoryEventStore(lifting);
  const file = join(dataDir, EVENT_FILE);
  const checked = quickCheckEventFile(file);
  if (!checked.ok) throw new EventStoreDamagedError(checked);
  try {
    return new SqliteEventStore({ file, ...lifting });
  } catch (error) {
    if (!isStorageError(error) || error.fault !== 'damaged') throw error;
    throw new EventStoreDamagedError(
      { fault: 'file', position: 0, eventId: null, reason: error.message },
      { cause: error },
    );
  }
}

function openReadModels(dataDir: string | null): ReadModelStore {
  return openDerived(dataDir, READ_MODEL_FILE, (file) =>
    file === null ? new MemoryReadModelStore() : new SqliteReadModelStore(file),
  );
}

function openConsumerState(dataDir: string | null): ConsumerState {
  return openDerived(dataDir, BUS_FILE, (file) =>
    file === null ? new MemoryConsumerState() : new SqliteConsumerState(file),
  );
}

function openAccessRecords(dataDir: string | null): ExpiringRecords {
  return openDerived(dataDir, ACCESS_FILE, (file) =>
    file === null ? new MemoryExpiringRecords() : openSqliteExpiringRecords({ file }),
  );
}

function openBlobStore(dataDir: string | null): BlobStore {
  return dataDir === null ? new MemoryBlobStore() : new FileBlobStore({ folder: join(dataDir, ATTACHMENTS_FOLDER) });
}

/** Opens a file that may be lost: read models are folded again, messages come again and are recognised. */
function openDerived<Port>(dataDir: string | null, name: string, open: (file: string | null) => Port): Port {
  const file = dataDir === null ? null : join(dataDir, name);
  try {
    return open(file);
  } catch (error) {
    if (file === null || !isDamage(error)) throw error;
    throw new DerivedFileDamagedError(file, (error as Error).message, { cause: error });
  }
}

function isDamage(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^SQLITE_(CORRUPT|NOTADB)/.test(code);
}

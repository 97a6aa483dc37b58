import { join } from 'node:path';
import { BlobStore, FileBlobStore, MemoryBlobStore } from '#libs/blob-store';
import {
  EventStore,
  isStorageError,
  MemoryEventStore,
  quickCheckEventFile,
  SqliteEventStore,
  StorageError,
  Upcasting,
} from '#libs/event-store';
import { ExpiringRecords, MemoryExpiringRecords, openSqliteExpiringRecords } from '#libs/expiring-records';
import { ConsumerState, inProcessTransport, MemoryConsumerState, SqliteConsumerState } from '#libs/messaging';
import { MemoryReadModelStore, ReadModelStore, SqliteReadModelStore } from '#libs/read-models';
import { processLeaseHolders } from '../lease-holders';
import { BesidePorts, createStack, Opened, StackOptions } from './create-stack';
import { makeDataFolder } from './data-folder';
import { EventStoreDamagedError } from './event-store-damaged-error';
import { openCodeVault } from './open-code-vault';
import { openMailer } from './open-mailer';
import { openPersonVault } from './open-person-vault';
import { Stack } from './stack';
import { openedFile } from './unopened-file';

export const EVENT_FILE = 'events.sqlite';
export const READ_MODEL_FILE = 'read-models.sqlite';
export const BUS_FILE = 'bus.sqlite';
/** Sessions, counters of attempts and links that work once: lost, they cost people a sign-in. */
export const ACCESS_FILE = 'access.sqlite';
export const ATTACHMENTS_FOLDER = 'attachments';

export interface EmbeddedStackOptions extends StackOptions {
  /** The folder of the files, made where it is not; null keeps everything in memory. */
  readonly dataDir: string | null;
}

/**
 * Binds the ports to SQLite files, or to memory. The log is looked at before anything is served from it.
 * Throws EventStoreDamagedError when the log is not what it was, DamagedFileError when another file
 * cannot be opened, DataFolderError when its folder cannot be made, WrongKeyError and LostKeyError where the vaults are
 * sealed with other keys, StorageError when the disk or a lock is in the way.
 */
export async function createEmbeddedStack(options: EmbeddedStackOptions): Promise<Stack> {
  const { dataDir, translations, upcasting } = options;
  if (dataDir !== null) makeDataFolder(dataDir);
  return createStack(options, async (opened) => {
    const store = opened(openEventStore(dataDir, upcasting));
    const consumerState = opened(openConsumerState(dataDir));
    return {
      store,
      readModelStore: opened(openReadModels(dataDir)),
      consumerState,
      transport: opened(inProcessTransport({ events: store, state: consumerState, translations })),
      ...(await openBesidePorts(dataDir, options, opened)),
    };
  });
}

/** What lies beside the log in the files of a folder: vaults, sessions, attachments, and the way of letters. */
async function openBesidePorts(dataDir: string | null, options: StackOptions, opened: Opened): Promise<BesidePorts> {
  const environment = options.environment ?? process.env;
  return {
    vault: opened(await openPersonVault(dataDir, environment)),
    codeVault: opened(await openCodeVault({ dataDir, environment, clock: options.clock, hasher: options.codeHasher })),
    accessRecords: opened(openAccessRecords(dataDir)),
    blobs: opened(openBlobStore(dataDir)),
    mailer: opened(openMailer(dataDir, environment)),
    leaseHolders: opened(processLeaseHolders()),
  };
}

/** The log of a folder, looked at before anything is read from it; throws EventStoreDamagedError. */
export function openEventStore(dataDir: string | null, upcasting: Upcasting | undefined): EventStore {
  const lifting = upcasting === undefined ? {} : { upcasting };
  if (dataDir === null) return new MemoryEventStore(lifting);
  const file = join(dataDir, EVENT_FILE);
  const checked = quickCheckEventFile(file);
  // Nothing is damaged then: a restore would lose what that release has recorded.
  if (!checked.ok && checked.fault === 'newer') throw new StorageError('newer', checked.reason);
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

/** What it costs to move a file away that cannot be opened. */
const CONSEQUENCES: Readonly<Record<string, string>> = {
  [READ_MODEL_FILE]: 'Nothing is lost: move it away, it is built again from the log',
  [BUS_FILE]:
    'No fact is lost: move it away, every message comes again and is recognised, and what was left out by hand too',
  [ACCESS_FILE]: 'No fact is lost: move it away, and everybody signs in again',
};

/** Opens a file that may be lost: read models are folded again, messages come again and are recognised. */
function openDerived<Port>(dataDir: string | null, name: string, open: (file: string | null) => Port): Port {
  if (dataDir === null) return open(null);
  const consequence = CONSEQUENCES[name] ?? '';
  return openedFile({ file: join(dataDir, name), code: 'DERIVED_FILE_DAMAGED', consequence }, open);
}

import { BlobStore } from '#libs/blob-store';
import { MongoBlobStore } from '#libs/blob-store/mongo';
import { CodeHasher } from '#libs/code-vault';
import { MongoCodeRows } from '#libs/code-vault/mongo';
import { ExpiringRecords } from '#libs/expiring-records';
import { MongoExpiringRecords } from '#libs/expiring-records/mongo';
import { Clock } from '#libs/kernel';
import { ConsumerState } from '#libs/messaging';
import { MongoConnection } from '#libs/mongo';
import { PersonVault } from '#libs/person-vault';
import { openMongoPersonVault } from '#libs/person-vault/mongo';
import { ReadModelStore } from '#libs/read-models';
import { MongoConsumerState } from '#libs/messaging/mongo';
import { MongoReadModelStore } from '#libs/read-models/mongo';
import { LeaseHolders } from '../lease-holders';
import { CODE_PEPPER, CODE_PRINT_KEY, PERSON_MASTER_KEY, requiredKey } from './key-files';
import { MongoLeaseHolders } from './mongo.lease-holders';
import { CodeVault, codeVaultOver } from './open-code-vault';

/** What a process of the distributed mode keeps beside the log, all of it in one database. */
export interface MongoPorts {
  readonly readModelStore: ReadModelStore;
  readonly consumerState: ConsumerState;
  readonly vault: PersonVault;
  readonly codeVault: CodeVault;
  readonly accessRecords: ExpiringRecords;
  readonly blobs: BlobStore;
  readonly leaseHolders: LeaseHolders;
  /** Whether the server answers now; for the look whether the process is ready. */
  answers(): Promise<boolean>;
  /** Takes leave and ends the connection. May be called again. */
  close(): Promise<void>;
}

export interface MongoPortsOptions {
  /** `mongodb://…`, with the name of the database as its path. */
  readonly url: string;
  /** Where the keys of the vaults are named: all processes have the same, so that none is made. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Pick<Clock, 'now'>;
  /** Argon2id where absent. */
  readonly hasher?: CodeHasher | undefined;
  /** How many documents, rows or persons go to the server at once; each adapter's own number where absent. */
  readonly documentsPerBulk?: number | undefined;
  /** What goes wrong where nobody waits for an answer, such as a beat of this worker. */
  onError?(error: unknown): void;
}

/**
 * Opens everything over the one connection of the process. Throws MissingKeyError where a key is not named, MongoAddressError,
 * and StorageError where the server does not answer.
 */
export async function openMongoPorts(options: MongoPortsOptions): Promise<MongoPorts> {
  const { url, environment, clock, hasher, documentsPerBulk: perBulk } = options;
  // Looked at before anything is opened: without them nobody could read what is kept.
  const masterKey = requiredKey(environment, PERSON_MASTER_KEY);
  const pepper = requiredKey(environment, CODE_PEPPER).key;
  const printKey = requiredKey(environment, CODE_PRINT_KEY);
  const connection = await MongoConnection.open({ url });
  try {
    const { database } = connection;
    const rows = await MongoCodeRows.open({ database, ...(perBulk === undefined ? {} : { rowsPerBulk: perBulk }) });
    const persons = { database, ...(perBulk === undefined ? {} : { personsPerBulk: perBulk }) };
    const documents = perBulk === undefined ? {} : { documentsPerBulk: perBulk };
    const consumerState = await MongoConsumerState.over(database);
    const accessRecords = await MongoExpiringRecords.open({ database });
    const blobs = await MongoBlobStore.open({ database });
    const leaseHolders = await MongoLeaseHolders.open({ database, onError: (error) => options.onError?.(error) });
    return {
      readModelStore: MongoReadModelStore.over(database, documents),
      consumerState,
      vault: openMongoPersonVault(persons, [masterKey]),
      codeVault: codeVaultOver({ rows, pepper, printKey, clock, hasher }),
      accessRecords,
      blobs,
      leaseHolders,
      answers: () => connection.answers(),
      async close() {
        await leaseHolders.close();
        await connection.close();
      },
    };
  } catch (error) {
    await connection.close();
    throw error;
  }
}

import { BlobStore } from '#libs/blob-store';
import { MongoBlobStore } from '#libs/blob-store/mongo';
import { CodeHasher, createArgon2Hasher } from '#libs/code-vault';
import { MongoCodeRows } from '#libs/code-vault/mongo';
import { ExpiringRecords } from '#libs/expiring-records';
import { MongoExpiringRecords } from '#libs/expiring-records/mongo';
import { Clock } from '#libs/kernel';
import { ConsumerState } from '#libs/messaging';
import { MongoConnection } from '#libs/mongo';
import { createSealedPersonVault, PersonVault } from '#libs/person-vault';
import { MongoPersonRows } from '#libs/person-vault/mongo';
import { ReadModelStore } from '#libs/read-models';
import { MongoConsumerState } from '#libs/messaging/mongo';
import { MongoReadModelStore } from '#libs/read-models/mongo';
import { LeaseHolders } from '../lease-holders';
import {
  closedBlobStore,
  closedCodeChecks,
  closedCodePrints,
  closedPersonVault,
  closedSecretKeeps,
  Refusal,
} from './closed-vaults';
import {
  CODE_PEPPER,
  CODE_PRINT_KEY,
  GivenKey,
  KeyName,
  MissingKeyError,
  namedKey,
  PERSON_MASTER_KEY,
  underBothLabels,
} from './key-files';
import { recogniseCodeKeys, recogniseMasterKey } from './known-keys';
import { MongoLeaseHolders } from './mongo.lease-holders';
import { CodeVault, codeVaultOver, CodeVaultParts } from './open-code-vault';
import { KEYS_OF_VAULTS, VaultName, VaultNotOpenedError } from './vaults';

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

export type KeysAsked = 'at start' | 'at use';

export interface MongoPortsOptions {
  /** `mongodb://…`, with the name of the database as its path. */
  readonly url: string;
  /** Where the keys of the vaults are named: processes that need one have the same, so that none is made. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What the process needs. Of the other vaults no key is read and no collection touched; whoever asks there is refused. */
  readonly vaults: readonly VaultName[];
  /**
   * When a key that is not named is asked for: at the start, or by whoever uses its vault. So the command line, of whose
   * commands most need none, starts with the keys that it has.
   */
  readonly keysAsked?: KeysAsked | undefined;
  readonly clock: Pick<Clock, 'now'>;
  /** Argon2id where absent. */
  readonly hasher?: CodeHasher | undefined;
  /** How many documents, rows or persons go to the server at once; each adapter's own number where absent. */
  readonly documentsPerBulk?: number | undefined;
  /** What goes wrong where nobody waits for an answer, such as a beat of this worker. */
  onError?(error: unknown): void;
}

/**
 * Opens over the one connection of the process what it needs. Throws MissingKeyError where a key of that is not named, WrongKeyError where
 * it is not that of the data, MongoAddressError, and StorageError where the server does not answer.
 */
export async function openMongoPorts(options: MongoPortsOptions): Promise<MongoPorts> {
  const { url, clock, hasher = createArgon2Hasher(), documentsPerBulk: perBulk } = options;
  // Looked at before anything is opened: without them nobody could read what is kept.
  const keys = keysOf(options);
  const connection = await MongoConnection.open({ url });
  try {
    const { database } = connection;
    const persons = { database, ...(perBulk === undefined ? {} : { personsPerBulk: perBulk }) };
    const documents = perBulk === undefined ? {} : { documentsPerBulk: perBulk };
    const consumerState = await MongoConsumerState.over(database);
    const accessRecords = await MongoExpiringRecords.open({ database });
    const blobs = options.vaults.includes('files')
      ? await MongoBlobStore.open({ database })
      : closedBlobStore(() => new VaultNotOpenedError('files'));
    const [masterKey, pepper] = [keys.get(PERSON_MASTER_KEY), keys.get(CODE_PEPPER)];
    const rows = { database, ...(perBulk === undefined ? {} : { rowsPerBulk: perBulk }) };
    const printKey = keys.get(CODE_PRINT_KEY) ?? null;
    const codeVault =
      pepper === undefined
        ? closedCodeVault(refusalOf(options, 'codes', CODE_PEPPER))
        : await openCodes({ rows: await MongoCodeRows.open(rows), pepper, printKey, clock, hasher }, options);
    const leaseHolders = await MongoLeaseHolders.open({ database, onError: (error) => options.onError?.(error) });
    return {
      readModelStore: MongoReadModelStore.over(database, documents),
      consumerState,
      vault:
        masterKey === undefined
          ? closedPersonVault(refusalOf(options, 'persons', PERSON_MASTER_KEY))
          : await openPersons(new MongoPersonRows(persons), masterKey),
      codeVault,
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

async function openPersons(rows: MongoPersonRows, masterKey: GivenKey): Promise<PersonVault> {
  await recogniseMasterKey(rows, masterKey);
  return createSealedPersonVault(rows, underBothLabels(masterKey));
}

async function openCodes(
  parts: CodeVaultParts & { readonly hasher: CodeHasher },
  { environment }: MongoPortsOptions,
): Promise<CodeVault> {
  await recogniseCodeKeys(parts.rows, parts, environment);
  return codeVaultOver(parts);
}

/** The keys of these vaults by their names. Throws MissingKeyError, and Error where a variable holds no key. */
function keysOf({ environment, vaults, keysAsked = 'at start' }: MongoPortsOptions) {
  const keys = new Map<KeyName, GivenKey>();
  for (const name of vaults.flatMap((vault) => KEYS_OF_VAULTS[vault])) {
    const key = namedKey(environment, name);
    if (key !== null) keys.set(name, key);
    else if (keysAsked === 'at start') throw new MissingKeyError(name.variable);
  }
  return keys;
}

function refusalOf({ vaults }: MongoPortsOptions, vault: VaultName, key: KeyName): Refusal {
  return () => (vaults.includes(vault) ? new MissingKeyError(key.variable) : new VaultNotOpenedError(vault));
}

function closedCodeVault(refusal: Refusal): CodeVault {
  return {
    checks: closedCodeChecks(refusal),
    prints: closedCodePrints(refusal),
    secrets: closedSecretKeeps(refusal),
    close: () => Promise.resolve(),
  };
}

import { MasterKey, Person, PersonErasedError, PersonFields, PersonVault, PersonVaultError } from './person-vault.port';
import { checkMasterKeys, newDataKey, openBytes, sealBytes } from './sealing';

/** The person's own key, wrapped by the master key of a version. */
export interface WrappedKey {
  readonly personId: string;
  readonly masterKeyVersion: string;
  readonly wrapped: Buffer;
}

export type PersonRow =
  | { readonly status: 'erased'; readonly personId: string }
  | ({ readonly status: 'kept'; readonly sealedFields: Buffer | null } & WrappedKey);

/**
 * What an adapter of the vault has to know: sealed rows by person. It never sees a clear field. Methods reject with
 * PersonVaultError where the store fails, and with StorageError where it lies on a server that is away for a time.
 */
export interface PersonRows {
  /** Adds keys for persons who have no row yet; a row that is there, kept or erased, stays. */
  addMissing(keys: readonly WrappedKey[]): Promise<void>;
  read(personIds: readonly string[]): Promise<readonly PersonRow[]>;
  /** Answers with a person who is erased, and writes nothing then; null when all is written. */
  writeFields(people: readonly { readonly personId: string; readonly sealedFields: Buffer }[]): Promise<string | null>;
  /** Leaves of the row only that the person was erased, also where there was none. */
  erase(personId: string): Promise<void>;
  close(): Promise<void>;
}

/** The vault over rows of any adapter. The first master key wraps new keys; the others open what they wrapped. */
export function createSealedPersonVault(rows: PersonRows, masterKeys: readonly MasterKey[]): PersonVault {
  checkMasterKeys(masterKeys);
  return new SealedPersonVault(rows, masterKeys);
}

class SealedPersonVault implements PersonVault {
  constructor(
    private readonly rows: PersonRows,
    private readonly masterKeys: readonly MasterKey[],
  ) {}

  async put(personId: string, fields: PersonFields): Promise<void> {
    await this.putMany([{ personId, fields }]);
  }

  async putMany(people: readonly Person[]): Promise<void> {
    const keys = await this.keysFor(people.map(({ personId }) => personId));
    const sealed = people.map(({ personId, fields }) => {
      const key = keys.get(personId) as Buffer;
      return { personId, sealedFields: sealBytes(key, fieldsContext(personId), Buffer.from(JSON.stringify(fields))) };
    });
    const erased = await this.rows.writeFields(sealed);
    if (erased !== null) throw new PersonErasedError(erased);
  }

  async get(personId: string): Promise<PersonFields | null> {
    return (await this.getMany([personId])).get(personId) ?? null;
  }

  async getMany(personIds: readonly string[]): Promise<ReadonlyMap<string, PersonFields>> {
    const people = new Map<string, PersonFields>();
    for (const row of await this.rows.read(personIds)) {
      if (row.status === 'erased' || row.sealedFields === null) continue;
      const clear = openBytes(this.unwrap(row), fieldsContext(row.personId), row.sealedFields);
      people.set(row.personId, JSON.parse(clear.toString('utf8')) as PersonFields);
    }
    return people;
  }

  async seal(personId: string, purpose: string, text: string): Promise<string> {
    return (await this.sealBytes(personId, purpose, Buffer.from(text, 'utf8'))).toString('base64url');
  }

  async open(personId: string, purpose: string, sealed: string): Promise<string | null> {
    const bytes = await this.openBytes(personId, purpose, Buffer.from(sealed, 'base64url'));
    return bytes === null ? null : bytes.toString('utf8');
  }

  async sealBytes(personId: string, purpose: string, bytes: Uint8Array): Promise<Buffer> {
    const key = (await this.keysFor([personId])).get(personId) as Buffer;
    return sealBytes(key, textContext(personId, purpose), bytes);
  }

  async openBytes(personId: string, purpose: string, sealed: Uint8Array): Promise<Buffer | null> {
    const [row] = await this.rows.read([personId]);
    if (row?.status === 'erased') return null;
    if (row === undefined) throw new PersonVaultError(`The vault has no key of person ${personId}`);
    return openBytes(this.unwrap(row), textContext(personId, purpose), sealed);
  }

  async erase(personId: string): Promise<void> {
    await this.rows.erase(personId);
  }

  async close(): Promise<void> {
    await this.rows.close();
  }

  /** The keys of these persons, made where there is none. Throws PersonErasedError. */
  private async keysFor(personIds: readonly string[]): Promise<Map<string, Buffer>> {
    const found = new Set((await this.rows.read(personIds)).map(({ personId }) => personId));
    const missing = [...new Set(personIds)].filter((personId) => !found.has(personId));
    // Another process may add the same person at the same moment; whose key came first is read back.
    if (missing.length > 0) await this.rows.addMissing(missing.map((personId) => this.wrapNewKey(personId)));
    const keys = new Map<string, Buffer>();
    for (const row of await this.rows.read(personIds)) {
      if (row.status === 'erased') throw new PersonErasedError(row.personId);
      keys.set(row.personId, this.unwrap(row));
    }
    return keys;
  }

  private wrapNewKey(personId: string): WrappedKey {
    const [{ version, key }] = this.masterKeys as [MasterKey];
    const wrapped = sealBytes(key, keyContext(personId, version), newDataKey());
    return { personId, masterKeyVersion: version, wrapped };
  }

  private unwrap({ personId, masterKeyVersion, wrapped }: WrappedKey): Buffer {
    const masterKey = this.masterKeys.find(({ version }) => version === masterKeyVersion);
    if (!masterKey) throw new PersonVaultError(`The vault was not given the master key ${masterKeyVersion}`);
    return openBytes(masterKey.key, keyContext(personId, masterKeyVersion), wrapped);
  }
}

function keyContext(personId: string, masterKeyVersion: string): readonly string[] {
  return ['person key', personId, masterKeyVersion];
}

function fieldsContext(personId: string): readonly string[] {
  return ['person fields', personId];
}

function textContext(personId: string, purpose: string): readonly string[] {
  return ['person text', personId, purpose];
}

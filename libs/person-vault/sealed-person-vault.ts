import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { StorageError } from '#libs/event-store';
import { KeyMarks } from './key-marks.port';
import {
  FieldsChange,
  MasterKey,
  Person,
  PersonErasedError,
  PersonFields,
  PersonVault,
  PersonVaultError,
} from './person-vault.port';
import { checkMasterKeys, newDataKey, openBytes, openedOrNull, sealBytes } from './sealing';

/** The person's own key, wrapped by the master key of a version. */
export interface WrappedKey {
  readonly personId: string;
  readonly masterKeyVersion: string;
  readonly wrapped: Buffer;
}

export type PersonRow =
  | { readonly status: 'erased'; readonly personId: string }
  | ({ readonly status: 'kept'; readonly sealedFields: Buffer | null } & WrappedKey);

/** Fields of a person as they are to be, and as they were when it was decided. */
export interface FieldsWrite {
  readonly personId: string;
  /**
   * What was kept then; null for nothing. Each sealing has a nonce of its own, so that the same bytes are the same writing:
   * they are the version of the row, of rows too that were written before anybody asked for one.
   */
  readonly former: Buffer | null;
  readonly sealedFields: Buffer;
}

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
  /**
   * Writes each where the row is kept and has what it had. Answers with the others: somebody has changed or erased them, or,
   * of many, has perhaps changed what was written here. Rejects where it is open what was written.
   */
  writeWhereSame(writes: readonly FieldsWrite[]): Promise<readonly string[]>;
  /** Leaves of the row only that the person was erased, also where there was none. */
  erase(personId: string): Promise<void>;
  /** Any person's key, to try a master key on; null where none is kept. */
  anyKey(): Promise<WrappedKey | null>;
  readonly keyMarks: KeyMarks;
  close(): Promise<void>;
}

/** So many persons are changed at once: what is held in memory is bounded by it. */
const CHANGED_AT_ONCE = 1_000;
/** Of several who change one person at once, one succeeds at each attempt: so many at least get through. */
const ATTEMPTS_MAX = 40;
/** Before another attempt one waits up to so long for each that has failed, by chance: they meet less often then. */
const PAUSE_MS = 3;
const PAUSE_MS_MAX = 60;

/** The vault over rows of any adapter. The first master key wraps new keys; the others open what they wrapped. */
export function createSealedPersonVault(rows: PersonRows, masterKeys: readonly MasterKey[]): PersonVault {
  checkMasterKeys(masterKeys);
  return new SealedPersonVault(rows, masterKeys);
}

/** Whether these master keys are those of what is kept; null where nothing is. Rejects with PersonVaultError, StorageError. */
export async function masterKeysOpen(rows: PersonRows, masterKeys: readonly MasterKey[]): Promise<boolean | null> {
  const kept = await rows.anyKey();
  return kept === null ? null : openedOrNull(() => unwrap(masterKeys, kept)) !== null;
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
      return { personId, sealedFields: sealFields(keys.get(personId) as Buffer, personId, fields) };
    });
    const erased = await this.rows.writeFields(sealed);
    if (erased !== null) throw new PersonErasedError(erased);
  }

  async change(personId: string, decide: FieldsChange): Promise<void> {
    const [erased] = await this.changeMany([personId], (_, fields) => decide(fields));
    if (erased !== undefined) throw new PersonErasedError(erased);
  }

  async changeMany(
    personIds: readonly string[],
    decide: (personId: string, fields: PersonFields | null) => PersonFields | null,
  ): Promise<readonly string[]> {
    const wanted = [...new Set(personIds)];
    const erased: string[] = [];
    for (let first = 0; first < wanted.length; first += CHANGED_AT_ONCE) {
      let waiting: readonly string[] = wanted.slice(first, first + CHANGED_AT_ONCE);
      for (let attempt = 0; waiting.length > 0; attempt += 1) {
        if (attempt === ATTEMPTS_MAX) {
          throw new StorageError('busy', `A person was changed by others ${String(ATTEMPTS_MAX)} times in a row`);
        }
        if (attempt > 0) await sleep(randomInt(Math.min(attempt * PAUSE_MS, PAUSE_MS_MAX) + 1));
        const writes = await this.decideWrites(waiting, decide, erased);
        waiting = writes.length === 0 ? [] : await this.rows.writeWhereSame(writes);
      }
    }
    return erased;
  }

  async get(personId: string): Promise<PersonFields | null> {
    return (await this.getMany([personId])).get(personId) ?? null;
  }

  async getMany(personIds: readonly string[]): Promise<ReadonlyMap<string, PersonFields>> {
    const people = new Map<string, PersonFields>();
    for (const row of await this.rows.read(personIds)) {
      const fields = this.fieldsOf(row);
      if (fields !== null) people.set(row.personId, fields);
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

  /** What is to be written of these persons by what is kept of them now; notes those that something is wanted of and that are erased. */
  private async decideWrites(
    personIds: readonly string[],
    decide: (personId: string, fields: PersonFields | null) => PersonFields | null,
    erased: string[],
  ): Promise<FieldsWrite[]> {
    const rows = byPerson(await this.rows.read(personIds));
    const decided = personIds.flatMap((personId) => {
      const row = rows.get(personId);
      const former = row?.status === 'kept' ? row.sealedFields : null;
      const fields = decide(personId, row === undefined ? null : this.fieldsOf(row));
      return fields === null ? [] : [{ personId, former, fields }];
    });
    const missing = decided.filter(({ personId }) => !rows.has(personId)).map(({ personId }) => personId);
    if (missing.length > 0) {
      await this.rows.addMissing(missing.map((personId) => this.wrapNewKey(personId)));
      // Another process may have added them, with fields even: the key is that of whoever came first.
      for (const row of await this.rows.read(missing)) rows.set(row.personId, row);
    }
    return decided.flatMap(({ personId, former, fields }) => {
      const row = rows.get(personId);
      if (row?.status === 'kept')
        return [{ personId, former, sealedFields: sealFields(this.unwrap(row), personId, fields) }];
      erased.push(personId);
      return [];
    });
  }

  private fieldsOf(row: PersonRow): PersonFields | null {
    if (row.status === 'erased' || row.sealedFields === null) return null;
    const clear = openBytes(this.unwrap(row), fieldsContext(row.personId), row.sealedFields);
    return JSON.parse(clear.toString('utf8')) as PersonFields;
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

  private unwrap(row: WrappedKey): Buffer {
    return unwrap(this.masterKeys, row);
  }
}

/** Throws PersonVaultError where the key was wrapped by another one. */
function unwrap(masterKeys: readonly MasterKey[], { personId, masterKeyVersion, wrapped }: WrappedKey): Buffer {
  const masterKey = masterKeys.find(({ version }) => version === masterKeyVersion);
  if (!masterKey) throw new PersonVaultError(`The vault was not given the master key ${masterKeyVersion}`);
  return openBytes(masterKey.key, keyContext(personId, masterKeyVersion), wrapped);
}

function byPerson(rows: readonly PersonRow[]): Map<string, PersonRow> {
  return new Map(rows.map((row) => [row.personId, row]));
}

function sealFields(key: Buffer, personId: string, fields: PersonFields): Buffer {
  return sealBytes(key, fieldsContext(personId), Buffer.from(JSON.stringify(fields)));
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

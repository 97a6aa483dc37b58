import { mongo } from 'mongoose';
import { isOnlyTakenKeys, isTakenKey, MongoKeyMarks, withStorageErrors } from '#libs/mongo';
import { MasterKey, PersonVault, PersonVaultError } from './person-vault.port';
import { createSealedPersonVault, FieldsWrite, PersonRow, PersonRows, WrappedKey } from './sealed-person-vault';

export interface MongoPersonVaultOptions {
  readonly database: mongo.Db;
  /** How many persons go to the server at once. */
  readonly personsPerBulk?: number;
}

const PEOPLE = 'person_vault_people';
const KEY_MARKS = 'person_vault_key_marks';
const PERSONS_PER_BULK = 500;

type StoredRow =
  | { readonly _id: string; readonly status: 'erased' }
  | {
      readonly _id: string;
      readonly status: 'kept';
      readonly masterKeyVersion: string;
      readonly wrapped: mongo.Binary;
      readonly sealedFields: mongo.Binary | null;
    };

/** A vault in MongoDB. Throws RangeError for keys that are none. */
export function openMongoPersonVault(options: MongoPersonVaultOptions, masterKeys: readonly MasterKey[]): PersonVault {
  return createSealedPersonVault(new MongoPersonRows(options), masterKeys);
}

/**
 * One document for each person. A key is only ever added where there is no document, and fields only where the document
 * is kept, a change only over what it was decided upon: whatever is under way while a person is erased, nothing brings the key back.
 */
export class MongoPersonRows implements PersonRows {
  readonly keyMarks: MongoKeyMarks;
  private readonly people: mongo.Collection<StoredRow>;
  private readonly personsPerBulk: number;

  constructor({ database, personsPerBulk = PERSONS_PER_BULK }: MongoPersonVaultOptions) {
    this.people = database.collection<StoredRow>(PEOPLE);
    this.personsPerBulk = personsPerBulk;
    this.keyMarks = new MongoKeyMarks(database, KEY_MARKS, asVaultErrors);
  }

  async addMissing(keys: Parameters<PersonRows['addMissing']>[0]): Promise<void> {
    await asVaultErrors(async () => {
      for (const part of this.inParts(keys)) {
        const rows = part.map(({ personId, masterKeyVersion, wrapped }): StoredRow => ({
          _id: personId,
          status: 'kept',
          masterKeyVersion,
          wrapped: new mongo.Binary(wrapped),
          sealedFields: null,
        }));
        await this.people.insertMany(rows, { ordered: false }).catch((error: unknown) => {
          if (!isOnlyTakenKeys(error)) throw error;
        });
      }
    });
  }

  async read(personIds: readonly string[]): Promise<readonly PersonRow[]> {
    return asVaultErrors(async () => {
      const rows: PersonRow[] = [];
      for (const part of this.inParts([...new Set(personIds)])) {
        rows.push(...(await this.people.find({ _id: { $in: part } }).toArray()).map(personRowOf));
      }
      return rows;
    });
  }

  async writeFields(people: Parameters<PersonRows['writeFields']>[0]): Promise<string | null> {
    return asVaultErrors(async () => {
      const erased = await this.firstErased(people);
      if (erased !== null) return erased;
      for (const part of this.inParts(people)) {
        const updates = part.map(({ personId, sealedFields }) => ({
          updateOne: {
            filter: { _id: personId, status: 'kept' as const },
            update: { $set: { sealedFields: new mongo.Binary(sealedFields) } },
          },
        }));
        const written = await this.people.bulkWrite(updates, { ordered: true });
        if (written.matchedCount < part.length) return this.firstErased(part);
      }
      return null;
    });
  }

  async writeWhereSame(writes: Parameters<PersonRows['writeWhereSame']>[0]): Promise<readonly string[]> {
    return asVaultErrors(async () => {
      const others: string[] = [];
      for (const part of this.inParts(writes)) {
        const updates = part.map(({ personId, former, sealedFields }) => ({
          updateOne: {
            filter: {
              _id: personId,
              status: 'kept' as const,
              sealedFields: former === null ? null : new mongo.Binary(former),
            },
            update: { $set: { sealedFields: new mongo.Binary(sealedFields) } },
          },
        }));
        const { matchedCount } = await this.people.bulkWrite(updates, { ordered: false });
        if (matchedCount < part.length) others.push(...(await this.notWritten(part, matchedCount)));
      }
      return others;
    });
  }

  async erase(personId: string): Promise<void> {
    await asVaultErrors(async () => {
      const filter = { _id: personId };
      const erased: StoredRow = { _id: personId, status: 'erased' };
      try {
        await this.people.replaceOne(filter, erased, { upsert: true });
      } catch (error) {
        if (!isTakenKey(error)) throw error;
        // There was none, and somebody has added one meanwhile: now it is replaced.
        await this.people.replaceOne(filter, erased, { upsert: true });
      }
    });
  }

  async anyKey(): Promise<WrappedKey | null> {
    return asVaultErrors(async () => {
      const row = await this.people.findOne({ status: 'kept' });
      const kept = row === null ? null : personRowOf(row);
      return kept?.status === 'kept' ? kept : null;
    });
  }

  async close(): Promise<void> {
    // The connection is the process's.
  }

  /** The server says how many it has written, not which. */
  private async notWritten(writes: readonly FieldsWrite[], written: number): Promise<string[]> {
    const personIds = writes.map(({ personId }) => personId);
    if (written === 0) return personIds;
    const now = new Map((await this.read(personIds)).map((row) => [row.personId, row]));
    const isWritten = ({ personId, sealedFields }: FieldsWrite) => {
      const row = now.get(personId);
      return row?.status === 'kept' && row.sealedFields?.equals(sealedFields) === true;
    };
    return writes.filter((write) => !isWritten(write)).map(({ personId }) => personId);
  }

  private async firstErased(people: Parameters<PersonRows['writeFields']>[0]): Promise<string | null> {
    const rows = await this.read(people.map(({ personId }) => personId));
    const kept = new Set(rows.flatMap((row) => (row.status === 'kept' ? [row.personId] : [])));
    return people.find(({ personId }) => !kept.has(personId))?.personId ?? null;
  }

  private inParts<One>(all: readonly One[]): One[][] {
    const parts: One[][] = [];
    for (let first = 0; first < all.length; first += this.personsPerBulk) {
      parts.push(all.slice(first, first + this.personsPerBulk));
    }
    return parts;
  }
}

function personRowOf(row: StoredRow): PersonRow {
  if (row.status === 'erased') return { status: 'erased', personId: row._id };
  const { _id: personId, masterKeyVersion, wrapped, sealedFields } = row;
  const fields = sealedFields === null ? null : Buffer.from(sealedFields.value());
  return { status: 'kept', personId, masterKeyVersion, wrapped: Buffer.from(wrapped.value()), sealedFields: fields };
}

function asVaultErrors<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  return withStorageErrors(
    work,
    (cause) => new PersonVaultError('The vault of persons cannot be read or written', { cause }),
  );
}

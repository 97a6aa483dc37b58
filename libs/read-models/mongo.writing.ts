import { mongo } from 'mongoose';
import { isOnlyTakenKeys } from '#libs/mongo';
import { StoredDocument } from './mongo.queries';

const DELETIONS = 'read_model_deletions';

/** Documents that cease to be with a checkpoint: removed after it was moved, by whoever comes next if need be. */
export interface Deletions {
  readonly _id: number;
  readonly checkpoint: number;
  readonly keys: readonly (readonly [key: string, position: number])[];
}

/**
 * Puts documents into a collection, so many at once. What is there with a later position stays as it is.
 *
 * @param mayGoOn asked between two bulks.
 * @returns false where it was left off.
 */
export async function putDocuments(
  collection: mongo.Collection<StoredDocument>,
  documents: readonly StoredDocument[],
  perBulk: number,
  mayGoOn: () => Promise<boolean> = () => Promise.resolve(true),
): Promise<boolean> {
  for (let first = 0; first < documents.length; first += perBulk) {
    if (first > 0 && !(await mayGoOn())) return false;
    const slice = documents.slice(first, first + perBulk);
    // A writer that was thought to be gone may have put one meanwhile: what was new is then replaced like the others.
    while (!(await putSlice(collection, slice)));
  }
  return true;
}

/** What is to be removed from the collections of generations, each noted before it is done. */
export class MongoDeletions {
  private readonly noted: mongo.Collection<Deletions>;

  constructor(
    database: mongo.Db,
    private readonly perBulk: number,
  ) {
    this.noted = database.collection<Deletions>(DELETIONS);
  }

  async note(deletions: Deletions): Promise<void> {
    await this.noted.replaceOne({ _id: deletions._id }, deletions, { upsert: true });
  }

  async forget(generation: number): Promise<void> {
    await this.noted.deleteOne({ _id: generation });
  }

  /** Whether something waits to be carried out. */
  async areNoted(generation: number): Promise<boolean> {
    return (await this.noted.findOne({ _id: generation })) !== null;
  }

  /** Carries out what was noted with the checkpoint that counts; what was noted with another one never came to count. */
  async finish(generation: number, checkpoint: number, collection: mongo.Collection<StoredDocument>): Promise<void> {
    const noted = await this.noted.findOne({ _id: generation });
    if (noted === null) return;
    const keys = noted.checkpoint === checkpoint ? noted.keys : [];
    for (let first = 0; first < keys.length; first += this.perBulk) {
      const removals = keys
        .slice(first, first + this.perBulk)
        .map(([_id, position]) => ({ deleteOne: { filter: { _id, position: { $lte: position } } } }));
      await collection.bulkWrite(removals, { ordered: false });
    }
    await this.noted.deleteOne({ _id: generation, checkpoint: noted.checkpoint });
  }
}

/**
 * Adds the documents that are not there, and replaces those whose position is not later than the new one.
 * @returns false where one that was not there has come to be meanwhile.
 */
async function putSlice(
  collection: mongo.Collection<StoredDocument>,
  slice: readonly StoredDocument[],
): Promise<boolean> {
  const ids = slice.map(({ _id }) => _id);
  const there = new Set<string>();
  for (const { _id } of await collection.find({ _id: { $in: ids } }, { projection: { _id: 1 } }).toArray()) {
    there.add(_id);
  }
  const operations = slice.map((document) =>
    there.has(document._id)
      ? {
          replaceOne: {
            filter: { _id: document._id, position: { $lte: document.position } },
            replacement: document,
          },
        }
      : { insertOne: { document } },
  );
  try {
    await collection.bulkWrite(operations, { ordered: false });
    return true;
  } catch (error) {
    if (isOnlyTakenKeys(error)) return false;
    throw error;
  }
}

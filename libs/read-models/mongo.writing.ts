import { mongo } from 'mongoose';
import { isOnlyTakenKeys } from '#libs/mongo';
import { GONE, StoredDocument } from './mongo.queries';

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

/** Removes what stands for documents that were gone at a checkpoint, so many at once. */
export async function sweep(
  collection: mongo.Collection<StoredDocument>,
  keys: readonly string[],
  checkpoint: number,
  perBulk: number,
): Promise<void> {
  for (let first = 0; first < keys.length; first += perBulk) {
    const slice = keys.slice(first, first + perBulk);
    await collection.deleteMany({ _id: { $in: slice }, position: { $lte: checkpoint }, document: GONE });
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

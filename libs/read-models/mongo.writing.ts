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
    // A writer that was thought to be gone may have put one meanwhile, or one that is done have swept one away: what was
    // new is then replaced like the others, and what was to be replaced is new.
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
 * @returns false where one that was not there has come to be meanwhile, or one that was there is not any more.
 */
async function putSlice(
  collection: mongo.Collection<StoredDocument>,
  slice: readonly StoredDocument[],
): Promise<boolean> {
  const there = await keysThere(
    collection,
    slice.map(({ _id }) => _id),
  );
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
    const { matchedCount } = await collection.bulkWrite(operations, { ordered: false });
    // Fewer were met: those with later positions, or such as are gone.
    return matchedCount === there.size || (await keysThere(collection, [...there])).size === there.size;
  } catch (error) {
    if (isOnlyTakenKeys(error)) return false;
    throw error;
  }
}

async function keysThere(
  collection: mongo.Collection<StoredDocument>,
  keys: readonly string[],
): Promise<ReadonlySet<string>> {
  const found = await collection.find({ _id: { $in: [...keys] } }, { projection: { _id: 1 } }).toArray();
  return new Set(found.map(({ _id }) => _id));
}

/** How often a writer says that it goes on while the server is at something of its: often enough within `WRITER_HOLDS_MS`. */
export const WRITER_BEATS_EVERY_MS = 1_000;

/**
 * Beats while some work is under way, one beat at a time, and not once more when it has ended. A beat that fails is none:
 * the next one may come through, and the work says itself what became of it.
 */
export async function whileBeating<Done>(beat: () => Promise<unknown>, work: () => Promise<Done>): Promise<Done> {
  let isBeating = false;
  const timer = setInterval(() => {
    if (isBeating) return;
    isBeating = true;
    void beat()
      .catch(() => undefined)
      .finally(() => (isBeating = false));
  }, WRITER_BEATS_EVERY_MS);
  timer.unref();
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

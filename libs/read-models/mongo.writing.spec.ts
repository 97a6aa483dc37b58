import { mongo } from 'mongoose';
import { StoredDocument } from './mongo.queries';
import { putDocuments } from './mongo.writing';

/** A collection that refuses the first bulk for a key that was taken meanwhile, and takes the next. */
function collectionOf(isConfirmed: boolean) {
  const writeErrors = [{ code: 11000 } as mongo.WriteError];
  const unconfirmed = { code: 64 } as mongo.WriteConcernError;
  const result = {
    getWriteConcernError: () => (isConfirmed ? undefined : unconfirmed),
  } as unknown as mongo.BulkWriteResult;
  const refusal = new mongo.MongoBulkWriteError({ message: 'taken', code: 11000, writeErrors }, result);
  const bulkWrite = jest.fn().mockRejectedValueOnce(refusal).mockResolvedValue({});
  const toArray = jest
    .fn()
    .mockResolvedValueOnce([])
    .mockResolvedValue([{ _id: 'a' }]);
  const collection = { find: () => ({ toArray }), bulkWrite } as unknown as mongo.Collection<StoredDocument>;
  return { collection, bulkWrite, refusal };
}

const document = { _id: 'a', position: 3 } as unknown as StoredDocument;

describe('documents that another writer puts at the same time', () => {
  it('are replaced where one was taken meanwhile', async () => {
    const { collection, bulkWrite } = collectionOf(true);
    await putDocuments(collection, [document], 10);
    expect(bulkWrite.mock.calls.map(([operations]) => Object.keys((operations as object[])[0] ?? {}))).toEqual([
      ['insertOne'],
      ['replaceOne'],
    ]);
  });

  it('are not taken for written where the majority has not confirmed the rest of the bulk', async () => {
    const { collection, refusal } = collectionOf(false);
    await expect(putDocuments(collection, [document], 10)).rejects.toBe(refusal);
  });
});

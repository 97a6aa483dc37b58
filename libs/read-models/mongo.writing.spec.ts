import { mongo } from 'mongoose';
import { StoredDocument } from './mongo.queries';
import { putDocuments, WRITER_BEATS_EVERY_MS, whileBeating } from './mongo.writing';

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

describe('a writer whose server is at something long', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());
  const seconds = (count: number) => jest.advanceTimersByTimeAsync(count * WRITER_BEATS_EVERY_MS);
  const after = (count: number) => new Promise<void>((go) => setTimeout(go, count * WRITER_BEATS_EVERY_MS));
  const failure = new Error('The disk is gone');

  it.each([
    ['done', () => after(3.5).then(() => 'done'), 'done'],
    ['failed', () => after(3.5).then(() => Promise.reject(failure)), failure],
  ])('beats until that is %s, also where a beat fails', async (_, work, end) => {
    const beat = jest.fn(() => Promise.resolve()).mockRejectedValueOnce(new Error('away'));
    const outcome = whileBeating<unknown>(beat, work).catch((error: unknown) => error);
    await seconds(3.5);
    expect(await outcome).toBe(end);
    expect(jest.getTimerCount()).toBe(0);
    await seconds(3);
    expect(beat).toHaveBeenCalledTimes(3);
  });

  it('begins no beat while another is on its way', async () => {
    const beat = jest.fn(() => after(1.5));
    const work = whileBeating(beat, () => after(4.5));
    await seconds(4.5);
    await work;
    // At 1 and 3: at 2 and 4 the one before was still on its way.
    expect(beat).toHaveBeenCalledTimes(2);
  });
});

import { mongo } from 'mongoose';
import { asMongoStorageErrors, failingWithStorageErrors, mongoErrorOf } from './mongo.storage-errors';

it.each([
  ['a connection that broke', new mongo.MongoNetworkError('connection 3 closed'), { fault: 'io', isPassing: true }],
  [
    'a primary that steps down',
    new mongo.MongoServerError({ message: 'not primary', code: 10107 }),
    { fault: 'busy', isPassing: true },
  ],
  [
    'a full disk',
    new mongo.MongoServerError({ message: 'out of disk space', code: 14031 }),
    { fault: 'full', isPassing: false },
  ],
  [
    'a wrong password',
    new mongo.MongoServerError({ message: 'Authentication failed', code: 18 }),
    { fault: 'refused', isPassing: false },
  ],
])('tells %s as a failure of the store', (_, error, told) => {
  expect(mongoErrorOf(error)).toMatchObject({ name: 'StorageError', ...told, cause: error });
});

it('leaves what is wrong with the call itself as it is', async () => {
  const taken = new mongo.MongoServerError({ message: 'E11000 duplicate key', code: 11000 });
  const mistake = new TypeError('undefined is not a function');
  for (const error of [taken, mistake]) {
    await expect(asMongoStorageErrors(() => Promise.reject(error))).rejects.toBe(error);
  }
});

it('lets an adapter fail like every other store, from outside, and not in what it does inside', async () => {
  class Adapter {
    readonly seen: unknown[] = [];
    async outer(): Promise<void> {
      await this.inner().catch((error: unknown) => this.seen.push(error));
      await this.inner();
    }
    async inner(): Promise<void> {
      throw new mongo.MongoNetworkError('connection closed');
    }
  }
  const adapter = failingWithStorageErrors(new Adapter());
  await expect(adapter.outer()).rejects.toMatchObject({ name: 'StorageError' });
  expect(adapter.seen[0]).toBeInstanceOf(mongo.MongoNetworkError);
});

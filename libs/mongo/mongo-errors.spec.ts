import { mongo } from 'mongoose';
import { StorageError } from '#libs/event-store';
import {
  asStorageError,
  failingWithStorageErrors,
  isOnlyTakenKeys,
  isTakenKey,
  withStorageErrors,
} from './mongo-errors';

const answer = (code: number) => new mongo.MongoServerError({ message: 'refused', code });

/** As Node tells it where no driver has wrapped it. */
const cut = (code: string) => Object.assign(new Error(`read ${code}`), { code, syscall: 'read', errno: -104 });

/** A bulk of writes of which these were refused; one that the majority has not confirmed says so in its result. */
function bulk(codes: readonly number[], isConfirmed = true): mongo.MongoBulkWriteError {
  const writeErrors = codes.map((code) => ({ code }) as mongo.WriteError);
  const unconfirmed = { code: 64 } as mongo.WriteConcernError;
  const result = { getWriteConcernError: () => (isConfirmed ? undefined : unconfirmed) };
  const error = { message: 'refused', code: codes[0] as number, writeErrors };
  return new mongo.MongoBulkWriteError(error, result as unknown as mongo.BulkWriteResult);
}

describe('a failure of MongoDB', () => {
  it.each([
    ['a line that was lost', new mongo.MongoNetworkError('connection closed'), 'busy'],
    ['a line that was cut between two steps of the driver', cut('ECONNRESET'), 'busy'],
    ['no server', new mongo.MongoServerSelectionError('none', {} as mongo.TopologyDescription), 'busy'],
    ['a server that is no longer the first', answer(10107), 'busy'],
    ['a server that shuts down', answer(91), 'busy'],
    ['a majority that did not confirm', answer(64), 'busy'],
    ['a full disk', answer(14031), 'full'],
    ['a connection that was closed', new mongo.MongoNotConnectedError('closed'), 'closed'],
    ['a password that is not right', answer(18), 'refused'],
  ])('that passes, or that a person mends, is one of the storage: %s', (_what, error, fault) => {
    expect(asStorageError(error)).toMatchObject({ name: 'StorageError', fault, cause: error });
  });

  it.each([
    ['a document that is too large', answer(10334)],
    ['a taken key', answer(11000)],
    ['a file that cannot be read', cut('EACCES')],
    ['a mistake of the program', new TypeError('undefined is not a function')],
  ])('that does not pass stays what it is: %s', (_what, error) => {
    expect(asStorageError(error)).toBe(error);
  });

  it('is told once: a StorageError stays the one it is', () => {
    const known = new StorageError('full', 'full');
    expect(asStorageError(known)).toBe(known);
  });

  it('says no word of the server in its own message', () => {
    const error = new mongo.MongoNetworkError('connect ECONNREFUSED mongodb.internal:27017');
    expect((asStorageError(error) as Error).message).not.toContain('internal');
  });

  it('that does not pass becomes the error of the port, and what the driver has not thrown goes through', async () => {
    const otherwise = (cause: unknown) => new RangeError('port', { cause });
    const failing = (error: unknown) => withStorageErrors(() => Promise.reject(error as Error), otherwise);
    await expect(failing(answer(10334))).rejects.toThrow(RangeError);
    await expect(failing(answer(91))).rejects.toThrow(StorageError);
    await expect(failing(new SyntaxError('own'))).rejects.toThrow(SyntaxError);
  });

  it('by a taken key is known', () => {
    expect([isTakenKey(answer(11000)), isTakenKey(answer(91)), isTakenKey(new Error('E11000'))]).toEqual([
      true,
      false,
      false,
    ]);
    expect([isOnlyTakenKeys(answer(11000)), isOnlyTakenKeys(answer(64))]).toEqual([true, false]);
  });

  it.each<[string, mongo.MongoBulkWriteError, boolean]>([
    ['whose refused writes all met a taken key', bulk([11000, 11000]), true],
    ['of which one write was refused for something else', bulk([11000, 121]), false],
    ['of which no write was refused', bulk([]), false],
    ['that the majority has not confirmed, beside taken keys', bulk([11000], false), false],
  ])('is one of taken keys and nothing else, or not: a bulk %s', (_what, error, isOnly) => {
    expect(isOnlyTakenKeys(error)).toBe(isOnly);
  });

  it('of an adapter shows outside as one of the storage, and not in what the adapter does inside', async () => {
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
    await expect(adapter.outer()).rejects.toBeInstanceOf(StorageError);
    expect(adapter.seen[0]).toBeInstanceOf(mongo.MongoNetworkError);
  });
});

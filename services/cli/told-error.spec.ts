import { StorageError } from '#libs/event-store';
import { PersonVaultError } from '#libs/person-vault';
import { toldError } from './told-error';

const ofDatabase = Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });

describe('what a person is told of an error', () => {
  it.each<[string, unknown]>([
    ['the database of a read model', ofDatabase],
    ['the log', new StorageError('full', 'The event store is not available', { cause: ofDatabase })],
    ['the vault of persons', new PersonVaultError('The vault is not available', { cause: ofDatabase })],
    ['a file', Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })],
  ])('says that the disk is full where %s found it so, and what to do', (_, error) => {
    expect(toldError(error)).toMatch(/^NO_ROOM_LEFT: .*Free some room and give the same command again/);
  });

  it.each<[string, unknown, string]>([
    ['a code of ours', new StorageError('io', 'It failed'), 'EVENT_STORE_UNAVAILABLE: It failed'],
    ['a code that its words begin with', Object.assign(new Error('ENOENT: none'), { code: 'ENOENT' }), 'ENOENT: none'],
    ['no code', new Error('It failed'), 'It failed'],
    ['no error', 'It failed', 'It failed'],
  ])('tells %s as it is', (_, error, told) => {
    expect(toldError(error)).toBe(told);
  });
});

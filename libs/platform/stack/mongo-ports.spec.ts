import { openMongoPorts } from './mongo-ports';
import { VaultName } from './vaults';

const KEY = '0f'.repeat(32);
const KEYS = { KVITOK_PERSON_MASTER_KEY: KEY, KVITOK_CODE_PEPPER: KEY, KVITOK_CODE_PRINT_KEY: KEY };
const NO_ADDRESS = { code: 'MONGODB_ADDRESS' };
const opened = (
  vaults: readonly VaultName[],
  environment: Readonly<Record<string, string | undefined>>,
  keysAsked?: 'at start' | 'at use',
) =>
  openMongoPorts({
    ...{ url: 'mongo://kvitok:s3cret@nowhere/kvitok', environment, vaults, keysAsked },
    clock: { now: () => '' },
  });

describe('what is kept in MongoDB', () => {
  it.each([
    ['KVITOK_PERSON_MASTER_KEY', 'persons'],
    ['KVITOK_CODE_PEPPER', 'codes'],
    ['KVITOK_CODE_PRINT_KEY', 'codes'],
  ] as const)(
    'does not open without %s where the vault of %s is needed: no process makes a key that others do not have',
    async (name, vault) => {
      await expect(opened([vault], { ...KEYS, [name]: undefined })).rejects.toMatchObject({
        code: 'KEY_MISSING',
        message: expect.stringContaining(name) as string,
      });
      await expect(opened([vault], { ...KEYS, [name]: undefined })).rejects.not.toThrow(KEY);
      const wrong = opened([vault], { ...KEYS, [name]: `${KEY}00` });
      await expect(wrong).rejects.toThrow(`${name} is not 64 hexadecimal digits`);
      await expect(opened([vault], { ...KEYS, [name]: `${KEY}00` })).rejects.not.toThrow(KEY);
    },
  );

  // The keys are looked at first: whoever is told of the address has asked for no other one.
  it('asks for the keys of what is needed alone, and does not look at another one', async () => {
    await expect(opened([], {})).rejects.toMatchObject(NO_ADDRESS);
    await expect(opened(['files'], { KVITOK_CODE_PEPPER: 'none' })).rejects.toMatchObject(NO_ADDRESS);
    await expect(opened(['persons'], { KVITOK_PERSON_MASTER_KEY: KEY })).rejects.toMatchObject(NO_ADDRESS);
  });

  it('asks a command line for none at the start, and refuses one that is wrong', async () => {
    const vaults = ['persons', 'codes', 'files'] as const;
    await expect(opened(vaults, {}, 'at use')).rejects.toMatchObject(NO_ADDRESS);
    const wrong = opened(vaults, { KVITOK_CODE_PEPPER: 'none' }, 'at use');
    await expect(wrong).rejects.toThrow('KVITOK_CODE_PEPPER is not 64 hexadecimal digits');
  });

  it('does not open at an address that is none, and says no password', async () => {
    await expect(opened(['persons', 'codes'], KEYS)).rejects.toMatchObject(NO_ADDRESS);
    await expect(opened(['persons', 'codes'], KEYS)).rejects.not.toThrow('s3cret');
  });
});

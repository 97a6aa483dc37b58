import { openMongoPorts } from './mongo-ports';

const KEY = '0f'.repeat(32);
const KEYS = { KVITOK_PERSON_MASTER_KEY: KEY, KVITOK_CODE_PEPPER: KEY, KVITOK_CODE_PRINT_KEY: KEY };
const opened = (environment: Readonly<Record<string, string | undefined>>) =>
  openMongoPorts({ url: 'mongo://kvitok:s3cret@nowhere/kvitok', environment, clock: { now: () => '' } });

describe('what is kept in MongoDB', () => {
  it.each(Object.keys(KEYS))(
    'does not open without %s: no process makes a key that others do not have',
    async (name) => {
      await expect(opened({ ...KEYS, [name]: undefined })).rejects.toMatchObject({
        code: 'KEY_MISSING',
        message: expect.stringContaining(name) as string,
      });
      const wrong = opened({ ...KEYS, [name]: `${KEY}00` });
      await expect(wrong).rejects.toThrow(`${name} is not 64 hexadecimal digits`);
    },
  );

  it('does not open at an address that is none, and says no password', async () => {
    await expect(opened(KEYS)).rejects.toMatchObject({ code: 'MONGODB_ADDRESS' });
    await expect(opened(KEYS)).rejects.not.toThrow('s3cret');
  });
});

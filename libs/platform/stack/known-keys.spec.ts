import fs, { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { CodeHasher } from '#libs/code-vault';
import { CODE_PEPPER, CODE_PRINT_KEY, KeyName, PERSON_MASTER_KEY } from './key-files';
import { CODE_FILE, CodeVault, openCodeVault } from './open-code-vault';
import { openPersonVault, VAULT_FILE } from './open-person-vault';

const FIELDS = { lastName: 'Кузнецова' };
const CODE = { account: '0017', codeId: 'code-1', code: '4821093577164' };
const NEXT_CODE = { ...CODE, codeId: 'code-2', code: '9999093577164' };
const OTHER = 'ab'.repeat(32);
/** `printf 'ab%.0s' {1..32} | xxd -r -p | sha256sum | cut -c1-16` */
const FINGERPRINT_OF_OTHER = '9a2db2e23f1504cd';

/** What is slow on purpose need not be slow here. */
const HASHER: CodeHasher = {
  hash: async (secret) => `hashed ${secret}`,
  verify: async (hashed, secret) => hashed === `hashed ${secret}`,
};

type Environment = Readonly<Record<string, string>>;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'known-keys-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const fileOf = ({ fileName }: KeyName) => join(folder, fileName);
const keyIn = (name: KeyName) => readFileSync(fileOf(name), 'utf8');
const open = (environment: Environment = {}) =>
  openCodeVault({ dataDir: folder, environment, clock: { now: () => '2026-10-01T08:00:00.000Z' }, hasher: HASHER });

async function withPersons<Answer>(
  environment: Environment,
  work: (vault: Awaited<ReturnType<typeof openPersonVault>>) => Promise<Answer>,
): Promise<Answer> {
  const vault = await openPersonVault(folder, environment);
  return work(vault).finally(() => vault.close());
}

async function withCodes<Answer>(
  environment: Environment,
  work: (vault: CodeVault) => Promise<Answer>,
): Promise<Answer> {
  const vault = await open(environment);
  return work(vault).finally(() => vault.close());
}

/** As a file that was made before there were marks. */
function forgetMarks(file: string): void {
  const database = new Database(join(folder, file));
  database.exec('DROP TABLE key_marks');
  database.close();
}

const keep = () => withPersons({}, (vault) => vault.put('p-1', FIELDS));
const read = (environment: Environment = {}) => withPersons(environment, (vault) => vault.get('p-1'));
const put = (environment: Environment = {}) => withCodes(environment, ({ prints }) => prints.put([CODE]));
const printed = (environment: Environment = {}) =>
  withCodes(environment, async ({ prints }) => (await prints.open([CODE.codeId])).get(CODE.codeId));

describe('the key of the vault of persons', () => {
  it('may move from its file to the variable and back, as a restore with keys in the environment does', async () => {
    await keep();
    const environment = { [PERSON_MASTER_KEY.variable]: keyIn(PERSON_MASTER_KEY) };
    rmSync(fileOf(PERSON_MASTER_KEY));
    expect(await read(environment)).toEqual(FIELDS);
    await withPersons(environment, (vault) => vault.put('p-2', FIELDS));
    writeFileSync(fileOf(PERSON_MASTER_KEY), environment[PERSON_MASTER_KEY.variable] ?? '');
    expect(await withPersons({}, (vault) => vault.getMany(['p-1', 'p-2']))).toEqual(
      new Map([
        ['p-1', FIELDS],
        ['p-2', FIELDS],
      ]),
    );
  });

  it.each([
    ['with its mark', () => undefined],
    ['of before there were marks', () => forgetMarks(VAULT_FILE)],
  ])('is refused where it is another one, for data %s', async (_, prepare) => {
    await keep();
    prepare();
    await expect(read({ [PERSON_MASTER_KEY.variable]: OTHER })).rejects.toMatchObject({
      code: 'KEY_WRONG',
      message: expect.stringContaining(
        `KVITOK_PERSON_MASTER_KEY (fingerprint ${FINGERPRINT_OF_OTHER}) is another one`,
      ) as string,
    });
    expect(await read()).toEqual(FIELDS);
  });

  it('is refused before a person is kept under it, where the data have no row yet', async () => {
    await read();
    await expect(read({ [PERSON_MASTER_KEY.variable]: OTHER })).rejects.toMatchObject({ code: 'KEY_WRONG' });
  });

  it('marks data of before there were marks, so that another key is told by its mark', async () => {
    await keep();
    forgetMarks(VAULT_FILE);
    await read();
    await withPersons({}, (vault) => vault.erase('p-1'));
    await expect(read({ [PERSON_MASTER_KEY.variable]: OTHER })).rejects.toMatchObject({ code: 'KEY_WRONG' });
  });

  it.each([
    ['with its mark', () => undefined],
    ['of before there were marks', () => forgetMarks(VAULT_FILE)],
  ])('is not made anew where its file is lost, for data %s', async (_, prepare) => {
    await keep();
    prepare();
    rmSync(fileOf(PERSON_MASTER_KEY));
    await expect(read()).rejects.toMatchObject({
      code: 'KEY_LOST',
      message: expect.stringContaining('neither KVITOK_PERSON_MASTER_KEY nor the file person-master.key') as string,
    });
    expect(existsSync(fileOf(PERSON_MASTER_KEY))).toBe(false);
  });

  it('cannot be accepted in place of the one that persons are sealed with', async () => {
    await keep();
    const environment = { [PERSON_MASTER_KEY.variable]: OTHER, KVITOK_ACCEPTED_KEYS: FINGERPRINT_OF_OTHER };
    await expect(read(environment)).rejects.toMatchObject({ code: 'KEY_WRONG' });
  });

  it('is that of whoever was faster, where several start over a new folder', async () => {
    const look = fs.existsSync;
    // Another process has made its key and marked the vault just when this one has found no key.
    const seen = jest.spyOn(fs, 'existsSync').mockImplementation((path) => {
      if (path !== fileOf(PERSON_MASTER_KEY) || look(path)) return look(path);
      writeFileSync(path, OTHER);
      const database = new Database(join(folder, VAULT_FILE));
      database
        .prepare('INSERT INTO key_marks (name, mark) VALUES (?, ?)')
        .run(PERSON_MASTER_KEY.fileName, FINGERPRINT_OF_OTHER);
      database.close();
      return false;
    });
    await keep().finally(() => seen.mockRestore());
    expect(keyIn(PERSON_MASTER_KEY)).toBe(OTHER);
    expect(await read({ [PERSON_MASTER_KEY.variable]: OTHER })).toEqual(FIELDS);
  });

  it('is told to be none where its file holds none', async () => {
    await keep();
    writeFileSync(fileOf(PERSON_MASTER_KEY), 'abc');
    await expect(read()).rejects.toMatchObject({
      code: 'KEY_FILE_UNUSABLE',
      message: expect.stringContaining('person-master.key does not hold 64 hexadecimal digits') as string,
    });
  });
});

describe('the keys of the vault of codes', () => {
  const each = [CODE_PEPPER, CODE_PRINT_KEY].map((name) => [name.variable, name] as const);
  const inEnvironment = () => Object.fromEntries(each.map(([variable, name]) => [variable, keyIn(name)]));

  it('may move from their files to the variables', async () => {
    await put();
    const environment = inEnvironment();
    for (const [, name] of each) rmSync(fileOf(name));
    expect(await printed(environment)).toBe(CODE.code);
    await withCodes(environment, async ({ prints, checks }) => {
      await prints.put([NEXT_CODE]);
      expect(await checks.matches(CODE.codeId, CODE.code)).toBe(true);
    });
    for (const [variable, name] of each) writeFileSync(fileOf(name), environment[variable] ?? '');
    expect(await withCodes({}, ({ prints }) => prints.open([CODE.codeId, NEXT_CODE.codeId]))).toEqual(
      new Map([
        [CODE.codeId, CODE.code],
        [NEXT_CODE.codeId, NEXT_CODE.code],
      ]),
    );
  });

  it.each(each)('are refused where one is another, %s', async (variable) => {
    await put();
    await expect(printed({ [variable]: OTHER })).rejects.toMatchObject({
      code: 'KEY_WRONG',
      message: expect.stringContaining(`KVITOK_ACCEPTED_KEYS=${FINGERPRINT_OF_OTHER}`) as string,
    });
    forgetMarks(CODE_FILE);
    await expect(printed({ [variable]: OTHER })).rejects.toMatchObject({ code: 'KEY_WRONG' });
    expect(await printed()).toBe(CODE.code);
  });

  it.each(each)('are not made anew where the file of one is lost, %s', async (_, name) => {
    await put();
    rmSync(fileOf(name));
    await expect(printed()).rejects.toMatchObject({ code: 'KEY_LOST' });
    expect(existsSync(fileOf(name))).toBe(false);
  });

  it('are those of whoever was faster, where several start over a new folder', async () => {
    const look = fs.existsSync;
    const seen = jest.spyOn(fs, 'existsSync').mockImplementation((path) => {
      if (path !== fileOf(CODE_PEPPER) || look(path)) return look(path);
      const database = new Database(join(folder, CODE_FILE));
      for (const [, name] of each) {
        writeFileSync(fileOf(name), OTHER);
        database.prepare('INSERT INTO key_marks (name, mark) VALUES (?, ?)').run(name.fileName, FINGERPRINT_OF_OTHER);
      }
      database.close();
      return false;
    });
    await put().finally(() => seen.mockRestore());
    expect(await printed(Object.fromEntries(each.map(([variable]) => [variable, OTHER])))).toBe(CODE.code);
  });

  it('are not made anew for passwords alone either', async () => {
    await withCodes({}, ({ secrets }) => secrets.keep({ account: 'staff:1', codeId: 'password-1', code: 'a b c' }));
    forgetMarks(CODE_FILE);
    rmSync(fileOf(CODE_PEPPER));
    await expect(printed()).rejects.toMatchObject({ code: 'KEY_LOST' });
  });

  it('seal new codes with another print key that was accepted, and go on checking those of before', async () => {
    await put();
    const environment = { [CODE_PRINT_KEY.variable]: OTHER, KVITOK_ACCEPTED_KEYS: `0123, ${FINGERPRINT_OF_OTHER}` };
    await withCodes(environment, async ({ prints, checks }) => {
      await prints.put([NEXT_CODE]);
      expect(await prints.open([NEXT_CODE.codeId])).toEqual(new Map([[NEXT_CODE.codeId, NEXT_CODE.code]]));
      expect(await checks.matches(CODE.codeId, CODE.code)).toBe(true);
    });
    // It is the key of the data now, which nobody has to accept once more; the former one is another.
    await withCodes({ [CODE_PRINT_KEY.variable]: OTHER }, async () => undefined);
    await expect(printed()).rejects.toMatchObject({ code: 'KEY_WRONG' });
  });

  it('let nobody in by codes of before with another pepper that was accepted', async () => {
    await put();
    const environment = { [CODE_PEPPER.variable]: OTHER, KVITOK_ACCEPTED_KEYS: FINGERPRINT_OF_OTHER };
    await withCodes(environment, async ({ checks }) => {
      expect(await checks.matches(CODE.codeId, CODE.code)).toBe(false);
    });
  });
});

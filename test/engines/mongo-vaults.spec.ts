import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoBlobStore } from '#libs/blob-store/mongo';
import { MongoCodeRows } from '#libs/code-vault/mongo';
import { MongoExpiringRecords } from '#libs/expiring-records/mongo';
import { PersonVaultError } from '#libs/person-vault';
import { MongoPersonRows, openMongoPersonVault } from '#libs/person-vault/mongo';
import {
  blobStoreContract,
  codeVaultContract,
  codeVaultOver,
  keyMarksContract,
  expiringRecordsContract,
  personVaultContract,
  raiseCount,
} from '#libs/testing';
import { startChild } from '../../libs/event-store/testing/child-process';
import { openMongoPorts } from '../../libs/platform/stack/mongo-ports';
import { Engine, openMongo } from './engines';
import { MongoDatabases } from './mongo-databases';

const KEY = { version: 'first', key: Buffer.alloc(32, 7) };

let mongo: Engine<string>;
const databases = new MongoDatabases(() => mongo.address);
const folder = mkdtempSync(join(tmpdir(), 'mongo-vaults-'));

beforeAll(async () => {
  mongo = await openMongo();
}, 120_000);
afterEach(() => databases.closeAll());
afterAll(async () => {
  await mongo.release();
  rmSync(folder, { recursive: true, force: true });
});

expiringRecordsContract('MongoDB', async () => MongoExpiringRecords.open({ database: await databases.open() }));
codeVaultContract('MongoDB', async () => MongoCodeRows.open({ database: await databases.open(), rowsPerBulk: 2 }));
personVaultContract('MongoDB', async (keys) =>
  openMongoPersonVault({ database: await databases.open(), personsPerBulk: 2 }, keys),
);
keyMarksContract('MongoDB', async () => new MongoPersonRows({ database: await databases.open() }).keyMarks);
blobStoreContract('MongoDB', async () => MongoBlobStore.open({ database: await databases.open() }));

/** Raises a count of the database two hundred times, ten at once. */
const RAISING = `
const { MongoConnection } = require('#libs/mongo');
const { MongoExpiringRecords } = require('#libs/expiring-records/mongo');
(async () => {
  const connection = await MongoConnection.open({ url: process.argv[2] });
  const records = await MongoExpiringRecords.open({ database: connection.database });
  const place = { collection: 'counts', key: 'a', now: '2026-10-01T08:00:00.000Z' };
  const expiresAt = '2026-10-01T08:10:00.000Z';
  const raise = () => records.change(place, (current) => ({
    change: { kind: 'keep', document: { count: (current?.count ?? 0) + 1 }, expiresAt },
    answer: null,
  }));
  for (let round = 0; round < 20; round += 1) await Promise.all(Array.from({ length: 10 }, raise));
  await connection.close();
})().catch((error) => { console.error(error); process.exit(1); });
`;

it('a count that two processes raise at once has lost nothing', async () => {
  const name = databases.newName();
  const children = [0, 1].map(() => startChild(mkdtempSync(join(folder, 'p-')), RAISING, `${mongo.address}/${name}`));
  for (const child of children) expect([await child.ended, child.output()]).toEqual([0, '']);
  const records = await MongoExpiringRecords.open({ database: await databases.open(name) });
  expect(await raiseCount(records, 'a')).toBe(401);
});

it('a record that others are always faster with is not decided for ever', async () => {
  const database = await databases.open();
  const records = await MongoExpiringRecords.open({ database, attemptsMax: 3 });
  const other = database.collection<{ _id: string; version: string }>('expiring_records');
  await raiseCount(records, 'a');
  let decisions = 0;
  const place = { collection: 'counts', key: 'a', now: '2026-10-01T08:00:00.000Z' };
  const stolen = jest.spyOn(Object.getPrototypeOf(other) as typeof other, 'replaceOne');
  stolen.mockResolvedValue({
    acknowledged: true,
    matchedCount: 0,
    modifiedCount: 0,
    upsertedCount: 0,
    upsertedId: null,
  });
  try {
    const change = records.change<{ count: number }, null>(place, () => {
      decisions += 1;
      return { change: { kind: 'keep', document: { count: 9 }, expiresAt: '2026-10-01T09:00:00.000Z' }, answer: null };
    });
    await expect(change).rejects.toMatchObject({ name: 'StorageError', fault: 'busy' });
  } finally {
    stolen.mockRestore();
  }
  expect(decisions).toBe(3);
});

it('the row of one person does not open for another, nor the code of one account', async () => {
  const database = await databases.open();
  const vault = openMongoPersonVault({ database }, [KEY]);
  await vault.put('p-1', { lastName: 'Кузнецова' });
  await vault.put('p-2', { lastName: 'Ли' });
  await copyFields(database.collection('person_vault_people'), 'p-1', 'p-2', ['wrapped', 'sealedFields']);
  await expect(vault.get('p-2')).rejects.toThrow(PersonVaultError);
  const { prints } = codeVaultOver(await MongoCodeRows.open({ database }));
  await prints.put([{ account: '0017', codeId: 'code-1', code: '4821093577164' }]);
  await prints.put([{ account: '0018', codeId: 'code-2', code: '1111222233334' }]);
  await copyFields(database.collection('code_vault_codes'), 'code-1', 'code-2', ['wrappedKey', 'sealed']);
  await expect(prints.open(['code-2'])).rejects.toThrow(PersonVaultError);
});

type Documents = ReturnType<Awaited<ReturnType<MongoDatabases['open']>>['collection']>;

async function copyFields(documents: Documents, from: string, to: string, fields: readonly string[]): Promise<void> {
  const source = await documents.findOne({ _id: from as never });
  const copied = Object.fromEntries(fields.map((field) => [field, source?.[field]]));
  await documents.updateOne({ _id: to as never }, { $set: copied });
}

it('a blob of many chunks that has lost one is told from a whole one and from none', async () => {
  const database = await databases.open();
  const blobs = await MongoBlobStore.open({ database, chunkBytes: 10, chunksPerBulk: 3 });
  const bytes = Buffer.from(Array.from({ length: 95 }, (_, index) => index));
  await blobs.put('a1b2c3d4e5f6a7b8', bytes);
  expect(await blobs.get('a1b2c3d4e5f6a7b8')).toEqual(bytes);
  expect(await database.collection('blob_chunks').countDocuments({})).toBe(10);
  await database.collection('blob_chunks').deleteOne({ number: 4 });
  await expect(blobs.get('a1b2c3d4e5f6a7b8')).rejects.toMatchObject({ code: 'BLOB_STORE_UNAVAILABLE' });
  await blobs.remove('a1b2c3d4e5f6a7b8');
  expect(await database.collection('blob_chunks').countDocuments({})).toBe(0);
});

it('everything lies sealed: no name, text, code or password is in any document', async () => {
  const name = databases.newName();
  const hexadecimal = (byte: number) => Buffer.alloc(32, byte).toString('hex');
  const ports = await openMongoPorts({
    url: `${mongo.address}/${name}`,
    environment: {
      KVITOK_PERSON_MASTER_KEY: hexadecimal(1),
      KVITOK_CODE_PEPPER: hexadecimal(2),
      KVITOK_CODE_PRINT_KEY: hexadecimal(3),
    },
    clock: { now: () => '2026-10-01T08:00:00.000Z' },
    vaults: ['persons', 'codes', 'files'],
  });
  const { vault, codeVault, blobs } = ports;
  await vault.put('p-1', { lastName: 'Кузнецова', phone: '+79000000000' });
  await blobs.put('a1b2c3d4e5f6a7b8', await vault.sealBytes('p-1', 'attachment:1', Buffer.from('Прошу пересчитать')));
  await codeVault.prints.put([
    { account: '0017', codeId: 'code-1', code: '4821093577164' },
    { account: '0018', codeId: 'code-2', code: '1111222233334' },
  ]);
  await codeVault.secrets.keep({ account: 'staff:1', codeId: 'password-1', code: 'correct horse battery' });
  expect((await codeVault.prints.open(['code-1'])).get('code-1')).toBe('4821093577164');
  expect(await codeVault.checks.matches('password-1', 'correct horse battery')).toBe(true);
  const database = await databases.open(name);
  const documents: Buffer[] = [];
  for (const { name: collection } of await database.listCollections().toArray()) {
    documents.push(...(await database.collection(collection).find({}, { raw: true }).toArray()).map(bytesOfRaw));
  }
  const all = Buffer.concat(documents);
  // What is there by its id is found, so that what is not found is not there.
  for (const known of ['p-1', 'code-2', 'password-1', 'a1b2c3d4e5f6a7b8']) expect(all.includes(known)).toBe(true);
  for (const clear of [
    'Кузнецова',
    '+79000000000',
    'Прошу',
    '4821093577164',
    '1111222233334',
    'correct horse battery',
  ]) {
    for (const form of formsOf(clear)) expect(all.includes(form)).toBe(false);
  }
  await ports.close();
  await ports.close();
});

/** A text as it may stand in a document: in letters, in hexadecimal digits, and in base64 wherever it begins there. */
function formsOf(clear: string): (Buffer | string)[] {
  const bytes = Buffer.from(clear);
  const base64 = [0, 1, 2].map((before) => {
    const written = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    // The first and the last group hold bytes of the neighbours too.
    return written.slice(before === 0 ? 0 : 4, written.length - 4);
  });
  return [bytes, Buffer.from(clear, 'utf16le'), bytes.toString('hex'), ...base64];
}

function bytesOfRaw(document: unknown): Buffer {
  expect(Buffer.isBuffer(document)).toBe(true);
  return document as Buffer;
}

it('a process that has declared no vault touches none of their collections, and needs no key', async () => {
  const name = databases.newName();
  const clock = { now: () => '2026-10-01T08:00:00.000Z' };
  const ports = await openMongoPorts({ url: `${mongo.address}/${name}`, environment: {}, clock, vaults: [] });
  await expect(ports.vault.get('p-1')).rejects.toMatchObject({ code: 'VAULT_NOT_OPENED' });
  await expect(ports.codeVault.checks.matches('code-1', '1')).rejects.toMatchObject({ code: 'VAULT_NOT_OPENED' });
  await expect(ports.blobs.get('a1b2c3d4e5f6a7b8')).rejects.toMatchObject({ code: 'VAULT_NOT_OPENED' });
  const database = await databases.open(name);
  const made = (await database.listCollections().toArray()).map((one) => one.name);
  // What every process has is there, so that what is not found is not there.
  expect(made).toEqual(expect.arrayContaining(['expiring_records', 'bus_handled']));
  expect(made.filter((one) => /^(person_vault|code_vault|blob)/.test(one))).toEqual([]);
  await ports.close();
});

it('the command line starts with the keys that it has, and asks for another one where it is used', async () => {
  const name = databases.newName();
  const ports = await openMongoPorts({
    url: `${mongo.address}/${name}`,
    environment: { KVITOK_CODE_PEPPER: Buffer.alloc(32, 2).toString('hex') },
    clock: { now: () => '2026-10-01T08:00:00.000Z' },
    vaults: ['persons', 'codes', 'files'],
    keysAsked: 'at use',
  });
  const { vault, codeVault } = ports;
  await codeVault.secrets.keep({ account: 'staff:1', codeId: 'password-1', code: 'correct horse battery' });
  expect(await codeVault.checks.matches('password-1', 'correct horse battery')).toBe(true);
  const missing = (variable: string) => ({ code: 'KEY_MISSING', variable });
  await expect(codeVault.prints.open(['code-1'])).rejects.toMatchObject(missing('KVITOK_CODE_PRINT_KEY'));
  await expect(vault.get('p-1')).rejects.toMatchObject(missing('KVITOK_PERSON_MASTER_KEY'));
  await ports.close();
});

describe('a process with another key than that of the data', () => {
  const keys = {
    KVITOK_PERSON_MASTER_KEY: Buffer.alloc(32, 1).toString('hex'),
    KVITOK_CODE_PEPPER: Buffer.alloc(32, 2).toString('hex'),
    KVITOK_CODE_PRINT_KEY: Buffer.alloc(32, 3).toString('hex'),
  };
  const another = Buffer.alloc(32, 9).toString('hex');
  const openWith = (name: string, environment: Readonly<Record<string, string>>, keysAsked?: 'at use') =>
    openMongoPorts({
      ...{ url: `${mongo.address}/${name}`, environment, keysAsked },
      clock: { now: () => '2026-10-01T08:00:00.000Z' },
      vaults: ['persons', 'codes'],
    });

  async function filled(): Promise<string> {
    const name = databases.newName();
    const { vault, codeVault, close } = await openWith(name, keys);
    await vault.put('p-1', { lastName: 'Кузнецова' });
    await codeVault.prints.put([{ account: '0017', codeId: 'code-1', code: '4821093577164' }]);
    await close();
    return name;
  }

  it.each(Object.keys(keys))('is refused at its start, and goes on with the right one: %s', async (variable) => {
    const name = await filled();
    const refused = { code: 'KEY_WRONG', message: expect.stringContaining(variable) as string };
    await expect(openWith(name, { ...keys, [variable]: another })).rejects.toMatchObject(refused);
    const database = await databases.open(name);
    // As data of before there were marks.
    for (const collection of ['person_vault_key_marks', 'code_vault_key_marks']) {
      await database.collection(collection).drop();
    }
    await expect(openWith(name, { ...keys, [variable]: another })).rejects.toMatchObject(refused);
    const { vault, codeVault, close } = await openWith(name, keys);
    expect(await vault.get('p-1')).toEqual({ lastName: 'Кузнецова' });
    expect((await codeVault.prints.open(['code-1'])).get('code-1')).toBe('4821093577164');
    await close();
  });

  it('is refused at the command line too, which has some of the keys', async () => {
    const name = await filled();
    const some = { KVITOK_PERSON_MASTER_KEY: another };
    await expect(openWith(name, some, 'at use')).rejects.toMatchObject({ code: 'KEY_WRONG' });
    const { vault, close } = await openWith(name, { KVITOK_CODE_PEPPER: keys.KVITOK_CODE_PEPPER }, 'at use');
    await expect(vault.get('p-1')).rejects.toMatchObject({ code: 'KEY_MISSING' });
    await close();
  });
});

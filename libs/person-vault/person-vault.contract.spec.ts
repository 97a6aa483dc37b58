import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { personVaultContract } from '#libs/testing';
import { createMemoryPersonVault } from './memory.person-vault';
import { MasterKey, PersonVaultError } from './person-vault.port';
import { openSqlitePersonVault } from './sqlite.person-vault';

const FIRST: MasterKey = { version: 'first', key: Buffer.alloc(32, 7) };
const SECOND: MasterKey = { version: 'second', key: Buffer.alloc(32, 8) };
const FIELDS = { lastName: 'Кузнецова', firstName: 'Анна', phone: '+7 900 000-00-00' };

const folder = mkdtempSync(join(tmpdir(), 'person-vault-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const newFile = () => join(folder, `vault-${(files += 1)}.db`);

personVaultContract('memory', (masterKeys) => createMemoryPersonVault(masterKeys));
personVaultContract('sqlite', (masterKeys) => openSqlitePersonVault({ file: newFile() }, masterKeys));

describe('the file of a vault', () => {
  const bytesOf = (file: string) =>
    Buffer.concat(
      readdirSync(folder)
        .filter((name) => join(folder, name).startsWith(file))
        .map((name) => readFileSync(join(folder, name))),
    );
  const rowOf = (file: string, personId: string) => {
    const database = new Database(file, { readonly: true });
    const row = database.prepare('SELECT wrapped_key, sealed_fields FROM people WHERE person_id = ?').get(personId);
    database.close();
    return row as { wrapped_key: Buffer; sealed_fields: Buffer };
  };

  it('holds no clear field', async () => {
    const file = newFile();
    const vault = openSqlitePersonVault({ file }, [FIRST]);
    await vault.put('p-1', FIELDS);
    for (const value of Object.values(FIELDS)) expect(bytesOf(file).includes(value)).toBe(false);
    await vault.close();
  });

  it('holds neither the key nor the fields of an erased person, the log of the file included', async () => {
    const file = newFile();
    const vault = openSqlitePersonVault({ file }, [FIRST]);
    await vault.putMany(
      Array.from({ length: 200 }, (_, index) => ({
        personId: `p-${index}`,
        fields: { ...FIELDS, note: 'х'.repeat(5_000) },
      })),
    );
    const { wrapped_key: key, sealed_fields: fields } = rowOf(file, 'p-77');
    expect(bytesOf(file).includes(key)).toBe(true);
    await vault.erase('p-77');
    const bytes = bytesOf(file);
    expect(bytes.includes(key)).toBe(false);
    for (let at = 0; at + 64 <= fields.length; at += 512)
      expect(bytes.includes(fields.subarray(at, at + 64))).toBe(false);
    await vault.close();
  });

  it('is read by the next process with the same master key', async () => {
    const file = newFile();
    const first = openSqlitePersonVault({ file }, [FIRST]);
    await first.put('p-1', FIELDS);
    await first.close();
    const next = openSqlitePersonVault({ file }, [FIRST]);
    expect(await next.get('p-1')).toEqual(FIELDS);
    await next.close();
  });

  it('loses no change of two that have it open', async () => {
    const file = newFile();
    const vaults = [openSqlitePersonVault({ file }, [FIRST]), openSqlitePersonVault({ file }, [FIRST])];
    const names = vaults.flatMap((vault, index) =>
      Array.from({ length: 10 }, (_, count) => ({ vault, name: `change-${String(index)}-${String(count)}` })),
    );
    await Promise.all(names.map(({ vault, name }) => vault.change('p-1', (fields) => ({ ...fields, [name]: 'да' }))));
    expect(Object.keys((await vaults[0]?.get('p-1')) ?? {}).sort()).toEqual(names.map(({ name }) => name).sort());
    for (const vault of vaults) await vault.close();
  });

  it('goes on under a new master key while the old one is at hand', async () => {
    const file = newFile();
    const first = openSqlitePersonVault({ file }, [FIRST]);
    await first.put('p-1', FIELDS);
    await first.close();
    const both = openSqlitePersonVault({ file }, [SECOND, FIRST]);
    await both.put('p-2', FIELDS);
    expect(await both.get('p-1')).toEqual(FIELDS);
    await both.close();
    const second = openSqlitePersonVault({ file }, [SECOND]);
    expect(await second.get('p-2')).toEqual(FIELDS);
    await expect(second.get('p-1')).rejects.toThrow(PersonVaultError);
    await second.close();
  });

  it('does not open with another key of the same version', async () => {
    const file = newFile();
    const first = openSqlitePersonVault({ file }, [FIRST]);
    await first.put('p-1', FIELDS);
    await first.close();
    const other = openSqlitePersonVault({ file }, [{ ...SECOND, version: 'first' }]);
    await expect(other.get('p-1')).rejects.toThrow(PersonVaultError);
    await other.close();
  });

  it('does not give the row of one person for another', async () => {
    const file = newFile();
    const vault = openSqlitePersonVault({ file }, [FIRST]);
    await vault.putMany([
      { personId: 'p-1', fields: FIELDS },
      { personId: 'p-2', fields: { lastName: 'Ли' } },
    ]);
    const database = new Database(file);
    database.exec(
      "UPDATE people SET (wrapped_key, sealed_fields) = (SELECT wrapped_key, sealed_fields FROM people WHERE person_id = 'p-1') WHERE person_id = 'p-2'",
    );
    database.close();
    await expect(vault.get('p-2')).rejects.toThrow(PersonVaultError);
    await vault.close();
  });

  it('of another program is left alone', () => {
    const file = newFile();
    const database = new Database(file);
    database.exec('CREATE TABLE other (id INTEGER)');
    database.close();
    expect(() => openSqlitePersonVault({ file }, [FIRST])).toThrow(PersonVaultError);
  });
});

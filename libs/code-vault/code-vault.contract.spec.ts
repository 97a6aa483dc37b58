import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { MasterKey, PersonVaultError } from '#libs/person-vault';
import { codeVaultContract, codeVaultOver } from '#libs/testing';
import { createArgon2Hasher, HashTurns } from './argon2-hasher';
import { CodeVaultError } from './code-rows.port';
import { CodeVaultBusyError } from './code-vault.port';
import { MemoryCodeRows } from './memory.code-rows';
import { createCodeChecks, createCodePrints } from './sealed-code-vault';
import { openSqliteCodeRows } from './sqlite.code-rows';

const PEPPER = Buffer.alloc(32, 3);
const FIRST: MasterKey = { version: 'first', key: Buffer.alloc(32, 7) };
const CODE = { account: '0017', codeId: 'code-1', code: '4821093577164' };
const OTHER = { account: '0018', codeId: 'code-2', code: '1111222233334' };

const folder = mkdtempSync(join(tmpdir(), 'code-vault-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const newFile = () => join(folder, `codes-${(files += 1)}.db`);

codeVaultContract('memory', () => new MemoryCodeRows());
codeVaultContract('sqlite', () => openSqliteCodeRows({ file: newFile() }));

describe('the file of the codes', () => {
  const bytesOf = (file: string) =>
    Buffer.concat(
      readdirSync(folder)
        .filter((name) => join(folder, name).startsWith(file))
        .map((name) => readFileSync(join(folder, name))),
    );

  it('holds nothing of a code that was removed, its log included', async () => {
    const file = newFile();
    const { prints, rows } = codeVaultOver(openSqliteCodeRows({ file }));
    await prints.put([CODE, OTHER]);
    const [row] = await rows.read(['code-1']);
    expect(bytesOf(file).includes(row?.sealed as Buffer)).toBe(true);
    await prints.remove(['code-1']);
    expect(bytesOf(file).includes(row?.sealed as Buffer)).toBe(false);
    expect(bytesOf(file).includes(row?.hashed ?? '')).toBe(false);
    await rows.close();
  });

  it('does not print the row of one account for another', async () => {
    const file = newFile();
    const { prints, rows } = codeVaultOver(openSqliteCodeRows({ file }));
    await prints.put([CODE, OTHER]);
    const database = new Database(file);
    database.exec(
      "UPDATE codes SET (wrapped_key, sealed) = (SELECT wrapped_key, sealed FROM codes WHERE code_id = 'code-1') WHERE code_id = 'code-2'",
    );
    database.close();
    await expect(prints.open(['code-2'])).rejects.toThrow(PersonVaultError);
    await rows.close();
  });

  it('is read by the next process', async () => {
    const file = newFile();
    const first = codeVaultOver(openSqliteCodeRows({ file }));
    await first.prints.put([CODE]);
    await first.rows.close();
    const next = codeVaultOver(openSqliteCodeRows({ file }));
    expect(await next.checks.matches('code-1', CODE.code)).toBe(true);
    await next.rows.close();
  });

  it('of another program is left alone', () => {
    const file = newFile();
    const database = new Database(file);
    database.exec('CREATE TABLE other (id INTEGER)');
    database.close();
    expect(() => openSqliteCodeRows({ file })).toThrow(CodeVaultError);
  });
});

describe('the hash of a code', () => {
  it('is Argon2id with 19 MiB, two passes and one lane', async () => {
    const hasher = createArgon2Hasher();
    const hashed = await hasher.hash('secret');
    expect(hashed).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await hasher.verify(hashed, 'secret')).toBe(true);
    expect(await hasher.verify(hashed, 'Secret')).toBe(false);
  });

  it('checks the codes of a vault, whatever bytes the pepper makes of them', async () => {
    const rows = new MemoryCodeRows();
    const hasher = createArgon2Hasher();
    const prints = createCodePrints({ rows, pepper: PEPPER, hasher, printKeys: [FIRST], now: () => '' });
    const checks = createCodeChecks({ rows, pepper: PEPPER, hasher });
    const codes = Array.from({ length: 8 }, (_, index) => ({
      account: '0017',
      codeId: `code-${index}`,
      code: `482109357716${index}`,
    }));
    await prints.put(codes);
    for (const { codeId, code } of codes) {
      expect(await checks.matches(codeId, code)).toBe(true);
      expect(await checks.matches(codeId, '1111222233334')).toBe(false);
    }
  });

  it('is computed for two at a time; the others wait in their order, and too many are sent away', async () => {
    const turns = new HashTurns();
    const finish: (() => void)[] = [];
    const order: number[] = [];
    const all = Array.from({ length: 103 }, (_, index) =>
      turns.take(() => {
        order.push(index);
        return new Promise<number>((resolve) => finish.push(() => resolve(index)));
      }),
    );
    await expect(all.at(-1)).rejects.toThrow(CodeVaultBusyError);
    expect(order).toEqual([0, 1]);
    finish[0]?.();
    await all[0];
    await Promise.resolve();
    expect(order).toEqual([0, 1, 2]);
    for (let next = 1; next < 102; next += 1) {
      finish[next]?.();
      await all[next];
      await Promise.resolve();
    }
    expect(order).toEqual(Array.from({ length: 102 }, (_, index) => index));
  });
});
